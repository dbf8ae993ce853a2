"""What many feeds brought is stored together, and each as if it were alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import FetchError, Reason
from bot.ingest.feeds.parse import Feed, FeedItem
from bot.ingest.sources.batch import ITEMS_AT_ONCE, BatchWriter, Failed, Read
from bot.ingest.sources.save import news_of
from bot.ingest.web.fetch import Page
from storage import StorageError, Store
from storage.model import Draft, HeadlineDraft, Source
from tests.feeds import headlines
from tests.news import NOW

URL = "https://harbour-post.example/feed/{}"


@pytest.fixture
def writer(reading):
    """A writer for a round that takes place now."""
    return BatchWriter(reading, now=NOW)


def answer(number: int) -> Page:
    url = URL.format(number)
    return Page(
        url=url,
        requested=url,
        status=200,
        content=b"",
        content_type="application/rss+xml",
        charset="",
        etag=f'"{number}"',
        last_modified="",
        moved_permanently=False,
    )


async def sources(store, count: int) -> list[Source]:
    """Add so many sources and return them."""
    async with store.write() as tx:
        added = [await tx.sources.add(URL.format(n), title="", now=NOW) for n in range(count)]
    return [source for source, _ in added]


async def result(store, source: Source, items: int, *, title: str = "Ferry") -> Read:
    """Return the reading of a feed with so many items."""
    drafts = (
        HeadlineDraft(
            title=f"{title} {source.id}.{number} sails",
            published_at=NOW - timedelta(minutes=items - number),
        )
        for number in range(items)
    )
    feed = Feed(
        title=f"Post {source.id}",
        site_url=None,
        items=tuple(FeedItem(str(number), draft) for number, draft in enumerate(drafts)),
    )
    async with store.read() as tx:
        known = await tx.sources.get(source.id)
        return Read(answer(source.id), feed, await news_of(feed, known, tx=tx, now=NOW))


async def states(store) -> dict[int, tuple[str, str, int]]:
    async with store.read() as tx:
        return {each.id: (each.title, each.etag, each.failures) for each in await tx.sources.all()}


async def test_what_waits_is_stored_together_each_for_itself(writer, store):
    one, two, three, gone = await sources(store, 4)
    results = {
        one: await result(store, one, 3),
        two: Read(answer(2)),
        three: Failed(FetchError("x", reason=Reason.TIMEOUT)),
        gone: await result(store, gone, 5),
    }
    async with store.write() as tx:
        await tx.sources.remove(gone.id)

    counts = await asyncio.gather(*(writer.store(*each) for each in results.items()))

    assert counts == [3, 0, 0, 0]
    assert await states(store) == {1: ("Post 1", '"1"', 0), 2: ("", "", 0), 3: ("", "", 1)}
    assert await headlines(store) == [f"Ferry 1.{number} sails" for number in (2, 1, 0)]


async def test_many_items_are_stored_a_part_at_a_time_and_the_oldest_begin(writer, store):
    [source] = await sources(store, 1)
    await writer.store(source, Read(answer(1)))
    many = 2 * ITEMS_AT_ONCE + 5

    assert await writer.store(source, await result(store, source, many)) == many

    titles = [f"Ferry 1.{number} sails" for number in range(many)]
    assert await headlines(store) == titles[::-1]
    async with store.read() as tx:
        first = await tx.headlines.many([1, 2, 3])
    assert [first[number].title for number in (1, 2, 3)] == titles[:3]


async def test_of_a_source_that_is_removed_between_two_parts_the_rest_is_not_stored(writer, store):
    [source] = await sources(store, 1)
    await writer.store(source, await result(store, source, 1))
    read = await result(store, source, 2 * ITEMS_AT_ONCE)
    async with store.write() as tx:
        await tx.sources.remove(source.id)

    assert await writer.store(source, read) == 0
    assert len(await headlines(store)) == 1


@pytest.mark.parametrize("items", [1, ITEMS_AT_ONCE + 1])
async def test_what_can_not_be_stored_is_noted_on_its_source_and_holds_up_no_other(
    writer, store, caplog, items
):
    good, bad = await sources(store, 2)
    await writer.store(bad, Read(answer(2)))
    broken = await result(store, bad, items)
    # No database stores an instant without its zone.
    draft = HeadlineDraft(title="Dam", published_at=NOW.replace(tzinfo=None))
    first, *others = broken.news.fresh
    news = replace(broken.news, fresh=(replace(first, draft=draft), *others))
    results = {good: await result(store, good, 2), bad: replace(broken, news=news)}

    counts = await asyncio.gather(*(writer.store(*each) for each in results.items()))

    assert counts == [2, 0]
    assert await states(store) == {1: ("Post 1", '"1"', 0), 2: ("", "", 1)}
    assert "f2 brought what can't be stored" in caplog.text


async def test_when_the_database_fails_everybody_hears_of_it(reading, store, tmp_path):
    one, two = await sources(store, 2)
    # It has no tables.
    broken = Store(f"sqlite+aiosqlite:///{tmp_path}/empty.db")
    writer = BatchWriter(replace(reading, store=broken), now=NOW)

    results = await asyncio.gather(
        writer.store(one, Read(answer(1))),
        writer.store(two, Failed(None)),
        return_exceptions=True,
    )
    await broken.close()

    assert [type(each) for each in results] == [StorageError, StorageError]


async def test_who_is_cancelled_while_storing_leaves_the_others_what_is_theirs(writer, store):
    read = {source: Read(answer(source.id)) for source in await sources(store, 3)}
    async with store.write():
        # The first waits for the writer, the others for the first.
        tasks = [asyncio.create_task(writer.store(*each)) for each in read.items()]
        for _ in range(5):
            await asyncio.sleep(0)
        tasks[0].cancel()
        await asyncio.wait([tasks[0]])

    assert await asyncio.gather(*tasks[1:]) == [0, 0]
    async with store.read() as tx:
        assert all(each.last_success_at == NOW for each in await tx.sources.all())


async def test_an_article_and_a_headline_of_one_feed_are_both_stored(writer, store):
    [source] = await sources(store, 1)
    items = (
        FeedItem("1", HeadlineDraft(title="Dam plan grows")),
        FeedItem("2", Draft(title="Ferry sails", body="It sails.")),
    )
    feed = Feed(title="Post", site_url=None, items=items)
    async with store.read() as tx:
        news = await news_of(feed, None, tx=tx, now=NOW)
    assert await writer.store(source, Read(answer(1), feed, news)) == 2
