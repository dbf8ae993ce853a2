"""Articles are kept once each, private ones until somebody publishes them."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from storage import Store
from storage.model import Draft, HeadlineDraft, Kind, Ref, Sentence, Summary
from storage.news.articles import content_hash
from tests.databases import KINDS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")

ICEBREAKER = Draft(
    title="Icebreaker freed after nine days",
    body="All 34 crew members are safe.\n\nThe ship is under tow.",
    url="https://coast-times.example/icebreaker",
    site="Coast Times",
    authors=("Jo Miller", "Ада Коваль"),
    language="en",
    published_at=utc("2026-01-10T05:40"),
)
PASTED = Draft(title="Ferry fares rise", body="From May on, a ticket costs 4.20.")


async def test_what_goes_in_comes_out(store):
    async with store.write() as tx:
        added, is_new = await tx.articles.add(ICEBREAKER, published=True, now=NOW)

    async with store.read() as tx:
        stored = await tx.articles.get(added.id)

    assert is_new
    assert stored == added
    assert (stored.title, stored.body, stored.url) == (
        ICEBREAKER.title,
        ICEBREAKER.body,
        ICEBREAKER.url,
    )
    assert (stored.site, stored.authors, stored.language) == (
        "Coast Times",
        ("Jo Miller", "Ада Коваль"),
        "en",
    )
    assert (stored.published_at, stored.added_at, stored.at) == (
        utc("2026-01-10T05:40"),
        NOW,
        utc("2026-01-10T05:40"),
    )
    assert (stored.is_published, stored.source_id, stored.story_id) == (True, None, None)


async def test_a_day_alone_is_that_day_wherever_its_source_and_its_reader_live(store):
    """In Kyiv a day begins when it is still the day before in UTC."""
    dated = replace(
        ICEBREAKER, published_at=datetime(2026, 1, 9, tzinfo=ZoneInfo("Europe/Kyiv")), only_day=True
    )
    async with store.write() as tx:
        added, _ = await tx.articles.add(dated, published=True, now=NOW)

    async with store.read() as tx:
        assert await tx.articles.get(added.id) == added
    assert (added.day, added.at) == (date(2026, 1, 9), utc("2026-01-09T00:00"))


async def test_a_day_that_has_begun_in_the_far_east_counts_from_when_it_was_seen(store):
    ahead = replace(
        ICEBREAKER,
        published_at=datetime(2026, 1, 10, tzinfo=ZoneInfo("Pacific/Auckland")),
        only_day=True,
    )
    evening = utc("2026-01-09T20:00")
    async with store.write() as tx:
        added, _ = await tx.articles.add(ahead, published=True, now=evening)
        later = replace(PASTED, published_at=utc("2026-01-09T21:00"))
        newer, _ = await tx.articles.add(later, published=True, now=NOW)

        assert (added.day, added.at) == (date(2026, 1, 10), evening)
        assert await tx.articles.latest(10) == [newer, added]


async def test_an_instant_is_no_day_alone(store):
    async with store.write() as tx:
        added, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
        undated, _ = await tx.articles.add(PASTED, published=True, now=NOW)
    assert (added.day, undated.day) == (None, None)


async def test_an_address_is_added_once(store):
    async with store.write() as tx:
        first, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
        edited = replace(ICEBREAKER, title="Icebreaker freed", body="Edited.")

        assert await tx.articles.add(edited, published=True, now=LATER) == (first, False)


async def test_a_pasted_text_is_known_in_any_layout(store):
    async with store.write() as tx:
        first, _ = await tx.articles.add(PASTED, published=False, now=NOW)
        again = replace(
            PASTED, title="  FERRY fares rise ", body="From May on,\na ticket costs 4.20.\n"
        )

        assert await tx.articles.add(again, published=False, now=LATER) == (first, False)
        assert await tx.articles.by_content(again.title, again.body) == first


async def test_the_same_words_at_two_addresses_are_two_articles(store):
    async with store.write() as tx:
        first, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
        elsewhere = replace(ICEBREAKER, url="https://northern-wire.example/icebreaker")
        second, is_new = await tx.articles.add(elsewhere, published=True, now=LATER)

        assert is_new
        assert first.content_hash == second.content_hash
        assert await tx.articles.by_content(ICEBREAKER.title, ICEBREAKER.body) == first


def test_title_and_body_are_not_interchangeable():
    assert content_hash("ab", "c") != content_hash("a", "bc")


async def test_a_private_article_becomes_published_once(store):
    async with store.write() as tx:
        private, _ = await tx.articles.add(ICEBREAKER, published=False, now=NOW)
        published = replace(private, is_published=True)

        assert await tx.articles.add(ICEBREAKER, published=True, now=LATER) == (published, True)
        assert await tx.articles.add(ICEBREAKER, published=True, now=LATER) == (published, False)


async def test_a_published_article_never_becomes_private(store):
    async with store.write() as tx:
        published, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)

        assert await tx.articles.add(ICEBREAKER, published=False, now=LATER) == (published, False)


async def test_a_source_that_publishes_a_private_article_is_its_source(store):
    async with store.write() as tx:
        source, _ = await tx.sources.add("https://coast-times.example/feed", title="", now=NOW)
        await tx.articles.add(ICEBREAKER, published=False, now=NOW)
        article, _ = await tx.articles.add(
            ICEBREAKER, published=True, now=LATER, source_id=source.id
        )

        assert article.source_id == source.id


@pytest.mark.parametrize("kind", KINDS)
async def test_fifty_at_once_add_one_article(database_url, kind):
    """From two processes' worth of stores, for one store's writers queue by themselves."""
    url = database_url(kind)
    async with AsyncExitStack() as stack:
        stores = [await stack.enter_async_context(Store(url)) for _ in range(2)]

        async def add(number: int) -> tuple[int, bool]:
            async with stores[number % 2].write() as tx:
                article, is_new = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
                return article.id, is_new

        added = await asyncio.gather(*(add(number) for number in range(50)))

    assert len({article_id for article_id, _ in added}) == 1
    assert sum(is_new for _, is_new in added) == 1


async def test_the_latest_are_published_ones_by_when_they_count_as_news(store):
    async with store.write() as tx:
        undated, _ = await tx.articles.add(PASTED, published=True, now=NOW)
        dated, _ = await tx.articles.add(ICEBREAKER, published=True, now=LATER)
        private = Draft("Private", "Nobody else's business.")
        await tx.articles.add(private, published=False, now=LATER)

        assert await tx.articles.latest(10) == [undated, dated]
        assert await tx.articles.latest(1) == [undated]
        assert await tx.articles.count() == 2


async def test_absence_is_none(store):
    async with store.read() as tx:
        # The largest id that can be typed, beyond PostgreSQL's 32 bits.
        assert await tx.articles.get(10**18 - 1) is None
        assert await tx.articles.by_url("https://nowhere.example/") is None
        assert await tx.articles.by_content("No", "such text.") is None
        assert await tx.articles.many([1, 2]) == {}
        assert await tx.articles.many([]) == {}


async def test_many_leaves_out_what_is_not_there(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(PASTED, published=True, now=NOW)

        assert await tx.articles.many([article.id, article.id, 99]) == {article.id: article}


async def test_a_removed_article_takes_along_what_hangs_on_it(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
        [below] = await tx.headlines.add(
            [HeadlineDraft("Ferry fares rise")], site="", article_id=article.id, now=NOW
        )
        story_id = await tx.stories.create(article.title, now=NOW)
        await tx.stories.join(story_id, article.ref, now=NOW)
        sentence = Sentence("The ship is under tow.", article.id, 1)
        await tx.summaries.put(Summary(article.id, "lead", 1, 1, (sentence,)))
        await tx.readings.record(7, article.ref, now=NOW)
        await tx.search.index(article.ref, title=["ice"], body=[], source="", language="en", at=NOW)

        assert await tx.articles.remove(article.id)

        assert await tx.articles.get(article.id) is None
        assert await tx.summaries.get(article.id, method="lead", length=1, edition=1) is None
        assert await tx.readings.last(7) is None
        assert await tx.search.similar({"ice": 1.0}) == []
        assert await tx.stories.get(story_id) is None
        assert await tx.headlines.get(below.id) is None


async def test_removing_nothing_says_so(store):
    async with store.write() as tx:
        assert not await tx.articles.remove(1)


async def test_an_id_never_comes_to_mean_something_else(store):
    async with store.write() as tx:
        first, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)
        await tx.articles.remove(first.id)
        second, _ = await tx.articles.add(PASTED, published=True, now=NOW)

        assert first.ref == Ref(Kind.ARTICLE, 1)
        assert second.ref == Ref(Kind.ARTICLE, 2)


async def test_the_languages_of_articles_are_read_without_their_texts(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(ICEBREAKER, published=True, now=NOW)

        assert await tx.articles.languages([article.id, 99]) == {article.id: "en"}
        assert await tx.articles.languages([]) == {}
