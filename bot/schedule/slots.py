"""Decide when digests are owed, on the wall clock where the reader lives.

The next slot is stored after each digest, so that none depends on a timer that a restart
would forget. Every slot ends in one digest: built, empty or skipped. Above, all is pure;
`reschedule`, `skip_unsent` and `undo_clock_jump` read and store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage import ReadTransaction, Store
from storage.model import NEVER, Quiet, Schedule, Slot, Subscriber

_DAY = timedelta(days=1)

# A weekly day can be one that a zone leaves out.
_FARTHEST = 15

# When the clocks jump over midnight, a slot lies in the day after its own; quiet hours may
# put it off by one more.
_REACH, _REACH_OF_QUIET = 1, 2


def next_delivery(after: datetime, schedule: Schedule, zone: ZoneInfo) -> Slot:
    """Return the first slot of `schedule` that lies strictly after `after`.

    Each time of each local day has one instant, whatever the clocks do. RFC 5545 (3.3.5)
    says which, so a reader's calendar agrees: a time that the clocks skip is read with
    the offset before the gap (02:30 is delivered when the clock shows 03:30), and a time
    that they show twice means the first. A day that a zone left out altogether, such as
    2011-12-30 in Samoa, has no slot. Two times that fall on one instant, because of a gap
    or of quiet hours, make one slot, the earlier time's.
    """
    today = after.astimezone(zone).date()
    reach = _REACH_OF_QUIET if schedule.quiet else _REACH
    found: Slot | None = None
    for days in range(-reach, _FARTHEST):
        day = today + timedelta(days=days)
        if found is not None and (day - found.day).days > reach:
            break
        for slot in _slots(day, schedule, zone):
            if slot.at > after and (found is None or slot.at < found.at):
                found = slot
    if found is None:
        raise ValueError(f"no time or no day in {schedule}")
    return found


def owed_at(day: date, wall: time, schedule: Schedule, zone: ZoneInfo) -> datetime:
    """Return the UTC instant from which the digest of this day and time is owed."""
    return awake(_instant(day, wall, zone), schedule.quiet, zone)


def awake(at: datetime, quiet: Quiet | None, zone: ZoneInfo) -> datetime:
    """Return `at`, or the end of the quiet hours that it lies in."""
    if quiet is None:
        return at
    local = at.astimezone(zone)
    if not quiet.covers(local.time()):
        return at
    day = local.date() + (_DAY if quiet.end <= local.time() else timedelta())
    end = datetime.combine(day, quiet.end, zone)
    # In the second of two equal hours, the first end has passed.
    return max(at, next((e for e in _both(end) if e > at), at))


def _slots(day: date, schedule: Schedule, zone: ZoneInfo) -> Iterator[Slot]:
    if day.weekday() not in schedule.weekdays:
        return
    for wall in schedule.times:
        at = _instant(day, wall, zone)
        # Only on another day than its own can the slot be one of a day that never was.
        if at.astimezone(zone).date() == day or _exists(day, zone):
            yield Slot(day, wall, awake(at, schedule.quiet, zone))


def _exists(day: date, zone: ZoneInfo) -> bool:
    return _instant(day, time.min, zone) < _instant(day + _DAY, time.min, zone)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    # `fold=0` is RFC 5545's rule for gaps and for doubled hours alike: PEP 495.
    return datetime.combine(day, wall, zone).astimezone(UTC)


def _both(local: datetime) -> tuple[datetime, datetime]:
    return local.astimezone(UTC), local.replace(fold=1).astimezone(UTC)


# A digest that is later than this is recorded as skipped: it would meet the next one.
LATEST = timedelta(hours=12)

# After a longer outage, the first slot that was missed is recorded and those of this time:
# months of records would tell nobody more.
RECORDED = timedelta(days=7)

# Clocks are set right by seconds all the time. More is a clock that was wrong.
_JUMP = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class DueSlots:
    """What is to be done for a subscriber whose slot has come.

    Attributes:
        send: The slot whose digest is built now, or None.
        skipped: Slots to record as skipped, oldest first.
        next: The slot owed after that; its `at` lies in the future.
    """

    send: Slot | None
    skipped: tuple[Slot, ...]
    next: Slot


def due_slots(first: Slot, *, now: datetime, schedule: Schedule, zone: ZoneInfo) -> DueSlots:
    """Decide what becomes of the slots that have passed.

    The newest one is sent if it is at most `LATEST` late; nobody wants three digests at
    once, so the others are recorded as skipped. What is late does not come in quiet hours
    but after them, if that is not too late.
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
        return DueSlots(None, tuple(passed), following)
    if when > now:
        return DueSlots(None, tuple(passed[:-1]), replace(newest, at=when))
    return DueSlots(newest, tuple(passed[:-1]), following)


def first_unserved(
    after: datetime, schedule: Schedule, zone: ZoneInfo, *, served: Collection[str]
) -> Slot:
    """Return the first slot after `after` that was not served yet.

    Whoever moves west meets the same day and time twice, and whoever comes back after
    `/unsubscribe` may too. `served` names the slots that have their digest.
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
    wished: Subscriber, *, known: Subscriber | None, now: datetime, tx: ReadTransaction
) -> Subscriber:
    """Return `wished` with the slot that it is owed next, whatever its `next` was."""
    if not wished.is_subscribed:
        return replace(wished, next=NEVER)
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
        pending = first_unserved(after, wished.schedule, wished.zone, served=served)
    return replace(wished, next=pending)


def _same_times(one: Subscriber, other: Subscriber) -> bool:
    # Quiet hours put a slot off and leave it the same.
    return replace(one.schedule, quiet=None) == replace(other.schedule, quiet=None)


async def skip_unsent(store: Store, *, now: datetime) -> None:
    """Record as skipped what was made in time and could not be sent for `LATEST`.

    After a day without a network nobody wants the news of that day one by one; the next
    digest tells what still matters.
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
                slot = first_unserved(after, subscriber.schedule, subscriber.zone, served=served)
                await tx.subscribers.advance(subscriber.chat_id, slot)
