"""Sources: feeds, when each is due, and what each has shown already."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, update

from storage.model import Source
from storage.noun import Noun
from storage.tables import seen, sources


class Sources(Noun):
    """The sources."""

    async def add(self, url: str, *, title: str, now: datetime) -> tuple[Source, bool]:
        """Return the source at `url`, and whether it is new; a new one is due at once."""
        if known := await self.by_url(url):
            return known, False
        row = {
            "url": url,
            "title": title,
            "etag": "",
            "last_modified": "",
            "next_poll_at": now,
            "failures": 0,
            "last_error": "",
            "added_at": now,
        }
        query = insert(sources).values(row).returning(sources)
        return _source((await self._connection.execute(query)).one()), True

    async def get(self, source_id: int) -> Source | None:
        """Return the source with this id."""
        return await self._one(sources.c.id == source_id)

    async def by_url(self, url: str) -> Source | None:
        """Return the source that is polled at this address."""
        return await self._one(sources.c.url == url)

    async def all(self) -> list[Source]:
        """Return every source, in the order in which they were added."""
        return await self._all(select(sources).order_by(sources.c.id))

    async def due(self, now: datetime, *, limit: int) -> list[Source]:
        """Return at most `limit` sources to poll at `now`, longest waiting first."""
        return await self._all(
            select(sources)
            .where(sources.c.next_poll_at <= now)
            .order_by(sources.c.next_poll_at, sources.c.id)
            .limit(limit)
        )

    async def remove(self, source_id: int) -> bool:
        """Forget the source, and return whether there was one; what it brought stays."""
        gone = await self._connection.execute(delete(sources).where(sources.c.id == source_id))
        return gone.rowcount > 0

    async def polled(
        self,
        source_id: int,
        *,
        title: str,
        site_url: str | None,
        etag: str,
        last_modified: str,
        next_poll_at: datetime,
        now: datetime,
    ) -> None:
        """Keep what a poll that succeeded at `now` told (a 304 included)."""
        await self._change(
            source_id,
            title=title,
            site_url=site_url,
            etag=etag,
            last_modified=last_modified,
            next_poll_at=next_poll_at,
            last_success_at=now,
            failures=0,
            last_error="",
        )

    async def failed(self, source_id: int, *, error: str, next_poll_at: datetime) -> None:
        """Count a poll that failed, and keep why, in English."""
        failures = sources.c.failures + 1
        await self._change(
            source_id, failures=failures, last_error=error, next_poll_at=next_poll_at
        )

    async def unseen(self, source_id: int, identities: Sequence[str]) -> list[str]:
        """Return those of the feed's items that were not marked as seen, in their order.

        Args:
            source_id: The source.
            identities: What the feed calls its items (GUID, or else address).
        """
        hashes = {_hash(identity): identity for identity in identities}
        query = select(seen.c.identity).where(
            seen.c.source_id == source_id, seen.c.identity.in_(hashes)
        )
        known = set(await self._connection.scalars(query))
        return [identity for key, identity in hashes.items() if key not in known]

    async def mark_seen(self, source_id: int, identities: Sequence[str], *, now: datetime) -> None:
        """Note that these items of the feed need no reading again."""
        rows = [
            {"source_id": source_id, "identity": key, "seen_at": now}
            for key in {_hash(identity) for identity in identities}
        ]
        if rows:
            ignoring_known = self._insert(seen).on_conflict_do_nothing()
            await self._connection.execute(ignoring_known, rows)

    async def _one(self, condition: ColumnElement[bool]) -> Source | None:
        found = await self._all(select(sources).where(condition))
        return found[0] if found else None

    async def _all(self, query: Select[Any]) -> list[Source]:
        return [_source(row) for row in await self._connection.execute(query)]

    async def _change(self, source_id: int, **values: Any) -> None:
        query = update(sources).where(sources.c.id == source_id).values(values)
        await self._connection.execute(query)


def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _source(row: Row[Any]) -> Source:
    return Source(
        id=row.id,
        url=row.url,
        title=row.title,
        site_url=row.site_url,
        etag=row.etag,
        last_modified=row.last_modified,
        next_poll_at=row.next_poll_at,
        last_success_at=row.last_success_at,
        failures=row.failures,
        last_error=row.last_error,
        added_at=row.added_at,
    )
