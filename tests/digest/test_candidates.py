"""Stories as they stand for all readers: the selection from them is that of its definition."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.candidates import Candidates
from bot.digest.rank import Selection, select
from bot.preferences.filters import Filtered
from storage.model import Article, Headline, Item, Reasons, Story
from tests.news import NOW, article, headline, story

Told = tuple[list[tuple[int, tuple[int, ...], Reasons]], int, int]


def by_definition(
    stories: Sequence[Story], *, told: Mapping[int, datetime], cap: int, filtered: Filtered
) -> Told:
    """Return the selection as `select` describes it, one look at everything for each pick."""
    left = {}
    for one in stories:
        allowed = one.id not in filtered.muted
        wanted = not filtered.only_followed or one.id in filtered.followed
        if one.id in told:
            news = [item for item in one.members if item.added_at > told[one.id]]
            texts = tuple(item for item in news if isinstance(item, Article))
            bare = tuple(item for item in news if isinstance(item, Headline))
            one = replace(one, articles=texts, headlines=bare)  # noqa: PLW2901 - what is new
        if allowed and wanted and one.members:
            left[one.id] = one
    names = {each.id: {m.outlet for m in each.members if m.outlet} for each in left.values()}
    newest = {each.id: max(item.at for item in each.members) for each in left.values()}
    heard: Counter[str] = Counter()

    def again(number: int) -> int:
        return min((heard[name] for name in names[number]), default=0)

    def worth(number: int) -> tuple[float, datetime, int]:
        one, outlets = left[number], max(1, len(names[number]))
        age = max(NOW - newest[number], timedelta())
        rank = outlets + 0.1 * (len(one.members) - outlets)
        rank *= 1 if one.articles else 0.5
        rank *= math.exp(-age / timedelta(hours=24))
        rank *= 3 if number in filtered.followed else 1
        return rank * 0.7 ** again(number), newest[number], number

    considered, outlets = len(left), len(set().union(*names.values()))
    most = max((len(each) for each in names.values()), default=0)
    picks: list[tuple[int, tuple[int, ...], Reasons]] = []
    while left and len(picks) < cap:
        best = left.pop(max(left, key=worth))
        followed = filtered.followed.get(best.id, ())
        has_text = bool(best.articles)
        why = Reasons(
            len(names[best.id]), most, newest[best.id], followed, again(best.id), has_text
        )
        picks.append((best.id, tuple(item.id for item in best.members), why))
        heard.update(names[best.id])
    return picks, considered, outlets


def told_by(found: Selection) -> Told:
    """Return a selection as `by_definition` does."""
    picks = [
        (pick.story.id, tuple(item.id for item in pick.story.members), pick.reasons)
        for pick in found.picks
    ]
    return picks, found.considered, found.outlets


def some_stories(chance: Random) -> list[Story]:
    """Return up to 60 stories of few outlets and few instants, so that many are equal."""
    outlets = ["", *(f"S{number}" for number in range(chance.randint(1, 12)))]

    def member(number: int) -> Item:
        site, hours = chance.choice(outlets), chance.randint(-1, 30)
        added_at = NOW - timedelta(hours=chance.randint(0, 3))
        if chance.random() < 0.3:
            return replace(headline(number, site=site, hours=hours), added_at=added_at)
        return replace(article(number, site=site, hours=hours), added_at=added_at)

    sizes = [chance.choice([1, 1, 1, 2, 3, 8]) for _ in range(chance.randint(0, 60))]
    return [
        story(number, *(member(10 * number + n) for n in range(size)))
        for number, size in enumerate(sizes, start=1)
    ]


def some_of(stories: Sequence[Story], chance: Random) -> list[int]:
    """Return the ids of none, some or all of the stories."""
    share = chance.choice([0, 0.1, 0.5, 1])
    return [each.id for each in stories if chance.random() < share]


@settings(deadline=None)
@given(chance=st.randoms(use_true_random=True))
def test_a_selection_is_what_one_look_at_everything_for_each_pick_gives(chance: Random) -> None:
    stories = some_stories(chance)
    told = {n: NOW - timedelta(hours=chance.randint(0, 3)) for n in some_of(stories, chance)}
    filtered = Filtered(
        muted=frozenset(some_of(stories, chance)),
        followed=dict.fromkeys(some_of(stories, chance), ("ports",)),
        only_followed=chance.random() < 0.2,
    )
    cap = chance.randint(1, 30)

    found = select(Candidates(stories, now=NOW), told=told, cap=cap, filtered=filtered)

    assert told_by(found) == by_definition(stories, told=told, cap=cap, filtered=filtered)


def test_readers_who_were_told_at_different_times_are_told_different_parts() -> None:
    early, late = NOW - timedelta(hours=2), NOW - timedelta(hours=1)
    first = replace(article(1, site="A"), added_at=early)
    candidates = Candidates(
        [story(1, first, replace(article(2, site="B"), added_at=late))], now=NOW
    )

    def told(at: datetime | None) -> list[int]:
        found = select(candidates, told={} if at is None else {1: at}, cap=5)
        return [item.id for each in found.stories for item in each.members]

    assert [told(None), told(early), told(late), told(early)] == [[1, 2], [2], [], [2]]


def test_who_was_told_of_a_story_that_is_no_longer_among_them_misses_nothing() -> None:
    candidates = Candidates([story(1, article(1))], now=NOW)
    filtered = Filtered(muted=frozenset({8}), followed={9: ("ports",)})

    assert select(candidates, told={7: NOW}, cap=5, filtered=filtered).considered == 1
