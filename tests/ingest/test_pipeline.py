"""What is read becomes one article in its story, and what can't be read leaves no trace."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from bot.errors import FetchError, IngestError, NoArticleError, Reason, UnsafeURLError
from bot.ingest.pipeline import keep, parsed, read_file, read_text, read_url
from bot.ingest.web.fetch import Fetcher
from bot.stories.assign import Grouper
from bot.workers import Workers
from storage.model import Article, Draft, HeadlineDraft, Ingested, host_of
from tests.moments import utc
from tests.news import NOW
from tests.newsroom import STRIKE
from tests.walks.pages import (
    CONSENT_PAGE,
    HEADLINES,
    ICE_PARAGRAPHS,
    ICE_TITLE,
    NEWS_PAGE,
    PORT_PAGE,
    PORT_PARAGRAPHS,
    PORT_TITLE,
    page,
)

LATER = utc("2026-11-24T07:00")


@pytest.fixture
async def fetcher() -> AsyncIterator[Fetcher]:
    """A fetcher that may visit loopback, and is not polite."""
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    yield fetcher
    await fetcher.close()


@pytest.fixture
def read(store, fetcher, workers):
    """Return `read_url` with everything but the address."""
    return partial(read_url, store=store, fetcher=fetcher, workers=workers, now=NOW)


@pytest.fixture
def ingest(read, store):
    """Return a function that reads and keeps, as commands do."""

    async def ingest(url: str, *, published: bool = True) -> Ingested:
        found = await read(url)
        async with store.write() as tx:
            return await keep(found, tx=tx, grouper=Grouper(), published=published, now=NOW)

    return ingest


@pytest.fixture
def hasty() -> Iterator[Workers]:
    """Workers that give a job a third of a second and half a gigabyte."""
    workers = Workers(count=1, seconds=0.3, memory_bytes=1 << 29)
    yield workers
    workers.close()


async def kept(store, draft: Draft, *, published: bool) -> Ingested:
    async with store.write() as tx:
        return await keep(draft, tx=tx, grouper=Grouper(), published=published, now=NOW)


async def assert_nothing_is_stored(store) -> None:
    async with store.read() as tx:
        assert await tx.articles.many(range(100)) == {}
        assert await tx.headlines.count() == 0
        assert await tx.stories.moved_since(utc("2000-01-01T00:00")) == []


async def test_an_address_becomes_an_article_in_a_story(ingest, store, site):
    ingested = await ingest(site.page("/port", PORT_PAGE))

    assert ingested.is_new
    async with store.read() as tx:
        assert await tx.articles.latest(10) == [ingested.article]
        [story] = await tx.stories.moved_since(NOW)
    assert ingested.article == Article(
        id=1,
        title=PORT_TITLE,
        body="\n\n".join(PORT_PARAGRAPHS),
        url=f"{site.url}/port",
        site="Coast Times",
        authors=(),
        language="en",
        published_at=utc("2026-11-24T04:40"),
        added_at=NOW,
        content_hash=ingested.article.content_hash,
        is_published=True,
        source_id=None,
        story_id=story.id,
    )
    assert story.members == (ingested.article,)


async def test_what_a_page_dates_by_the_day_alone_is_an_article_of_that_day(ingest, site):
    dated = PORT_PAGE.replace("2026-11-24T04:40:00+00:00", "2026-11-24")
    ingested = await ingest(site.page("/port", dated))
    assert ingested.article.day == date(2026, 11, 24)


@pytest.mark.parametrize(
    "spelling",
    [
        pytest.param("/port", id="the same"),
        pytest.param("/port?utm_source=chat#top", id="with tracking and fragment"),
        pytest.param("/./port/amp", id="for phones"),
    ],
)
async def test_an_address_that_is_known_is_not_fetched_again(ingest, site, spelling):
    first = await ingest(site.page("/port", PORT_PAGE))

    again = await ingest(site.url + spelling)

    assert again == Ingested(first.article, is_new=False)
    assert len(site.visits) == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda site: site.redirect("/short", "/port"), id="redirect"),
        pytest.param(
            lambda site: site.page(
                "/copy",
                PORT_PAGE.replace("</head>", '<link rel="canonical" href="/port"></head>'),
            ),
            id="canonical address",
        ),
    ],
)
async def test_another_way_to_a_known_article_leads_to_it(ingest, site, make):
    first = await ingest(site.page("/port", PORT_PAGE))
    assert await ingest(make(site)) == Ingested(first.article, is_new=False)


async def test_fifty_who_ingest_one_address_at_once_make_one_article(ingest, store, site):
    url = site.page("/port", PORT_PAGE)

    results = await asyncio.gather(*[ingest(url) for _ in range(50)])

    assert sum(result.is_new for result in results) == 1
    assert len({result.article for result in results}) == 1
    async with store.read() as tx:
        assert await tx.articles.count() == 1
        [story] = await tx.stories.moved_since(NOW)
    assert len(story.members) == 1


async def test_a_private_article_is_in_no_story_search_or_headline(store, workers):
    draft = await read_text(NEWS_PAGE, workers=workers)
    assert len(draft.headlines) == len(HEADLINES)

    ingested = await kept(store, draft, published=False)

    assert (ingested.is_new, ingested.headlines) == (True, ())
    async with store.read() as tx:
        assert await tx.articles.latest(10) == []
        assert await tx.headlines.count() == 0
        assert await tx.stories.moved_since(NOW) == []
        assert await tx.search.similar({"icebreak": 1.0}) == []


async def test_headlines_below_a_published_article_are_kept_in_stories_of_their_own(store, workers):
    draft = await read_text(NEWS_PAGE, workers=workers)

    ingested = await kept(store, draft, published=True)

    async with store.read() as tx:
        assert await tx.headlines.of_article(ingested.article.id) == list(ingested.headlines)
        stories = await tx.stories.moved_since(NOW)
    assert tuple(headline.title for headline in ingested.headlines) == HEADLINES
    members = [member for story in stories for member in story.members]
    assert {member.ref for member in members} == {
        ingested.article.ref,
        *(headline.ref for headline in ingested.headlines),
    }
    assert all(headline.story_id for headline in ingested.headlines)


async def test_a_headline_below_an_article_is_no_report_of_the_page_that_carried_it(store):
    draft = replace(
        STRIKE,
        headlines=(
            HeadlineDraft("Ferry fares rise", url="https://m.harbour-post.example/fares"),
            HeadlineDraft("Chess champion resigns", url="https://north.example/chess"),
            HeadlineDraft("Comet seen over Venn"),
        ),
    )

    ingested = await kept(store, draft, published=True)

    assert [headline.outlet for headline in ingested.headlines] == [
        "Harbour Post",
        "north.example",
        "",
    ]


@pytest.mark.parametrize("prefix", ["", "www.", "m.", "amp.", "mobile.", "www.m."])
def test_an_outlet_is_one_whichever_of_its_editions_an_address_names(prefix):
    assert host_of(f"https://{prefix}coast-times.example/fares") == "coast-times.example"


async def test_headlines_that_are_known_are_not_kept_again(store, workers):
    await kept(store, await read_text(NEWS_PAGE, workers=workers), published=True)
    other = "\n\n".join([PORT_TITLE, *PORT_PARAGRAPHS, *HEADLINES[:-1], "Chess champion resigns"])

    ingested = await kept(store, await read_text(other, workers=workers), published=True)

    assert [headline.title for headline in ingested.headlines] == ["Chess champion resigns"]


async def test_a_private_article_becomes_published_in_a_story_once(ingest, store, site):
    url = site.page("/port", PORT_PAGE)
    private = await ingest(url, published=False)
    assert (private.article.is_published, private.article.story_id) == (False, None)

    published = await ingest(url)
    again = await ingest(url)
    asked = await ingest(url, published=False)

    assert (published.is_new, again.is_new, asked.is_new) == (True, False, False)
    assert published.article.is_published
    assert again.article == asked.article == published.article
    assert len(site.visits) == 1
    async with store.read() as tx:
        [story] = await tx.stories.moved_since(NOW)
    assert story.members == (published.article,)


async def test_a_text_pasted_twice_in_two_layouts_is_one_article(store, workers):
    text = "\n\n".join([PORT_TITLE, *PORT_PARAGRAPHS])
    first = await kept(store, await read_text(text, workers=workers), published=True)

    other = await read_text(text.replace("\n\n", "\r\n"), workers=workers)

    assert await kept(store, other, published=True) == Ingested(first.article, is_new=False)


async def test_an_article_that_was_removed_after_it_was_read_is_kept_anew(
    read, ingest, store, site
):
    first = await ingest(site.page("/port", PORT_PAGE))
    found = await read(f"{site.url}/port")
    async with store.write() as tx:
        await tx.articles.remove(first.article.id)

    again = await kept(store, found, published=True)

    assert (again.is_new, again.article.title) == (True, PORT_TITLE)


async def test_what_is_kept_goes_with_the_callers_transaction(store):
    async def keep_and_fail() -> None:
        async with store.write() as tx:
            await keep(STRIKE, tx=tx, grouper=Grouper(), published=True, now=NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await keep_and_fail()

    await assert_nothing_is_stored(store)
    async with store.read() as tx:
        assert await tx.words.frequencies(["docker"]) == (0, {})


async def test_a_file_becomes_an_article(store, workers):
    content = page(ICE_TITLE, ICE_PARAGRAPHS).encode()
    draft = await read_file("ice.html", content, workers=workers, now=NOW)

    ingested = await kept(store, draft, published=True)

    assert (ingested.article.title, ingested.article.url) == (ICE_TITLE, None)


@pytest.mark.parametrize(
    ("make", "error", "reason"),
    [
        pytest.param(
            lambda site: site.page("/a", CONSENT_PAGE),
            NoArticleError,
            Reason.CONSENT_WALL,
            id="cookie wall",
        ),
        pytest.param(
            lambda site: site.page("/a", b"%PDF-1.7", content_type="application/pdf"),
            NoArticleError,
            Reason.NOT_TEXT,
            id="pdf",
        ),
        pytest.param(lambda site: f"{site.url}/a", FetchError, Reason.STATUS, id="not found"),
        pytest.param(
            lambda site: site.redirect("/a", "file:///etc/passwd"),
            UnsafeURLError,
            Reason.NOT_A_URL,
            id="redirect to a file",
        ),
        pytest.param(
            lambda _: "ftp://coast-times.example/a",
            UnsafeURLError,
            Reason.NOT_A_URL,
            id="no web address",
        ),
    ],
)
async def test_what_is_no_article_leaves_no_trace(ingest, store, site, make, error, reason):
    url = make(site)
    with pytest.raises(error) as caught:
        await ingest(url)
    assert (caught.value.what, caught.value.reason) == (url, reason)
    await assert_nothing_is_stored(store)


async def test_an_address_inside_a_private_network_is_refused_unvisited(store, site, workers):
    url = site.page("/port", PORT_PAGE)
    cautious = Fetcher(user_agent="test", host_pause=0)

    with pytest.raises(UnsafeURLError):
        await read_url(url, store=store, fetcher=cautious, workers=workers, now=NOW)
    await cautious.close()

    assert site.visits == []
    await assert_nothing_is_stored(store)


async def test_a_text_and_a_file_without_an_article_are_refused(workers):
    with pytest.raises(NoArticleError) as of_text:
        await read_text("Buy milk.", workers=workers)
    with pytest.raises(IngestError) as of_file:
        await read_file("song.mp3", b"ID3", workers=workers, now=NOW)
    assert of_text.value.reason == Reason.TOO_SHORT
    assert (of_file.value.what, of_file.value.reason) == ("song.mp3", Reason.FILE_TYPE)


async def test_a_page_made_to_hold_up_its_reader_is_given_up(store, site, fetcher, hasty):
    url = site.page("/deep", f"<html><body>{'<div>' * 60_000}{PORT_PAGE}")

    with pytest.raises(IngestError) as caught:
        await read_url(url, store=store, fetcher=fetcher, workers=hasty, now=NOW)

    assert (caught.value.what, caught.value.reason) == (url, Reason.TOO_SLOW)
    await assert_nothing_is_stored(store)


@pytest.mark.parametrize(
    "parse",
    [
        pytest.param(partial(time.sleep, 60), id="too long"),
        pytest.param(partial(bytes, 1 << 30), id="too large"),
        pytest.param(partial(os._exit, 1), id="dies"),
    ],
)
async def test_what_a_worker_cannot_finish_is_called_too_slow(parse, hasty):
    with pytest.raises(IngestError) as caught:
        await parsed(parse, what="the page", workers=hasty)
    assert (caught.value.what, caught.value.reason) == ("the page", Reason.TOO_SLOW)
