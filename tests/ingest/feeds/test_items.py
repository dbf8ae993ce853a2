"""Whatever a site does to its feed, no item is new twice, and none that is new is lost."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

import pytest

from bot.ingest.feeds.items import MarkedItem, marked_items, new_items
from bot.ingest.feeds.parse import Feed, FeedItem
from storage.model import HeadlineDraft
from tests.news import NOW

SITE = "https://harbour-post.example"
DAY = timedelta(days=1)


def item(
    title: str, *, guid: str = "", path: str | None = None, days_ago: int | None = 0
) -> FeedItem:
    """Return an item; without a day if `days_ago` is None."""
    published_at = None if days_ago is None else NOW - days_ago * DAY
    url = None if path is None else SITE + path
    return FeedItem(guid, HeadlineDraft(title=title, url=url, published_at=published_at))


def told(*items: FeedItem) -> list[MarkedItem]:
    return marked_items(Feed(title="Harbour Post", site_url=f"{SITE}/news", items=items))


def owns(items: Iterable[MarkedItem]) -> list[str]:
    return [each.marks.own for each in items]


def new_titles(before: Iterable[FeedItem], after: Iterable[FeedItem]) -> list[str]:
    """Return the titles that are new in a feed that was read `before`."""
    seen = {mark for each in told(*before) for mark in each.marks}
    return [each.draft.title for each in new_items(told(*after), seen=seen)]


DAM = item("Dam plan grows", guid="1", path="/dam", days_ago=1)
FERRY = item("Ferry sails again", guid="2", path="/ferry")


def test_what_was_never_seen_is_new():
    assert new_titles([], [FERRY, DAM]) == ["Ferry sails again", "Dam plan grows"]
    assert new_titles([DAM], [FERRY, DAM]) == ["Ferry sails again"]
    assert new_titles([DAM, FERRY], [FERRY, DAM]) == []


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(item("Dam plan grows", guid="9", path="/dam", days_ago=1), id="id"),
        pytest.param(item("Dam plan grows", guid="1", path="/x", days_ago=1), id="address"),
        pytest.param(item("Dam grows", guid="1", path="/dam", days_ago=1), id="title"),
        pytest.param(item("Dam plan grows", guid="1", path="/dam"), id="date"),
        pytest.param(item("Dam grows", guid="9", path="/dam"), id="all but the address"),
        pytest.param(item("Dam grows", guid="1", path="/x"), id="all but the id"),
        pytest.param(item("DAM  plan grows", guid="9", path="/x", days_ago=1), id="id and address"),
        pytest.param(item("Dam plan grows", guid="9", days_ago=1), id="id, and no address"),
        pytest.param(item("Dam plan grows", path="/x", days_ago=1), id="address, and no id"),
    ],
)
def test_an_item_is_known_by_whatever_did_not_change(changed):
    assert new_titles([DAM, FERRY], [FERRY, changed]) == []


def test_a_site_that_moved_to_other_software_brings_nothing_back():
    before = [
        item(f"Report {number}", guid=f"p={number}", path=f"/?p={number}", days_ago=number)
        for number in range(40)
    ]
    after = [
        item(f"Report {number}", guid=f"u{number}", path=f"/r/{number}") for number in range(40)
    ]
    latest = item("The first one there", guid="u40", path="/r/40")
    assert new_titles(before, [latest, *after]) == ["The first one there"]


def test_a_title_that_returns_is_new_each_day():
    briefings = [
        item("Morning briefing", guid=str(number), path=f"/briefing/{number}", days_ago=9 - number)
        for number in range(9)
    ]
    for before, after in pairwise(briefings):
        assert new_titles([before, DAM], [after, DAM]) == ["Morning briefing"]


def test_a_title_that_returns_the_same_day_is_new_beside_the_one_before():
    title = "Traffic: all roads are clear"
    first, second = item(title, guid="a", path="/t/1"), item(title, guid="b", path="/t/2")
    assert new_titles([first], [second, first]) == [title]
    assert new_titles([], [second, first]) == [title, title]


def test_without_dates_a_title_is_known_for_ever():
    before = item("Dam plan grows", guid="1", path="/dam", days_ago=None)
    after = item("Dam plan grows", guid="2", path="/x", days_ago=None)
    assert new_titles([before, FERRY], [after, FERRY]) == []


def test_an_address_that_all_items_share_tells_nothing():
    before = [item("Gale warning", guid="1", path="/map"), item("Ice", guid="2", path="/map")]
    after = item("High tide", guid="3", path="/map")
    assert new_titles(before, [after, *before]) == ["High tide"]


@pytest.mark.parametrize("front", ["/", "", "/news"])
def test_the_address_of_a_front_page_tells_nothing(front):
    before, after = item("Gale", guid="1", path=front), item("High tide", guid="2", path=front)
    assert new_titles([before], [after]) == ["High tide"]


@pytest.mark.parametrize(
    ("items", "expected"),
    [
        pytest.param(
            [item("A", guid="a1", path="/a"), item("B", guid="b1")], ["a1", "b1"], id="id"
        ),
        pytest.param([item("A", path="/a")], [f"{SITE}/a"], id="address"),
        pytest.param([item("A"), item("B")], ["A", "B"], id="title"),
        pytest.param(
            [item("A", guid="1", path="/a"), item("B", guid="1", path="/b")],
            [f"1 {SITE}/a", f"1 {SITE}/b"],
            id="one id for several",
        ),
        pytest.param(
            [item("A", guid="1", path="/a"), item("B", guid="1", path="/a")],
            [f"1 {SITE}/a A", f"1 {SITE}/a B"],
            id="one id and address for several",
        ),
        pytest.param(
            [item("A", days_ago=0), item("A", days_ago=1)],
            [f"A {NOW.isoformat()}", f"A {(NOW - DAY).isoformat()}"],
            id="one title for several",
        ),
        pytest.param([item("A"), item("A")], [f"A {NOW.isoformat()}"], id="one item twice"),
    ],
)
def test_an_item_is_told_from_the_others_of_its_feed(items, expected):
    assert owns(told(*items)) == expected


def test_an_id_that_was_anothers_too_is_the_same_item_when_the_other_is_gone():
    first, second = item("A", guid="1", path="/a"), item("B", guid="1", path="/b")
    assert new_titles([first, second], [second]) == []
    assert new_titles([first], [first, second]) == ["B"]


def test_an_item_with_nothing_to_tell_is_left_out():
    assert owns(told(FeedItem("1", None), FERRY)) == ["2"]
