"""When the next digest is owed: on the wall clock where the reader lives. Pure.

`next_delivery` is asked after each digest, and its answer is stored, so that no digest
depends on a timer that a restart would forget.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.model import Quiet, Schedule, Slot

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

    Args:
        after: Aware instant.
        schedule: Wall-clock times, weekdays and quiet hours.
        zone: Where the wall clock hangs.
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
    """Return `at`, or the end of the quiet hours that it lies in.

    Args:
        at: Aware instant.
        quiet: Quiet hours on the wall clock of `zone`; None if there are none.
        zone: Where the wall clock hangs.
    """
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
