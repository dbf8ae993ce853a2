"""Understand what readers type for times, days, quiet hours and pauses. Pure.

The words may stand in any order and be joined as people join them: `7:30 and 18:00 on
weekdays in Kyiv`. What is neither a time nor a day must be the name of a zone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from difflib import get_close_matches
from functools import cache
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.errors import NoZoneError, UsageError
from bot.schedule.timezones import find_zone, typed_words
from storage.model import EVERY_DAY, UNTIL_RESUMED, Quiet

_Meaning = TypeVar("_Meaning")

# More are no digest but a ticker.
MOST_TIMES = 12

# Longer ones would leave too little of the day for what is late.
LONGEST_QUIET = timedelta(hours=16)

LONGEST_PAUSE = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TimeWords:
    """What people type for times, days and pauses; `words.toml` fills it.

    Attributes:
        days: Weekdays by what they are called; 0 is Monday.
        parts: Parts of the day by what they are called: keys of `_PARTS`.
        times: Times of day by their names.
        units: Lengths of time by their names.
        months: Numbers from 1 by the first three letters.
        oclock: What may follow the hour.
        joining: What joins the others and says nothing.
        articles: What says nothing before a part of the day, and belongs to a place elsewhere.
        to: What stands between the first and the last day.
        until: What stands before the end of a pause.
        tomorrow: What is the next day.
        lasting: What stands before the length of a pause.
        one: What is one of a unit.
    """

    days: Mapping[str, frozenset[int]]
    parts: Mapping[str, str]
    times: Mapping[str, time]
    units: Mapping[str, timedelta]
    months: Mapping[str, int]
    oclock: frozenset[str]
    joining: frozenset[str]
    articles: frozenset[str]
    to: frozenset[str]
    until: frozenset[str]
    tomorrow: frozenset[str]
    lasting: frozenset[str]
    one: frozenset[str]


# Parts of the day, and the time that is meant where none is named.
_PARTS = {
    "morning": time(8),
    "midday": time(12),
    "afternoon": time(15),
    "evening": time(18),
    "night": time(22),
}
_SETS_OF_DAYS = {
    "every_day": EVERY_DAY,
    "working_days": frozenset(range(5)),
    "weekend": frozenset({5, 6}),
}
_TIMES = {"noon": time(12), "midnight": time(0)}
_UNITS = {
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
    "weeks": timedelta(weeks=1),
    "thirty_days": timedelta(days=30),
}


@cache
def time_words() -> TimeWords:
    """Return the words of all languages that there are."""
    languages = [each for name, each in typed_words().items() if name != "shorthands"]

    def called(key: str) -> frozenset[str]:
        return frozenset(word for each in languages for word in each.get(key, "").split())

    def by_name(meanings: Mapping[str, _Meaning]) -> dict[str, _Meaning]:
        return {word: meant for key, meant in meanings.items() for word in called(key)}

    return TimeWords(
        days=by_name(_SETS_OF_DAYS)
        | {
            word: frozenset({day})
            for each in languages
            for day, names in enumerate(each["weekdays"])
            for word in names.split()
        },
        parts=by_name({part: part for part in _PARTS}),
        times=by_name(_TIMES),
        units=by_name(_UNITS),
        months={name: n for each in languages for n, name in enumerate(each["months"], 1)},
        oclock=called("oclock"),
        joining=called("joining"),
        articles=called("article"),
        to=called("to"),
        until=called("until"),
        tomorrow=called("tomorrow"),
        lasting=called("lasting"),
        one=called("one"),
    )


_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:(?:[:.h]|(?<=\d\d)(?=\d\d))(?P<minute>\d{2})|h)?"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
# What may follow a time as a word of its own.
_HALF_OF_DAY = re.compile(r"[ap]\.?m\.?", re.IGNORECASE)
_SPAN = re.compile(r"(?P<number>\d{1,4}(?=\s*[^\W\d])|[^\W\d]+(?=\s))\s*(?P<unit>[^\W\d]+)")
_DATE = re.compile(r"(?P<day>\d{1,2})\.?\s+(?P<month>[^\W\d]{3})[^\W\d]*|(?P<iso>\d{4}-\d\d-\d\d)")
# `730`, which is read as `7:30`.
_THREE_DIGITS = re.compile(r"(?P<hour>\d)(?P<minute>\d\d)(?!\d)")


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
    reading = _Reading()
    for word in _words(words):
        reading.take(word)
    return reading.done()


class _Reading:
    """What was understood so far of a line that is read word by word.

    A part of the day belongs to the time before it, or else to the next one.
    """

    def __init__(self) -> None:
        self._times: list[time] = []
        self._days: set[int] = set()
        self._place: list[str] = []
        # Parts of the day that no time was named for yet.
        self._parts: list[str] = []
        # Whether the last thing that was said is a time by the clock, which may be of either
        # half of the day.
        self._may_be_either = False

    def take(self, word: str) -> None:
        known, lower = time_words(), word.lower()
        if word[0].isdigit():
            self._take_time(word)
        elif lower in known.times:
            self._times.append(known.times[lower])
            self._may_be_either = False
        elif lower in known.parts:
            self._take_part(known.parts[lower])
        elif found := _days_of(word):
            self._days |= found
        elif lower not in known.joining:
            self._place.append(word)
            self._may_be_either = False

    def _take_time(self, word: str) -> None:
        at = parse_time(word)
        self._times += [_in_part(at, part) for part in self._parts] or [at]
        self._may_be_either = not self._parts
        self._parts = []

    def _take_part(self, part: str) -> None:
        if self._may_be_either:
            self._times[-1] = _in_part(self._times[-1], part)
            self._may_be_either = False
        else:
            self._parts.append(part)

    def done(self) -> TypedSchedule:
        return TypedSchedule(
            times=in_order([*self._times, *(_PARTS[part] for part in self._parts)]),
            weekdays=frozenset(self._days) or None,
            place=" ".join(self._place),
        )


# By these hours it is night, and before it evening or morning.
_NIGHT_BEGINS = 6


def _in_part(at: time, part: str) -> time:
    """Return a time by a clock with twelve hours as the one in this part of the day."""
    if at.hour == 12:  # noqa: PLR2004 - on the face of a clock
        return at.replace(hour=0) if part in {"morning", "night"} else at
    is_later = part in {"midday", "afternoon", "evening"} and at.hour > 0
    is_late = part == "night" and at.hour >= _NIGHT_BEGINS
    return at.replace(hour=at.hour + 12) if at.hour < 12 and (is_later or is_late) else at  # noqa: PLR2004


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
        near = get_close_matches(place.lower(), time_words().days, n=1, cutoff=0.8)
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
    """Return the time of day that `text` is: `08:00`, `8`, `20.15`, `730`, `8am`, `noon`.

    Raises:
        UsageError: It is none.
    """
    typed = text.strip()
    if (named := time_words().times.get(typed.lower())) is not None:
        return named
    found = _time_of(typed)
    if found is None:
        raise UsageError("no-time", typed=typed)
    return found


def _time_of(text: str) -> time | None:
    match = _TIME.fullmatch(_THREE_DIGITS.sub(r"\g<hour>:\g<minute>", text, count=1))
    if match is None:
        return None
    hour, minute = int(match["hour"]), int(match["minute"] or 0)
    if match["half"]:
        if not 1 <= hour <= 12:  # noqa: PLR2004 - the hours on the face of a clock
            return None
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return time(hour, minute)
    except (KeyError, ValueError):
        return None


def parse_days(words: Iterable[str]) -> frozenset[int]:
    """Return the weekdays that are named: `weekdays`, `sun`, `mon-fri`, `mon, wed`.

    Raises:
        UsageError: A word is no day, or there is none.
    """
    days: set[int] = set()
    for word in _words(words):
        if not (found := _days_of(word)) and word.lower() not in time_words().joining:
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
    known = time_words()
    typed = _without_first(text.strip().lower(), known.lasting)
    if not typed:
        return UNTIL_RESUMED
    span, day = _SPAN.fullmatch(typed), _without_first(typed, known.until)
    until: datetime | None = None
    if span and span["unit"] in known.units and (number := _count(span["number"])) is not None:
        until = now + number * known.units[span["unit"]]
    elif found := _day_named(day, today=now.astimezone(zone).date()):
        until = datetime.combine(found, time.min, zone)
    if until is None or until <= now:
        raise UsageError("no-pause", typed=text.strip())
    if until - now > LONGEST_PAUSE:
        raise UsageError("pause-too-long")
    return until.astimezone(now.tzinfo)


def _without_first(text: str, words: Collection[str]) -> str:
    first, _, rest = text.partition(" ")
    return rest.strip() if first in words else text


def _count(word: str) -> int | None:
    if word.isdecimal():
        return int(word)
    return 1 if word in time_words().one else None


def _words(words: Iterable[str]) -> list[str]:
    """Return the words, split where lists are, with `10 pm`, `20 Uhr 15` and `mo bis fr` made one.

    An article before a part of the day is left out.
    """
    known = time_words()
    found: list[str] = []
    is_minute = False
    for word in re.sub(r"[,;&]", " ", " ".join(words)).split():
        lower, last = word.lower(), found[-1] if found else ""
        follows_time = last[:1].isdigit()
        if follows_time and _HALF_OF_DAY.fullmatch(word) and _time_of(last + word):
            found[-1] += word
        elif follows_time and lower in known.oclock:
            is_minute = last.isdecimal()
            continue
        elif is_minute and word.isdecimal() and len(word) == len("30"):
            found[-1] += f":{word}"
        elif last.endswith("-") and _days_of(last + word):
            found[-1] += word
        elif lower in known.to and _days_of(last):
            found[-1] += "-"
        else:
            if last.lower() in known.articles and lower in known.parts:
                found.pop()
            found.append(word)
        is_minute = False
    return found


def _days_of(word: str) -> frozenset[int]:
    """Return the days that a word such as `mon` or `fri-sun` names; empty if it is none."""
    named = time_words().days
    word = word.lower().removesuffix(".")
    if word in named:
        return named[word]
    first, dash, last = re.sub("[–—]", "-", word).partition("-")
    first, last = first.removesuffix("."), last.removesuffix(".")
    if not dash or not {first, last} <= named.keys():
        return frozenset()
    starts, ends = named[first], named[last]
    if not len(starts) == len(ends) == 1:
        return frozenset()
    [start], [end] = starts, ends
    return frozenset(day % 7 for day in range(start, start + (end - start) % 7 + 1))


def _day_named(text: str, *, today: date) -> date | None:
    """Return the next day that is called `friday`, `24 dec`, `2026-12-24` or `tomorrow`."""
    known = time_words()
    if text in known.tomorrow:
        return today + timedelta(days=1)
    if len(named := known.days.get(text, frozenset())) == 1:
        [weekday] = named
        return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
    match = _DATE.fullmatch(text)
    try:
        if match is None:
            return None
        if match["iso"]:
            return date.fromisoformat(match["iso"])
        found = date(today.year, known.months[match["month"]], int(match["day"]))
        return found if found > today else found.replace(year=today.year + 1)
    except (KeyError, ValueError):
        return None
