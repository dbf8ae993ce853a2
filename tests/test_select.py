"""Which stories a digest tells, and in what order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.digest.select import select
from storage.model import Story
from tests.news import NOW, article, headline, story

LATER = NOW + timedelta(hours=5)


def chosen(*candidates: Story, told: dict[int, datetime] | None = None, cap: int = 5) -> list[int]:
    """Return the ids of the stories that are selected, in order."""
    selection = select(candidates, told=told or {}, now=NOW, cap=cap)
    return [story.id for story in selection.stories]


def test_a_story_that_more_outlets_carry_comes_first() -> None:
    one = story(1, article(1, site="A"), article(2, site="A"))
    two = story(2, article(3, site="B"), article(4, site="C"))

    assert chosen(one, two) == [2, 1]


def test_a_fresher_story_comes_before_an_older_one() -> None:
    old = story(1, article(1, site="A", hours=20))
    new = story(2, article(2, site="B", hours=2))

    assert chosen(old, new) == [2, 1]


def test_a_story_is_as_fresh_as_its_newest_member() -> None:
    alive = story(1, article(1, site="A", hours=40), article(2, site="A", hours=1))
    fresh = story(2, article(3, site="B", hours=2))

    assert chosen(fresh, alive) == [1, 2]


def test_three_outlets_outlive_one_by_a_day() -> None:
    big = story(1, *(article(n, site=f"S{n}", hours=25) for n in range(3)))
    small = story(2, article(9, site="A", hours=1))

    assert chosen(small, big) == [1, 2]


def test_a_date_in_the_future_counts_as_now() -> None:
    future = story(1, article(1, site="A", hours=-48))
    big = story(2, article(2, site="B", hours=1), article(3, site="C", hours=1))

    assert chosen(future, big) == [2, 1]


def test_headlines_alone_rank_below_text_of_the_same_size_but_fill_up() -> None:
    told_by_headline = story(1, headline(1, site="A", hours=0))
    told_by_text = story(2, article(2, site="B", hours=10))

    assert chosen(told_by_headline, told_by_text) == [2, 1]


def test_one_outlet_does_not_fill_the_digest_while_others_have_news() -> None:
    loud = [story(n, article(n, site="A", hours=n)) for n in range(1, 6)]
    quiet = story(9, article(9, site="B", hours=8))

    assert chosen(*loud, quiet, cap=3) == [1, 9, 2]


def test_one_outlet_fills_the_digest_when_nobody_else_has_news() -> None:
    loud = [story(n, article(n, site="A", hours=n)) for n in range(1, 6)]

    assert chosen(*loud, cap=3) == [1, 2, 3]


def test_a_told_story_returns_with_its_later_reports_alone() -> None:
    before, after = article(1, site="A"), replace(article(2, site="B"), added_at=LATER)
    copy = replace(article(3, site="C"), added_at=LATER, copy_of=after.ref)
    title = replace(headline(4), added_at=LATER)
    [found] = select(
        [story(1, before, after, copy, title)], told={1: NOW}, now=LATER, cap=5
    ).stories

    assert found.members == (after,)


def test_copies_and_headlines_bring_no_story_back() -> None:
    before = article(1, site="A")
    copy = replace(article(3, site="C"), added_at=LATER, copy_of=before.ref)
    title = replace(headline(4), added_at=LATER)

    assert chosen(story(1, before, copy, title), told={1: NOW}) == []


def test_what_was_told_is_not_told_again() -> None:
    first, second = story(1, article(1)), story(2, article(2))

    selection = select([first, second], told={1: NOW}, now=NOW, cap=5)

    assert selection.stories == (second,)
    assert (selection.considered, selection.outlets) == (1, 1)


def test_the_rest_is_counted_with_its_outlets() -> None:
    many = [story(n, article(n, site=f"S{n % 4}")) for n in range(1, 13)]

    selection = select(many, told={}, now=NOW, cap=5)

    assert (len(selection.stories), selection.considered, selection.outlets) == (5, 12, 4)


def test_no_news_is_an_empty_selection() -> None:
    selection = select([], told={}, now=NOW, cap=5)

    assert (selection.stories, selection.considered, selection.outlets) == ((), 0, 0)


def test_the_order_of_candidates_does_not_matter() -> None:
    equal = [story(n, article(n, site=f"S{n}", hours=3)) for n in range(1, 7)]

    assert chosen(*equal, cap=4) == chosen(*reversed(equal), cap=4) == [6, 5, 4, 3]


@pytest.mark.parametrize(
    ("site", "url", "expected"),
    [
        pytest.param("Coast Times", "https://ct.example/a", "Coast Times", id="site"),
        pytest.param("", "https://www.ct.example/a", "ct.example", id="host"),
        pytest.param("", "", "", id="pasted text"),
    ],
)
def test_an_outlet_is_named_by_its_site_or_its_host(site: str, url: str, expected: str) -> None:
    assert article(1, site=site, url=url or None).outlet == expected
