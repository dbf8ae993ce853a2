"""Alerts: what came in waits to be held against them, and what they told is kept.

An arrival is noted by the transaction that keeps the item, and forgotten by the one that
puts the alerts for it into the outbox: whatever happens between the two, none is lost, and
none is told twice.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, select, update

from storage.delivery.corrections import Corrections
from storage.model import Alert, Arrival, DeliveryState, FilterKind, Ref
from storage.repository import Mode, Repository, Writes, model_of, row_of
from storage.schema import alerts, arrivals, filters, outbox


class Alerts(Repository[Mode]):
    """The alerts, at most one for each chat and story."""

    async def expect(self: Alerts[Writes], refs: Sequence[Ref], *, now: datetime) -> None:
        """Note what came in, for `arrivals`, unless nobody wants to be told of anything.

        Args:
            refs: Published articles and headlines, in the order in which they came.
            now: Aware instant.
        """
        if not refs or not await self._connection.scalar(select(exists(_alert_filters()))):
            return
        rows = [{"ref": ref, "at": now} for ref in refs]
        await self._connection.execute(insert(arrivals), rows)

    async def arrivals(self, limit: int) -> list[Arrival]:
        """Return at most `limit` of what waits to be held against alerts, oldest first."""
        query = select(arrivals).order_by(arrivals.c.id).limit(limit)
        return [model_of(Arrival, row) for row in await self._connection.execute(query)]

    async def settle(self: Alerts[Writes], done: Collection[Arrival]) -> None:
        """Forget what was held against all alerts."""
        these = arrivals.c.id.in_([arrival.id for arrival in done])
        await self._connection.execute(delete(arrivals).where(these))

    async def add(self: Alerts[Writes], told: Sequence[Alert]) -> None:
        """Keep what chats are told; the caller puts the messages into the outbox."""
        rows = [row_of(one) | {"key": one.key} for one in told]
        if rows:
            await self._connection.execute(insert(alerts), rows)
        if quoted := [one for one in told if one.sentence]:
            await Corrections[Writes](self._connection).expect(
                {one.ref.number for one in quoted}, now=max(one.told_at for one in quoted)
            )

    async def told(
        self, chat_ids: Collection[int], story_ids: Collection[int]
    ) -> set[tuple[int, int]]:
        """Return which of the chats had an alert of which of the stories, arrived or not."""
        query = select(alerts.c.chat_id, alerts.c.story_id).where(
            alerts.c.chat_id.in_(chat_ids), alerts.c.story_id.in_(story_ids)
        )
        return {(row.chat_id, row.story_id) for row in await self._connection.execute(query)}

    async def counts(
        self, chat_ids: Collection[int], days: Collection[date]
    ) -> dict[tuple[int, date], int]:
        """Return how many alerts each of the chats had on each of the days, if any."""
        query = (
            select(alerts.c.chat_id, alerts.c.day, func.count().label("number"))
            .where(alerts.c.chat_id.in_(chat_ids), alerts.c.day.in_(days))
            .group_by(alerts.c.chat_id, alerts.c.day)
        )
        return {(row.chat_id, row.day): row.number for row in await self._connection.execute(query)}

    async def call_off(
        self: Alerts[Writes],
        chat_id: int,
        *,
        filter_id: int | None = None,
        story_id: int | None = None,
        error: str,
    ) -> int:
        """Send none of the chat's alerts that still wait; return how many these are.

        Args:
            chat_id: The chat.
            filter_id: Only those that this filter asked for; None for any.
            story_id: Only the one of this story; None for any.
            error: Why, in English.
        """
        these = alerts.c.chat_id == chat_id
        if filter_id is not None:
            these &= alerts.c.filter_id == filter_id
        if story_id is not None:
            these &= alerts.c.story_id == story_id
        return await self._call_off(these, error=error)

    async def are_late(self, before: datetime) -> bool:
        """Return whether any that should have been sent before an instant still waits."""
        late = _waiting().where(alerts.c.due_at < before)
        return bool(await self._connection.scalar(select(exists(late))))

    async def call_off_late(self: Alerts[Writes], before: datetime, *, error: str) -> int:
        """Send none that should have been sent before an instant; return how many these are.

        Args:
            before: Aware instant.
            error: Why, in English.
        """
        return await self._call_off(alerts.c.due_at < before, error=error)

    async def put_off(self: Alerts[Writes], chat_id: int, *, until: datetime) -> None:
        """Send the chat's alerts that still wait at this instant, not sooner nor later."""
        theirs = alerts.c.chat_id == chat_id
        waiting = outbox.c.id.in_(_waiting().where(theirs))
        keys = select(outbox.c.key).where(waiting)
        await self._connection.execute(
            update(alerts).where(alerts.c.key.in_(keys)).values(due_at=until)
        )
        await self._connection.execute(update(outbox).where(waiting).values(due_at=until))

    async def _call_off(self, these: ColumnElement[bool], *, error: str) -> int:
        query = (
            update(outbox)
            .where(outbox.c.id.in_(_waiting().where(these)))
            .values(state=DeliveryState.FAILED, error=error)
        )
        return (await self._connection.execute(query)).rowcount


def _waiting() -> Select[Any]:
    """Return a SELECT of the ids of messages that surely nobody got yet."""
    return (
        select(outbox.c.id)
        .join(alerts, alerts.c.key == outbox.c.key)
        .where(outbox.c.state == DeliveryState.NEW, outbox.c.unsure == 0)
    )


def _alert_filters() -> Select[Any]:
    return select(filters.c.id).where(filters.c.kind == FilterKind.ALERT)
