"""Which of what a chat's alerts match it is told at once, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.alerts.match import LATEST, Came, DueAlert, Match, Turn, choose, is_fresh, turn_of
from storage.model import (
    UNTIL_RESUMED,
    Arrival,
    Filter,
    FilterKind,
    Item,
    Kind,
    Quiet,
    Ref,
    Schedule,
    Slot,
    Subscriber,
)
from tests.moments import utc
from tests.news import NOW, article, headline

KYIV = ZoneInfo("Europe/Kyiv")
TODAY = date(2026, 11, 24)
HERE = Turn(NOW, KYIV, TODAY, most=5)

READER = Subscriber(
    chat_id=7,
    thread_id=None,
    schedule=Schedule((time(8),)),
    zone=KYIV,
    next=Slot(TODAY, time(8), NOW),
    since=NOW - timedelta(days=9),
)


def match(item: Item, *, filter_id: int = 1, at: datetime = NOW) -> Match:
    wanted = Filter(filter_id, 7, FilterKind.ALERT, "ports", ("en",), NOW - timedelta(days=1))
    number = item.id + (100 if item.ref.kind is Kind.HEADLINE else 0)
    return Match(Came(Arrival(number, item.ref, at), item), wanted)


def chosen(
    *found: tuple[int, Match], turn: Turn = HERE, done=(), told=None, had=0
) -> list[DueAlert]:
    return choose(found, turn, done=done, told=told or {}, had=had)


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param(article(hours=0), True, id="just now"),
        pytest.param(article(hours=12), True, id="half a day"),
        pytest.param(article(hours=12.1), False, id="more"),
        pytest.param(
            replace(article(), published_at=utc("2026-11-24T00:00"), only_day=True),
            True,
            id="some time today",
        ),
        pytest.param(
            replace(article(), published_at=utc("2026-11-23T00:00"), only_day=True),
            True,
            id="some time yesterday",
        ),
        pytest.param(
            replace(article(), published_at=utc("2026-11-22T00:00"), only_day=True),
            False,
            id="the day before",
        ),
        pytest.param(replace(article(), published_at=None), True, id="found just now"),
    ],
)
def test_only_what_was_published_of_late_is_told_at_once(item, expected):
    assert is_fresh(item, now=NOW) == expected


def test_a_day_in_the_evening_is_still_today():
    dated = replace(
        article(),
        published_at=utc("2026-11-24T00:00"),
        added_at=utc("2026-11-24T20:00"),
        only_day=True,
    )

    assert is_fresh(dated, now=utc("2026-11-24T20:00"))
    assert not is_fresh(dated, now=utc("2026-11-24T20:00") + LATEST + timedelta(minutes=1))


def test_a_chat_without_a_subscription_is_told_now_in_the_bots_own_zone():
    late = utc("2026-11-24T22:30")

    assert turn_of(None, home=KYIV, now=late) == Turn(late, KYIV, date(2026, 11, 25), most=5)


def test_a_subscriber_is_alerted_in_the_language_of_the_subscription():
    german = replace(READER, language="de")

    assert turn_of(german, home=KYIV, now=NOW) == replace(HERE, language="de")
    assert turn_of(german, home=KYIV, now=NOW, language="en") == replace(HERE, language="de")
    assert turn_of(READER, home=KYIV, now=NOW, language="de") == replace(HERE, language="de")


def test_in_quiet_hours_an_alert_waits_for_their_end_and_counts_for_that_day():
    sleeps = replace(READER, schedule=Schedule((time(8),), quiet=Quiet(time(22), time(7))))

    turn = turn_of(sleeps, home=ZoneInfo("UTC"), now=utc("2026-11-24T21:00"))

    assert turn == Turn(utc("2026-11-25T05:00"), KYIV, date(2026, 11, 25), most=5)


@pytest.mark.parametrize(
    "state",
    [
        pytest.param({"paused": "blocked by the reader"}, id="out of reach"),
        pytest.param({"paused_until": UNTIL_RESUMED}, id="paused"),
        pytest.param({"paused_until": NOW + timedelta(minutes=1)}, id="paused for a while"),
    ],
)
def test_who_pauses_is_not_told(state):
    assert turn_of(replace(READER, **state), home=KYIV, now=NOW) is None


def test_who_paused_once_is_told_again():
    back = replace(READER, paused_until=NOW, alerts=3)

    assert turn_of(back, home=KYIV, now=NOW) == Turn(NOW, KYIV, TODAY, most=3)


def test_each_story_is_told_once_by_the_article_that_came_first():
    bare, first, second = match(headline(1)), match(article(2)), match(article(3))

    assert chosen((1, second), (1, bare), (1, first)) == [DueAlert(1, first, 1, is_update=False)]


def test_of_several_filters_the_oldest_one_is_named():
    old, new = match(article(), filter_id=3), match(article(), filter_id=4)

    assert chosen((1, new), (1, old)) == [DueAlert(1, old, 1, is_update=False)]


def test_a_story_that_is_done_with_is_not_told():
    assert chosen((1, match(article())), done={1}) == []


def test_what_is_more_than_a_day_may_bring_is_not_told():
    found = [(number, match(article(number))) for number in range(9, 0, -1)]

    told = chosen(*found, turn=replace(HERE, most=3), had=1)

    assert [(each.story_id, each.number) for each in told] == [(1, 2), (2, 3)]
    assert chosen(*found, turn=replace(HERE, most=3), had=4) == []


def test_of_a_story_that_a_digest_told_a_later_article_is_an_update():
    later = match(article(2), at=NOW)
    before = {1: NOW - timedelta(hours=1)}

    assert chosen((1, later), told=before) == [DueAlert(1, later, 1, is_update=True)]


@pytest.mark.parametrize(
    ("item", "told_at"),
    [
        pytest.param(headline(), NOW - timedelta(hours=1), id="headline"),
        pytest.param(
            replace(article(), copy_of=Ref(Kind.ARTICLE, 9)), NOW - timedelta(hours=1), id="copy"
        ),
        pytest.param(article(), NOW, id="told with it"),
    ],
)
def test_what_adds_nothing_to_what_a_digest_told_is_not_told(item, told_at):
    assert chosen((1, match(item)), told={1: told_at}) == []
