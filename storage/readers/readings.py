"""Readings: which chat read what, and what last."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage.model import Ref
from storage.repository import Mode, Repository, Writes
from storage.schema import readings


class Readings(Repository[Mode]):
    """The readings, one for each chat and item."""

    async def record(self: Readings[Writes], chat_id: int, ref: Ref, *, now: datetime) -> None:
        """Note that the chat read the item at `now`, whether or not it had before."""
        # Stored anew: of two readings at one instant, the later has the higher id.
        await self._connection.execute(
            delete(readings).where(readings.c.chat_id == chat_id, readings.c.ref == ref)
        )
        row = {"chat_id": chat_id, "ref": ref, "read_at": now}
        await self._connection.execute(insert(readings).values(row))

    async def last(self, chat_id: int) -> Ref | None:
        """Return what the chat read last."""
        query = (
            select(readings.c.ref)
            .where(readings.c.chat_id == chat_id)
            .order_by(readings.c.read_at.desc(), readings.c.id.desc())
            .limit(1)
        )
        return (await self._connection.execute(query)).scalar_one_or_none()

    async def last_at(self, chat_id: int) -> datetime | None:
        """Return when the chat last read something."""
        query = select(func.max(readings.c.read_at)).where(readings.c.chat_id == chat_id)
        at: datetime | None = (await self._connection.execute(query)).scalar_one()
        return at

    async def has(self, chat_id: int, ref: Ref) -> bool:
        """Return whether the chat read the item, as one must have to see a private one."""
        query = select(readings.c.id).where(readings.c.chat_id == chat_id, readings.c.ref == ref)
        return (await self._connection.execute(query)).first() is not None
