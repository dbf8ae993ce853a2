"""Dates are understood as pages and feeds write them, and believed if news can be that old."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.extract.dates import EARLIEST, Dated, believable, parse_date
from tests.moments import utc

NOW = utc("2026-11-24T12:00")


def parse_instant(text: str, *, now: datetime) -> datetime | None:
    """Return the instant that `text` means, in UTC, or None."""
    dated = parse_date(text, now=now)
    return dated.instant.astimezone(UTC) if dated else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-24T06:40:00+02:00", "2026-11-24T04:40", id="iso with zone"),
        pytest.param("2026-11-24T06:40:00Z", "2026-11-24T06:40", id="iso in utc"),
        pytest.param("2026-11-24T06:40", "2026-11-24T06:40", id="iso without zone"),
        pytest.param("2026-11-24 06:40:00 +0200", "2026-11-24T04:40", id="space before the zone"),
        pytest.param("2026-11-24T06:40:00.0000000Z", "2026-11-24T06:40", id="too many digits"),
        pytest.param("2026-11-24", "2026-11-24T00:00", id="a day"),
        pytest.param("Tue, 24 Nov 2026 06:40:00 GMT", "2026-11-24T06:40", id="mail"),
        pytest.param("24 Nov 2026 06:40 EST", "2026-11-24T11:40", id="mail with a zone's name"),
        pytest.param("1795507200", "2026-11-24T08:00", id="seconds"),
        pytest.param("1795507200000", "2026-11-24T08:00", id="milliseconds"),
        pytest.param("2026-11-24 06:40:00 UTC", "2026-11-24T06:40", id="utc by name"),
        pytest.param("2026-11-24t06:40:00z", "2026-11-24T06:40", id="small letters"),
        pytest.param("1995-01-01T00:00Z", "1995-01-01T00:00", id="as old as the news on the web"),
        pytest.param(" 2026-11-24\n", "2026-11-24T00:00", id="spaces around"),
    ],
)
def test_a_date_is_read_however_it_is_written(text, expected):
    assert parse_instant(text, now=NOW) == utc(expected)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("yesterday", id="a word"),
        pytest.param("24/11/2026", id="day or month first"),
        pytest.param("2026-13-45", id="no such day"),
        pytest.param("1970-01-01", id="empty field"),
        pytest.param("0", id="empty field in seconds"),
        pytest.param("1994-12-31T23:59:59Z", id="before the web had news"),
        pytest.param("Mon, 30 Nov -0001 00:00:00 +0000", id="empty field of WordPress"),
        pytest.param("0001-01-01T00:00+14:00", id="edge of the calendar"),
        pytest.param("nan", id="not a number"),
        pytest.param("1e400", id="too large a number"),
        pytest.param("9" * 5000, id="too many digits"),
    ],
)
def test_what_is_no_date_of_news_is_none(text):
    assert parse_instant(text, now=NOW) is None


def test_a_forgotten_zone_makes_nothing_newer_than_now():
    assert parse_instant("2026-11-24T19:00", now=NOW) == NOW


def test_a_day_that_has_not_begun_in_utc_is_a_day_alone_all_the_same():
    assert parse_date("2026-11-25", now=NOW) == Dated(NOW, only_day=True)


def test_what_lies_in_the_future_was_not_published():
    assert parse_instant("2026-12-24", now=NOW) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-24T06:40:00+09:00", "2026-11-24T06:40:00+09:00", id="an offset"),
        pytest.param("Tue, 24 Nov 2026 01:40:00 -0500", "2026-11-24T01:40:00-05:00", id="mail"),
        pytest.param("2026-11-24T06:40", "2026-11-24T06:40:00+00:00", id="none"),
        pytest.param("1795507200", "2026-11-24T08:00:00+00:00", id="seconds"),
        # Three in the afternoon at noon in London is a clock that is wrong by the zone.
        pytest.param("2026-11-24T15:00:00+01:00", "2026-11-24T13:00:00+01:00", id="not yet"),
    ],
)
def test_a_date_keeps_the_zone_that_its_source_names(text, expected):
    dated = parse_date(text, now=NOW)
    assert dated is not None
    assert dated.instant.isoformat() == expected
    assert parse_instant(text, now=NOW) == dated.instant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("2026-11-24", True, id="a day"),
        pytest.param("2026-11-24T00:00:00", True, id="midnight"),
        pytest.param("2026-11-23T00:00:00+02:00", True, id="midnight somewhere"),
        pytest.param("2026-11-24T00:01", False, id="a minute later"),
        pytest.param("2026-11-24T06:40:00Z", False, id="an instant"),
    ],
)
def test_a_day_alone_is_marked_as_such(text, expected):
    dated = parse_date(text, now=NOW)
    assert dated is not None
    assert dated.only_day == expected


@given(st.text(max_size=40))
def test_no_text_is_too_odd(text):
    instant = parse_instant(text, now=NOW)
    assert instant is None or EARLIEST <= instant <= NOW


@given(st.datetimes(min_value=datetime(1, 1, 2), max_value=datetime(9999, 12, 30)))  # noqa: DTZ001
def test_what_is_believed_is_no_older_than_the_web_and_no_newer_than_now(instant):
    believed = believable(instant, now=NOW)
    assert believed is None or EARLIEST <= believed <= NOW
