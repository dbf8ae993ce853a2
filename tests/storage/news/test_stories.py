"""Stories gather articles and headlines, and know what their members share."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import StorageError, WriteTransaction
from storage.model import (
    Article,
    DigestEntry,
    DigestState,
    Draft,
    Headline,
    HeadlineDraft,
    Kind,
    Ref,
    Story,
)
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LATER = utc("2026-01-10T07:00")
LAST = utc("2026-01-10T08:00")


async def article(tx: WriteTransaction, title: str, *, now=NOW) -> Article:
    added, _ = await tx.articles.add(Draft(title, f"{title}."), published=True, now=now)
    return added


async def headline(tx: WriteTransaction, title: str, *, now=NOW) -> Headline:
    [added] = await tx.headlines.add([HeadlineDraft(title)], site="", now=now)
    return added


async def test_a_story_has_its_members_oldest_first(store):
    async with store.write() as tx:
        second = await article(tx, "Ship under tow", now=LATER)
        first = await article(tx, "Icebreaker freed", now=NOW)
        below = await headline(tx, "All safe", now=NOW)
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        for member in (second, first, below):
            await tx.stories.join(story_id, member.ref, now=LATER)

    async with store.read() as tx:
        assert await tx.stories.get(story_id) == Story(
            id=story_id,
            title="Icebreaker freed",
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
            await tx.stories.join(story_id, member.ref, now=NOW)
            story = await tx.stories.get(story_id)
            titles.append(story and story.title)

    assert titles == ["A headline", "First article", "First article", "First article"]


async def test_a_story_that_is_not_there_can_not_be_joined(store):
    async with store.write() as tx:
        lonely = await article(tx, "Lonely")

    with pytest.raises(StorageError):
        async with store.write() as tx:
            await tx.stories.join(99, lonely.ref, now=NOW)


async def test_a_member_knows_its_story(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        text, title, other = (
            await article(tx, "First"),
            await headline(tx, "Second"),
            await article(tx, "Other"),
        )
        await tx.stories.join(story_id, text.ref, now=NOW)
        await tx.stories.join(story_id, title.ref, now=NOW)

        refs = [text.ref, title.ref, other.ref, Ref(Kind.STORY, 1)]
        assert await tx.stories.of(refs) == {text.ref: story_id, title.ref: story_id}
        assert await tx.stories.of([]) == {}


async def test_stories_that_moved_come_last_moved_first(store):
    async with store.write() as tx:
        ids = [await tx.stories.create(title, now=NOW) for title in ("a", "b", "c")]
        for story_id, now in zip(ids, (LATER, NOW, LAST), strict=True):
            member = await article(tx, f"Article {story_id}")
            await tx.stories.join(story_id, member.ref, now=now)

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
            await tx.stories.join(story_id, member.ref, now=NOW)

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
        assert await tx.stories.moved_since(NOW) == []


async def story_of(tx: WriteTransaction, *members: Article | Headline, now=NOW) -> int:
    story_id = await tx.stories.create("A story", now=now)
    for member in members:
        await tx.stories.join(story_id, member.ref, now=now)
    return story_id


async def test_a_merged_story_has_all_members_under_one_id_and_answers_to_both(store):
    async with store.write() as tx:
        first = await story_of(tx, await article(tx, "Later", now=LATER), now=LATER)
        second = await story_of(
            tx, await article(tx, "First"), await headline(tx, "Below", now=LAST)
        )
        await tx.stories.merge(first, second)

        story = await tx.stories.get(second)
        assert story == await tx.stories.get(first)
        assert story is not None
        assert (story.id, story.title) == (first, "First")
        assert (story.first_seen_at, story.updated_at) == (NOW, LAST)
        assert [item.title for item in story.members] == ["First", "Later", "Below"]


async def test_an_id_leads_on_however_often_its_story_was_merged(store):
    async with store.write() as tx:
        ids = [await story_of(tx, await article(tx, title)) for title in ("a", "b", "c")]
        await tx.stories.merge(ids[1], ids[0])
        await tx.stories.merge(ids[2], ids[1])

        found = await tx.stories.get(ids[0])
        assert found is not None
        assert found.id == ids[2]


async def test_who_was_told_a_story_was_told_the_one_that_it_became(store):
    async with store.write() as tx:
        ids = [await story_of(tx, await article(tx, title)) for title in ("a", "b")]
        entry = DigestEntry(ids[1], "b", url=None, sentences=(), outlets=(), at=NOW, related=())
        await tx.digests.add(
            chat_id=7,
            key="morning",
            now=LATER,
            state=DigestState.BUILT,
            entries=[entry],
            stories=1,
            outlets=1,
        )
        await tx.stories.merge(ids[0], ids[1])

        assert await tx.digests.told(7, ids) == {ids[0]: LATER}


async def test_the_oldest_copy_takes_the_place_of_a_text_that_left(store):
    async with store.write() as tx:
        first, second, third = [await article(tx, title) for title in ("a", "b", "c")]
        story_id = await story_of(tx, first)
        for copy in (second, third):
            await tx.stories.join(story_id, copy.ref, now=NOW, copy_of=first.ref)

        await tx.articles.remove(first.id)

        story = await tx.stories.get(story_id)
        assert story is not None
        assert [each.copy_of for each in story.articles] == [None, second.ref]


async def test_items_move_between_stories_at_once(store):
    async with store.write() as tx:
        first, second, below = (
            await article(tx, "First"),
            await article(tx, "Second", now=LATER),
            await headline(tx, "Below", now=LAST),
        )
        old, new = await story_of(tx, first, second, below), await story_of(tx)

        await tx.stories.move({second.ref: (new, None), below.ref: (new, second.ref)})
        assert await tx.stories.take_stock(new)
        assert await tx.stories.take_stock(old)

        left, moved = await tx.stories.get(old), await tx.stories.get(new)
        assert left is not None
        assert [item.ref for item in left.members] == [first.ref]
        assert moved is not None
        assert [item.copy_of for item in moved.members] == [None, second.ref]
        assert (moved.title, moved.first_seen_at, moved.updated_at) == ("Second", LATER, LAST)


async def test_there_is_no_stock_to_take_of_an_empty_story(store):
    async with store.write() as tx:
        assert not await tx.stories.take_stock(await story_of(tx))
