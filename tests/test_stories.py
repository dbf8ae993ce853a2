"""Stories gather articles and headlines, and know what their members share."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from storage.errors import StorageError
from storage.model import Article, Centroid, Draft, Headline, HeadlineDraft, Kind, Ref, Story
from storage.store import Transaction
from storage.stories import MAX_TERMS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")
LAST = utc("2026-01-10T08:00")


async def article(tx: Transaction, title: str, *, now=NOW) -> Article:
    added, _ = await tx.articles.add(Draft(title, f"{title}."), published=True, now=now)
    return added


async def headline(tx: Transaction, title: str, *, now=NOW) -> Headline:
    [added] = await tx.headlines.add([HeadlineDraft(title)], site="", now=now)
    return added


async def test_a_story_has_its_members_oldest_first(store):
    async with store.write() as tx:
        second = await article(tx, "Ship under tow", now=LATER)
        first = await article(tx, "Icebreaker freed", now=NOW)
        below = await headline(tx, "All safe", now=NOW)
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        for member in (second, first, below):
            await tx.stories.join(story_id, member.ref, terms={}, now=LATER)

    async with store.read() as tx:
        assert await tx.stories.get(story_id) == Story(
            id=story_id,
            title="Ship under tow",
            first_seen_at=NOW,
            updated_at=LATER,
            articles=(replace(first, story_id=story_id), replace(second, story_id=story_id)),
            headlines=(replace(below, story_id=story_id),),
        )


async def test_the_first_article_names_the_story_and_no_other(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("A headline", now=NOW)
        titles = []
        for member in (
            await headline(tx, "A headline"),
            await article(tx, "First article"),
            await article(tx, "Second article"),
            await headline(tx, "Another headline"),
        ):
            await tx.stories.join(story_id, member.ref, terms={}, now=NOW)
            story = await tx.stories.get(story_id)
            titles.append(story and story.title)

    assert titles == ["A headline", "First article", "First article", "First article"]


async def test_the_words_of_members_add_up(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        first, second = await article(tx, "First"), await headline(tx, "Second")
        await tx.stories.join(story_id, first.ref, terms={"лід": 1.5, "ship": 1.0}, now=NOW)
        await tx.stories.join(story_id, second.ref, terms={"лід": 0.5, "tow": 2.0}, now=LATER)

        assert await tx.stories.centroids([story_id, 99]) == {
            story_id: Centroid(
                story_id, {"лід": 2.0, "tow": 2.0, "ship": 1.0}, size=2, updated_at=LATER
            )
        }


async def test_only_the_heaviest_words_are_kept(store):
    terms = {f"word{number:03}": float(number) for number in range(MAX_TERMS + 20)}
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        member = await article(tx, "First")
        await tx.stories.join(story_id, member.ref, terms=terms, now=NOW)

        kept = (await tx.stories.centroids([story_id]))[story_id].terms
        assert sorted(kept) == sorted(terms)[20:]


async def test_members_that_join_at_once_all_count(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        members = [await headline(tx, f"Headline {number}") for number in range(40)]

    async def join(ref: Ref) -> None:
        async with store.write() as tx:
            await tx.stories.join(story_id, ref, terms={"ice": 1.0}, now=NOW)

    await asyncio.gather(*(join(member.ref) for member in members))

    async with store.read() as tx:
        [centroid] = (await tx.stories.centroids([story_id])).values()
        assert (centroid.size, centroid.terms) == (40, {"ice": 40.0})


async def test_a_story_that_is_not_there_can_not_be_joined(store):
    async with store.write() as tx:
        lonely = await article(tx, "Lonely")

    with pytest.raises(StorageError):
        async with store.write() as tx:
            await tx.stories.join(99, lonely.ref, terms={}, now=NOW)


async def test_a_member_knows_its_story(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        text, title, other = (
            await article(tx, "First"),
            await headline(tx, "Second"),
            await article(tx, "Other"),
        )
        await tx.stories.join(story_id, text.ref, terms={}, now=NOW)
        await tx.stories.join(story_id, title.ref, terms={}, now=NOW)

        refs = [text.ref, title.ref, other.ref, Ref(Kind.STORY, 1)]
        assert await tx.stories.of(refs) == {text.ref: story_id, title.ref: story_id}
        assert await tx.stories.of([]) == {}


async def test_stories_that_moved_come_last_moved_first(store):
    async with store.write() as tx:
        ids = [await tx.stories.create(title, now=NOW) for title in ("a", "b", "c")]
        for story_id, now in zip(ids, (LATER, NOW, LAST), strict=True):
            member = await article(tx, f"Article {story_id}")
            await tx.stories.join(story_id, member.ref, terms={}, now=now)

        async def moved(instant, **limit: int) -> list[int]:
            found = await tx.stories.moved_since(instant, **limit)
            assert all(len(story.articles) == 1 for story in found)
            return [story.id for story in found]

        assert await moved(LATER) == [ids[2], ids[0]]
        assert await moved(NOW) == [ids[2], ids[0], ids[1]]
        assert await moved(NOW, limit=1) == [ids[2]]


async def test_a_story_that_everybody_left_is_gone(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        text, title = await article(tx, "First"), await headline(tx, "Second")
        for member in (text, title):
            await tx.stories.join(story_id, member.ref, terms={}, now=NOW)

        await tx.stories.leave(text.ref)
        story = await tx.stories.get(story_id)
        assert story is not None
        assert (story.title, story.articles) == ("Second", ())

        await tx.stories.leave(title.ref)
        assert await tx.stories.get(story_id) is None
        assert await tx.headlines.get(title.id) == title


async def test_leaving_no_story_changes_nothing(store):
    async with store.write() as tx:
        lonely = await article(tx, "Lonely")
        await tx.stories.leave(lonely.ref)

        assert await tx.articles.get(lonely.id) == lonely


async def test_absence_is_none(store):
    async with store.read() as tx:
        assert await tx.stories.get(1) is None
        assert await tx.stories.centroids([1]) == {}
        assert await tx.stories.moved_since(NOW) == []
