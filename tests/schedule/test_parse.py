"""What readers type for times, days, quiet hours and pauses."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import UsageError
from bot.schedule.parse import (
    MOST_TIMES,
    TypedSchedule,
    parse_days,
    parse_pause,
    parse_quiet,
    parse_time,
    read_schedule,
    zone_of,
)
from storage.model import EVERY_DAY, UNTIL_RESUMED, Quiet
from tests.moments import utc

KYIV = ZoneInfo("Europe/Kyiv")
WEEKDAYS = frozenset(range(5))
# A Tuesday, 08:00 in Kyiv.
NOW = utc("2026-11-24T06:00")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("08:00", time(8), id="full"),
        pytest.param("8", time(8), id="hour alone"),
        pytest.param("7:30", time(7, 30), id="one digit"),
        pytest.param(" 20.15 ", time(20, 15), id="dot"),
        pytest.param("8am", time(8), id="am"),
        pytest.param("10 pm", time(22), id="pm"),
        pytest.param("7:30 P.M.", time(19, 30), id="pm with dots"),
        pytest.param("12am", time(0), id="midnight"),
        pytest.param("12 pm", time(12), id="noon"),
        pytest.param("0:00", time(0), id="first minute"),
        pytest.param("23:59", time(23, 59), id="last minute"),
        pytest.param("0730", time(7, 30), id="four digits"),
        pytest.param("730", time(7, 30), id="three digits"),
        pytest.param("930pm", time(21, 30), id="three digits in the evening"),
        pytest.param("20h30", time(20, 30), id="French"),
        pytest.param("20h", time(20), id="French hour"),
        pytest.param("Noon", time(12), id="noon"),
        pytest.param("midnight", time(0), id="midnight by name"),
    ],
)
def test_times_are_read_as_people_type_them(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["25:00", "24:00", "8:60", "8:5", "13pm", "0am", "-1", "8:00:00", "morning", "", "760"]
)
def test_what_is_no_time_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_time(text)

    assert (caught.value.code, caught.value.facts) == ("error-no-time", {"typed": text})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("", TypedSchedule((), None), id="nothing"),
        pytest.param("8:00", TypedSchedule((time(8),), None), id="a time"),
        pytest.param(
            "7:30 18:00 weekdays Europe/Kyiv",
            TypedSchedule((time(7, 30), time(18)), WEEKDAYS, "Europe/Kyiv"),
            id="everything",
        ),
        pytest.param(
            "Europe/Kyiv weekdays 18:00 7:30",
            TypedSchedule((time(7, 30), time(18)), WEEKDAYS, "Europe/Kyiv"),
            id="any order",
        ),
        pytest.param("sunday 10am", TypedSchedule((time(10),), frozenset({6})), id="weekly"),
        pytest.param(
            "at 8 and 9 p.m., every day in New York",
            TypedSchedule((time(8), time(21)), EVERY_DAY, "New York"),
            id="a sentence",
        ),
        pytest.param("8 8:00 08.00", TypedSchedule((time(8),), None), id="each time once"),
        pytest.param("20 Uhr Berlin", TypedSchedule((time(20),), None, "Berlin"), id="Uhr"),
        pytest.param(
            "noon fri-mon", TypedSchedule((time(12),), frozenset({4, 5, 6, 0})), id="range"
        ),
        pytest.param("Kyiv", TypedSchedule((), None, "Kyiv"), id="a zone"),
        pytest.param(
            "every morning at 8", TypedSchedule((time(8),), None), id="a part of the day before"
        ),
        pytest.param("8 in the morning", TypedSchedule((time(8),), None), id="a part behind"),
        pytest.param("every evening at 8", TypedSchedule((time(20),), None), id="evening"),
        pytest.param(
            "7:30 in the evening on fridays in The Hague",
            TypedSchedule((time(19, 30),), frozenset({4}), "The Hague"),
            id="an article that belongs to a city",
        ),
        pytest.param(
            "mo,we,fr 9", TypedSchedule((time(9),), frozenset({0, 2, 4})), id="two letters"
        ),
        pytest.param("730", TypedSchedule((time(7, 30),), None), id="three digits"),
        pytest.param("täglich um 8 Uhr", TypedSchedule((time(8),), EVERY_DAY), id="German"),
        pytest.param(
            "jeden Morgen um 7 Uhr 30 und abends um 8, Mo.-Fr. in Wien",
            TypedSchedule((time(7, 30), time(20)), WEEKDAYS, "Wien"),
            id="a German sentence",
        ),
        pytest.param(
            "morgens und abends um 8", TypedSchedule((time(8), time(20)), None), id="two parts"
        ),
        pytest.param(
            "montags bis mittwochs um 20 Uhr am Abend",
            TypedSchedule((time(20),), frozenset({0, 1, 2})),
            id="a German range",
        ),
        pytest.param("mo to th 6am", TypedSchedule((time(6),), frozenset({0, 1, 2, 3})), id="to"),
        pytest.param(
            "every morning and evening",
            TypedSchedule((time(8), time(18)), None),
            id="parts without a time",
        ),
        pytest.param("12 at night", TypedSchedule((time(0),), None), id="midnight"),
        pytest.param("mittags", TypedSchedule((time(12),), None), id="noon in German"),
    ],
)
def test_times_days_and_zone_are_told_apart(typed, expected):
    assert read_schedule(typed.split()) == expected


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        pytest.param("25:00", "no-time", {"typed": "25:00"}, id="no time"),
        pytest.param(
            "8:00 sundy", "day-mistyped", {"typed": "sundy", "near": "sunday"}, id="a day mistyped"
        ),
        pytest.param("8:00 please", "no-wish", {"typed": "please"}, id="a word"),
        pytest.param(
            "8:00 Lisbn",
            "zone-mistyped",
            {"typed": "Lisbn", "zones": ("Europe/Lisbon",)},
            id="a city mistyped",
        ),
        pytest.param("weekly", "which-day", {}, id="weekly"),
        pytest.param("sport", "no-wish", {"typed": "sport"}, id="what the news is about"),
        pytest.param(
            "8 EST", "zone-shorthand", {"typed": "EST", "city": "New York"}, id="a winter's clock"
        ),
        pytest.param("8:00 UTC+2", "zone-offset", {"typed": "UTC+2"}, id="an offset"),
        pytest.param(
            " ".join(str(hour) for hour in range(13)), "too-many-times", {"most": 12}, id="a ticker"
        ),
    ],
)
def test_a_wrong_wish_is_refused_for_what_is_wrong_in_it(typed, code, facts):
    with pytest.raises(UsageError) as caught:
        zone_of(read_schedule(typed.split()).place)

    assert (caught.value.code, caught.value.facts) == (f"error-{code}", facts)


def test_twelve_times_a_day_are_taken():
    assert len(read_schedule(str(hour) for hour in range(MOST_TIMES)).times) == MOST_TIMES


def test_no_zone_has_a_word_that_means_a_day_or_a_time():
    for name in available_timezones():
        if name.partition("/")[0] in {name, "Brazil", "Canada", "Chile", "Etc", "Mexico", "US"}:
            continue
        for typed in (name, name.rpartition("/")[2].replace("_", " ")):
            wish = read_schedule([*typed.split(), "8:00", "weekdays"])
            # Nobody writes Indiana so; "in Knox" is what people say.
            assert wish == TypedSchedule((time(8),), WEEKDAYS, typed.removesuffix(" IN"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(max_size=12), max_size=6))
def test_whatever_is_typed_is_a_wish_or_refused(words):
    with suppress(UsageError):
        zone_of(read_schedule(" ".join(words).split()).place)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("weekdays", WEEKDAYS, id="weekdays"),
        pytest.param("Weekends", frozenset({5, 6}), id="weekends"),
        pytest.param("every day", EVERY_DAY, id="every day"),
        pytest.param("daily", EVERY_DAY, id="daily"),
        pytest.param("mon, wed and Fridays", frozenset({0, 2, 4}), id="list"),
        pytest.param("mon–wed", frozenset({0, 1, 2}), id="range"),
        pytest.param("sat-sun tue", frozenset({5, 6, 1}), id="range and day"),
    ],
)
def test_days_are_read_as_people_type_them(typed, expected):
    assert parse_days(typed.split()) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "which-days"),
        ("and", "which-days"),
        ("someday", "no-day"),
        ("mon-", "no-day"),
        ("weekdays-sun", "no-day"),
    ],
)
def test_what_is_no_day_is_refused(typed, code):
    with pytest.raises(UsageError, match=code):
        parse_days(typed.split())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("22:00-7:00", Quiet(time(22), time(7)), id="hyphen"),
        pytest.param("22–7", Quiet(time(22), time(7)), id="dash"),
        pytest.param("10pm to 7:30 am", Quiet(time(22), time(7, 30)), id="to"),
        pytest.param("from 22 until 7", Quiet(time(22), time(7)), id="until"),
        pytest.param("13:00 15:00", Quiet(time(13), time(15)), id="space"),
        pytest.param("off", None, id="off"),
    ],
)
def test_quiet_hours_are_read_as_people_type_them(typed, expected):
    assert parse_quiet(typed) == expected


@pytest.mark.parametrize(
    ("typed", "code", "facts"),
    [
        pytest.param("22:00", "no-quiet-hours", {"typed": "22:00"}, id="half"),
        pytest.param("from october", "no-quiet-hours", {"typed": "from october"}, id="words"),
        pytest.param("22-25", "no-quiet-time", {"typed": "25"}, id="no time"),
        pytest.param("7-7", "quiet-too-long", {"most": 16}, id="all day"),
        pytest.param("7-23:01", "quiet-too-long", {"most": 16}, id="too long"),
    ],
)
def test_wrong_quiet_hours_are_refused_for_what_is_wrong_in_them(typed, code, facts):
    with pytest.raises(UsageError) as caught:
        parse_quiet(typed)

    assert (caught.value.code, caught.value.facts) == (f"error-{code}", facts)


@pytest.mark.parametrize(
    ("typed", "until"),
    [
        pytest.param("3 days", "2026-11-27T08:00", id="days"),
        pytest.param("for 2w", "2026-12-08T08:00", id="weeks"),
        pytest.param("a week", "2026-12-01T08:00", id="a week"),
        pytest.param("12 hours", "2026-11-24T20:00", id="hours"),
        pytest.param("until Friday", "2026-11-27T00:00", id="weekday"),
        pytest.param("tuesday", "2026-12-01T00:00", id="today's weekday is the next one"),
        pytest.param("until 24 December", "2026-12-24T00:00", id="date"),
        pytest.param("until 3 feb", "2027-02-03T00:00", id="next year"),
        pytest.param("till 2026-12-01", "2026-12-01T00:00", id="ISO date"),
        pytest.param("until tomorrow", "2026-11-25T00:00", id="tomorrow"),
        pytest.param("3 Tage", "2026-11-27T08:00", id="German days"),
        pytest.param("für eine Woche", "2026-12-01T08:00", id="a German week"),
        pytest.param("bis Freitag", "2026-11-27T00:00", id="a German weekday"),
        pytest.param("bis 24. Dezember", "2026-12-24T00:00", id="a German date"),
    ],
)
def test_a_pause_ends_on_the_readers_clock(typed, until):
    expected = datetime.fromisoformat(until).replace(tzinfo=KYIV)

    assert parse_pause(typed, now=NOW, zone=KYIV) == expected


def test_a_pause_without_a_length_has_no_end():
    assert parse_pause(" ", now=NOW, zone=KYIV) == UNTIL_RESUMED


@pytest.mark.parametrize(
    "typed", ["0 days", "yesterday", "3 fortnights", "30 feb", "2026-11-24", "2026-13-01", "soon"]
)
def test_what_is_no_pause_is_refused_and_quoted(typed):
    with pytest.raises(UsageError) as caught:
        parse_pause(typed, now=NOW, zone=KYIV)

    assert (caught.value.code, caught.value.facts) == ("error-no-pause", {"typed": typed})


def test_a_pause_lasts_a_year_at_most():
    with pytest.raises(UsageError, match="pause-too-long"):
        parse_pause("400 days", now=NOW, zone=KYIV)


@given(st.text(max_size=20), st.datetimes(timezones=st.just(KYIV)))
def test_whatever_is_typed_for_a_pause_is_one_or_refused(typed, now):
    if not date(1970, 1, 2) < now.date() < date(2100, 1, 1):
        return
    with suppress(UsageError):
        assert parse_pause(typed, now=now, zone=KYIV) > now
