"""When the next digest is owed, and what a reader may type for a time of day.

`next_delivery` is pure: it is asked after each digest, and its answer is stored, so that
no digest depends on a timer that a restart would forget.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.errors import UsageError
from storage.model import Schedule, Slot

# A digest that is later than this is recorded as skipped: it would meet the next one.
LATEST = timedelta(hours=12)

_DAY = timedelta(days=1)

# From the day before (a slot of yesterday can lie in today when the clocks jump over
# midnight) up to a fortnight ahead (a weekly day can be one that a zone leaves out).
_DAYS_AROUND = range(-1, 15)

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)


def next_delivery(after: datetime, schedule: Schedule, zone: ZoneInfo) -> Slot:
    """Return the first slot of `schedule` that lies strictly after `after`.

    Each time of each local day has one instant, whatever the clocks do. RFC 5545 (3.3.5)
    says which, so a reader's calendar agrees: a time that the clocks skip is read with
    the offset before the gap (02:30 is delivered when the clock shows 03:30), and a time
    that they show twice means the first. A day that a zone left out altogether, such as
    2011-12-30 in Samoa, has no slot. Two times that fall on one instant because of a gap
    make one slot, the earlier time's.

    Args:
        after: Aware instant.
        schedule: Wall-clock times and weekdays.
        zone: Where the wall clock hangs.
    """
    today = after.astimezone(zone).date()
    slots = (
        slot
        for days in _DAYS_AROUND
        for slot in _slots(today + timedelta(days=days), schedule, zone)
    )
    return min((slot for slot in slots if slot.at > after), key=lambda slot: slot.at)


def _slots(day: date, schedule: Schedule, zone: ZoneInfo) -> Iterator[Slot]:
    if day.weekday() not in schedule.weekdays or not _exists(day, zone):
        return
    for wall in schedule.times:
        yield Slot(day, wall, _instant(day, wall, zone))


def _exists(day: date, zone: ZoneInfo) -> bool:
    return _instant(day, time.min, zone) < _instant(day + _DAY, time.min, zone)


def _instant(day: date, wall: time, zone: ZoneInfo) -> datetime:
    # `fold=0` is RFC 5545's rule for gaps and for doubled hours alike: PEP 495.
    return datetime.combine(day, wall, zone).astimezone(UTC)


def parse_time(text: str) -> time:
    """Return the time of day that `text` is: `08:00`, `8`, `20.15`, `8am`, `10 pm`.

    Raises:
        UsageError: It is none; the sentence quotes it.
    """
    match = _TIME.fullmatch(text.strip())
    if match is None:
        raise _no_time(text)
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours on the face of a clock
            raise _no_time(text)
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        raise _no_time(text) from None


def _no_time(text: str) -> UsageError:
    return UsageError(f'"{text.strip()}" is no time of day. Example: /subscribe 7:30 Europe/Kyiv')
