"""What a search gives first, where its pages end, and what it counts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from storage import WriteTransaction
from storage.model import And, Draft, Field, HeadlineDraft, Kind, Ref, Term, Within
from storage.search import index as searching
from storage.search import query
from storage.search.index import Candidate, ranked, text_score, weights
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
SHIP = Term(("ship",), Field.ANY, "ship")
HOUR = timedelta(hours=1)


def article(number: int) -> Ref:
    return Ref(Kind.ARTICLE, number)


async def index(tx: WriteTransaction, number: int, title: str, body: str = "", **facts) -> None:
    known: dict[str, Any] = {"source": "", "language": "en", "at": NOW}
    await tx.search.index(
        article(number), title=title.split(), body=body.split(), **(known | facts)
    )


async def test_fresh_news_comes_before_old(store):
    async with store.write() as tx:
        await index(tx, 1, "ship free", at=NOW)
        await index(tx, 2, "ship free", at=NOW - timedelta(days=9))
        await index(tx, 3, "ship free", at=NOW - timedelta(days=2))

        assert await tx.search.find(SHIP, now=NOW) == [article(1), article(3), article(2)]


async def test_a_title_that_says_it_beats_a_fresher_text(store):
    async with store.write() as tx:
        await index(tx, 1, "ship free", at=NOW - timedelta(days=3))
        await index(tx, 2, "canal open", "one ship more", at=NOW)

        assert await tx.search.find(SHIP, now=NOW) == [article(1), article(2)]


async def test_of_items_that_fit_alike_the_larger_story_comes_first(store):
    async with store.write() as tx:
        alone, _ = await tx.articles.add(Draft("Ship", "One"), published=True, now=NOW)
        told, _ = await tx.articles.add(Draft("Ship", "Two"), published=True, now=NOW)
        for one, others in ((alone, 0), (told, 3)):
            story = await tx.stories.create("Ship", now=NOW)
            await tx.stories.join(story, one.ref, now=NOW)
            drafts = [HeadlineDraft(f"Ship {number}") for number in range(others)]
            for headline in await tx.headlines.add(drafts, site="Post", now=NOW):
                await tx.stories.join(story, headline.ref, now=NOW)
            await index(tx, one.id, "ship free", at=NOW - HOUR * (one is told))

        assert await tx.search.find(SHIP, now=NOW) == [told.ref, alone.ref]


async def test_pages_go_on_behind_what_is_ranked_together(store, monkeypatch):
    monkeypatch.setattr(searching, "BLOCK", 4)
    async with store.write() as tx:
        for number in range(1, 11):
            await index(tx, number, "ship", at=NOW - number * HOUR)
        pages = [
            await tx.search.find(SHIP, now=NOW, limit=3, offset=offset) for offset in (0, 3, 6, 9)
        ]

    assert [len(page) for page in pages] == [3, 3, 3, 1]
    assert {ref for page in pages for ref in page} == {article(n) for n in range(1, 11)}
    assert set(pages[0]) <= {article(n) for n in range(1, 5)}


@pytest.mark.parametrize("hours", [-600_000, -1, 0, 1])
async def test_more_items_than_an_hour_has_numbers_are_all_found(store, monkeypatch, hours):
    monkeypatch.setattr(searching, "IDS_AN_HOUR", 2)
    monkeypatch.setattr(query, "IDS_AN_HOUR", 2)
    at = NOW + hours * HOUR
    async with store.write() as tx:
        for number in range(1, 8):
            await index(tx, number, "ship", at=at)
        then = And((SHIP, Within(since=at, until=at + timedelta(seconds=1))))
        later = And((SHIP, Within(since=at + timedelta(seconds=1))))

        assert len(await tx.search.find(then, now=NOW)) == 7
        assert await tx.search.find(later, now=NOW) == []


async def test_an_item_has_topics_and_may_get_others(store):
    async def found(topic: str) -> list[Ref]:
        refs: list[Ref] = await tx.search.find(Term((), Field.TOPIC, topic), now=NOW)
        return refs

    async with store.write() as tx:
        await index(tx, 1, "ship", topics=("Sport", "law"))
        assert await found("sport") == await found("LAW") == [article(1)]

        assert await tx.search.topics([article(1), article(2)]) == {article(1): ("sport", "law")}

        await index(tx, 1, "ship", topics=("crime",))
        assert await found("crime") == [article(1)]
        assert await found("sport") == []


async def test_languages_are_counted_as_items_come_and_go(store):
    async with store.write() as tx:
        for number, language in enumerate(("en", "de", "EN", "", "fr"), start=1):
            await index(tx, number, "ship", language=language)
        assert await tx.search.languages() == {"en": 2, "de": 1, "fr": 1}

        await index(tx, 5, "ship", language="de")
        await tx.search.remove(article(1))
        assert await tx.search.languages() == {"de": 2, "en": 1}


async def test_what_words_tell_says_which_items_are_similar_and_then_the_newest(store):
    async with store.write() as tx:
        await index(tx, 1, "rare")
        await index(tx, 2, "common", at=NOW + HOUR)
        await index(tx, 3, "rare common")
        await index(tx, 4, "common", at=NOW + 2 * HOUR)

        found = await tx.search.similar({"common": 1.0, "rare": 2.5})

    assert [each.ref for each in found] == [article(3), article(1), article(4), article(2)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        pytest.param("tarifs", {"tariff", "tari"}, id="the same first letter"),
        pytest.param("rariff", {"tariff"}, id="another first letter"),
        pytest.param("ariff", {"tariff"}, id="no first letter"),
        pytest.param("ttariff", {"tariff"}, id="the first letter twice"),
        pytest.param("atriff", {"tariff"}, id="the first letters swapped"),
        pytest.param("інвляц", {"інфляц"}, id="Cyrillic"),
        pytest.param("z", set(), id="a letter"),
    ],
)
async def test_stems_that_are_spelled_alike_are_listed_with_their_counts(store, typed, expected):
    async with store.write() as tx:
        for _ in range(3):
            await tx.words.add(["tariff", "tari", "tow", "inflat", "інфляц"])
        await tx.words.add(["tarrif", "інфлац"])

        assert await tx.words.spelled_like(typed, least=2) == dict.fromkeys(expected, 3)


def test_a_rare_word_tells_more_and_all_tell_one():
    rare, common = Term(("rare",), Field.ANY, ""), Term(("ship", "common"), Field.ANY, "")
    tell = weights([rare, common], documents=100, frequencies={"ship": 50, "common": 90})

    assert tell[0] > tell[1] > 0
    assert sum(tell) == pytest.approx(1)


def test_the_title_counts_twice_all_of_the_body():
    assert text_score([(1, 0)], [1.0]) > text_score([(0, 1000)], [1.0]) > text_score([(0, 1)], [1])
    assert text_score([(9, 10**6)], [1.0]) == pytest.approx(1)


def test_news_of_the_future_is_as_fresh_as_of_now():
    def candidate(item: int, at: datetime) -> Candidate:
        return Candidate(item, at, text=0.5)

    order = ranked([candidate(1, NOW), candidate(2, NOW + timedelta(days=900))], now=NOW)
    assert [each.item for each in order] == [2, 1]
