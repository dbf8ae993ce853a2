"""Ratings: the buttons that were pressed in each chat, from which its taste is reckoned."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from sqlalchemy import ColumnElement, delete, insert, select

from storage.model import Kind, Rating, Ref, Trait
from storage.repository import Mode, Repository, Writes, model_of, row_of
from storage.schema import former_stories, ratings

# Of each chat, so many are kept, the newest: taste changes, and what nobody says any more
# counts no more.
MOST_RATINGS = 100

# A statement of SQLite has 32,766 variables at most.
_CHUNK = 1_000


class Ratings(Repository[Mode]):
    """The ratings, one of each chat for each story and digest."""

    async def put(self: Ratings[Writes], rating: Rating) -> None:
        """Store a rating in place of what the chat said of the same before."""
        await self.drop(rating.chat_id, rating.about)
        await self._connection.execute(insert(ratings).values(row_of(rating)))
        await self._forget_old(rating.chat_id)

    async def get(self, chat_id: int, about: Ref) -> Rating | None:
        """Return what the chat said of a story or digest; None if it said nothing."""
        return next((one for one in await self.of_chat(chat_id) if one.about == about), None)

    async def of_chat(self, chat_id: int) -> list[Rating]:
        """Return the chat's ratings, oldest first."""
        return list((await self.of_chats([chat_id]))[chat_id])

    async def of_chats(self, chat_ids: Collection[int]) -> Mapping[int, list[Rating]]:
        """Return the ratings of each of the chats, oldest first.

        A story that became another one is called by the id that it has now.
        """
        found: dict[int, list[Rating]] = {chat_id: [] for chat_id in chat_ids}
        wanted = list(found)
        for start in range(0, len(wanted), _CHUNK):
            query = (
                select(ratings)
                .where(ratings.c.chat_id.in_(wanted[start : start + _CHUNK]))
                .order_by(ratings.c.rated_at, ratings.c.about)
            )
            for row in await self._connection.execute(query):
                found[row.chat_id].append(model_of(Rating, row))
        became = await self._became(
            {
                each.about.number
                for rated in found.values()
                for each in rated
                if each.about.kind is Kind.STORY
            }
        )
        return {
            chat_id: [replace(one, about=became.get(one.about, one.about)) for one in rated]
            for chat_id, rated in found.items()
        }

    async def drop(self: Ratings[Writes], chat_id: int, about: Ref) -> Rating | None:
        """Forget what the chat said of a story or digest and return it."""
        known = await self.get(chat_id, about)
        if known is not None:
            called = [about]
            if about.kind is Kind.STORY:
                query = select(former_stories.c.id).where(former_stories.c.became == about.number)
                former = await self._connection.scalars(query)
                called += [Ref(Kind.STORY, number) for number in former]
            await self._delete((ratings.c.chat_id == chat_id) & ratings.c.about.in_(called))
        return known

    async def clear(self: Ratings[Writes], chat_id: int) -> None:
        """Forget all that the chat said."""
        await self._delete(ratings.c.chat_id == chat_id)

    async def forget(self: Ratings[Writes], chat_id: int, trait: Trait) -> None:
        """Forget how the chat likes a trait; all else that it said stays."""
        for rating in await self.of_chat(chat_id):
            kept = tuple(one for one in rating.likings if one.trait != trait)
            if len(kept) < len(rating.likings):
                await self.put(replace(rating, likings=kept))

    async def _forget_old(self, chat_id: int) -> None:
        of_chat = ratings.c.chat_id == chat_id
        newest = (
            select(ratings.c.about)
            .where(of_chat)
            .order_by(ratings.c.rated_at.desc(), ratings.c.about.desc())
            .limit(MOST_RATINGS)
        )
        await self._delete(of_chat & ratings.c.about.not_in(newest))

    async def _became(self, story_ids: Collection[int]) -> dict[Ref, Ref]:
        wanted = sorted(story_ids)
        found: dict[Ref, Ref] = {}
        for start in range(0, len(wanted), _CHUNK):
            query = select(former_stories.c.id, former_stories.c.became).where(
                former_stories.c.id.in_(wanted[start : start + _CHUNK]),
                former_stories.c.became.is_not(None),
            )
            for row in await self._connection.execute(query):
                found[Ref(Kind.STORY, row.id)] = Ref(Kind.STORY, row.became)
        return found

    async def _delete(self, which: ColumnElement[bool]) -> None:
        await self._connection.execute(delete(ratings).where(which))
