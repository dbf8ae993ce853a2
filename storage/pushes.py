"""Pushes: which hubs were asked to tell of the changes of which sources."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select

from storage.model import Push, SourceState
from storage.noun import Noun
from storage.tables import pushes, sources


class Pushes(Noun):
    """The pushes."""

    async def of(self, source_id: int) -> Push | None:
        """Return what was asked for this source."""
        return await self._one(pushes.c.source_id == source_id)

    async def by_token(self, token: str) -> Push | None:
        """Return what was asked with this token."""
        return await self._one(pushes.c.token == token)

    async def due(self, now: datetime, *, limit: int) -> list[Push]:
        """Return at most `limit` of those whose hub is to be asked, longest waiting first."""
        query = (
            select(pushes)
            .join(sources, sources.c.id == pushes.c.source_id)
            .where(pushes.c.ask_at <= now, sources.c.state == SourceState.READ)
            .order_by(pushes.c.ask_at, pushes.c.source_id)
            .limit(limit)
        )
        return [_push(row) for row in await self._connection.execute(query)]

    async def put(self, push: Push) -> None:
        """Keep it as it is now, in place of what was asked for its source before."""
        values = asdict(push)
        query = self._insert(pushes).values(values)
        query = query.on_conflict_do_update(index_elements=[pushes.c.source_id], set_=values)
        await self._connection.execute(query)

    async def remove(self, source_id: int) -> None:
        """Forget it: what its hub still sends is not taken."""
        await self._connection.execute(delete(pushes).where(pushes.c.source_id == source_id))

    async def _one(self, condition: ColumnElement[bool]) -> Push | None:
        found = (await self._connection.execute(select(pushes).where(condition))).one_or_none()
        return _push(found) if found else None


def _push(row: Row[Any]) -> Push:
    return Push(
        source_id=row.source_id,
        hub_url=row.hub_url,
        topic_url=row.topic_url,
        token=row.token,
        secret=row.secret,
        ask_at=row.ask_at,
        tries=row.tries,
        lease_until=row.lease_until,
    )
