"""All news is grouped anew: ids stay, and so does what admins ruled."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import UsageError
from bot.stories.assign import Grouper, merge_stories, split_story
from bot.stories.regroup import regroup
from storage import ReadTransaction, Store
from storage.model import HeadlineDraft, Story
from tests.databases import KINDS, on_both_databases
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, TOW, publish


async def stories(store: Store) -> dict[int, set[str]]:
    """Return the titles of each story's members."""
    async with store.read() as tx:
        found = await tx.stories.moved_since(NOW - timedelta(days=99))
    return {story.id: {item.title for item in story.members} for story in found}


async def scattered(store: Store) -> None:
    """Put each item into a story of its own, as a worse grouping might."""
    async with store.write() as tx:
        for ref in await tx.stories.arrivals():
            await tx.stories.leave(ref)
            await tx.stories.join(await tx.stories.create("?", now=NOW), ref, now=NOW)


async def story(tx: ReadTransaction, story_id: int) -> Story:
    found = await tx.stories.get(story_id)
    assert found is not None
    return found


async def test_news_that_was_grouped_well_stays_as_it_is(store):
    for draft in (ICEBREAKER, STRIKE, TOW):
        await publish(store, draft)
    before = await stories(store)

    done = await regroup(store)

    assert await stories(store) == before
    assert (done.items, done.moved, done.stories) == (3, 0, 2)


@on_both_databases
async def test_scattered_news_comes_together_under_the_oldest_id(store):
    for draft in (ICEBREAKER, STRIKE, TOW):
        await publish(store, draft)
    await scattered(store)
    first, second, third = sorted(await stories(store))

    done = await regroup(store)

    assert await stories(store) == {
        first: {ICEBREAKER.title, TOW.title},
        second: {STRIKE.title},
    }
    assert done.moved == 1
    async with store.read() as tx:
        assert (await story(tx, third)).id == first


async def test_a_story_too_wide_is_parted_and_most_of_it_keeps_the_id(store):
    for draft in (ICEBREAKER, TOW, STRIKE):
        await publish(store, draft)
    async with store.write() as tx:
        ice, strike = sorted((await tx.stories.of(await tx.stories.arrivals())).values())[1:]
        await tx.stories.merge(ice, strike)

    await regroup(store)

    new = next(story_id for story_id in await stories(store) if story_id != ice)
    assert await stories(store) == {ice: {ICEBREAKER.title, TOW.title}, new: {STRIKE.title}}
    async with store.read() as tx:
        assert (await story(tx, new)).title == STRIKE.title


async def test_what_an_admin_put_together_stays_together(store):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    async with store.write() as tx:
        await merge_stories(
            await story(tx, 1), await story(tx, 2), grouper=Grouper(), tx=tx, now=NOW
        )

    await regroup(store)

    assert await stories(store) == {1: {ICEBREAKER.title, STRIKE.title}}


@on_both_databases
async def test_what_an_admin_took_apart_stays_apart(store):
    await publish(store, ICEBREAKER)
    await publish(store, TOW)
    async with store.write() as tx:
        both = await story(tx, 1)
        tow = [item for item in both.members if item.title == TOW.title]
        new = await split_story(both, tow, grouper=Grouper(), tx=tx, now=NOW)

    await regroup(store)

    assert await stories(store) == {1: {ICEBREAKER.title}, new: {TOW.title}}


async def test_the_last_word_of_an_admin_counts(store):
    await publish(store, ICEBREAKER)
    await publish(store, TOW)
    async with store.write() as tx:
        both = await story(tx, 1)
        new = await split_story(both, [both.members[1]], grouper=Grouper(), tx=tx, now=NOW)
        await merge_stories(
            await story(tx, 1), await story(tx, new), grouper=Grouper(), tx=tx, now=NOW
        )

    await regroup(store)

    assert await stories(store) == {1: {ICEBREAKER.title, TOW.title}}


async def test_later_news_goes_on_from_what_was_grouped_anew(store):
    await publish(store, ICEBREAKER)
    await scattered(store)
    await regroup(store)
    await publish(store, TOW)

    assert len(await stories(store)) == 1


async def test_a_shorter_window_parts_what_came_long_after(store):
    await publish(store, ICEBREAKER)
    await publish(store, TOW, now=NOW + timedelta(hours=30))
    assert len(await stories(store)) == 1

    await regroup(store, window=timedelta(hours=24))

    assert len(await stories(store)) == 2


async def test_copies_stay_copies(store):
    await publish(store, ICEBREAKER)
    await publish(store, replace(ICEBREAKER, url="https://post.example/ice", site="Post"))
    await scattered(store)

    await regroup(store)

    async with store.read() as tx:
        [found] = await tx.stories.moved_since(NOW)
    first, second = found.articles
    assert (first.copy_of, second.copy_of) == (None, first.ref)


@pytest.mark.parametrize("kind", KINDS)
async def test_news_that_comes_meanwhile_stops_it_and_nothing_changes(database_url, kind):
    url = database_url(kind)

    async def publish_elsewhere() -> None:
        async with Store(url) as other:
            await publish(other, STRIKE)

    def news_comes(_done: int, _all: int) -> None:
        with ThreadPoolExecutor() as thread:
            thread.submit(asyncio.run, publish_elsewhere()).result()

    async with Store(url) as store:
        async with store.write() as tx:
            drafts = [HeadlineDraft(f"Headline {number} of many") for number in range(200)]
            headlines = await tx.headlines.add(drafts, site="", now=NOW)
            for headline in headlines:
                await tx.stories.join(
                    await tx.stories.create(headline.title, now=NOW), headline.ref, now=NOW
                )
        before = await stories(store)

        with pytest.raises(UsageError, match="news-came-in"):
            await regroup(store, progress=news_comes)

        after = await stories(store)
    assert {story_id: after[story_id] for story_id in before} == before
    assert [titles for story_id, titles in after.items() if story_id not in before] == [
        {STRIKE.title}
    ]


async def test_nothing_to_group_is_nothing_done(store):
    done = await regroup(store)
    assert (done.items, done.moved, done.stories) == (0, 0, 0)
