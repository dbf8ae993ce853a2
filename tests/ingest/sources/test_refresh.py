"""Sources are read again and again: politely, whatever they answer, each item once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from aiohttp import web

from bot.commands.request import silent
from bot.errors import Reason
from bot.ingest.sources import refresh as refreshing
from bot.ingest.sources.add import add_source
from bot.ingest.sources.backoff import succeeded
from bot.ingest.sources.refresh import refresh_sources
from bot.ingest.web.fetch import Fetcher
from bot.messages.telegram_limits import plain
from storage import Store
from storage.model import Added, Source, SourceState
from tests.feeds import DAY, HOUR, TEXT, feed, headlines, source_of
from tests.news import NOW

# By then every source that was read at NOW is due, unless it failed.
LATER = NOW + 2 * HOUR


@pytest.fixture
def add(reading):
    """Return what adds a feed, by its address, and returns the source."""

    async def add(url: str) -> Source:
        added = await add_source(url, reading, now=NOW, progress=silent)
        assert isinstance(added, Added)
        return added.source

    return add


@pytest.fixture
def refresh(reading):
    """Return `refresh_sources` with everything but the moment."""
    return partial(refresh_sources, reading)


async def test_a_source_that_failed_at_first_floods_nobody_either(refresh, store, site):
    url = site.page("/feed", status=500)
    async with store.write() as tx:
        await tx.sources.add(url, title="", now=NOW)
    await refresh(now=NOW)
    site.feed("/feed", feed(*range(50)))

    assert await refresh(now=NOW + DAY) == 20


async def test_later_every_new_item_is_kept(add, refresh, store, site):
    url = site.feed("/feed", feed(100))
    await add(url)
    site.feed("/feed", feed(*range(50), 100))

    assert await refresh(now=LATER) == 50
    assert len(await headlines(store)) == 51


async def test_an_item_is_new_only_once_whatever_becomes_of_its_title(add, refresh, store, site):
    url = site.feed("/feed", feed(1))
    await add(url)
    site.feed("/feed", feed(1).replace("sails", "sails again"))

    assert await refresh(now=LATER) == 0
    assert await headlines(store) == ["Ferry number 1 sails"]


async def test_what_sources_bring_is_placed_in_stories(add, store, site):
    await add(site.feed("/a", feed(1), last_modified="today"))
    await add(site.feed("/b", feed(2, title="Coast Times", text=TEXT)))

    async with store.read() as tx:
        [headline] = await tx.headlines.latest(10)
        [article] = await tx.articles.latest(10)
        stories = await tx.stories.moved_since(NOW - DAY)
    assert {member for story in stories for member in story.members} == {article, headline}


async def test_a_source_is_asked_for_changes_with_what_it_said_itself(add, refresh, store, site):
    etag, last_modified = 'W/"odd, but its own', "Tuesday, or so"
    url = site.feed("/feed", feed(1), etag=etag, last_modified=last_modified)
    await add(url)

    assert await refresh(now=LATER) == 0

    asked = site.visits[1].headers
    assert (asked["If-None-Match"], asked["If-Modified-Since"]) == (etag, last_modified)


async def test_a_source_in_which_nothing_changed_was_read_all_the_same(add, refresh, store, site):
    url = site.feed("/feed", feed(1), etag='"1"', last_modified="today")
    added = await add(url)
    before = replace(added, failures=2, failing_since=NOW, last_error="timeout")
    async with store.write() as tx:
        await tx.sources.change(before)

    async def unchanged(_request: web.Request) -> web.Response:
        return web.Response(status=304)

    site.handle("/feed", unchanged)
    await refresh(now=LATER)

    assert await source_of(store) == succeeded(before, now=LATER, shortest=timedelta(minutes=15))


async def test_a_source_that_changed_says_anew_what_to_ask_with(add, refresh, store, site):
    url = site.feed("/feed", feed(1), etag='"1"', last_modified="today")
    await add(url)
    site.feed("/feed", feed(1, 2, title="New Harbour Post"), etag='"2"')

    await refresh(now=LATER)

    found = await source_of(store)
    assert (found.etag, found.last_modified) == ('"2"', "")
    assert found.title == "New Harbour Post"


async def test_a_source_is_read_from_the_stored_instant_on(add, refresh, site):
    added = await add(site.feed("/feed", feed(1)))

    await refresh(now=added.next_poll_at - timedelta(seconds=1))
    assert len(site.visits) == 1

    await refresh(now=added.next_poll_at)
    assert len(site.visits) == 2


async def test_a_source_says_itself_how_long_it_stays_fresh(add, site):
    headers = {"Cache-Control": "public, max-age=18000"}
    added = await add(site.page("/feed", feed(1, 2, 3), headers=headers))
    assert added.next_poll_at - NOW >= 5 * HOUR


async def test_what_a_feed_asks_for_holds_while_nothing_changes(add, refresh, store, site):
    content = feed(1, 2, 3).replace("<channel>", "<channel><ttl>300</ttl>")
    added = await add(site.feed("/feed", content, etag='"1"'))
    await refresh(now=added.next_poll_at)

    assert len(site.visits) == 2
    assert (await source_of(store)).next_poll_at - added.next_poll_at >= 5 * HOUR


async def test_a_source_that_fails_is_asked_less_and_less_and_works_again(
    add, refresh, store, site
):
    added = await add(site.feed("/feed", feed(1)))
    site.page("/feed", status=500)
    now, pauses = added.next_poll_at, []
    for _ in range(7):
        await refresh(now=now)
        pauses.append((await source_of(store)).next_poll_at - now)
        now += pauses[-1]

    assert pauses[:4] == sorted(pauses[:4])
    assert pauses[0] > 1.8 * HOUR
    assert 0.9 * DAY <= pauses[-1] <= DAY
    broken = await source_of(store)
    assert (broken.failures, broken.failing_since) == (7, added.next_poll_at)
    assert (broken.last_error, broken.last_status) == (Reason.STATUS, 500)

    site.feed("/feed", feed(1))
    await refresh(now=now)
    assert (await source_of(store)).failing_since is None


async def test_a_source_may_say_how_long_to_leave_it_alone(add, refresh, store, site):
    await add(site.feed("/feed", feed(1)))
    site.page("/feed", status=429, headers={"Retry-After": "18000"})

    await refresh(now=LATER)

    assert 5 * HOUR <= (await source_of(store)).next_poll_at - LATER <= 5.5 * HOUR


async def test_what_one_source_is_told_to_wait_others_of_its_site_wait_unasked(
    add, refresh, store, site
):
    await add(site.feed("/a", feed(1)))
    await add(site.feed("/b", feed(2)))
    site.page("/a", status=429, headers={"Retry-After": "18000"})
    site.visits.clear()

    await refresh(now=LATER)

    assert [visit.path for visit in site.visits] == ["/a"]
    told, unasked = await source_of(store, 1), await source_of(store, 2)
    assert (told.failures, unasked.failures, unasked.last_error) == (1, 0, "")
    assert 4.9 * HOUR <= unasked.next_poll_at - LATER <= 5.5 * HOUR


async def told(store: Store) -> list[tuple[int, str]]:
    """Return to whom something is to be sent, and what."""
    async with store.write() as tx:
        claimed = await tx.outbox.claim(NOW + 365 * DAY, owner="test", lease=DAY, limit=100)
    return sorted((each.message.chat_id, plain(each.message.text)) for each in claimed)


async def test_admins_are_told_once_of_a_source_that_fails_for_a_day(add, refresh, store, site):
    added = await add(site.feed("/feed", feed(1)))
    site.page("/feed", status=403)
    now = added.next_poll_at
    while now < added.next_poll_at + DAY:
        assert await told(store) == []
        await refresh(now=now)
        now = (await source_of(store)).next_poll_at
    for _ in range(3):
        await refresh(now=now)
        now = (await source_of(store)).next_poll_at

    text = (
        "Harbour Post (f1): failing since Tuesday: 403, probably blocks bots.\n"
        "It is still asked once a day; you are not told of this again."
    )
    assert await told(store) == [(7, text), (8, text)]


async def test_a_source_that_is_gone_for_good_is_stopped_and_admins_are_told(
    add, refresh, store, site
):
    await add(site.feed("/feed", feed(1)))
    site.page("/feed", status=410)
    await refresh(now=LATER)
    await refresh(now=LATER + 30 * DAY)

    assert len(site.visits) == 2
    assert (await source_of(store)).state is SourceState.STOPPED
    text = "Harbour Post (f1): stopped: 410, gone for good.\nIt is no longer read."
    assert await told(store) == [(7, text), (8, text)]


@pytest.mark.parametrize("status", [301, 308])
async def test_a_source_that_moved_is_read_at_its_new_address_from_the_third_time_on(
    add, refresh, store, site, status
):
    added = await add(site.feed("/old", feed(1)))
    new = site.feed("/new", feed(1))
    site.redirect("/old", "/new", status=status)
    now, addresses = added.next_poll_at, []
    for _ in range(3):
        await refresh(now=now)
        found = await source_of(store)
        addresses.append(found.url)
        now = found.next_poll_at
    assert addresses == [added.url, added.url, new]

    site.visits.clear()
    await refresh(now=now)
    assert [visit.path for visit in site.visits] == ["/new"]


async def test_a_source_that_moved_to_the_address_of_another_is_stopped(add, refresh, store, site):
    added = await add(site.feed("/old", feed(1)))
    await add(site.feed("/new", feed(1)))
    site.redirect("/old", "/new", status=301)
    now = added.next_poll_at
    for _ in range(3):
        await refresh(now=now)
        now = (await source_of(store)).next_poll_at

    stopped = await source_of(store)
    assert (stopped.url, stopped.state) == (added.url, SourceState.STOPPED)
    assert stopped.last_error == "its address is now that of f2"
    assert len(await told(store)) == 2


async def test_a_source_that_moved_takes_the_address_of_an_offer(add, refresh, store, site):
    added = await add(site.feed("/old", feed(1)))
    new = site.feed("/new", feed(1))
    async with store.write() as tx:
        await tx.sources.add(new, title="", now=NOW, state=SourceState.OFFERED)
    site.redirect("/old", "/new", status=301)
    now = added.next_poll_at
    for _ in range(3):
        await refresh(now=now)
        now = (await source_of(store)).next_poll_at

    assert (await source_of(store)).url == new


async def test_a_bad_source_holds_up_no_other(refresh, store, site):
    good = [site.feed(f"/{number}", feed(number, title=f"Post {number}")) for number in range(3)]
    bad = [
        site.page("/page", "<html><body><p>Hello</p></body></html>"),
        site.page("/broken", status=500),
        site.bomb("/bomb", megabytes=20),
        site.page("/deep", f"<rss><channel>{'<x>' * 50_000}", content_type="text/xml"),
        site.redirect("/round", "/round"),
        "https://nobody.invalid/feed",
    ]
    async with store.write() as tx:
        for url in [*bad, *good]:
            await tx.sources.add(url, title="", now=NOW)

    assert await refresh(now=NOW) == 3

    assert sorted(await headlines(store)) == [f"Ferry number {number} sails" for number in range(3)]
    async with store.read() as tx:
        reasons = {
            found.url: (found.last_error, found.last_status) for found in await tx.sources.all()
        }
    assert reasons == {
        bad[0]: (Reason.NO_FEED, None),
        bad[1]: (Reason.STATUS, 500),
        bad[2]: (Reason.TOO_LARGE, 200),
        bad[3]: (Reason.TOO_LARGE, None),
        bad[4]: (Reason.TOO_MANY_REDIRECTS, 302),
        bad[5]: (Reason.DNS, None),
        **dict.fromkeys(good, ("", None)),
    }


async def test_a_source_that_is_removed_while_it_is_read_brings_nothing(refresh, store, site):
    async def remove(_request: web.Request) -> web.Response:
        # It also shows that no transaction waits for the network: this one can write.
        async with store.write() as tx:
            await tx.sources.remove(1)
        return web.Response(text=feed(1), content_type="application/rss+xml")

    url = site.handle("/feed", remove)
    async with store.write() as tx:
        await tx.sources.add(url, title="", now=NOW)

    assert await refresh(now=NOW) == 0
    assert await headlines(store) == []
    async with store.read() as tx:
        assert await tx.sources.all() == []


async def test_a_round_ends_in_time_and_leaves_the_rest_due(refresh, store, site, monkeypatch):
    async with store.write() as tx:
        for number in range(3):
            url = site.feed(f"/{number}", feed(number))
            await tx.sources.add(url, title="", now=NOW)

    monkeypatch.setattr(refreshing, "ROUND_SECONDS", 0)
    assert await refresh(now=NOW) == 0
    monkeypatch.undo()
    assert await refresh(now=NOW) == 3


async def test_the_same_item_in_two_feeds_with_one_address_is_one(add, store, site):
    item = "<item><title>Dam plan grows</title><link>https://a.example/dam{}</link></item>"
    content = f'<rss version="2.0"><channel><title>A</title>{item}</channel></rss>'
    await add(site.feed("/a", content.format("")))

    await add(site.feed("/b", content.format("?utm_source=rss")))

    assert await headlines(store) == ["Dam plan grows"]


async def test_an_item_whose_id_changed_is_known_by_its_address(add, refresh, store, site):
    def content(guid: str, text: str = "") -> str:
        return (
            '<rss version="2.0"><channel><title>Harbour Post</title><item>'
            f'<title>Dam plan grows</title><guid isPermaLink="false">{guid}</guid>'
            f"<link>https://a.example/dam</link><description>{text}</description>"
            "</item></channel></rss>"
        )

    await add(site.feed("/headlines", content("1")))
    await add(site.feed("/articles", content("1", TEXT)))
    site.feed("/headlines", content("2"))
    site.feed("/articles", content("2", TEXT))

    assert await refresh(now=LATER) == 0
    async with store.read() as tx:
        assert (await tx.headlines.count(), await tx.articles.count()) == (1, 1)


async def test_an_error_of_our_own_makes_no_haste_to_ask_again(reading, store, site, caplog):
    url = site.feed("/feed", feed(1))
    async with store.write() as tx:
        await tx.sources.add(url, title="", now=NOW)
    # No HTTP client sends such a name.
    broken = Fetcher(user_agent="two\nlines", allow_private_networks=True)

    assert await refresh_sources(replace(reading, fetcher=broken), now=NOW) == 0
    await broken.close()

    failed = await source_of(store)
    assert failed.failures == 1
    assert failed.next_poll_at - NOW > 1.8 * HOUR
    assert failed.last_error == "an error here; the log has it"
    assert "source f1 can't be read" in caplog.text
