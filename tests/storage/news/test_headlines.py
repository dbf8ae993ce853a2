"""Headlines are kept once each, whatever page or feed shows them again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from storage.model import Draft, Headline, HeadlineDraft, Kind, Ref
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")

FERRIES = HeadlineDraft("Ferry fares rise")
STRIKE = HeadlineDraft(
    "Port strike ends",
    url="https://harbour-post.example/strike",
    published_at=utc("2026-01-09T22:10"),
    language="en",
)


async def test_what_goes_in_comes_out_in_order(store):
    async with store.write() as tx:
        article, _ = await tx.articles.add(Draft("Title", "Body"), published=True, now=NOW)
        source, _ = await tx.sources.add("https://a.example/feed", title="", now=NOW)
        added = await tx.headlines.add(
            [STRIKE, FERRIES],
            site="Harbour Post",
            article_id=article.id,
            source_id=source.id,
            now=NOW,
        )

    async with store.read() as tx:
        assert await tx.headlines.of_article(article.id) == added
        assert await tx.headlines.count() == 2
        assert await tx.headlines.get(added[0].id) == Headline(
            id=added[0].id,
            title="Port strike ends",
            url="https://harbour-post.example/strike",
            site="Harbour Post",
            language="en",
            published_at=utc("2026-01-09T22:10"),
            added_at=NOW,
            source_id=source.id,
            article_id=article.id,
            story_id=None,
        )
        assert [each.title for each in added] == ["Port strike ends", "Ferry fares rise"]


async def test_a_day_alone_is_kept_as_one(store):
    dated = replace(STRIKE, published_at=utc("2026-01-10T00:00"), only_day=True)
    evening = utc("2026-01-09T20:00")
    async with store.write() as tx:
        [added] = await tx.headlines.add([dated], site="", now=evening)
        [other] = await tx.headlines.add([FERRIES], site="", now=NOW)

        assert await tx.headlines.get(added.id) == added
        assert await tx.headlines.latest(10) == [other, added]
    assert (added.day, added.at) == (date(2026, 1, 10), evening)


async def test_many_keep_the_order_in_which_they_stood(store):
    drafts = [HeadlineDraft(f"Headline {number}") for number in range(200)]
    async with store.write() as tx:
        added = await tx.headlines.add(drafts, site="", now=NOW)

    assert [each.title for each in added] == [each.title for each in drafts]
    assert [each.id for each in added] == sorted(each.id for each in added)


async def test_an_address_is_one_headline_whatever_it_is_called(store):
    renamed = HeadlineDraft("Strike: it is over", url=STRIKE.url)
    async with store.write() as tx:
        await tx.headlines.add([STRIKE], site="", now=NOW)

        assert await tx.headlines.add([renamed], site="", now=LATER) == []


async def test_a_title_without_address_is_one_headline_in_any_layout(store):
    async with store.write() as tx:
        shouted = HeadlineDraft(" FERRY  fares rise")
        assert len(await tx.headlines.add([FERRIES, shouted], site="", now=NOW)) == 1
        assert await tx.headlines.add([shouted], site="", now=LATER) == []


async def test_each_source_has_titles_of_its_own(store):
    async with store.write() as tx:
        source, _ = await tx.sources.add("https://a.example/feed", title="", now=NOW)
        first = await tx.headlines.add([FERRIES], site="", now=NOW)
        second = await tx.headlines.add([FERRIES], site="", source_id=source.id, now=NOW)

        assert first[0].id != second[0].id
        assert await tx.headlines.add([FERRIES], site="", source_id=source.id, now=NOW) == []


async def test_only_the_new_ones_come_back(store):
    async with store.write() as tx:
        await tx.headlines.add([FERRIES], site="", now=NOW)
        added = await tx.headlines.add([STRIKE, FERRIES], site="", now=LATER)

    assert [each.title for each in added] == ["Port strike ends"]


async def test_the_latest_are_those_that_count_as_news_last(store):
    async with store.write() as tx:
        [strike, ferries] = await tx.headlines.add([STRIKE, FERRIES], site="", now=NOW)

        assert await tx.headlines.latest(10) == [ferries, strike]
        assert await tx.headlines.latest(1) == [ferries]


async def test_absence_is_none(store):
    async with store.write() as tx:
        assert await tx.headlines.get(1) is None
        assert await tx.headlines.many([1]) == {}
        assert await tx.headlines.of_article(1) == []
        assert await tx.headlines.add([], site="", now=NOW) == []
        assert await tx.headlines.count() == 0


async def test_its_id_begins_with_h(store):
    async with store.write() as tx:
        [headline] = await tx.headlines.add([FERRIES], site="", now=NOW)

    assert headline.ref == Ref(Kind.HEADLINE, 1)
