"""Days as readers name them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.dates import Days, days_named, first_instant
from tests.moments import utc

KYIV = ZoneInfo("Europe/Kyiv")
# A Tuesday.
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("today", "2026-11-24", id="today"),
        pytest.param("Yesterday", "2026-11-23", id="yesterday"),
        pytest.param("monday", "2026-11-23", id="the last Monday"),
        pytest.param("tue", "2026-11-24", id="today's weekday is today"),
        pytest.param("wednesday", "2026-11-18", id="a weekday to come was last week"),
        pytest.param("2026-11-24", "2026-11-24", id="a date"),
        pytest.param("2026-12-24", "2026-12-24", id="a date to come"),
        pytest.param("24.11.", "2026-11-24", id="a day with dots"),
        pytest.param("25.11", "2025-11-25", id="a day to come was last year"),
        pytest.param("24.11.2024", "2024-11-24", id="a date with dots"),
        pytest.param("3 Nov", "2026-11-03", id="a day in words"),
        pytest.param("november 3, 2025", "2025-11-03", id="a date in words"),
        pytest.param("3. December 2025", "2025-12-03", id="the same in another order"),
        pytest.param("29.2.", "2024-02-29", id="the last leap day"),
        pytest.param("2026-02", "2026-02-01..2026-02-28", id="a month"),
        pytest.param("december", "2025-12-01..2025-12-31", id="the last December"),
        pytest.param("2026", "2026-01-01..2026-12-31", id="a year"),
        pytest.param("7d", "2026-11-18..2026-11-24", id="days back"),
        pytest.param("last 2 weeks", "2026-11-11..2026-11-24", id="weeks back"),
        pytest.param("week", "2026-11-18..2026-11-24", id="a week"),
        pytest.param("2026-11-01..2026-11-24", "2026-11-01..2026-11-24", id="from to"),
        pytest.param("2026-11-24 - 1.11.", "2026-11-01..2026-11-24", id="the wrong way round"),
        pytest.param("october to today", "2026-10-01..2026-11-24", id="from a month on"),
        pytest.param("2026-11-20..", "2026-11-20..2026-11-24", id="until today"),
    ],
)
def test_days_are_read_as_people_write_them(typed, expected):
    assert str(days_named(typed, today=TODAY)) == expected


@pytest.mark.parametrize(
    "typed", ["", "12", "nonsense", "31.11.", "2026-13-01", "0000", "..", "3 nov 4", "0d", "d12"]
)
def test_what_names_no_day_is_none(typed):
    assert days_named(typed, today=TODAY) is None


@given(st.dates(min_value=date(1000, 1, 1)), st.dates(min_value=date(1000, 1, 1)))
def test_days_are_typed_as_they_are_shown(one, other):
    days = Days(min(one, other), max(one, other))
    assert days_named(str(days), today=TODAY) == days


@given(st.text(alphabet="0123456789.- dwmonv", max_size=14), st.dates())
def test_whatever_is_typed_raises_nothing(typed, today):
    days_named(typed, today=today)


def test_days_begin_where_the_reader_lives():
    days = Days(TODAY, TODAY)
    assert days.holds(utc("2026-11-23T22:00"), zone=KYIV)
    assert not days.holds(utc("2026-11-24T22:00"), zone=KYIV)
    assert first_instant(TODAY, zone=KYIV) == utc("2026-11-23T22:00")
