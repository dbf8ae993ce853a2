"""What readers like is learned from their buttons, moderately, and can be told and reset."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.affinity import Affinity, TraitIndex
from bot.digest.candidates import Candidates, RankedStory
from bot.digest.rank import Selection, select
from bot.preferences.feedback import (
    MOST_OF_ONE,
    factor_of,
    likings_of,
    moved_by_digest,
    moved_by_story,
    muted_stories,
    names_of_story,
)
from storage.model import (
    DigestEntry,
    Kind,
    Liking,
    Outlet,
    Rating,
    Reasons,
    Ref,
    Story,
    Trait,
    TraitKind,
    Verdict,
)
from tests.news import NOW, article, story


def topic(name: str) -> Trait:
    return Trait(TraitKind.TOPIC, name)


def source(name: str) -> Trait:
    return Trait(TraitKind.SOURCE, name)


def named(name: str) -> Trait:
    return Trait(TraitKind.NAME, name)


SPORT, LAW = topic("sport"), topic("law")


def rating(
    number: int, *likings: Liking, verdict: Verdict = Verdict.MORE, kind: Kind = Kind.STORY
) -> Rating:
    return Rating(7, Ref(kind, number), verdict, likings, NOW)


def test_a_press_moves_a_storys_topic_its_names_and_between_them_its_outlets():
    moved = moved_by_story(
        Verdict.MORE, topic="sport", outlets={"Post", "Coast Times"}, names=["Oslo"]
    )

    assert moved == (
        Liking(SPORT, 1),
        Liking(source("Coast Times"), 0.5),
        Liking(source("Post"), 0.5),
        Liking(named("Oslo"), 1),
    )


@pytest.mark.parametrize("verdict", [Verdict.LESS, Verdict.MUTE])
def test_less_moves_as_much_the_other_way(verdict):
    def moved(verdict: Verdict) -> list[Liking]:
        return list(moved_by_story(verdict, topic="sport", outlets={"Post"}, names=["Oslo"]))

    assert moved(verdict) == [replace(one, points=-one.points) for one in moved(Verdict.MORE)]


def test_a_story_without_topic_outlet_and_names_moves_nothing():
    assert moved_by_story(Verdict.MORE, topic="", outlets=set(), names=[]) == ()


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        pytest.param([("Ada Berg wins", "Divers looked on.")], ["Ada Berg"], id="no first words"),
        pytest.param([("Snow falls in Oslo", "It was cold.")], ["Oslo"], id="in the title"),
        pytest.param(
            [("A cup is won", "They met in Bergen."), ("A cup", "Snow fell in Bergen.")],
            ["Bergen"],
            id="in several texts",
        ),
        pytest.param([("A cup is won", "They met in Bergen.")], [], id="in passing"),
        pytest.param(
            [("Dockers end strike", "Cranes start."), ("A strike", "Dockers vote. Cranes stood.")],
            [],
            id="first words in several texts",
        ),
        pytest.param([("Oslo wins", "The cup is Oslo's.")], ["Oslo"], id="first in the title"),
    ],
)
def test_a_story_is_about_those_whom_it_surely_names(members, expected):
    items = [article(n, title, body=body) for n, (title, body) in enumerate(members, 1)]

    assert names_of_story(story(1, *items)) == expected


def entry(about: str, *outlets: str) -> DigestEntry:
    return DigestEntry(
        story_id=1,
        title="Title",
        url=None,
        sentences=(),
        outlets=tuple(Outlet(name, None) for name in outlets),
        at=NOW,
        reasons=Reasons(1, 1, NOW, topic=about),
    )


def test_a_digest_moves_each_of_its_topics_and_outlets_a_little():
    entries = [entry("sport", "Post"), entry("sport", "Post", "Wire"), entry("")]

    assert moved_by_digest(Verdict.LESS, entries) == (
        Liking(SPORT, -0.4),
        Liking(source("Post"), -0.2 - 0.1),
        Liking(source("Wire"), -0.1),
    )


def test_presses_add_up_and_the_most_liked_comes_first():
    presses = [
        rating(1, Liking(SPORT, 1), Liking(LAW, -1)),
        rating(2, Liking(SPORT, 1)),
        rating(3, Liking(topic("world"), 0.2), Liking(topic("health"), 0.04)),
    ]

    assert likings_of(presses) == (
        Liking(SPORT, 2),
        Liking(topic("world"), 0.2),
        Liking(LAW, -1),
    )


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        pytest.param([], 1, id="nothing"),
        pytest.param([4], 2, id="four double it"),
        pytest.param([-2, -2], 0.5, id="four the other way halve it"),
        pytest.param([3, -3], 1, id="what is affinity and disliked is as before"),
        pytest.param([5, 5, 5], 4, id="at most four times"),
        pytest.param([-5, -5, -5], 0.25, id="at least a quarter"),
    ],
)
def test_points_multiply_what_a_story_counts_for(points, expected):
    assert factor_of(Liking(topic(str(n)), each) for n, each in enumerate(points)) == expected


def test_a_story_that_is_never_to_come_again_is_known_by_its_id():
    assert muted_stories([rating(1), rating(2, verdict=Verdict.MUTE)]) == {2}


LIKINGS = st.lists(
    st.builds(
        Liking,
        st.builds(Trait, st.sampled_from(TraitKind), st.sampled_from(["sport", "Post", "Oslo"])),
        st.floats(-1, 1),
    ),
    max_size=5,
)
# Stories as they come on a day: what they are about, and who tells them.
CUP = story(1, article(10, "Oslo wins the cup", body="Ada Berg scored twice.", site="Post"))
RACE = story(2, article(20, "Race is off", body="Snow fell in Oslo.", site="Wire"))
TRIAL = story(3, article(30, "Trial of Ada Bergman opens", body="In Bergen.", site="Post"))
BILL = story(4, article(40, "Bill fails", body="By one vote.", site="Wire"))
TOPICS = {
    item.ref: (name,)
    for one, name in ((CUP, "sport"), (RACE, "sport"), (TRIAL, "law"), (BILL, "law"))
    for item in one.members
}
CANDIDATES = Candidates([CUP, RACE, TRIAL, BILL], now=NOW, topics=TOPICS)


def liked_in(candidates: Candidates, likings: Sequence[Liking]) -> Affinity | None:
    """Return what is liked of the stories."""
    traits = TraitIndex(candidates)
    traits.ask(likings)
    return traits.affinity(likings)


def about_each(affinity: Affinity | None) -> dict[int, tuple[Liking, ...]]:
    """Return what is liked about each of CANDIDATES about which anything is."""
    found = {one.id: affinity.likings(one.id) if affinity else () for one in CANDIDATES.stories}
    return {story_id: likings for story_id, likings in found.items() if likings}


@pytest.mark.parametrize(
    ("trait", "expected"),
    [
        pytest.param(SPORT, {1, 2}, id="topic"),
        pytest.param(source("Post"), {1, 3}, id="source"),
        pytest.param(named("Oslo"), {1, 2}, id="name in title or opening"),
        pytest.param(named("Ada Berg"), {1}, id="a whole name"),
        pytest.param(named("Berg"), {1}, id="a part of a name"),
        pytest.param(named("oslo"), set(), id="not a word of another kind"),
        pytest.param(named("…"), set(), id="no word at all"),
        pytest.param(topic("Oslo"), set(), id="a name is no topic"),
    ],
)
def test_stories_are_liked_for_what_they_have(trait, expected):
    assert about_each(liked_in(CANDIDATES, [Liking(trait, 1)])).keys() == expected


def test_all_that_is_liked_about_a_story_is_named():
    likings = [Liking(SPORT, 2), Liking(named("Oslo"), 1), Liking(source("Wire"), -1)]

    affinity = liked_in(CANDIDATES, likings)

    assert about_each(affinity) == {
        1: (Liking(SPORT, 2), Liking(named("Oslo"), 1)),
        2: (Liking(SPORT, 2), Liking(named("Oslo"), 1), Liking(source("Wire"), -1)),
        4: (Liking(source("Wire"), -1),),
    }


@given(LIKINGS)
def test_a_story_is_multiplied_by_what_its_likings_come_to(likings):
    affinity = liked_in(CANDIDATES, likings)

    if affinity is not None:
        for one in CANDIDATES.stories:
            assert affinity.factor(one.id) == pytest.approx(factor_of(affinity.likings(one.id)))


def picked(*ratings: Rating, candidates: Candidates = CANDIDATES, cap: int = 4) -> Selection:
    affinity = liked_in(candidates, likings_of(ratings))
    return select(candidates, told={}, cap=cap, affinity=affinity)


def ids(selection: Selection) -> list[int]:
    return [one.id for one in selection.stories]


def press(number: int, verdict: Verdict, about: Story) -> Rating:
    """Return what a press for one of the stories leads to."""
    ranked = CANDIDATES[about.id]
    moved = moved_by_story(verdict, topic=ranked.topic, outlets=ranked.outlets, names=())
    return rating(number, *moved, verdict=verdict)


def test_who_wants_more_of_sport_is_told_of_sport_first():
    assert ids(picked()) == [4, 1, 3, 2]
    assert ids(picked(press(1, Verdict.MORE, RACE), press(2, Verdict.MORE, CUP)))[:2] == [2, 1]
    assert ids(picked(press(1, Verdict.LESS, BILL), press(2, Verdict.LESS, TRIAL)))[:2] == [2, 1]


def test_taste_passes_ordinary_news_and_never_what_everybody_tells():
    big = story(9, *(article(90 + n, site=f"S{n}") for n in range(9)))
    candidates = Candidates([CUP, big], now=NOW, topics=TOPICS)
    presses = [rating(n, Liking(SPORT, 1)) for n in range(50)]

    assert ids(picked(*presses, candidates=candidates)) == [9, 1]


def a_day(day: int) -> Candidates:
    """Return twenty stories of a day, told by one outlet each; a quarter are about sport."""
    stories, topics = [], {}
    for n in range(20):
        number = 100 * day + n + 1
        item = article(number, f"Title {n}", site=f"Site {n}", hours=(7 * n) % 20)
        stories.append(story(number, item))
        topics[item.ref] = (("sport", "law", "world", "health")[n % 4],)
    return Candidates(stories, now=NOW, topics=topics)


def test_who_rates_what_is_told_is_told_mostly_of_sport_after_a_few_days():
    presses: list[Rating] = []
    told_of_sport = []
    for day in range(6):
        candidates = a_day(day)
        told = [candidates[each] for each in ids(picked(*presses, candidates=candidates, cap=5))]
        told_of_sport.append(sum(one.topic == "sport" for one in told))
        for one in told:
            verdict = Verdict.MORE if one.topic == "sport" else Verdict.LESS
            moved = moved_by_story(verdict, topic=one.topic, outlets=(), names=())
            presses.append(rating(one.story.id, *moved, verdict=verdict))

    assert told_of_sport == sorted(told_of_sport)
    assert told_of_sport[0] == 2
    assert told_of_sport[-1] == 5


def test_a_digest_that_is_rated_moves_later_ones_less_than_single_stories_do():
    candidates = a_day(1)
    told = [entry(candidates[each].topic) for each in ids(picked(candidates=candidates, cap=5))]
    affinity = likings_of([rating(1, *moved_by_digest(Verdict.MORE, told), kind=Kind.DIGEST)])

    assert {one.trait.name for one in affinity} == {"sport", "law", "world", "health"}
    assert all(one.points <= 0.4 for one in affinity)


RATINGS = st.lists(
    st.builds(
        lambda number, likings, verdict: rating(number, *likings, verdict=verdict),
        st.integers(1, 5),
        LIKINGS,
        st.sampled_from(Verdict),
    ),
    max_size=8,
)


@given(RATINGS)
def test_points_are_bounded_however_often_a_button_is_pressed(ratings):
    likings = likings_of(ratings * 20)

    assert all(abs(one.points) <= MOST_OF_ONE for one in likings)
    assert 0.25 <= factor_of(likings) <= 4
    assert len({one.trait for one in likings}) == len(likings)


@given(st.lists(st.builds(lambda likings: rating(1, *likings), LIKINGS), max_size=4))
def test_the_order_of_presses_does_not_matter(ratings):
    assert len({likings_of(each) for each in permutations(ratings)}) == 1


@given(RATINGS)
def test_without_presses_all_is_as_if_nothing_had_been_said(ratings):
    picked(*ratings)

    assert picked() == select(CANDIDATES, told={}, cap=4)


@settings(deadline=None)
@given(RATINGS, st.integers(4, 9))
def test_where_there_is_room_for_all_neither_taste_nor_diversity_leaves_one_out(ratings, cap):
    selection = picked(*ratings, cap=cap)

    assert sorted(ids(selection)) == [1, 2, 3, 4]
    assert (selection.considered, selection.outlets) == (4, 2)


@settings(deadline=None)
@given(RATINGS)
def test_the_shortcut_finds_what_looking_at_all_stories_finds(ratings):
    """The best is taken, then the best of the rest when that was heard: by the definition."""
    affinity = liked_in(CANDIDATES, likings_of(ratings))
    left = {one.id: CANDIDATES[one.id] for one in CANDIDATES.stories}
    expected: list[RankedStory] = []
    while left:
        best = max(left.values(), key=lambda one: _worth(one, affinity, expected))
        expected.append(left.pop(best.story.id))

    assert ids(picked(*ratings)) == [one.story.id for one in expected]


def _worth(
    one: RankedStory, affinity: Affinity | None, before: list[RankedStory]
) -> tuple[float, datetime, int]:
    rank = one.rank * (affinity.factor(one.story.id) if affinity else 1)
    rank *= 0.7 ** min(sum(name in other.outlets for other in before) for name in one.outlets)
    rank *= 0.8 ** min(sum(one.topic == other.topic for other in before), 3)
    return rank, one.newest_at, one.story.id
