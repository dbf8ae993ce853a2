"""The days that a reader names: one, a month, or from one to another."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_ISO = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?")
# `24.11.`, `24.11.2026`
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?P<year>(?<=\.)\d{4})?")
# `24 nov`, `24. November 2026`, `nov 24`
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<month>[a-z]{3,9})(?:\s+(?P<after>\d{1,2}))?"
    r"(?:,?\s+(?P<year>\d{4}))?"
)
_BACK = re.compile(r"(?:last\s+)?(?:(?P<number>\d{1,4})\s*(?P<unit>d|days?|w|weeks?)|week)")
_BETWEEN = re.compile(r"\s*(?:\.\.+|…|–|\s(?:-|to|till|until)\s)\s*")

_DAYS_AGO = {"today": 0, "yesterday": 1}
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_MONTHS = [name.lower() for name in calendar.month_name]
_LETTERS = 3
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Days:
    """Days in a row.

    Attributes:
        first: The first one.
        last: The last one; the same if it is one day.
    """

    first: date
    last: date

    def __str__(self) -> str:
        """Return them as they can be typed: `2026-11-24`, `2026-11-01..2026-11-24`."""
        first, last = self.first.isoformat(), self.last.isoformat()
        return first if first == last else f"{first}..{last}"

    def holds(self, at: datetime, *, zone: ZoneInfo) -> bool:
        """Return whether the instant is on one of them, where days are those of `zone`."""
        return self.first <= at.astimezone(zone).date() <= self.last


def days_named(text: str, *, today: date) -> Days | None:
    """Return the days that `text` names, or None if it names none.

    Args:
        text: `today`, `yesterday`, `monday` (the last one), `2026-11-24`, `24.11.`, `24 nov`
            (the last ones, if no year is named), `2026-11`, `november`, `2026`, `7d` or `week` (so
            many up to today), or two of these: `2026-11-01..2026-11-24`, `monday to today`. What
            is missing behind the dots is today.
        today: The day where the reader lives.
    """
    typed = " ".join(text.lower().split())
    try:
        first, dots, last = _parted(typed)
        if not dots:
            return _named(typed, today)
        begin, end = _named(first, today), _named(last, today) if last else Days(today, today)
    except (ValueError, OverflowError):  # the 31st of November, the year 0
        return None
    if begin is None or end is None:
        return None
    return Days(min(begin.first, end.first), max(begin.last, end.last))


def first_instant(day: date, *, zone: ZoneInfo) -> datetime:
    """Return when the day begins in `zone`, in UTC."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _parted(typed: str) -> tuple[str, str, str]:
    found = _BETWEEN.search(typed)
    return (typed[: found.start()], found[0], typed[found.end() :]) if found else (typed, "", "")


def _named(text: str, today: date) -> Days | None:
    return _near(text, today) or _dated(text, today)


def _near(text: str, today: date) -> Days | None:
    """Return the days that are named by how far back they are."""
    if text in _DAYS_AGO:
        return _one(today - timedelta(days=_DAYS_AGO[text]))
    if (weekday := _place(text, _WEEKDAYS)) is not None:
        return _one(today - timedelta(days=(today.weekday() - weekday) % _WEEK))
    if back := _BACK.fullmatch(text):
        count = int(back["number"] or 1) * (1 if (back["unit"] or "")[:1] == "d" else _WEEK)
        return Days(today - timedelta(days=count - 1), today) if count else None
    return None


def _dated(text: str, today: date) -> Days | None:
    """Return the days that are named by a date, whole or in part."""
    if named := _ISO.fullmatch(text):
        return _days(int(named["year"]), int(named["month"] or 0), int(named["day"] or 0))
    if named := _DOTTED.fullmatch(text):
        return _past(int(named["month"]), int(named["day"]), named["year"], today)
    if named := _WORDED.fullmatch(text):
        month = _place(named["month"], _MONTHS)
        day = int(named["day"] or named["after"] or 0)
        if month and not (named["day"] and named["after"]):
            return _past(month, day, named["year"], today)
    return None


def _past(month: int, day: int, year: str | None, today: date) -> Days:
    """Return the day (or month, if `day` is 0) of a year, or else the last one that began."""
    if year:
        return _days(int(year), month, day)
    # Of the 29th of February, there is none in most years.
    for back in range(_WEEK + 2):
        try:
            found = _days(today.year - back, month, day)
        except ValueError:
            continue
        if found.first <= today:
            return found
    raise ValueError(day)


def _days(year: int, month: int, day: int) -> Days:
    """Return a day; the month if `day` is 0, the year if `month` is."""
    if day:
        return _one(date(year, month, day))
    first, last = (month, month) if month else (1, 12)
    return Days(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _one(day: date) -> Days:
    return Days(day, day)


def _place(text: str, names: list[str]) -> int | None:
    """Return where the name stands among names that three letters tell apart."""
    for place, name in enumerate(names):
        if name and (text == name or text == name[:_LETTERS]):
            return place
    return None
