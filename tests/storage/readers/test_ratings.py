"""What a chat said by its buttons is kept until it is said otherwise or taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from storage.model import Kind, Liking, Rating, Ref, Trait, TraitKind, Verdict
from storage.readers.ratings import MOST_RATINGS
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
CHAT, OTHER = 7, 8
STORY, DIGEST = Ref(Kind.STORY, 412), Ref(Kind.DIGEST, 3)
SPORT, TIMES = Trait(TraitKind.TOPIC, "sport"), Trait(TraitKind.SOURCE, "Coast Times")


def rating(about: Ref = STORY, *, chat_id: int = CHAT, minutes: int = 0) -> Rating:
    return Rating(
        chat_id=chat_id,
        about=about,
        verdict=Verdict.MORE,
        likings=(Liking(SPORT, 1.0), Liking(TIMES, 1 / 3)),
        rated_at=NOW + timedelta(minutes=minutes),
        title="Cup <final>",
    )


async def test_what_goes_in_comes_out_oldest_first(store):
    first, second = rating(DIGEST), rating(STORY, minutes=1)
    async with store.write() as tx:
        for one in (second, first, rating(chat_id=OTHER)):
            await tx.ratings.put(one)

    async with store.read() as tx:
        assert await tx.ratings.of_chat(CHAT) == [first, second]
        assert await tx.ratings.get(CHAT, STORY) == second
        assert await tx.ratings.get(CHAT, Ref(Kind.STORY, 9)) is None
        assert await tx.ratings.of_chats([OTHER, 99]) == {OTHER: [rating(chat_id=OTHER)], 99: []}


async def test_a_chat_has_one_rating_of_a_story(store):
    less = replace(rating(), verdict=Verdict.LESS, likings=(Liking(SPORT, -1.0),))
    async with store.write() as tx:
        await tx.ratings.put(rating())
        await tx.ratings.put(less)

        assert await tx.ratings.of_chat(CHAT) == [less]


async def test_what_is_taken_back_is_gone(store):
    async with store.write() as tx:
        await tx.ratings.put(rating(STORY))
        await tx.ratings.put(rating(DIGEST))

        assert await tx.ratings.drop(CHAT, STORY) == rating(STORY)
        assert await tx.ratings.drop(CHAT, STORY) is None
        assert await tx.ratings.of_chat(CHAT) == [rating(DIGEST)]
        await tx.ratings.clear(CHAT)
        assert await tx.ratings.of_chat(CHAT) == []


async def test_a_trait_is_forgotten_and_all_else_stays(store):
    async with store.write() as tx:
        await tx.ratings.put(rating())
        await tx.ratings.put(rating(chat_id=OTHER))

        await tx.ratings.forget(CHAT, SPORT)

        assert await tx.ratings.of_chat(CHAT) == [
            replace(rating(), likings=(Liking(TIMES, 1 / 3),))
        ]
        assert await tx.ratings.of_chat(OTHER) == [rating(chat_id=OTHER)]


async def test_the_newest_ratings_are_kept_and_older_ones_forgotten(store):
    count = MOST_RATINGS + 2
    async with store.write() as tx:
        for number in range(1, count + 1):
            await tx.ratings.put(rating(Ref(Kind.STORY, number), minutes=number))
        await tx.ratings.put(rating(chat_id=OTHER))

        kept = await tx.ratings.of_chat(CHAT)
        assert [one.about.number for one in kept] == list(range(3, count + 1))
        assert len(await tx.ratings.of_chat(OTHER)) == 1


@pytest.mark.parametrize("rated", ["former", "new"])
async def test_a_story_that_became_another_one_stays_rated(store, rated):
    async with store.write() as tx:
        into = await tx.stories.create("One", now=NOW)
        gone = await tx.stories.create("Other", now=NOW)
        former, new = Ref(Kind.STORY, gone), Ref(Kind.STORY, into)
        await tx.ratings.put(rating({"former": former, "new": new}[rated]))
        await tx.stories.end(gone, became=into)

        assert await tx.ratings.of_chat(CHAT) == [rating(new)]
        assert await tx.ratings.get(CHAT, new) == rating(new)
        await tx.ratings.put(rating(new, minutes=1))
        assert await tx.ratings.of_chat(CHAT) == [rating(new, minutes=1)]
        assert await tx.ratings.drop(CHAT, new) is not None
        assert await tx.ratings.of_chat(CHAT) == []


async def test_the_ratings_of_a_group_move_along(store):
    async with store.write() as tx:
        await tx.ratings.put(rating(chat_id=-5))
        await tx.chats.move(-5, -1005)

        assert await tx.ratings.of_chat(-1005) == [rating(chat_id=-1005)]
