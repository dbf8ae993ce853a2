"""Build what is owed, in two steps: read and compute, then store all of it at once.

Summaries take CPU time and searches take reading; the transaction that stores a digest,
its messages and the subscriber's next slot waits for neither.
"""

from __future__ import annotations

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import messages
from bot.digest.edition import SOMEWHERE, Composed, Edition
from bot.digest.owed import owed, skip_unsent, undo_clock_jump
from bot.messages.parts import parts
from bot.workers import Workers
from storage.model import (
    DeliveryKind,
    Digest,
    DigestState,
    Outgoing,
    Slot,
    Subscriber,
    SummaryLength,
)
from storage.store import Store, Transaction

_log = logging.getLogger(__name__)


async def compose(
    chat_id: int,
    *,
    now: datetime,
    store: Store,
    workers: Workers,
    cap: int,
    method: str,
    zone: ZoneInfo = SOMEWHERE,
    length: SummaryLength = SummaryLength.SHORT,
    only_followed: bool = False,
) -> Composed:
    """Return what this chat is to be told now, without storing anything.

    Args:
        chat_id: What it was told before is left out.
        now: Aware instant.
        store: Where the stories are.
        workers: Who summarises.
        cap: Most stories.
        method: The summarizer's name.
        zone: The reader's.
        length: How much is said of each story.
        only_followed: Whether nothing is told but what the chat follows.

    Raises:
        StorageError: The database failed.
    """
    edition = Edition(store=store, workers=workers, now=now, cap=cap, method=method)
    return await edition.compose(chat_id, length=length, zone=zone, only_followed=only_followed)


async def deliver_due(
    *, store: Store, workers: Workers, now: datetime, cap: int, method: str, limit: int = 100
) -> int:
    """Build every digest that is owed at `now`; return how many subscribers were served.

    `bot.digest.owed` decides which slot is served and which is recorded as skipped. Whose
    digest fails stays due; the others don't wait for it. What a crash interrupts is stored
    whole or not at all.

    Args:
        store: Where everything is.
        workers: Who summarises.
        now: Aware instant.
        cap: Most stories in a digest, for those who chose no number.
        method: The summarizer's name.
        limit: How many subscribers are read at a time.

    Raises:
        StorageError: Who is due can't be read.
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
        for subscriber in waiting:
            try:
                await _serve(subscriber, edition, store=store)
                served += 1
            except Exception:  # noqa: BLE001 - the others are owed theirs all the same
                _log.exception("no digest for chat %d", subscriber.chat_id)
                failed.add(subscriber.chat_id)


async def _serve(subscriber: Subscriber, edition: Edition, *, store: Store) -> None:
    due = owed(subscriber.next, now=edition.now, schedule=subscriber.schedule, zone=subscriber.zone)
    nothing = Composed((), 0, 0)
    composed = nothing
    if due.send:
        composed = await edition.compose(
            subscriber.chat_id,
            cap=subscriber.stories,
            length=subscriber.length,
            zone=subscriber.zone,
            only_followed=subscriber.only_followed,
        )
    async with store.write() as tx:
        if not await _is_still_owed(subscriber, tx):
            return
        for slot in due.skipped:
            await _store_digest(
                subscriber, slot, nothing, DigestState.SKIPPED, tx=tx, now=edition.now
            )
        if due.send:
            digest, is_new = await _store_digest(
                subscriber, due.send, composed, composed.state, tx=tx, now=edition.now
            )
            if is_new and (composed.entries or subscriber.tells_empty):
                await tx.outbox.add(
                    _outgoing(digest, subscriber), due_at=edition.now, newest_first=due.send.at
                )
        await tx.subscribers.advance(subscriber.chat_id, due.next)


async def _is_still_owed(subscriber: Subscriber, tx: Transaction) -> bool:
    # The reader may have paused, moved or left while the digest was composed.
    return await tx.subscribers.get(subscriber.chat_id) == subscriber


async def _store_digest(
    subscriber: Subscriber,
    slot: Slot,
    composed: Composed,
    state: DigestState,
    *,
    tx: Transaction,
    now: datetime,
) -> tuple[Digest, bool]:
    return await tx.digests.add(
        chat_id=subscriber.chat_id,
        key=str(slot),
        now=now,
        state=state,
        entries=composed.entries,
        stories=composed.stories,
        outlets=composed.outlets,
        left_out=composed.left_out,
    )


def _outgoing(digest: Digest, subscriber: Subscriber) -> list[Outgoing]:
    return [
        Outgoing(
            chat_id=digest.chat_id,
            kind=DeliveryKind.DIGEST,
            key=f"digest:{digest.chat_id}:{digest.key}:{number}",
            text=str(part.text),
            buttons=part.buttons,
            about=part.about,
            thread_id=subscriber.thread_id,
        )
        for number, part in enumerate(parts(messages.digest(digest, zone=subscriber.zone)))
    ]
