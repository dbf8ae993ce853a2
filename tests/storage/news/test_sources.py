"""Feeds are polled when they are due, and each of their items is read once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import SEEN_FOR
from storage.model import Draft, FullText, HeadlineDraft, Kind, Ref, SourceState, Timing, Weight
from tests.moments import utc
from tests.news import source

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
        assert await tx.sources.many([added.id, 99]) == {added.id: added}
        assert await tx.sources.by_url(URL) == added
        assert added == source(
            1, url=URL, title="coast-times.example", next_poll_at=NOW, added_at=NOW
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
        assert await tx.sources.due(LATER, limit=1, skip=1) == [late]
        assert await tx.sources.all() == [late, early, future]


async def test_a_source_is_kept_as_it_was_changed(store):
    async with store.write() as tx:
        added, _ = await tx.sources.add(URL, title="coast-times.example", now=NOW)
        other, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        changed = replace(
            added,
            url=f"{URL}/new",
            title="Coast Times",
            site_url="https://coast-times.example/",
            state=SourceState.STOPPED,
            full_text=FullText.NEVER,
            weight=Weight.LOW,
            etag='W/"5"',
            last_modified="Sat, 10 Jan 2026 06:00:00 GMT",
            timing=Timing(ttl=60, skip_hours=frozenset({0, 23}), skip_days=frozenset({6})),
            gap=timedelta(hours=5),
            newest_at=NOW,
            next_poll_at=LAST,
            last_success_at=LATER,
            failures=3,
            failing_since=LATER,
            last_error="the site did not answer",
            last_status=503,
            moved_to=f"{URL}/newer",
            moves=2,
        )
        await tx.sources.change(changed)

        assert await tx.sources.get(added.id) == changed
        assert await tx.sources.get(other.id) == other


async def test_what_counts_more_or_less_is_known_by_its_source(store):
    async with store.write() as tx:
        high, _ = await tx.sources.add(f"{URL}/1", title="", now=NOW)
        low, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        await tx.sources.add(f"{URL}/3", title="", now=NOW)
        await tx.sources.change(replace(high, weight=Weight.HIGH))
        await tx.sources.change(replace(low, weight=Weight.LOW))

        assert await tx.sources.weights() == {high.id: Weight.HIGH, low.id: Weight.LOW}


async def test_a_source_that_is_stopped_or_on_offer_is_not_due(store):
    async with store.write() as tx:
        stopped, _ = await tx.sources.add(f"{URL}/1", title="", now=NOW)
        stopped = replace(stopped, state=SourceState.STOPPED)
        await tx.sources.change(stopped)
        await tx.sources.add(f"{URL}/2", title="", now=NOW, state=SourceState.OFFERED)

        assert await tx.sources.due(LAST, limit=10) == []
        assert await tx.sources.all() == [stopped]


async def test_an_offer_is_forgotten_after_a_while(store):
    async with store.write() as tx:
        kept, _ = await tx.sources.add(f"{URL}/1", title="", now=NOW)
        old, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW, state=SourceState.OFFERED)
        new, _ = await tx.sources.add(f"{URL}/3", title="", now=LATER, state=SourceState.OFFERED)
        await tx.sources.drop_offers(LATER)

        found = [await tx.sources.get(each.id) for each in (kept, old, new)]
    assert found == [kept, None, new]


async def test_each_source_has_seen_items_of_its_own(store):
    async with store.write() as tx:
        first, _ = await tx.sources.add(f"{URL}/1", title="", now=NOW)
        second, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        await tx.sources.mark_seen(first.id, ["b", "b"], now=NOW)
        await tx.sources.mark_seen(first.id, ["b", "d"], now=LATER)
        await tx.sources.mark_seen(first.id, [], now=LATER)

        marks = ["a", "b", "c", "d", "a"]
        assert await tx.sources.seen(first.id, marks) == {"b": LATER, "d": LATER}
        assert await tx.sources.seen(second.id, ["a", "b"]) == {}
        assert await tx.sources.seen(first.id, []) == {}


async def test_what_a_feed_has_not_listed_for_half_a_year_is_forgotten(store):
    moments = [NOW + number * SEEN_FOR / 3 for number in range(5)]
    async with store.write() as tx:
        added, _ = await tx.sources.add(URL, title="", now=NOW)
        other, _ = await tx.sources.add(f"{URL}/2", title="", now=NOW)
        await tx.sources.mark_seen(added.id, ["once"], now=NOW)
        await tx.sources.mark_seen(other.id, ["once"], now=NOW)
        for moment in moments:
            await tx.sources.mark_seen(added.id, ["always"], now=moment)

        assert await tx.sources.seen(added.id, ["once", "always"]) == {"always": moments[-1]}
        assert await tx.sources.seen(other.id, ["once"]) == {"once": NOW}


async def test_a_feed_of_ten_thousand_items_with_long_names_is_no_problem(store):
    marks = [f"{'long' * 1000}{number}" for number in range(10_000)]
    async with store.write() as tx:
        added, _ = await tx.sources.add(URL, title="", now=NOW)
        await tx.sources.mark_seen(added.id, marks[1:], now=NOW)

        assert await tx.sources.seen(added.id, marks) == dict.fromkeys(marks[1:], NOW)


async def test_what_a_removed_source_brought_stays(store):
    async with store.write() as tx:
        added, _ = await tx.sources.add(URL, title="", now=NOW)
        await tx.sources.mark_seen(added.id, ["a"], now=NOW)
        article, _ = await tx.articles.add(
            Draft("Title", "Body"), published=True, now=NOW, source_id=added.id
        )
        [headline] = await tx.headlines.add(
            [HeadlineDraft("Headline")], site="", source_id=added.id, now=NOW
        )

        assert await tx.sources.remove(added.id)
        assert not await tx.sources.remove(added.id)

        assert await tx.sources.get(added.id) is None
        assert await tx.articles.get(article.id) == replace(article, source_id=None)
        assert await tx.headlines.get(headline.id) == replace(headline, source_id=None)
