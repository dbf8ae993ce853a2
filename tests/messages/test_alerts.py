"""What a reader sees of alerts."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.messages.telegram_limits import plain
from storage.model import Filter, FilterKind, Reader
from tests.moments import utc
from tests.news import NOW, article, headline

READER = Reader(NOW, ZoneInfo("Europe/Kyiv"), "en")
WANTED = Filter(3, 7, FilterKind.ALERT, "ships <34>", ("en",), NOW)


def shown(item, sentence: str = "", *, is_update=False, last_of=None, has_digests=True) -> str:
    reply = messages.alert(
        item,
        sentence,
        WANTED,
        story_id=4,
        is_update=is_update,
        last_of=last_of,
        has_digests=has_digests,
        reader=READER,
    )
    return plain(reply.text)


def test_an_article_is_told_by_its_title_and_a_sentence():
    assert shown(article(), "All 34 crew members are safe.") == (
        "Icebreaker freed after nine days\n"
        "All 34 crew members are safe.\n"
        "Coast Times · 07:00 · s4\n"
        "Your alert: ships <34>"
    )


def test_what_was_told_before_is_an_update():
    assert shown(article(), is_update=True).startswith("Update: Icebreaker freed")


def test_a_headline_from_nowhere_is_told_all_the_same():
    assert shown(headline(site="", hours=8)).split("\n")[1:] == [
        "00:00 · s4",
        "Your alert: ships <34>",
    ]


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(article(hours=7), "Coast Times · 01:00 · s4", id="today"),
        pytest.param(article(hours=9), "Coast Times · 23 Nov, 23:00 · s4", id="yesterday"),
        pytest.param(
            replace(article(), published_at=utc("2026-11-23T00:00"), only_day=True),
            "Coast Times · 23 Nov · s4",
            id="a day alone",
        ),
    ],
)
def test_the_time_is_that_of_the_reader_and_holds_whenever_it_is_read(item, expected):
    assert shown(item).split("\n")[1] == expected


@pytest.mark.parametrize(
    ("last_of", "has_digests", "expected"),
    [
        pytest.param(
            5,
            True,
            "That is alert 5 of 5 today. What else matches comes first in your next digest; "
            "/missed lists it now.",
            id="with digests",
        ),
        pytest.param(
            5, False, "That is alert 5 of 5 today. /missed lists what else matches.", id="without"
        ),
        pytest.param(
            1, False, "That is the only alert of today. /missed lists what else matches.", id="one"
        ),
    ],
)
def test_the_last_one_of_a_day_says_where_the_others_are(last_of, has_digests, expected):
    assert shown(article(), last_of=last_of, has_digests=has_digests).split("\n")[-1] == expected


def kept(stories: int, *, alerts: int, has_digests: bool) -> str:
    reply = messages.filter_kept(
        WANTED,
        [],
        stories=stories,
        has_more=False,
        days=7,
        instead="",
        only_followed=False if has_digests else None,
        alerts=alerts,
        reader=READER,
    )
    return plain(reply.text).split("\n")[-1]


@pytest.mark.parametrize(
    ("stories", "alerts", "has_digests", "expected"),
    [
        pytest.param(
            70,
            5,
            True,
            "That is about 10 a day: 5 come as alerts, the others come first in your digests.",
            id="with digests",
        ),
        pytest.param(
            70,
            3,
            False,
            "That is about 10 a day: 3 come as alerts, the others are listed by /missed.",
            id="without",
        ),
        pytest.param(
            35, 5, True, "It would have matched 35 stories in the last 7 days, such as", id="enough"
        ),
    ],
)
def test_too_many_are_foretold(stories, alerts, has_digests, expected):
    assert kept(stories, alerts=alerts, has_digests=has_digests) == expected


def test_a_german_reader_is_told_at_once_in_german():
    reply = messages.alert(
        article(hours=9),
        "Alle 34 sind wohlauf.",
        WANTED,
        story_id=4,
        is_update=True,
        last_of=5,
        has_digests=True,
        reader=replace(READER, language="de"),
    )

    assert plain(reply.text) == (
        "Update: Icebreaker freed after nine days\n"
        "Alle 34 sind wohlauf.\n"
        "Coast Times · 23. Nov., 23:00 · s4\n"
        "Gemeldet wegen: ships <34>\n"
        "Das ist Meldung 5 von 5 heute. Was sonst noch passt, steht in Ihrer nächsten Ausgabe "
        "vorn; /missed zeigt es schon jetzt."
    )
    assert [button.label for row in reply.buttons for button in row] == [
        "Geschichte",
        "Ausblenden",
        "Nicht mehr melden",
        "Mehr am Tag",
    ]


def test_a_german_reader_is_told_in_german_what_a_filter_would_have_matched():
    reply = messages.filter_kept(
        WANTED,
        [],
        stories=70,
        has_more=True,
        days=7,
        instead="Schiffe",
        only_followed=None,
        alerts=5,
        reader=replace(READER, language="de"),
    )

    assert plain(reply.text) == (
        "Gemeldet wird: ships <34> · 3\n"
        "Solche Geschichten werden sofort gemeldet, jede nur einmal, höchstens 5 am Tag.\n"
        "\n"
        "In den letzten 7 Tagen hätte das auf mehr als 70 Geschichten gepasst, etwa\n"
        "Das sind etwa 10 am Tag: 5 kommen als Meldung, die anderen zeigt /missed.\n"
        "Meinten Sie „Schiffe“?"
    )
