"""What readers' filters say of the stories of an edition."""

from __future__ import annotations

from collections import UserDict
from collections.abc import ItemsView, Sequence
from zoneinfo import ZoneInfo

import pytest

from bot.preferences.filters import Filtered, Filtering, documents_of, sense_of
from bot.stories.search import document_of
from bot.text.query.match import Document
from bot.text.query.parse import Asker, parse_query
from storage.model import Filter, FilterKind, Kind, Ref, Story
from tests.news import NOW, article, headline, story

KYIV = ZoneInfo("Europe/Kyiv")

PORT = story(1, article(1, "Port strike ends", "Dockers accepted a raise."))
SHIP = story(
    2,
    article(2, "Icebreaker freed", "The ship is under tow."),
    headline(3, "Second channel opened by harbour masters"),
)
GAME = story(3, headline(4, "City wins the cup final", hours=30))
STORIES = (PORT, SHIP, GAME)


def made(text: str, kind: FilterKind = FilterKind.FOLLOW, *, languages: Sequence[str] = ("en",)):
    return Filter(1, 7, kind, text, tuple(languages), NOW)


def filtered_by(*filters: Filter, stories: Sequence[Story] = STORIES, topics=None) -> Filtered:
    filtering = Filtering(documents_of(stories, topics or {}), now=NOW, languages=["en"])
    return filtering.filtered(filters, zone=KYIV)


def test_a_filter_matches_a_story_if_it_matches_any_of_its_members():
    found = filtered_by(made("harbour"), made("dockers OR ports"), made("tow"))

    assert found.followed == {1: ("dockers OR ports",), 2: ("harbour", "tow")}
    assert found.muted == frozenset()


def test_words_of_two_members_make_no_match():
    assert filtered_by(made("tow harbour")).followed == {}


def test_what_is_muted_is_not_followed_by_that():
    found = filtered_by(made("cup", FilterKind.MUTE))

    assert (found.muted, found.followed) == (frozenset({3}), {})


def test_who_wants_only_what_is_followed_gets_all_while_following_nothing():
    filtering = Filtering(documents_of(STORIES, {}), now=NOW, languages=["en"])
    mutes, follows = made("cup", FilterKind.MUTE), made("tow")

    def told(*filters: Filter) -> list[int]:
        found = filtering.filtered(filters, zone=KYIV, only_followed=True)
        wanted = found.followed if found.only_followed else [story.id for story in STORIES]
        return [story_id for story_id in wanted if story_id not in found.muted]

    assert told(mutes) == [1, 2]
    assert told(mutes, follows) == [2]


def test_an_item_outside_all_stories_is_muted_by_the_same_filters():
    found = filtered_by(made("cup", FilterKind.MUTE), made("icebreaker"))

    assert found.mutes_item(None, document_of(headline(9, "Cup draw made")))
    assert found.mutes_item(GAME.id, document_of(headline(9, "City celebrates")))
    assert not found.mutes_item(None, document_of(headline(9, "Icebreaker repaired")))


def test_topics_are_those_that_the_search_has():
    sport = {Ref(Kind.HEADLINE, 4): ("sport",)}

    assert filtered_by(made("topic:sport"), topics=sport).followed == {3: ("topic:sport",)}


def test_days_begin_where_the_reader_lives():
    # 30 hours before 08:00 in Kyiv it was yesterday, 02:00, and the day before in Lima.
    filters = [made("cup after:yesterday")]
    filtering = Filtering(documents_of(STORIES, {}), now=NOW, languages=["en"])

    assert filtering.filtered(filters, zone=KYIV).followed == {3: ("cup after:yesterday",)}
    assert filtering.filtered(filters, zone=ZoneInfo("America/Lima")).followed == {}


def test_a_filter_holds_in_the_languages_it_was_made_for_and_in_those_that_came_since():
    german = story(4, article(5, "Streiks in den Häfen", "Die Häfen stehen still.", language="de"))
    documents = documents_of([german], {})

    def matches(asked: str, *, made_for: Sequence[str], stored: Sequence[str]) -> bool:
        filtering = Filtering(documents, now=NOW, languages=stored)
        return bool(filtering.filtered([made(asked, languages=made_for)], zone=KYIV).followed)

    assert matches("Hafen", made_for=["de"], stored=["en"])
    assert matches("Hafen", made_for=["en"], stored=["en", "de"])
    assert not matches("Hafen", made_for=["en"], stored=["en"])


def test_a_filter_that_is_understood_no_longer_costs_no_reader_a_digest(caplog):
    found = filtered_by(made("topic:gone"), made("tow"))

    assert found.followed == {2: ("tow",)}
    assert "'topic:gone'" in caplog.text


class Stories(UserDict[int, Sequence[Document]]):
    """Documents of stories, and how often they were gone through."""

    times = 0

    def items(self) -> ItemsView[int, Sequence[Document]]:
        """Count this time."""
        self.times += 1
        return super().items()


def test_each_distinct_filter_is_asked_once_however_many_readers_have_it():
    stories = Stories(documents_of(STORIES, {}))
    filtering = Filtering(stories, now=NOW, languages=["en"])

    for text in ("ports", "Port", "port ", "harbour") * 50:
        filtering.filtered([made(text)], zone=KYIV)

    assert stories.times == 2


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("strikes", "Strike", True, id="forms of a word"),
        pytest.param("port AND strike", "port  strike", True, id="AND may be left out"),
        pytest.param('source:"Coast Times"', "source:coast\\ times", False, id="another source"),
        pytest.param("source:Coast", "source:coast", True, id="case of a source"),
        pytest.param("ports OR shipping", "ports or shipping", False, id="OR is written large"),
        pytest.param("port*", "port", False, id="a beginning is no word"),
        pytest.param("title:port", "port", False, id="a field"),
        pytest.param("-port", "port", False, id="not"),
    ],
)
def test_a_filter_is_told_from_another_by_its_sense(one: str, other: str, *, same: bool):
    asker = Asker(NOW, KYIV)

    assert (sense_of(parse_query(one, asker)) == sense_of(parse_query(other, asker))) is same
