"""The times that `after:` and `before:` name."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.text.days import days_named, first_instant

_BACK = re.compile(r"(?P<number>\d{1,4})(?P<unit>[hdw])")
_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


def instant_of(text: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the instant that `text` names, in UTC, or None if it names none.

    Args:
        text: `3d`, `12h` or `2w`, so long before `now`; or the beginning of a day, month
            or year as `days_named` knows them: `2026-11-24`, `2026-11`, `yesterday`, or
            `monday`, the last one.
        now: Aware instant.
        zone: Where days begin.
    """
    text = text.lower()
    try:
        if back := _BACK.fullmatch(text):
            return now.astimezone(UTC) - int(back["number"]) * _UNITS[back["unit"]]
        named = days_named(text, today=now.astimezone(zone).date())
        return first_instant(named.first, zone=zone) if named else None
    except OverflowError:  # before the year 1
        return None
