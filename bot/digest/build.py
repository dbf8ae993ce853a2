"""Build the digests that are owed: read and compute first, then store all of it at once.

The transaction that stores digests, their messages and the subscribers' next slots waits for
neither summaries nor searches. Many are served at a time, since reading and storing for fifty
takes hardly longer than for one.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot import messages
from bot.digest.compose import Composed, Edition, Recipient
from bot.messages import outgoing
from bot.schedule import DueSlots, due_slots, skip_unsent, undo_clock_jump
from bot.workers import Workers, isolate_failures
from storage import Store, WriteTransaction
from storage.model import (
    Correction,
    DeliveryKind,
    Digest,
    DigestDraft,
    DigestState,
    Outgoing,
    Slot,
    Subscriber,
)

_log = logging.getLogger(__name__)

_NOTHING = Composed((), 0, 0)


async def compose(
    recipient: Recipient, *, now: datetime, store: Store, workers: Workers, cap: int, method: str
) -> Composed:
    """Return what a recipient is to be told now, without storing anything."""
    edition = Edition(store=store, workers=workers, now=now, cap=cap, method=method)
    return await edition.compose(recipient)


async def deliver_due(
    *,
    store: Store,
    workers: Workers,
    now: datetime,
    cap: int,
    method: str,
    language: str = "",
    limit: int = 50,
) -> int:
    """Build every digest that is owed at `now`; return how many subscribers were served.

    `due_slots` decides which slot is served and which is recorded as skipped. Whose digest fails
    stays due; the others don't wait for it. What a crash interrupts is stored whole or not at
    all. `limit` subscribers are served at a time: whoever else writes waits while their digests
    are stored, which takes a millisecond each. `language` is that of subscribers of whom none
    is known.
    """
    edition = Edition(store=store, workers=workers, now=now, cap=cap, method=method)
    await undo_clock_jump(store, now=now)
    await skip_unsent(store, now=now)
    served, failed = 0, set[int]()
    while True:
        async with store.read() as tx:
            # Those that failed are still due, and must not take the others' places.
            due = await tx.subscribers.due(now, limit=limit + len(failed))
        waiting = [subscriber for subscriber in due if subscriber.chat_id not in failed]
        if not waiting:
            return served
        done = await _serve(waiting, edition, store=store, language=language)
        served += len(done)
        failed |= {subscriber.chat_id for subscriber in waiting} - done


@dataclass(frozen=True, slots=True)
class _Made:
    """What becomes of a subscriber's slots, and what is told in the one that is served."""

    subscriber: Subscriber
    due: DueSlots
    composed: Composed
    language: str

    def drafts(self, now: datetime, corrections: tuple[Correction, ...]) -> list[DigestDraft]:
        """Return the digest in which each slot ends; the one that is sent has the corrections."""
        found = [self._draft(slot, _NOTHING, DigestState.SKIPPED, now) for slot in self.due.skipped]
        if self.due.send:
            sent = self._draft(self.due.send, self.composed, self.composed.state, now)
            found.append(replace(sent, corrections=corrections))
        return found

    def is_told(self, digest: Digest) -> bool:
        """Return whether a message is due for this digest."""
        is_served = self.due.send is not None and digest.key == str(self.due.send)
        tells = digest.entries or digest.corrections or self.subscriber.tells_empty
        return is_served and bool(tells)

    def is_told_since(self, told: Mapping[int, datetime]) -> bool:
        """Return whether the chat was told of one of these stories while this was made."""
        return any(told.get(entry.story_id) != entry.told_at for entry in self.composed.told)

    def _draft(
        self, slot: Slot, composed: Composed, state: DigestState, now: datetime
    ) -> DigestDraft:
        return DigestDraft(
            chat_id=self.subscriber.chat_id,
            key=str(slot),
            created_at=now,
            state=state,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
            left_out=composed.left_out,
            headlines=composed.headlines,
        )


async def _serve(
    subscribers: Sequence[Subscriber], edition: Edition, *, store: Store, language: str
) -> set[int]:
    """Make and store what subscribers are owed; return the chats for which that succeeded.

    Who was alerted of a story while the digest was made is served at the next tick.
    """

    async def serve(some: Sequence[Subscriber]) -> set[int]:
        made = await _make(some, edition, language=language)
        async with store.write() as tx:
            outdated = await _store(made, tx=tx, now=edition.now)
        return {one.chat_id for one in some} - outdated

    async def fail(subscriber: Subscriber, error: Exception) -> set[int]:
        _log.error("no digest for chat %d", subscriber.chat_id, exc_info=error)
        return set()

    return set().union(*await isolate_failures(subscribers, serve, alone=fail))


async def _make(
    subscribers: Sequence[Subscriber], edition: Edition, *, language: str
) -> list[_Made]:
    due = [
        due_slots(one.next, now=edition.now, schedule=one.schedule, zone=one.zone)
        for one in subscribers
    ]
    recipients = [
        _recipient(one, language=language)
        for one, owes in zip(subscribers, due, strict=True)
        if owes.send is not None
    ]
    composed = await edition.compose_all(recipients)
    return [
        _Made(one, owes, composed.get(one.chat_id, _NOTHING), one.language or language)
        for one, owes in zip(subscribers, due, strict=True)
    ]


def _recipient(subscriber: Subscriber, *, language: str) -> Recipient:
    return Recipient(
        subscriber.chat_id,
        cap=subscriber.stories,
        length=subscriber.length,
        zone=subscriber.zone,
        language=subscriber.language or language,
        only_followed=subscriber.only_followed,
        languages=subscriber.languages,
    )


async def _store(made: Sequence[_Made], *, tx: WriteTransaction, now: datetime) -> set[int]:
    """Store the digests; return the chats whose digest is to be made anew."""
    chat_ids = [one.subscriber.chat_id for one in made]
    # A reader may have paused, moved or left while the digest was composed.
    known = await tx.subscribers.many(chat_ids)
    stories = {entry.story_id for one in made for entry in one.composed.told}
    told = await tx.digests.told_to(chat_ids, stories)
    outdated = {
        one.subscriber.chat_id for one in made if one.is_told_since(told[one.subscriber.chat_id])
    }
    owing = {
        one.subscriber.chat_id: one
        for one in made
        if known.get(one.subscriber.chat_id) == one.subscriber
        and one.subscriber.chat_id not in outdated
    }
    owed = await tx.corrections.owed(owing)
    drafts = [
        draft for chat_id, one in owing.items() for draft in one.drafts(now, owed.get(chat_id, ()))
    ]
    sent: defaultdict[datetime, list[Outgoing]] = defaultdict(list)
    for digest in await tx.digests.add_new(drafts):
        one = owing[digest.chat_id]
        if one.due.send and one.is_told(digest):
            sent[one.due.send.at] += _messages(digest, one)
    for slot_at, rows in sent.items():
        await tx.outbox.add(rows, due_at=now, newest_first=slot_at)
    await tx.subscribers.advance_all({chat_id: one.due.next for chat_id, one in owing.items()})
    return outdated


def _messages(digest: Digest, made: _Made) -> list[Outgoing]:
    return outgoing(
        messages.digest(
            digest,
            zone=made.subscriber.zone,
            language=made.language,
            emptiness=made.composed.emptiness,
        ),
        chat_id=digest.chat_id,
        kind=DeliveryKind.DIGEST,
        key=f"digest:{digest.chat_id}:{digest.key}",
        thread_id=made.subscriber.thread_id,
    )
