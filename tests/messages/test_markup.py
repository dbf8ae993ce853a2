"""The markup of replies, and the words for instants."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.messages.markup import (
    bold,
    day,
    day_and_time,
    dotted,
    folded,
    keyboard,
    lines,
    link,
    moment_of,
)
from storage.model import Button, Reader

KYIV = ZoneInfo("Europe/Kyiv")
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
READER = Reader(NOW, KYIV, "en")


def test_what_is_formatted_in_is_escaped_once():
    title = 'Tax <b>"cut"</b> & more'
    assert lines(bold(title), folded(bold(title))) == (
        "<b>Tax &lt;b&gt;&#34;cut&#34;&lt;/b&gt; &amp; more</b>\n"
        "<blockquote expandable><b>Tax &lt;b&gt;&#34;cut&#34;&lt;/b&gt; &amp; more</b></blockquote>"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param(
            "https://a.example/?x=1&y=2", '<a href="https://a.example/?x=1&amp;y=2">T</a>', id="web"
        ),
        pytest.param(
            'https://a.example/"><b>',
            '<a href="https://a.example/&#34;&gt;&lt;b&gt;">T</a>',
            id="quotes",
        ),
        pytest.param("javascript:alert(1)", "T", id="no web address"),
        pytest.param("tg://user?id=1", "T", id="no link into Telegram"),
        pytest.param(None, "T", id="none"),
    ],
)
def test_only_web_addresses_become_links(url, expected):
    assert link("T", url) == expected


def test_lines_leave_out_none_and_keep_blank_ones():
    assert lines("a", None, "", "b") == "a\n\nb"


def test_dots_stand_between_what_is_there():
    assert dotted("Coast Times", "", None, "06:40") == "Coast Times · 06:40"


def test_rows_of_buttons_hold_no_gaps():
    button = Button("Related", "/related 1")
    assert keyboard((None, button), (None,), ()) == ((button,),)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        pytest.param(datetime(2026, 11, 24, 4, 40, tzinfo=UTC), "today", id="today"),
        pytest.param(datetime(2026, 11, 23, 22, 30, tzinfo=UTC), "today", id="today in the zone"),
        pytest.param(datetime(2026, 11, 23, 12, tzinfo=UTC), "yesterday", id="yesterday"),
        pytest.param(datetime(2026, 11, 21, 12, tzinfo=UTC), "3 days", id="days"),
        pytest.param(datetime(2026, 11, 3, 12, tzinfo=UTC), "3 Nov", id="date"),
        pytest.param(datetime(2025, 11, 3, 12, tzinfo=UTC), "3 Nov 2025", id="another year"),
        pytest.param(datetime(2026, 11, 24, 9, tzinfo=UTC), "today", id="a page ahead of its time"),
    ],
)
def test_a_day_is_said_as_a_reader_would(at, expected):
    assert day(at, READER) == expected


def test_the_time_is_the_readers():
    at = datetime(2026, 11, 24, 4, 40, tzinfo=UTC)
    assert day_and_time(at, READER) == "today, 06:40"


@pytest.mark.parametrize(
    ("at", "day", "expected"),
    [
        pytest.param(datetime(2026, 11, 24, 4, 40, tzinfo=UTC), None, "06:40", id="today"),
        pytest.param(datetime(2026, 4, 1, 8, tzinfo=UTC), None, "1 Apr, 11:00", id="this year"),
        pytest.param(
            datetime(2025, 4, 1, 8, tzinfo=UTC), None, "1 Apr 2025, 11:00", id="another year"
        ),
        pytest.param(
            datetime(2025, 4, 1, tzinfo=UTC), date(2025, 4, 1), "1 Apr 2025", id="day of a year"
        ),
    ],
)
def test_what_is_told_says_the_year_where_it_is_not_this_one(at, day, expected):
    assert moment_of(at, day, READER) == expected
