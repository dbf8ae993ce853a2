"""Feeds are polled when they are due, and each of their items is read once."""

from __future__ import annotations

from dataclasses import replace

from storage.model import Draft, HeadlineDraft, Kind, Ref, Source
from storage.sources import SEEN_FOR
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")
LAST = utc("2026-01-10T08:00")

URL = "https://coast-times.example/feed"


async def test_a_new_source_is_due_at_once(store):
    async with store.write() as tx:
        added, is_new = await tx.sources.add(URL, title="coast-times.example", now=NOW)

    async with store.read() as tx:
        assert is_new
        assert await tx.sources.due(NOW, limit=10) == [added]
        assert await tx.sources.get(added.id) == added
        assert await tx.sources.by_url(URL) == added
        assert added == Source(
            id=1,
            url=URL,
            title="coast-times.example",
            site_url=None,
            etag="",
            last_modified="",
            next_poll_at=NOW,
            last_success_at=None,
            failures=0,
            last_error="",
            added_at=NOW,
        )
        assert added.ref == Ref(Kind.SOURCE, 1)


async def test_an_address_is_one_source(store):
    async with store.write() as tx:
        first, _ = await tx.sources.add(URL, title="First", now=NOW)

        assert await tx.sources.add(URL, title="Second", now=LATER) == (first, False)


async def test_sources_are_due_longest_waiting_first(store):
    async with store.write() as tx:
        late, _ = await tx.sources.add(f"{URL}/1", title="", now=LATER)
        early, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        future, _ = await tx.sources.add(f"{URL}/3", title="", now=LAST)

        assert await tx.sources.due(LATER, limit=10) == [early, late]
        assert await tx.sources.due(LATER, limit=1) == [early]
        assert await tx.sources.all() == [late, early, future]


async def test_a_poll_tells_when_the_next_one_is_due(store):
    async with store.write() as tx:
        added, _ = await tx.sources.add(URL, title="coast-times.example", now=NOW)
        await tx.sources.failed(added.id, error="timed out", next_poll_at=LATER)
        await tx.sources.failed(added.id, error="404", next_poll_at=LATER)
        failed = replace(added, failures=2, last_error="404", next_poll_at=LATER)
        assert await tx.sources.get(added.id) == failed
        assert await tx.sources.due(NOW, limit=10) == []

        await tx.sources.polled(
            added.id,
            title="Coast Times",
            site_url="https://coast-times.example/",
            etag='W/"5"',
            last_modified="Sat, 10 Jan 2026 06:00:00 GMT",
            next_poll_at=LAST,
            now=LATER,
        )
        assert await tx.sources.get(added.id) == replace(
            added,
            title="Coast Times",
            site_url="https://coast-times.example/",
            etag='W/"5"',
            last_modified="Sat, 10 Jan 2026 06:00:00 GMT",
            next_poll_at=LAST,
            last_success_at=LATER,
        )


async def test_each_source_has_seen_items_of_its_own(store):
    async with store.write() as tx:
        first, _ = await tx.sources.add(f"{URL}/1", title="", now=NOW)
        second, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        await tx.sources.mark_seen(first.id, ["b", "b"], now=NOW)
        await tx.sources.mark_seen(first.id, ["b", "d"], now=LATER)
        await tx.sources.mark_seen(first.id, [], now=LATER)

        assert await tx.sources.seen(first.id, ["a", "b", "c", "d", "a"]) == {"b", "d"}
        assert await tx.sources.seen(second.id, ["a", "b"]) == set()
        assert await tx.sources.seen(first.id, []) == set()


async def test_what_a_feed_has_not_listed_for_half_a_year_is_forgotten(store):
    moments = [NOW + number * SEEN_FOR / 3 for number in range(5)]
    async with store.write() as tx:
        source, _ = await tx.sources.add(URL, title="", now=NOW)
        other, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        await tx.sources.mark_seen(source.id, ["once"], now=NOW)
        await tx.sources.mark_seen(other.id, ["once"], now=NOW)
        for moment in moments:
            await tx.sources.mark_seen(source.id, ["always"], now=moment)

        assert await tx.sources.seen(source.id, ["once", "always"]) == {"always"}
        assert await tx.sources.seen(other.id, ["once"]) == {"once"}


async def test_a_feed_of_ten_thousand_items_with_long_names_is_no_problem(store):
    marks = [f"{'long' * 1000}{number}" for number in range(10_000)]
    async with store.write() as tx:
        source, _ = await tx.sources.add(URL, title="", now=NOW)
        await tx.sources.mark_seen(source.id, marks[1:], now=NOW)

        assert await tx.sources.seen(source.id, marks) == set(marks[1:])


async def test_what_a_removed_source_brought_stays(store):
    async with store.write() as tx:
        source, _ = await tx.sources.add(URL, title="", now=NOW)
        await tx.sources.mark_seen(source.id, ["a"], now=NOW)
        article, _ = await tx.articles.add(
            Draft("Title", "Body"), published=True, now=NOW, source_id=source.id
        )
        [headline] = await tx.headlines.add(
            [HeadlineDraft("Headline")], site="", source_id=source.id, now=NOW
        )

        assert await tx.sources.remove(source.id)
        assert not await tx.sources.remove(source.id)

        assert await tx.sources.get(source.id) is None
        assert await tx.articles.get(article.id) == replace(article, source_id=None)
        assert await tx.headlines.get(headline.id) == replace(headline, source_id=None)
