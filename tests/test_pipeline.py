"""From an address, a text or a file to an article in its story."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.errors import IngestError, NoArticleError, Reason, UnsafeURLError
from bot.ingest.fetch import Fetcher
from bot.ingest.pipeline import keep, parsed, read_file, read_text, read_url
from bot.workers import Workers
from storage.model import Draft, HeadlineDraft
from tests.news import NOW
from tests.walks.pages import CONSENT_PAGE, HEADLINES, ICE_TITLE, NEWS_PAGE, PORT_PAGE, PORT_TITLE

DRAFT = Draft(
    title=PORT_TITLE,
    body="Dockers voted for a raise on Monday. It ends the strike in its third week.",
    url="https://coast-times.example/port",
    language="en",
    headlines=(HeadlineDraft("Ferry Fares Rise in January", language="en"),),
)


@pytest.fixture
async def fetcher():
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    yield fetcher
    await fetcher.close()


@pytest.fixture
def read(fetcher, store, workers):
    """Return a function that reads an address."""
    return partial(read_url, fetcher=fetcher, store=store, workers=workers, now=NOW)


async def keep_now(found, store, *, published):
    async with store.write() as tx:
        return await keep(found, tx=tx, published=published, now=NOW)


async def test_a_page_is_read_and_not_stored(read, store, site):
    found = await read(site.page("/port", PORT_PAGE))
    assert (found.title, found.site) == (PORT_TITLE, "Coast Times")
    async with store.read() as tx:
        assert await tx.articles.count() == 0


async def test_a_known_address_is_not_fetched_again_however_it_is_spelled(read, store, site):
    url = site.page("/port", PORT_PAGE)
    kept = await keep_now(await read(url), store, published=True)
    assert await read(f"{url}?utm_source=chat#top") == (await stored(store, kept.article.id))
    assert [visit.path for visit in site.visits] == ["/port"]


async def stored(store, number):
    async with store.read() as tx:
        return await tx.articles.get(number)


async def test_fifty_who_ingest_one_address_make_one_article(read, store, site):
    url = site.page("/port", PORT_PAGE)

    async def ingest():
        return await keep_now(await read(url), store, published=True)

    made = await asyncio.gather(*(ingest() for _ in range(50)))
    assert [one.is_new for one in made].count(True) == 1
    assert {one.article.id for one in made} == {1}


async def test_a_pasted_text_brings_its_headlines(workers, store):
    kept = await keep_now(await read_text(NEWS_PAGE, workers=workers), store, published=True)
    assert kept.article.title == ICE_TITLE
    assert [headline.title for headline in kept.headlines] == list(HEADLINES)


async def test_the_same_text_in_another_layout_is_known(workers, store):
    await keep_now(await read_text(NEWS_PAGE, workers=workers), store, published=True)
    again = await read_file(
        "page.txt", NEWS_PAGE.replace("\n", "\r\n").encode(), workers=workers, now=NOW
    )
    assert (await keep_now(again, store, published=True)).is_new is False


async def test_a_private_article_is_in_no_story_and_brings_no_headlines(store):
    kept = await keep_now(DRAFT, store, published=False)
    assert (kept.is_new, kept.headlines) == (True, ())
    async with store.read() as tx:
        assert (await tx.articles.get(1)).story_id is None
        assert await tx.headlines.count() == 0
        assert await tx.stories.moved_since(NOW) == []


async def test_a_private_article_is_placed_when_it_is_published_and_stays_so(store):
    await keep_now(DRAFT, store, published=False)
    kept = await keep_now(await stored(store, 1), store, published=True)
    assert (kept.article.id, kept.is_new) == (1, True)
    again = await keep_now(DRAFT, store, published=False)
    assert (again.is_new, again.article.is_published) == (False, True)
    assert (await stored(store, 1)).story_id == 1


async def test_what_cannot_be_kept_leaves_nothing_behind(store):
    async def keep_and_fail():
        async with store.write() as tx:
            await keep(DRAFT, tx=tx, published=True, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await keep_and_fail()
    async with store.read() as tx:
        assert (await tx.articles.count(), await tx.headlines.count()) == (0, 0)
        assert (await tx.words.frequencies(["docker"]))[0] == 0


async def test_a_page_without_an_article_says_what_it_is(read, site):
    with pytest.raises(NoArticleError) as refused:
        await read(site.page("/wall", CONSENT_PAGE))
    assert refused.value.reason is Reason.CONSENT_WALL


async def test_an_address_inside_a_private_network_is_not_visited(store, workers, site):
    careful = Fetcher(user_agent="test")
    with pytest.raises(UnsafeURLError):
        await read_url(
            site.page("/port", PORT_PAGE), fetcher=careful, store=store, workers=workers, now=NOW
        )
    await careful.close()
    assert site.visits == []


async def test_a_parser_that_dies_is_an_error_of_what_it_read():
    starved = Workers(count=1, memory_bytes=64 * 1024 * 1024)
    with pytest.raises(IngestError) as refused:
        await parsed(partial(bytes, 1 << 30), what="bomb.html", workers=starved)
    starved.close()
    assert (refused.value.what, refused.value.reason) == ("bomb.html", Reason.TOO_SLOW)
