"""An admin names a feed, a site or a list, and what is there is read from now on."""

from __future__ import annotations

import asyncio
from functools import partial

import pytest

from bot.commands.request import silent
from bot.errors import FetchError, NoFeedError, NotFoundError, Reason
from bot.ingest.feeds.opml import Subscription
from bot.ingest.sources.add import add_list, add_source, choose_source
from bot.ingest.sources.refresh import refresh_sources
from bot.ingest.sources.save import FIRST_ITEMS
from storage.model import Added, Offer, SourceState, Taken
from tests.feeds import (
    DAY,
    HOUR,
    MINUTE,
    TEXT,
    feed,
    headlines,
    home_page,
    link,
    source_of,
)
from tests.news import NOW


@pytest.fixture
def add(reading):
    """Return `add_source` with everything but the address."""
    return partial(add_source, reading=reading, now=NOW, progress=silent)


async def add_one(add, url: str) -> Added:
    """Add what is a single feed."""
    added = await add(url)
    assert isinstance(added, Added)
    return added


async def offered(add, url: str) -> dict[str, Offer]:
    """Return the feeds that are offered behind a page, by their titles."""
    offers = await add(url)
    assert isinstance(offers, tuple)
    return {offer.source.title: offer for offer in offers}


async def urls_read(store) -> list[str]:
    async with store.read() as tx:
        return [source.url for source in await tx.sources.all()]


async def test_a_feed_is_added_with_its_newest_items(add, store, site):
    url = site.feed("/feed", feed(1, 2, 3), etag='"1"', last_modified="today")

    added = await add_one(add, url)

    assert (added.is_new, added.items) == (True, 3)
    assert await headlines(store) == [f"Ferry number {number} sails" for number in (1, 2, 3)]
    found = await source_of(store)
    assert found == added.source
    assert (found.url, found.title, found.state) == (url, "Harbour Post", SourceState.READ)
    assert (found.etag, found.last_modified) == ('"1"', "today")
    assert (found.newest_at, found.gap) == (NOW - MINUTE, MINUTE)
    assert (found.added_at, found.last_success_at) == (NOW, NOW)
    assert 13 * MINUTE < found.next_poll_at - NOW < 17 * MINUTE


async def test_a_feed_that_is_known_is_not_asked_again(add, site):
    url = site.feed("/feed", feed(1))
    added = await add_one(add, url)

    known = await add_one(add, f"{url}?utm_source=chat")

    assert known == Added(added.source, is_new=False)
    assert len(site.visits) == 1


async def test_a_feed_that_two_add_at_once_is_one_source(add, store, site):
    url = site.feed("/feed", feed(1, 2))

    results = await asyncio.gather(add(url), add(url))

    assert sorted(added.is_new for added in results) == [False, True]
    assert await urls_read(store) == [url]
    assert len(await headlines(store)) == 2


@pytest.mark.parametrize(
    ("status", "error"),
    [
        pytest.param(200, NoFeedError, id="a page"),
        pytest.param(404, FetchError, id="nothing"),
    ],
)
async def test_what_is_no_feed_and_has_none_is_not_added(add, store, site, status, error):
    with pytest.raises(error):
        await add(site.page("/", home_page(), status=status))

    assert await urls_read(store) == []


@pytest.mark.parametrize(
    "order",
    [
        pytest.param(range(50), id="newest first"),
        pytest.param(range(49, -1, -1), id="oldest first"),
    ],
)
async def test_of_a_new_source_the_twenty_newest_items_are_kept_and_the_rest_is_known(
    add, reading, store, site, order
):
    added = await add_one(add, site.feed("/feed", feed(*order)))
    newest = [f"Ferry number {number} sails" for number in range(FIRST_ITEMS)]
    assert (added.items, await headlines(store)) == (20, newest)

    assert await refresh_sources(reading, now=NOW + HOUR) == 0
    assert await headlines(store) == newest


async def test_an_item_with_its_text_becomes_a_published_article(add, store, site):
    await add(site.feed("/feed", feed(1, text=TEXT)))

    async with store.read() as tx:
        [article] = await tx.articles.latest(10)
        assert await tx.headlines.count() == 0
    assert (article.title, article.body) == ("Ferry number 1 sails", TEXT.strip())
    assert (article.is_published, article.source_id) == (True, 1)
    assert article.published_at == NOW - MINUTE


@pytest.mark.parametrize(
    ("status", "path"),
    [
        pytest.param(301, "/new", id="for good"),
        pytest.param(302, "/old", id="for now"),
    ],
)
async def test_a_feed_that_moved_for_good_is_read_where_it_is(add, site, status, path):
    site.feed("/new", feed(1))

    added = await add_one(add, site.redirect("/old", "/new", status=status))

    assert added.source.url == site.url + path


async def test_a_feed_that_is_too_large_is_called_so(add, site):
    deep = f"<rss><channel>{'<x>' * 50_000}</channel></rss>"
    with pytest.raises(NoFeedError) as caught:
        await add(site.page("/feed", deep, content_type="text/xml"))
    assert caught.value.reason == Reason.TOO_LARGE


async def test_a_site_with_one_feed_is_added_by_it(add, store, site):
    site.feed("/news", feed(1))
    url = site.page("/", home_page(link("news")))

    added = await add_one(add, url)

    assert (added.source.url, added.is_new) == (f"{site.url}/news", True)
    assert await headlines(store) == ["Ferry number 1 sails"]
    assert await add_one(add, url) == Added(added.source, is_new=False)


async def test_of_several_feeds_none_is_read_until_it_is_chosen(add, reading, store, site):
    site.feed("/news", feed(1, 2, title="News"))
    site.feed("/sport", feed(60 * 24, title="Sport"))
    url = site.page("/", home_page(link("news"), link("sport"), link("missing")))

    offers = await offered(add, url)

    assert {title: offer.items for title, offer in offers.items()} == {"News": 2, "Sport": 1}
    assert offers["News"].newest_at == NOW - MINUTE
    assert await urls_read(store) == []
    assert await headlines(store) == []

    added = await choose_source(offers["Sport"].source.id, reading, now=NOW)
    assert (added.source.id, added.is_new, added.items) == (offers["Sport"].source.id, True, 1)
    assert await urls_read(store) == [f"{site.url}/sport"]

    # What is read already is not offered again.
    assert list(await offered(add, url)) == ["News"]
    await choose_source(offers["News"].source.id, reading, now=NOW)
    assert not (await add_one(add, url)).is_new


async def test_an_offer_is_forgotten_after_a_week(add, reading, site):
    site.feed("/news", feed(1, title="News"))
    site.feed("/sport", feed(2, title="Sport"))
    url = site.page("/", home_page(link("news"), link("sport")))
    offers = await offered(add, url)
    site.feed("/a", feed(1, title="A"))
    site.feed("/b", feed(2, title="B"))
    other = site.page("/other", home_page(link("a"), link("b")))
    await add_source(other, reading, now=NOW + 8 * DAY, progress=silent)

    with pytest.raises(NotFoundError):
        await choose_source(offers["News"].source.id, reading, now=NOW)


async def test_one_feed_in_two_formats_is_one(add, site):
    site.feed("/rss", feed(*range(10)))
    site.feed("/atom", feed(*range(20), title="Harbour Post (Atom)"))
    site.feed("/empty", feed(title="Comments"))
    added = await add_one(add, site.page("/", home_page(link("rss"), link("atom"), link("empty"))))
    assert added.source.url == f"{site.url}/rss"


async def test_a_section_whose_items_stand_in_the_main_feed_too_is_offered(add, site):
    site.feed("/news", feed(*range(20), title="News"))
    site.feed("/sport", feed(*range(5, 20, 5), title="Sport"))
    offers = await offered(add, site.page("/", home_page(link("news"), link("sport"))))
    assert list(offers) == ["News", "Sport"]


@pytest.mark.parametrize("path", ["/feed", "/rss.xml", "/index.xml"])
async def test_a_feed_that_a_site_names_nowhere_is_found_where_feeds_usually_are(add, site, path):
    feed_url = site.feed(path, feed(1))
    added = await add_one(add, site.page("/news.html", home_page()))
    assert added.source.url == feed_url


async def test_a_page_that_lists_the_sites_feeds_is_followed(add, site):
    site.feed("/rss/world", feed(1, title="World"))
    site.feed("/rss/sport", feed(2, title="Sport"))
    site.page("/rss", '<html><a href="/rss/world">World</a> <a href="/rss/sport">Sport</a>')
    offers = await offered(add, site.page("/", '<html><p><a href="/rss">Our feeds</a></p>'))
    assert list(offers) == ["World", "Sport"]


async def test_not_more_than_a_few_addresses_are_tried(add, site):
    url = site.page("/", home_page(*(link(f"feed{number}") for number in range(100))))
    with pytest.raises(NoFeedError):
        await add(url)
    assert len(site.visits) < 25


async def test_a_source_that_was_stopped_is_read_again_and_brings_nothing_twice(
    add, reading, store, site
):
    added = await add_one(add, site.feed("/feed", feed(1)))
    site.page("/feed", status=410)
    await refresh_sources(reading, now=NOW + 2 * HOUR)
    site.feed("/feed", feed(0, 1))

    again = await add_one(add, added.source.url)

    assert (again.source.id, again.is_new, again.items) == (added.source.id, True, 1)
    found = await source_of(store)
    assert (found.state, found.failing_since, found.last_error) == (SourceState.READ, None, "")


async def test_a_source_that_fails_is_tried_at_once(add, reading, store, site):
    added = await add_one(add, site.feed("/feed", feed(1)))
    site.page("/feed", status=500)
    await refresh_sources(reading, now=NOW + 2 * HOUR)

    with pytest.raises(FetchError):
        await choose_source(added.source.id, reading, now=NOW)
    site.feed("/feed", feed(1))
    await choose_source(added.source.id, reading, now=NOW)

    assert (await source_of(store)).failing_since is None


async def test_a_list_is_taken_over_and_what_failed_is_kept_with_its_reason(reading, store, site):
    site.feed("/one", feed(1))
    site.feed("/two", feed(2))
    site.page("/page", home_page())
    names = ("one", "two", "page", "missing")
    feeds = [Subscription(f"{site.url}/{name}", name.title()) for name in names]
    steps = []

    async def progress(done: int, total: int) -> None:
        steps.append((done, total))

    first = await add_list(feeds[:1], reading, now=NOW, progress=silent)
    taken = await add_list(feeds, reading, now=NOW, progress=progress)

    assert (first.added, first.known) == (1, 0)
    assert (taken.added, taken.known) == (1, 1)
    failed = {source.title: (source.last_error, source.last_status) for source in taken.failed}
    assert failed == {"Page": (Reason.NO_FEED, None), "Missing": (Reason.STATUS, 404)}
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert await urls_read(store) == [f"{site.url}/one", f"{site.url}/two"]
    async with store.read() as tx:
        assert tuple(await tx.sources.offers()) == taken.failed


async def test_a_list_that_is_taken_over_again_adds_what_works_now(reading, store, site):
    site.page("/one", status=500)
    feeds = [Subscription(f"{site.url}/one", "One")]
    broken = await add_list(feeds, reading, now=NOW, progress=silent)
    site.feed("/one", feed(1))

    taken = await add_list(feeds, reading, now=NOW, progress=silent)

    assert (len(broken.failed), taken.added, taken.failed) == (1, 1, ())
    assert (await source_of(store, broken.failed[0].id)).state is SourceState.READ


async def test_a_list_on_the_web_is_taken_over(add, store, site):
    one, two = site.feed("/one", feed(1)), site.feed("/two", feed(2))
    outlines = f'<outline xmlUrl="{one}"/><outline xmlUrl="{two}"/>'
    content = f"<opml><body>{outlines}</body></opml>"
    taken = await add(site.page("/list", content, content_type="text/x-opml"))
    assert taken == Taken(added=2, known=0, failed=())
    assert sorted(await urls_read(store)) == [one, two]
