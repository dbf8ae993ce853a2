"""The times that `after:` and `before:` name."""

from __future__ import annotations

import calendar
import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
_BACK = re.compile(r"(?P<number>\d{1,4})(?P<unit>[hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}
_DAYS_AGO = {"today": 0, "yesterday": 1}
_WEEKDAYS = [name.lower() for name in calendar.day_name]


def instant_of(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant that `text` names, in UTC, or None if it names none.

    Args:
        text: `3d`, `12h` or `2w`, so long before `now`; or the beginning of a day, month
            or year: `2026-11-24`, `2026-11`, `2026`, `today`, `yesterday`, or `monday`, the
            last one.
        now: Aware instant.
        zone: Where days begin.
    """
    text = text.lower()
    today = now.astimezone(zone).date()
    try:
        if back := _BACK.fullmatch(text):
            return now.astimezone(UTC) - int(back["number"]) * _UNITS[back["unit"]]
        day = _day_of(text, today)
        if day is None:
            return None
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except (ValueError, OverflowError):  # the 31st of November, the year 0
        return None


def _day_of(text: str, today: date) -> date | None:
    if named := _DATE.fullmatch(text):
        return date(int(named["year"]), int(named["month"] or 1), int(named["day"] or 1))
    if text in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[text])
    if text in _WEEKDAYS:
        return today - timedelta(days=(today.weekday() - _WEEKDAYS.index(text)) % 7)
    return None
