"""Which slot is served now, which was missed, and which comes next.

The first half is pure: it decides. The second half reads what a chat was sent, and stores
what follows from it. Every slot of a subscriber ends in one digest: built, empty or skipped.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.schedule import awake, next_delivery, owed_at
from storage.model import Schedule, Slot, Subscriber
from storage.store import Store, Transaction

# A digest that is later than this is recorded as skipped: it would meet the next one.
LATEST = timedelta(hours=12)

# After a longer outage, the first slot that was missed is recorded and those of this time:
# months of records would tell nobody more.
RECORDED = timedelta(days=7)

# Clocks are set right by seconds all the time. More is a clock that was wrong.
_JUMP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be done for a subscriber whose slot has come.

    Attributes:
        send: The slot whose digest is built now, or None.
        skipped: Slots to record as skipped, oldest first.
        next: The slot owed after that; its `at` lies in the future.
    """

    send: Slot | None
    skipped: tuple[Slot, ...]
    next: Slot


def owed(first: Slot, *, now: datetime, schedule: Schedule, zone: ZoneInfo) -> Owed:
    """Decide what becomes of the slots that have passed.

    The newest one is sent if it is at most `LATEST` late; nobody wants three digests at
    once, so the others are recorded as skipped. What is late does not come in quiet hours
    but after them, if that is not too late.

    Args:
        first: The slot that was owed next.
        now: Aware instant, not before `first.at`.
        schedule: The reader's.
        zone: The reader's.
    """
    passed = [first]
    after = max(owed_at(first.day, first.time, schedule, zone), now - RECORDED)
    while (following := next_delivery(after, schedule, zone)).at <= now:
        passed.append(following)
        after = following.at
    newest = passed[-1]
    # `first.at` was put off if it was late before; its name says when it was owed at first.
    due = owed_at(newest.day, newest.time, schedule, zone)
    when = awake(now, schedule.quiet, zone)
    if when - due > LATEST:
        return Owed(None, tuple(passed), following)
    if when > now:
        return Owed(None, tuple(passed[:-1]), replace(newest, at=when))
    return Owed(newest, tuple(passed[:-1]), following)


def first_owed(
    after: datetime, schedule: Schedule, zone: ZoneInfo, *, served: Collection[str]
) -> Slot:
    """Return the first slot after `after` that was not served yet.

    Whoever moves west meets the same day and time twice, and whoever comes back after
    `/unsubscribe` may too.

    Args:
        after: Aware instant.
        schedule: The reader's.
        zone: The reader's.
        served: Names of the slots that have their digest.
    """
    slot = next_delivery(after, schedule, zone)
    while str(slot) in served:
        slot = next_delivery(slot.at, schedule, zone)
    return slot


def missed_by_moving(
    pending: Slot,
    *,
    now: datetime,
    since: datetime,
    schedule: Schedule,
    zone: ZoneInfo,
    served: Collection[str],
) -> Slot | None:
    """Return the slot that was still to come where the reader was, and has passed here.

    Whoever moves east would lose the digest of that day. It is owed like any other that is
    late: None if it would come later than `LATEST`.

    Args:
        pending: The slot that was owed next in the zone that the reader left.
        now: Aware instant.
        since: When the reader subscribed; nothing before that is owed.
        schedule: The reader's.
        zone: Where the reader is now.
        served: Names of the slots that have their digest.
    """
    due = owed_at(pending.day, pending.time, schedule, zone)
    is_missed = max(since, now - LATEST) <= due <= now and str(pending) not in served
    return replace(pending, at=due) if is_missed else None


async def reschedule(
    wished: Subscriber, *, known: Subscriber | None, now: datetime, tx: Transaction
) -> Subscriber:
    """Return `wished` with the slot that it is owed next.

    Args:
        wished: As the reader wants it; its `next` is of no account.
        known: As it was before, or None.
        now: Aware instant.
        tx: Where the chat's digests are.
    """
    served = await tx.digests.slots(wished.chat_id)
    pending: Slot | None = None
    if known is not None and known.is_confirmed and _same_times(known, wished):
        pending = missed_by_moving(
            known.next,
            now=now,
            since=known.since,
            schedule=wished.schedule,
            zone=wished.zone,
            served=served,
        )
    if pending is None or wished.pauses_at(now):
        after = max(now, wished.paused_until or now)
        pending = first_owed(after, wished.schedule, wished.zone, served=served)
    return replace(wished, next=pending)


def _same_times(one: Subscriber, other: Subscriber) -> bool:
    # Quiet hours put a slot off and leave it the same.
    return replace(one.schedule, quiet=None) == replace(other.schedule, quiet=None)


async def skip_unsent(store: Store, *, now: datetime) -> None:
    """Record as skipped what was made in time and could not be sent for `LATEST`.

    After a day without a network nobody wants the news of that day one by one; the next
    digest tells what still matters.

    Raises:
        StorageError: The database failed.
    """
    async with store.read() as tx:
        late = await tx.missed.unsent(now - LATEST)
    if late:
        async with store.write() as tx:
            # Some may have gone out meanwhile.
            late = await tx.missed.unsent(now - LATEST)
            await tx.missed.skip(late, error="too late to be sent")


async def undo_clock_jump(store: Store, *, now: datetime) -> None:
    """Owe again what a clock that ran ahead has passed over.

    A digest that was made in the future tells of such a clock. What it served stays
    served; without this, nobody would get a digest before that future comes.

    Raises:
        StorageError: The database failed.
    """
    async with store.read() as tx:
        newest = await tx.digests.newest_at()
        if newest is None or newest <= now + _JUMP:
            return
        ahead = await tx.subscribers.owed_after(now)
    async with store.write() as tx:
        for subscriber in ahead:
            after = max(now, subscriber.paused_until or now)
            slot = next_delivery(after, subscriber.schedule, subscriber.zone)
            if slot.at < subscriber.next.at:
                served = await tx.digests.slots(subscriber.chat_id)
                slot = first_owed(after, subscriber.schedule, subscriber.zone, served=served)
                await tx.subscribers.advance(subscriber.chat_id, slot)
