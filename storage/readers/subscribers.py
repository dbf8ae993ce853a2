"""Subscribers: chats that asked for digests, and when each is owed the next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Column, Row, Select, Table, and_, bindparam, delete, func, select, update

from storage.model import DeliveryState, Schedule, Slot, Subscriber
from storage.repository import Mode, Repository, Writes, model_of, row_of
from storage.schema import alerts, digests, filters, outbox, ratings, readings, subscribers


class Chats(Repository[Mode]):
    """What concerns a chat in all tables at once."""

    async def move(self: Chats[Writes], old: int, new: int) -> None:
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


_WANTS_DIGESTS = subscribers.c.times != ()
_CAN_BE_SERVED = and_(_WANTS_DIGESTS, subscribers.c.paused == "", subscribers.c.is_confirmed)


class Subscribers(Repository[Mode]):
    """The subscribers, one for each chat."""

    async def put(self: Subscribers[Writes], subscriber: Subscriber) -> None:
        """Keep `subscriber` in place of what was known of its chat."""
        row = (
            row_of(subscriber, "schedule", "next")
            | row_of(subscriber.schedule)
            | _slot_columns(subscriber.next)
        )
        insert = self._insert(subscribers).values(row)
        await self._connection.execute(
            insert.on_conflict_do_update(
                index_elements=subscribers.primary_key.columns,
                set_={name: insert.excluded[name] for name in row},
            )
        )

    async def get(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber that the chat is."""
        found = await self._all(select(subscribers).where(subscribers.c.chat_id == chat_id))
        return found[0] if found else None

    async def many(self, chat_ids: Collection[int]) -> dict[int, Subscriber]:
        """Return those of the chats that are subscribers, by their ids."""
        these = subscribers.c.chat_id.in_(chat_ids)
        return {one.chat_id: one for one in await self._all(select(subscribers).where(these))}

    async def languages(self, chat_ids: Collection[int]) -> dict[int, str]:
        """Return what the chats speak, by their ids, as far as that is known."""
        found = await self.many(chat_ids)
        return {one.chat_id: one.language for one in found.values() if one.language}

    async def due(self, now: datetime, *, limit: int = 100) -> list[Subscriber]:
        """Return the subscribers owed a digest at `now`, those of the newest slot first.

        After an outage, who is in time does not wait for all who are late.

        Args:
            now: Aware instant, compared with `Subscriber.next`.
            limit: Most subscribers to return; the others are still due when these were served.
        """
        return await self._all(
            select(subscribers)
            .where(_CAN_BE_SERVED, subscribers.c.next_at <= now)
            .order_by(subscribers.c.next_at.desc(), subscribers.c.chat_id)
            .limit(limit)
        )

    async def owed_after(self, now: datetime) -> list[Subscriber]:
        """Return the subscribers whose next digest is owed later than `now`, in any order."""
        return await self._all(
            select(subscribers).where(_CAN_BE_SERVED, subscribers.c.next_at > now)
        )

    async def advance(self: Subscribers[Writes], chat_id: int, next: Slot) -> None:  # noqa: A002 - as in Subscriber
        """Note which slot the chat is owed next."""
        await self.advance_all({chat_id: next})

    async def advance_all(self: Subscribers[Writes], owed: Mapping[int, Slot]) -> None:
        """Note which slot each of the chats is owed next."""
        if owed:
            this = subscribers.c.chat_id == bindparam("chat")
            rows = [{"chat": chat_id, **_slot_columns(slot)} for chat_id, slot in owed.items()]
            await self._connection.execute(update(subscribers).where(this), rows)

    async def pause(self: Subscribers[Writes], chat_id: int, reason: str) -> None:
        """Owe the chat nothing until it can be reached again.

        Args:
            chat_id: The chat.
            reason: Why, in English; not empty.
        """
        await self._change(chat_id, paused=reason)

    async def resume(self: Subscribers[Writes], chat_id: int) -> None:
        """Owe the chat digests again, from the slot at which it went out of reach."""
        await self._change(chat_id, paused="")

    async def count(self) -> int:
        """Return how many want digests, paused ones included."""
        query = select(func.count()).select_from(subscribers).where(_WANTS_DIGESTS)
        return (await self._connection.execute(query)).scalar_one()

    async def _all(self, query: Select[Any]) -> list[Subscriber]:
        return [_subscriber(row) for row in await self._connection.execute(query)]

    async def _change(self, chat_id: int, **values: Any) -> None:
        query = update(subscribers).where(subscribers.c.chat_id == chat_id).values(values)
        await self._connection.execute(query)


def _slot_columns(slot: Slot) -> dict[str, Any]:
    return {"next_slot": str(slot), "next_at": slot.at}


def _subscriber(row: Row[Any]) -> Subscriber:
    slot = datetime.fromisoformat(row.next_slot)
    owed = Slot(slot.date(), slot.time(), row.next_at)
    return model_of(Subscriber, row, schedule=model_of(Schedule, row), next=owed)
