"""Messages that may or may not have arrived, and wait for an admin's word."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select, update

from storage.model import Delivery, DeliveryState
from storage.noun import Noun
from storage.rows import delivery_of
from storage.tables import outbox

_IS_HELD = outbox.c.state == DeliveryState.UNSURE


class Held(Noun):
    """The messages of the outbox that are unsure for good."""

    async def newest(self, limit: int = 10) -> list[Delivery]:
        """Return at most `limit` of them, last added first."""
        query = select(outbox).where(_IS_HELD).order_by(outbox.c.id.desc()).limit(limit)
        return [delivery_of(row) for row in await self._connection.execute(query)]

    async def count(self) -> int:
        """Return how many there are."""
        query = select(func.count()).select_from(outbox).where(_IS_HELD)
        return (await self._connection.execute(query)).scalar_one()

    async def send(self, delivery_id: int, *, now: datetime) -> Delivery | None:
        """Put a message on its way once more and return it; None if it isn't held.

        If nobody can tell whether it arrived this time, it is held again.
        """
        return await self._settle(delivery_id, state=DeliveryState.NEW, due_at=now, settled_at=None)

    async def forget(self, delivery_id: int, *, error: str) -> Delivery | None:
        """Send a message never again and return it; None if it isn't held.

        Args:
            delivery_id: The message.
            error: Why, in English.
        """
        return await self._settle(delivery_id, state=DeliveryState.FAILED, error=error)

    async def _settle(self, delivery_id: int, **values: object) -> Delivery | None:
        query = (
            update(outbox)
            .where(outbox.c.id == delivery_id, _IS_HELD)
            .values(**values)
            .returning(outbox)
        )
        row = (await self._connection.execute(query)).one_or_none()
        return None if row is None else delivery_of(row)
