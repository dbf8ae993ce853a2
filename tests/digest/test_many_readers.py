"""Digests for many readers at once: what the benchmark measures, on few stories."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.digest.build import deliver_due
from bot.preferences.filters import Filtering, documents_of
from storage import Store
from storage.model import DigestState, Filter, FilterKind
from tests.benchmarks.building import another_writer, told
from tests.benchmarks.building_page import table
from tests.benchmarks.heartbeat import heartbeat
from tests.benchmarks.news_day import filter_texts, publish, reports, subscribe
from tests.benchmarks.plot_building import Line, plot
from tests.benchmarks.stories_search import NOW
from tests.databases import on_both_databases

STORIES, READERS, FILTERS, CAP = 60, 50, 20, 5


@pytest.fixture
async def served(store: Store, workers) -> Store:
    """A store in which everybody's digest was made."""
    news = reports(STORIES)
    await publish(store, news)
    await subscribe(store, READERS, filters=filter_texts(news, FILTERS))
    async with heartbeat(), another_writer(store):
        count = await deliver_due(
            store=store, workers=workers, now=NOW, cap=CAP, method="lead", limit=7
        )
    assert count == READERS
    return store


async def matched(store: Store, filters: list[Filter]) -> dict[int, frozenset[int]]:
    """Return by filter the stories that it matches, each asked alone."""
    async with store.read() as tx:
        stories = await tx.stories.moved_since(NOW - timedelta(days=2))
        topics = await tx.search.topics([one.ref for each in stories for one in each.members])
        subscribers = await tx.subscribers.many([one.chat_id for one in filters])
    filtering = Filtering(documents_of(stories, topics), now=NOW, languages=["en"])
    zones = {chat_id: one.zone for chat_id, one in subscribers.items()}
    follow = FilterKind.FOLLOW
    return {
        one.id: frozenset(
            filtering.filtered(
                [Filter(1, one.chat_id, follow, one.text, one.languages, NOW)],
                zone=zones[one.chat_id],
            ).followed
        )
        for one in filters
    }


@on_both_databases
async def test_each_is_told_what_is_wanted_in_one_message_and_is_owed_the_next(
    served: Store,
) -> None:
    # Serving takes long: one test looks at all that comes of it.
    await _each_gets_what_is_wanted(served)
    await _each_gets_one_message_and_the_next_slot_together(served)


async def _each_gets_what_is_wanted(served: Store) -> None:
    async with served.read() as tx:
        subscribers = await tx.subscribers.many(range(1, READERS + 1))
        filters = await tx.filters.of_chats(range(1, READERS + 1))
        digests = {chat_id: await tx.digests.of_chat(chat_id) for chat_id in subscribers}
    matches = await matched(served, filters)

    for chat_id, (newest, *earlier) in digests.items():
        reader = subscribers[chat_id]
        theirs = [one for one in filters if one.chat_id == chat_id]
        muted = {n for one in theirs if one.kind is FilterKind.MUTE for n in matches[one.id]}
        follows = [one for one in theirs if one.kind is FilterKind.FOLLOW]
        followed = {n for one in follows for n in matches[one.id]}
        known = {entry.story_id for digest in earlier for entry in digest.entries}
        now = [entry.story_id for entry in newest.entries]
        assert newest.created_at == NOW
        assert len(now) == len({*now}) <= (reader.stories or CAP)
        assert muted.isdisjoint(now)
        assert [bool(entry.reasons and entry.reasons.filters) for entry in newest.entries] == [
            number in followed for number in now
        ]
        assert [entry.is_update for entry in newest.entries] == [n in known for n in now]
        if reader.only_followed and follows:
            assert {*now} <= followed


async def _each_gets_one_message_and_the_next_slot_together(served: Store) -> None:
    async with served.read() as tx:
        due = await tx.subscribers.due(NOW)
        waiting = await tx.outbox.counts()
        digests = [(await tx.digests.of_chat(n, limit=1))[0] for n in range(1, READERS + 1)]

    assert due == []
    assert [digest.state for digest in digests] == [
        DigestState.BUILT if digest.entries else DigestState.EMPTY for digest in digests
    ]
    assert sum(waiting.values()) == READERS
    assert await told(served) == len({one.story_id for each in digests for one in each.entries})


def test_the_plot_has_a_dot_for_each_size() -> None:
    lines = [Line("SQLite", [(1_000, 9.5), (10_000, 28)]), Line("PostgreSQL", [(1_000, 12.0)])]

    drawn = plot(lines, title="Digests & more", hint="", target=30)

    assert drawn.count("<circle") == 3
    assert "Digests &amp; more" in drawn
    assert table([]).startswith("| subscribers |")
