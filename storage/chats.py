"""Chats, of which nothing is kept but what other nouns keep about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Table, delete, select, update

from storage.alert_tables import alerts
from storage.model import DeliveryState
from storage.noun import Noun
from storage.rating_tables import ratings
from storage.tables import digests, filters, outbox, readings, subscribers


class Chats(Noun):
    """What concerns a chat in all nouns at once."""

    async def move(self, old: int, new: int) -> None:
        """Give what is kept about a chat to another one: Telegram moved a group.

        Where the new chat has its own (a subscription, a digest of the same slot), that
        stays. Messages that were sent remain the old chat's, like their numbers.

        Args:
            old: The id of the group.
            new: The id of the supergroup that it became.
        """
        await self._move(subscribers, None, old, new)
        await self._connection.execute(delete(subscribers).where(subscribers.c.chat_id == old))
        await self._move(digests, digests.c.key, old, new)
        await self._move(readings, readings.c.ref, old, new)
        await self._move(filters, filters.c.text, old, new)
        await self._move(alerts, alerts.c.story_id, old, new)
        await self._move(ratings, ratings.c.about, old, new)
        unsent = outbox.c.state.in_([DeliveryState.NEW, DeliveryState.SENDING])
        await self._connection.execute(
            update(outbox).where(outbox.c.chat_id == old, unsent).values(chat_id=new)
        )

    async def _move(self, table: Table, key: Column[Any] | None, old: int, new: int) -> None:
        """Move the rows of which the new chat has none with the same key."""
        theirs = table.alias()
        of_new = select(theirs.c.chat_id).where(theirs.c.chat_id == new)
        if key is not None:
            of_new = of_new.where(theirs.c[key.name] == key)
        await self._connection.execute(
            update(table).where(table.c.chat_id == old, ~of_new.exists()).values(chat_id=new)
        )
