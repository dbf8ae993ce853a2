"""What grouping is decided by is kept, and every process learns what others changed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import ReadTransaction, StorageError, Store
from storage.model import Centroid, Kind, Ref, Ruling
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
LONG_AGO = NOW - timedelta(days=30)
WINDOW = NOW - timedelta(days=5)

ONE, OTHER, THIRD = Ref(Kind.ARTICLE, 12), Ref(Kind.HEADLINE, 3), Ref(Kind.ARTICLE, 4)


def centroid(story_id: int, *, moved=NOW) -> Centroid:
    terms = {"лід": 2.0, "tow": 0.5}
    return Centroid(story_id, terms, meaning=b"1234", size=3, headlines=1, moved=moved)


async def changed(tx: ReadTransaction, *, after: int, since=WINDOW) -> list[Centroid]:
    return [each async for each in tx.grouping.changed(after=after, since=since)]


async def test_a_centroid_comes_back_as_it_was_saved(store):
    async with store.write() as tx:
        story_id = await tx.stories.create("Icebreaker", now=NOW)
        await tx.grouping.save([centroid(story_id)])

        assert await changed(tx, after=0) == [centroid(story_id)]


async def test_only_what_changed_since_a_revision_is_read_again(store):
    async with store.write() as tx:
        first, second = [await tx.stories.create(title, now=NOW) for title in ("a", "b")]
        assert await tx.grouping.revision() == 0
        before = await tx.grouping.save([centroid(first), centroid(second)])
        after = await tx.grouping.save([centroid(second)])

        assert after > before
        assert await tx.grouping.revision() == after
        assert await changed(tx, after=before) == [centroid(second)]
        assert await changed(tx, after=after) == []


async def test_stories_of_long_ago_are_left_out(store):
    async with store.write() as tx:
        old, new = [await tx.stories.create(title, now=NOW) for title in ("a", "b")]
        await tx.grouping.save([centroid(old, moved=LONG_AGO), centroid(new)])

        assert await changed(tx, after=0) == [centroid(new)]


async def test_all_stories_are_read_however_many_there_are(store):
    async with store.write() as tx:
        ids = [await tx.stories.create(str(number), now=NOW) for number in range(401)]
        await tx.grouping.save([centroid(story_id) for story_id in ids])

        assert [each.story_id for each in await changed(tx, after=0)] == ids


async def test_the_end_of_a_story_is_a_change_too(store):
    async with store.write() as tx:
        kept, gone, empty = [await tx.stories.create(title, now=NOW) for title in "abc"]
        before = await tx.grouping.save([centroid(kept)])
        await tx.stories.end(gone, became=kept)
        await tx.stories.end(empty, became=None)

        assert await tx.grouping.revision() > before
        assert await tx.grouping.former(after=before) == {gone: kept, empty: None}
        assert await tx.grouping.former(after=await tx.grouping.revision()) == {}


async def test_counts_come_back_as_they_were_last_kept(store):
    async with store.write() as tx:
        assert await tx.grouping.counts() is None
        for content in (b"first", b"\x00last"):
            await tx.grouping.keep_counts(content)
            assert await tx.grouping.counts() == content


async def test_the_last_ruling_on_two_items_counts(store):
    async with store.write() as tx:
        await tx.grouping.rule(ONE, OTHER, together=True, now=NOW)
        await tx.grouping.rule(THIRD, ONE, together=True, now=NOW)
        await tx.grouping.rule(OTHER, ONE, together=False, now=NOW + timedelta(hours=1))

        first, second = await tx.grouping.rulings()
        assert {first.one, first.other, first.together} == {ONE, THIRD, True}
        assert {second.one, second.other, second.together} == {ONE, OTHER, False}


async def test_rulings_between_two_groups_can_be_lifted(store):
    async with store.write() as tx:
        await tx.grouping.rule(ONE, OTHER, together=False, now=NOW)
        await tx.grouping.rule(ONE, THIRD, together=True, now=NOW)

        await tx.grouping.lift([OTHER, THIRD], [ONE], together=False)

        assert await tx.grouping.rulings() == [Ruling(ONE, THIRD, together=True)]


async def test_who_remembers_a_change_hears_that_it_was_undone(store: Store):
    heard: list[str] = []

    async def change_and_fail() -> None:
        async with store.write() as tx:
            tx.if_undone(lambda: heard.append("undone"))
            await tx.stories.create("Icebreaker", now=NOW)
            await tx.stories.join(99, ONE, now=NOW)
            raise StorageError("full")

    with pytest.raises(StorageError):
        await change_and_fail()
    assert heard == ["undone"]
    async with store.read() as tx:
        assert await tx.stories.get(1) is None


async def test_who_remembers_a_change_hears_nothing_if_it_came_to_be(store: Store):
    heard: list[str] = []
    async with store.write() as tx:
        tx.if_undone(lambda: heard.append("undone"))
        await tx.stories.create("Icebreaker", now=NOW)
    assert heard == []
