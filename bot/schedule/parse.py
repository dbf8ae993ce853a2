"""Understand what readers type for times, days, quiet hours and pauses. Pure.

The words may stand in any order and be joined as people join them: `7:30 and 18:00 on
weekdays in Kyiv`. What is neither a time nor a day must be the name of a zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.errors import NoZoneError, UsageError
from bot.schedule.timezones import find_zone
from storage.model import EVERY_DAY, UNTIL_RESUMED, Quiet

# More are no digest but a ticker.
MOST_TIMES = 12

# Longer ones would leave too little of the day for what is late.
LONGEST_QUIET = timedelta(hours=16)

LONGEST_PAUSE = timedelta(days=366)

_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
_DAYS: dict[str, frozenset[int]] = {
    **{name[:3]: frozenset({day}) for day, name in enumerate(_NAMES)},
    **{name: frozenset({day}) for name, day in _SHORT.items()},
    **{name: frozenset({day}) for day, name in enumerate(_NAMES)},
    **{f"{name}s": frozenset({day}) for day, name in enumerate(_NAMES)},
    **dict.fromkeys(("day", "days", "daily", "everyday"), EVERY_DAY),
    **dict.fromkeys(("weekday", "weekdays", "workdays"), frozenset(range(5))),
    **dict.fromkeys(("weekend", "weekends"), frozenset({5, 6})),
}
_JOINING = frozenset({"and", "at", "each", "every", "in", "on"})

_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.h]|(?<=\d\d)(?=\d\d))(?P<minute>\d{2})|h)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
_NAMED_TIMES = {"noon": time(12), "midday": time(12), "midnight": time(0)}
# What may follow a time as a word of its own.
_HALF_OF_DAY = re.compile(r"[ap]\.?m\.?", re.IGNORECASE)
_OCLOCK = frozenset({"h", "o'clock", "o’clock", "uhr"})

_UNITS = {
    **dict.fromkeys(("h", "hour", "hours"), timedelta(hours=1)),
    **dict.fromkeys(("d", "day", "days"), timedelta(days=1)),
    **dict.fromkeys(("w", "week", "weeks"), timedelta(weeks=1)),
    **dict.fromkeys(("month", "months"), timedelta(days=30)),
}
_SPAN = re.compile(r"(?P<number>\d{1,4}|an?)\s*(?P<unit>[a-z]+)", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[a-z]{3})[a-z]*|(?P<iso>\d{4}-\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class TypedSchedule:
    """What was typed behind `/subscribe`.

    Attributes:
        times: Ascending, each once; empty if none was named.
        weekdays: As in `Schedule`, or None if none was named.
        place: What should name a zone, see `zone_of`; empty if nothing was left for it.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] | None
    place: str = ""


def read_schedule(words: Iterable[str]) -> TypedSchedule:
    """Read `[times] [days] [zone]`, in any order.

    Raises:
        UsageError: What begins with a digit is no time, or there are too many times.
    """
    times: list[time] = []
    days: set[int] = set()
    place: list[str] = []
    for word in _words(words):
        if word[0].isdigit() or word.lower() in _NAMED_TIMES:
            times.append(parse_time(word))
        elif found := _days_of(word):
            days |= found
        elif word.lower() not in _JOINING:
            place.append(word)
    return TypedSchedule(
        times=in_order(times),
        weekdays=frozenset(days) or None,
        place=" ".join(place),
    )


def zone_of(place: str, *, language: str = "") -> ZoneInfo:
    """Return the zone that `TypedSchedule.place` names, to a reader of `language`.

    Raises:
        NoZoneError: It names no single one.
        UsageError: It is more likely a day that was mistyped, or nothing at all.
    """
    try:
        return find_zone(place, language=language)
    except NoZoneError as error:
        # Nearer than any zone is a day with a letter too few.
        near = get_close_matches(place.lower(), _DAYS, n=1, cutoff=0.8)
        if near:
            raise UsageError("day-mistyped", typed=place, near=near[0]) from None
        if place.lower() == "weekly":
            raise UsageError("which-day") from None
        if error.near or error.is_place:
            raise
        raise UsageError("no-wish", typed=place) from None


def in_order(times: Iterable[time]) -> tuple[time, ...]:
    """Return the times ascending, each once.

    Raises:
        UsageError: They are more than `MOST_TIMES`.
    """
    found = tuple(sorted(set(times)))
    if len(found) > MOST_TIMES:
        raise UsageError("too-many-times", most=MOST_TIMES)
    return found


def parse_time(text: str) -> time:
    """Return the time of day that `text` is: `08:00`, `8`, `20.15`, `0730`, `8am`, `noon`.

    Raises:
        UsageError: It is none.
    """
    typed = text.strip()
    if typed.lower() in _NAMED_TIMES:
        return _NAMED_TIMES[typed.lower()]
    found = _time_of(typed)
    if found is None:
        raise UsageError("no-time", typed=typed)
    return found


def _time_of(text: str) -> time | None:
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours on the face of a clock
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def parse_days(words: Iterable[str]) -> frozenset[int]:
    """Return the weekdays that are named: `weekdays`, `sun`, `mon-fri`, `mon, wed`.

    Raises:
        UsageError: A word is no day, or there is none.
    """
    days: set[int] = set()
    for word in _words(words):
        if not (found := _days_of(word)) and word.lower() not in _JOINING:
            raise UsageError("no-day", typed=word)
        days |= found
    if not days:
        raise UsageError("which-days")
    return frozenset(days)


def parse_quiet(text: str) -> Quiet | None:
    """Return the quiet hours that `text` is: `22:00-7:00`, `10pm to 7am`; None for `off`.

    Raises:
        UsageError: It is no pair of times, or longer than `LONGEST_QUIET`.
    """
    typed = text.strip().lower()
    if typed in {"off", "none", "no"}:
        return None
    parts = _words(re.split(r"\s+|-|–|\b(?:from|to|till|until)\b", typed))
    if len(parts) != 2:  # noqa: PLR2004 - a beginning and an end
        raise UsageError("no-quiet-hours", typed=text)
    try:
        quiet = Quiet(*map(parse_time, parts))
    except UsageError as error:
        raise UsageError("no-quiet-time", **error.facts) from None
    midnight = date.min
    length = (
        datetime.combine(midnight, quiet.end) - datetime.combine(midnight, quiet.start)
    ) % timedelta(days=1)
    if not timedelta() < length <= LONGEST_QUIET:
        raise UsageError("quiet-too-long", most=LONGEST_QUIET // timedelta(hours=1))
    return quiet


def parse_pause(text: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """Return until when a pause lasts: `3 days`, `2w`, `until friday`, `until 24 Dec`.

    Nothing typed is a pause without an end. A day begins at midnight in `zone`.

    Raises:
        UsageError: It is no length of time and no day, or longer than `LONGEST_PAUSE`.
    """
    typed = text.strip().lower().removeprefix("for ")
    if not typed:
        return UNTIL_RESUMED
    span, day = _SPAN.fullmatch(typed), typed.removeprefix("until ").removeprefix("till ")
    until: datetime | None = None
    if span and span["unit"] in _UNITS:
        number = int(span["number"]) if span["number"].isdecimal() else 1
        until = now + number * _UNITS[span["unit"]]
    elif found := _day_named(day, today=now.astimezone(zone).date()):
        until = datetime.combine(found, time.min, zone)
    if until is None or until <= now:
        raise UsageError("no-pause", typed=text.strip())
    if until - now > LONGEST_PAUSE:
        raise UsageError("pause-too-long")
    return until.astimezone(now.tzinfo)


def _words(words: Iterable[str]) -> list[str]:
    """Return the words, split where lists are, with `10 pm` and `20 Uhr` made one."""
    found: list[str] = []
    for word in " ".join(words).replace(",", " ").replace(";", " ").replace("&", " ").split():
        follows_time = bool(found) and found[-1][0].isdigit()
        if follows_time and _HALF_OF_DAY.fullmatch(word):
            found[-1] += word
        elif not (follows_time and word.lower() in _OCLOCK):
            found.append(word)
    return found


def _days_of(word: str) -> frozenset[int]:
    """Return the days that a word such as `mon` or `fri-sun` names; empty if it is none."""
    word = word.lower()
    if word in _DAYS:
        return _DAYS[word]
    first, dash, last = re.sub("[–—]", "-", word).partition("-")
    if not dash or not {first, last} <= _DAYS.keys():
        return frozenset()
    starts, ends = _DAYS[first], _DAYS[last]
    if not len(starts) == len(ends) == 1:
        return frozenset()
    [start], [end] = starts, ends
    return frozenset(day % 7 for day in range(start, start + (end - start) % 7 + 1))


def _day_named(text: str, *, today: date) -> date | None:
    """Return the next day that is called `friday`, `24 dec`, `2026-12-24` or `tomorrow`."""
    if text == "tomorrow":
        return today + timedelta(days=1)
    if text in _DAYS and len(_DAYS[text]) == 1:
        [weekday] = _DAYS[text]
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            return None
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        found = date(today.year, _MONTHS.index(match["month"]) + 1, int(match["day"]))
        return found if found > today else found.replace(year=today.year + 1)
    except ValueError:
        return None
