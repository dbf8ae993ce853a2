"""Which stories a digest tells, and in what order."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.digest.candidates import Candidates, RankedStory, main_topic
from bot.digest.rank import Selection, select
from bot.preferences.filters import Filtered
from storage.model import Article, Genre, Kind, Reasons, Ref, Story, Weight
from tests.news import NOW, article, headline, story

LATER = NOW + timedelta(hours=5)


def chosen(*candidates: Story, told: dict[int, datetime] | None = None, cap: int = 5) -> list[int]:
    """Return the ids of the stories that are selected, in order."""
    selection = select(Candidates(candidates, now=NOW), told=told or {}, cap=cap)
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


HIGH, LOW = {3: Weight.HIGH}, {3: Weight.LOW}


def of_source(source_id: int | None, number: int, *, site: str) -> Article:
    return replace(article(number, site=site), source_id=source_id)


def rank_of(found: Story, weights: dict[int, Weight]) -> float:
    return RankedStory.of(found, now=NOW, weights=weights).rank


def test_a_story_counts_as_much_as_the_best_weighted_of_its_sources_does() -> None:
    alone = story(1, of_source(3, 1, site="Coast Times"))
    among = story(2, of_source(3, 2, site="Coast Times"), of_source(None, 3, site="Post"))

    assert rank_of(alone, HIGH) == 2 * rank_of(alone, {})
    assert rank_of(alone, LOW) == 0.5 * rank_of(alone, {})
    assert rank_of(among, HIGH) == 2 * rank_of(among, {})
    assert rank_of(among, LOW) == rank_of(among, {})


def test_who_is_weighed_is_among_the_reasons_if_that_decided() -> None:
    among = story(
        1, of_source(4, 1, site="Post"), of_source(3, 2, site="Coast Times"), headline(9, site="")
    )
    for weights, expected in (
        (HIGH, (Weight.HIGH, ("Coast Times",))),
        (LOW, (Weight.NORMAL, ())),
        ({3: Weight.HIGH, 4: Weight.HIGH}, (Weight.HIGH, ("Post", "Coast Times"))),
    ):
        candidates = Candidates([among], now=NOW, weights=weights)
        [pick] = select(candidates, told={}, cap=1).picks
        assert (pick.reasons.weight, pick.reasons.weighed) == expected


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


def test_a_told_story_returns_with_what_came_later_alone() -> None:
    before, after = article(1, site="A"), replace(article(2, site="B"), added_at=LATER)
    title = replace(headline(4), added_at=LATER)
    edition = Candidates([story(1, before, after, headline(3), title)], now=LATER)

    [found] = select(edition, told={1: NOW}, cap=5).stories

    assert found.members == (after, title)


def test_what_was_told_is_not_told_again() -> None:
    first, second = story(1, article(1)), story(2, article(2))

    selection = select(Candidates([first, second], now=NOW), told={1: NOW}, cap=5)

    assert selection.stories == (second,)
    assert (selection.considered, selection.outlets) == (1, 1)


def test_the_rest_is_counted_with_its_outlets() -> None:
    many = [story(n, article(n, site=f"S{n % 4}")) for n in range(1, 13)]

    selection = select(Candidates(many, now=NOW), told={}, cap=5)

    assert (len(selection.stories), selection.considered, selection.outlets) == (5, 12, 4)


def test_no_news_is_an_empty_selection() -> None:
    selection = select(Candidates([], now=NOW), told={}, cap=5)

    assert (selection.stories, selection.considered, selection.outlets) == ((), 0, 0)


def test_the_order_of_candidates_does_not_matter() -> None:
    equal = [story(n, article(n, site=f"S{n}", hours=3)) for n in range(1, 7)]

    assert chosen(*equal, cap=4) == chosen(*reversed(equal), cap=4) == [6, 5, 4, 3]


def selected(
    *candidates: Story, follow: tuple[int, ...] = (), mute: tuple[int, ...] = (), cap: int = 5
) -> Selection:
    """Return what is selected for a reader who follows and mutes the stories with these ids."""
    filtered = Filtered(frozenset(mute), dict.fromkeys(follow, ("ports",)))
    return select(Candidates(candidates, now=NOW), told={}, cap=cap, filtered=filtered)


def ids(selection: Selection) -> list[int]:
    return [story.id for story in selection.stories]


def carried(number: int, *outlets: str, hours: float = 1) -> Story:
    """Return a story that each of these outlets has an article about."""
    members = (article(10 * number + n, site=name, hours=hours) for n, name in enumerate(outlets))
    return story(number, *members)


def test_a_muted_story_is_never_told_however_much_it_is_followed() -> None:
    everywhere, small = carried(1, "A", "B", "C"), carried(2, "D")

    selection = selected(everywhere, small, mute=(1,), follow=(1,))

    assert ids(selection) == [2]
    assert (selection.considered, selection.outlets) == (1, 1)


def test_a_followed_story_passes_what_two_outlets_carry_but_not_what_all_do() -> None:
    all_carry, two_carry = carried(1, "A", "B", "C", "D"), carried(2, "E", "F")
    followed = carried(3, "G")

    assert ids(selected(followed, two_carry, all_carry)) == [1, 2, 3]
    assert ids(selected(followed, two_carry, all_carry, follow=(3,))) == [1, 3, 2]


def test_a_digest_fills_with_the_best_of_the_rest() -> None:
    rest = [carried(number, f"S{number}", hours=number) for number in range(2, 6)]

    assert ids(selected(carried(1, "A", hours=6), *rest, follow=(1,), cap=3)) == [1, 2, 3]


def test_one_outlet_does_not_fill_the_digest_with_what_is_followed() -> None:
    loud = [carried(number, "A") for number in range(1, 7)]
    other = carried(9, "B")

    assert ids(selected(*loud, other, follow=(1, 2, 3, 4, 5, 6))) == [6, 5, 4, 3, 9]


def test_who_wants_nothing_else_is_told_what_is_followed_alone() -> None:
    all_carry, followed, muted = carried(1, "A", "B", "C"), carried(2, "D"), carried(3, "E")
    filtered = Filtered(frozenset({3}), {2: ("ports",), 3: ("ports",)}, only_followed=True)

    selection = select(
        Candidates([all_carry, followed, muted], now=NOW), told={}, cap=5, filtered=filtered
    )

    assert (ids(selection), selection.considered) == ([2], 1)


def test_texts_without_a_source_do_not_count_against_each_other() -> None:
    pasted = [story(number, article(number, site="", hours=number)) for number in (1, 2, 3)]
    loud = [story(number, article(number, site="A", hours=number)) for number in (4, 5)]

    selection = select(Candidates([*pasted, *loud], now=NOW), told={}, cap=5)

    assert ids(selection) == [1, 2, 3, 4, 5]
    assert [pick.reasons.heard for pick in selection.picks] == [0, 0, 0, 0, 1]
    assert [pick.reasons.outlets for pick in selection.picks] == [0, 0, 0, 1, 1]
    assert selection.outlets == 1


def test_the_reasons_are_what_gave_a_story_its_place() -> None:
    big, again = carried(1, "A", "B", hours=2), story(2, headline(5, site="A", hours=1))

    first, second = selected(big, again, follow=(2,)).picks

    assert first.reasons == Reasons(2, 2, NOW - timedelta(hours=2))
    assert second.reasons == Reasons(
        1, 2, NOW - timedelta(hours=1), filters=("ports",), heard=1, has_text=False
    )


def about(topics: dict[int, str], *candidates: Story, follow: tuple[int, ...] = ()) -> Selection:
    """Return what is selected of stories, some of which are about a topic by their ids."""
    known = {
        item.ref: (topics[one.id],)
        for one in candidates
        for item in one.members
        if one.id in topics
    }
    edition = Candidates(candidates, now=NOW, topics=known)
    return select(
        edition, told={}, cap=5, filtered=Filtered(followed=dict.fromkeys(follow, ("sport",)))
    )


def test_one_topic_does_not_fill_the_digest_while_others_have_news() -> None:
    sport = [carried(number, f"S{number}", hours=number) for number in range(1, 6)]
    law = carried(9, "L", hours=6)

    selection = about(dict.fromkeys(range(1, 6), "sport") | {9: "law"}, *sport, law)

    assert ids(selection) == [1, 9, 2, 3, 4]
    assert [pick.reasons.same_topic for pick in selection.picks] == [0, 0, 1, 2, 3]
    assert [pick.reasons.topic for pick in selection.picks][:3] == ["sport", "law", "sport"]


def test_what_is_followed_counts_however_many_are_about_the_same() -> None:
    sport = [carried(number, f"S{number}", hours=number) for number in range(1, 6)]
    all_carry = carried(9, "L", "M", hours=1)

    selection = about(
        dict.fromkeys(range(1, 6), "sport"), *sport, all_carry, follow=(1, 2, 3, 4, 5)
    )

    assert ids(selection) == [1, 2, 3, 4, 5]
    assert {pick.reasons.same_topic for pick in selection.picks} == {0}


def test_stories_of_no_topic_do_not_count_against_each_other() -> None:
    others = [carried(number, f"S{number}", hours=number) for number in range(1, 4)]

    assert [pick.reasons.same_topic for pick in about({}, *others).picks] == [0, 0, 0]


def test_a_big_story_passes_another_topic_however_many_are_about_its_own() -> None:
    sport = [carried(n, *(f"{n}{place}" for place in range(n)), hours=1) for n in range(2, 6)]
    law = carried(9, "L", hours=1)

    assert ids(about(dict.fromkeys(range(2, 6), "sport"), *sport, law))[-1] == 9


@pytest.mark.parametrize(
    ("topics", "expected"),
    [
        pytest.param([("law", "sport"), ("sport",), ("sport",)], "sport", id="most have it"),
        pytest.param([("law", "sport"), (), ("sport",)], "law", id="the first of two"),
        pytest.param([(), ()], "", id="none"),
    ],
)
def test_a_storys_topic_is_the_one_that_most_members_have_first(
    topics: list[tuple[str, ...]], expected: str
) -> None:
    items = [article(number) for number in range(1, len(topics) + 1)]
    known = {item.ref: found for item, found in zip(items, topics, strict=True)}

    assert main_topic(story(1, *items), known) == expected


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


def appraised(number: int, *, worth: float, genre: Genre = Genre.NEWS, site: str = "") -> Story:
    """Return a story of one report of this worth and genre."""
    member = replace(article(number, site=site or f"S{number}"), worth=worth, genre=genre)
    return story(number, member)


def test_what_is_grave_comes_before_what_more_outlets_carry() -> None:
    grave = appraised(1, worth=4.0)
    small = story(2, *(replace(article(n, site=f"T{n}"), worth=1.5) for n in (5, 6, 7)))

    assert chosen(small, grave) == [1, 2]


def test_what_was_stored_before_texts_were_appraised_counts_as_usual_news() -> None:
    assert RankedStory.of(story(1, article(1)), now=NOW).gravity == 2.0


@pytest.mark.parametrize(
    ("genre", "worth"),
    [
        pytest.param(Genre.PROMOTION, 1.6, id="an offer"),
        pytest.param(Genre.COLUMN, 1.5, id="a horoscope"),
        pytest.param(Genre.NEWS, 1.0, id="worth next to nothing"),
    ],
)
def test_what_nobody_asked_for_is_never_told(genre: Genre, worth: float) -> None:
    unwanted = appraised(1, worth=worth, genre=genre)

    assert chosen(unwanted, appraised(2, worth=2.0)) == [2]
    assert select(Candidates([unwanted], now=NOW), told={}, cap=5).considered == 0


def test_who_follows_an_offer_is_told_it() -> None:
    candidates = Candidates([appraised(1, worth=0.5, genre=Genre.PROMOTION)], now=NOW)
    followed = Filtered(followed={1: ("deals",)})

    assert [one.id for one in select(candidates, told={}, cap=5, filtered=followed).stories] == [1]


def test_one_report_of_news_makes_a_story_of_press_releases_news() -> None:
    news = replace(article(1, site="A"), worth=2.5, genre=Genre.NEWS)
    release = replace(article(2, site="B"), worth=1.4, genre=Genre.PRESS_RELEASE)

    assert chosen(story(1, news, release)) == [1]


def test_opinion_and_features_stand_behind_news_of_the_same_worth() -> None:
    opinion = appraised(1, worth=2.5, genre=Genre.OPINION)
    feature = appraised(2, worth=2.4, genre=Genre.FEATURE)
    news = appraised(3, worth=2.2)

    assert chosen(opinion, feature, news) == [3, 1, 2]


def test_the_storm_of_tonight_is_not_hidden_behind_an_earthquake() -> None:
    quakes = [appraised(number, worth=4.0) for number in (1, 2, 3)]
    storm, other = appraised(4, worth=3.2), appraised(5, worth=3.1)
    topics = {Ref(Kind.ARTICLE, number): ("weather",) for number in (1, 2, 3, 4)}

    selection = select(Candidates([*quakes, storm, other], now=NOW, topics=topics), told={}, cap=4)

    assert 4 in [one.id for one in selection.stories]


def test_the_reasons_say_what_a_story_is_and_what_makes_it_grave() -> None:
    member = replace(
        article(1, "Court sentences minister", "Two people were killed."),
        worth=3.5,
        genre=Genre.OPINION,
    )
    (pick,) = select(Candidates([story(1, member)], now=NOW), told={}, cap=1).picks

    assert (pick.reasons.worth, pick.reasons.genre) == (3.5, Genre.OPINION)
    assert pick.reasons.themes[0] == "power"


def test_what_nobody_asked_for_is_no_headline_below_the_stories_either() -> None:
    bell = story(1, replace(headline(1), worth=2.0, genre=Genre.NEWS))
    deals = story(2, replace(headline(2), worth=1.6, genre=Genre.PROMOTION))
    candidates = Candidates([bell, deals, appraised(3, worth=2.0)], now=NOW)

    found = select(candidates, told={}, cap=5, bare=candidates.bare_to(()))

    assert [pick.story.id for pick in found.picks] == [3]
    assert [pick.story.id for pick in found.headlines] == [1]
