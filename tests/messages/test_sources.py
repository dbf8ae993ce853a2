"""Admins read in plain words what is read, and what is wrong with it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.errors import Reason
from bot.messages.telegram_limits import plain
from storage.model import Offer, Reader, SourceState
from tests.news import NOW, source

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
KYIV = ZoneInfo("Europe/Kyiv")
READER = Reader(now=NOW, zone=KYIV, language="en")
GERMAN = Reader(now=NOW, zone=KYIV, language="de")


def broken(reason: Reason, status: int | None = None, *, since: timedelta = 2 * DAY):
    """Return a source that fails for this reason since so long ago."""
    return source(
        3, failures=4, failing_since=NOW - since, last_error=reason.value, last_status=status
    )


def shown(*sources, page: int = 1) -> str:
    text = plain(messages.sources(sources, page=page, reader=READER).text)
    return text.replace(" (https://harbour-post.example/)", "")


def test_a_source_that_works_says_when_it_was_read():
    assert shown(source(3, last_success_at=NOW)) == (
        "1 source\n• f3 Harbour Post · read today, 08:00"
    )
    assert shown(source(3)) == "1 source\n• f3 Harbour Post · not read yet"


@pytest.mark.parametrize(
    ("reason", "status", "words"),
    [
        pytest.param(Reason.BLOCKED, 403, "403, probably blocks bots", id="blocked"),
        pytest.param(Reason.BLOCKED, 429, "429, wants to be asked less often", id="too often"),
        pytest.param(Reason.STATUS, 401, "401, asks for a password", id="password"),
        pytest.param(Reason.STATUS, 404, "404, no longer there", id="missing"),
        pytest.param(Reason.STATUS, 502, "502, the site has trouble", id="trouble"),
        pytest.param(Reason.STATUS, 418, "418, the site answered with an error", id="another"),
        pytest.param(Reason.DNS, None, "no site of that name", id="name"),
        pytest.param(Reason.TIMEOUT, None, "the site takes too long to answer", id="slow"),
        pytest.param(Reason.NO_FEED, None, "no feed there", id="a page"),
    ],
)
def test_a_source_that_fails_says_since_when_and_why(reason, status, words):
    assert shown(broken(reason, status)).endswith(f"· failing since Sunday: {words}")


@pytest.mark.parametrize(
    ("since", "words"),
    [
        pytest.param(2 * HOUR, "06:00", id="today"),
        pytest.param(10 * HOUR, "Monday", id="yesterday"),
        pytest.param(6 * DAY, "Wednesday", id="this week"),
        pytest.param(7 * DAY, "17 Nov", id="a week"),
        pytest.param(365 * DAY, "24 Nov 2025", id="a year"),
    ],
)
def test_since_when_is_said_as_people_say_it_where_they_live(since, words):
    text = shown(broken(Reason.DNS, since=since))
    assert f"failing since {words}: " in text


def test_a_source_that_was_stopped_says_why():
    gone = source(
        3,
        state=SourceState.STOPPED,
        last_error=Reason.STATUS.value,
        last_status=410,
        failing_since=NOW,
    )
    twin = source(4, state=SourceState.STOPPED, last_error="its address is now that of f7")
    assert shown(gone, twin) == (
        "2 sources, 2 in trouble\n"
        "• f3 Harbour Post · stopped: 410, gone for good\n"
        "• f4 Harbour Post · stopped: its address is now that of f7"
    )


def test_reasons_of_our_own_are_shown_as_they_are():
    failing = source(failures=1, failing_since=NOW, last_error="an error here; the log has it")
    assert "an error here; the log has it" in shown(failing)


def test_every_reason_has_words():
    for reason in Reason:
        assert "failing since Sunday: " in shown(broken(reason))


def test_what_needs_an_admin_comes_first_and_the_rest_by_pages():
    many = [source(number, last_success_at=NOW) for number in range(1, 46)]
    many[40] = source(41, failing_since=NOW, last_error=Reason.DNS.value)
    first = messages.sources(many, page=1, reader=READER)
    lines = plain(first.text).splitlines()
    assert lines[0] == "45 sources, 1 in trouble"
    assert lines[1].startswith("• f41 ")
    assert lines[-1] == "Page 1 of 3"
    assert len(lines) == 22
    assert [button.command for button in first.buttons[0]] == ["/sources 2"]

    second = messages.sources(many, page=2, reader=READER)
    assert [button.command for button in second.buttons[0]] == ["/sources 1", "/sources 3"]
    last = messages.sources(many, page=99, reader=READER)
    assert plain(last.text).endswith("Page 3 of 3")
    assert [button.command for button in last.buttons[0]] == ["/sources 2"]


def test_a_list_of_sources_shows_no_feeds_address_which_may_hold_a_secret():
    secret = source(url="https://harbour-post.example/feed?key=s3cret")
    assert "s3cret" not in str(messages.sources([secret], page=1, reader=READER).text)
    assert (
        'href="https://harbour-post.example/"'
        in messages.sources([secret], page=1, reader=READER).text
    )


def test_an_admin_is_told_what_fails_and_what_can_be_done():
    reply = messages.source_failing(broken(Reason.BLOCKED, 403), reader=READER)
    assert plain(reply.text) == (
        "Harbour Post (f3): failing since Sunday: 403, probably blocks bots.\n"
        "It is still asked once a day; you are not told of this again."
    )
    assert [button.command for button in reply.buttons[0]] == [
        "/sources",
        "/addsource f3",
        "/removesource f3",
    ]


def test_an_admin_is_told_what_was_stopped():
    gone = source(3, state=SourceState.STOPPED, last_error=Reason.STATUS.value, last_status=410)
    assert plain(messages.source_failing(gone, reader=READER).text) == (
        "Harbour Post (f3): stopped: 410, gone for good.\nIt is no longer read."
    )


def test_an_admin_reads_of_sources_in_german():
    failing = broken(Reason.BLOCKED, 403)
    assert plain(messages.source_failing(failing, reader=GERMAN).text) == (
        "Harbour Post (f3): gestört seit Sonntag: 403, sperrt wohl Bots aus.\n"
        "Dort wird weiter einmal am Tag nachgesehen; eine zweite Nachricht darüber kommt nicht."
    )
    moved = source(4, state=SourceState.STOPPED, last_error="its address is now that of f7")
    works = source(5, last_success_at=NOW)
    text = plain(messages.sources([failing, moved, works], page=1, reader=GERMAN).text)
    assert text.replace(" (https://harbour-post.example/)", "") == (
        "3 Quellen, 2 davon gestört\n"
        "• f3 Harbour Post · gestört seit Sonntag: 403, sperrt wohl Bots aus\n"
        "• f4 Harbour Post · eingestellt: die Adresse ist jetzt die von f7\n"
        "• f5 Harbour Post · gelesen heute, 08:00"
    )
    assert plain(messages.source(works, reader=GERMAN).text).splitlines()[1:] == [
        "Zuletzt gelesen: heute, 08:00",
        "Das nächste Mal um 08:00",
        "Was sie bringt, zählt in Ausgaben wie üblich (weight normal).",
        "Beiträge mit wenig Text werden auf ihren Seiten gelesen (short).",
    ]


def labels(*titles: str) -> list[str]:
    """Return the buttons by which feeds with these titles are offered."""
    offers = [
        Offer(source(number, title=title), items=number, newest_at=None)
        for number, title in enumerate(titles, 1)
    ]
    reply = messages.sources_offered(offers, reader=READER)
    return [button.label for row in reply.buttons for button in row]


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        pytest.param(["News", "Sport"], ["News", "Sport"], id="short"),
        pytest.param(
            ["Coast Times - News", "Coast Times - Sport"], ["News", "Sport"], id="the site first"
        ),
        pytest.param(["Coast Times", "Coast Times Sport"], ["Coast Times", "Sport"], id="main"),
        pytest.param(["News", "Newsletter"], ["News", "Newsletter"], id="no common word"),
        pytest.param(["News", "News"], ["News", "News"], id="the same"),
        pytest.param(["A" * 50, "B"], ["A" * 39 + "…", "B"], id="long"),
    ],
)
def test_offers_are_called_by_what_tells_them_apart(titles, names):
    assert labels(*titles) == [f"{names[0]} (1 item)", f"{names[1]} (2 items)", "Both"]


def test_of_many_offers_all_can_be_taken_at_once():
    assert labels("A", "B", "C")[-1] == "All 3"
    assert labels("A") == ["A (1 item)"]


def test_a_feed_without_items_says_so():
    offers = [Offer(source(), items=0, newest_at=None)]
    [[button]] = messages.sources_offered(offers, reader=READER).buttons
    assert (button.label, button.command) == ("Harbour Post (no items)", "/addsource f1")
