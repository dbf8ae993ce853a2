"""Sources: feeds, when each is due, and what each has shown already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, select, update

from storage.model import Push, Source, SourceState, Timing, Weight
from storage.repository import Mode, Repository, Writes, model_of, row_of
from storage.schema import pushes, seen, sources


class Pushes(Repository[Mode]):
    """Which hubs were asked to tell of the changes of which sources."""

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
        return [model_of(Push, row) for row in await self._connection.execute(query)]

    async def put(self: Pushes[Writes], push: Push) -> None:
        """Keep it as it is now, in place of what was asked for its source before."""
        values = row_of(push)
        query = self._insert(pushes).values(values)
        query = query.on_conflict_do_update(index_elements=[pushes.c.source_id], set_=values)
        await self._connection.execute(query)

    async def remove(self: Pushes[Writes], source_id: int) -> None:
        """Forget it: what its hub still sends is not taken."""
        await self._connection.execute(delete(pushes).where(pushes.c.source_id == source_id))

    async def _one(self, condition: ColumnElement[bool]) -> Push | None:
        found = (await self._connection.execute(select(pushes).where(condition))).one_or_none()
        return model_of(Push, found) if found else None


# Feeds that bring back what they have not listed for half a year are not known.
SEEN_FOR = timedelta(days=180)


class Sources(Repository[Mode]):
    """The sources."""

    async def add(
        self: Sources[Writes],
        url: str,
        *,
        title: str,
        now: datetime,
        state: SourceState = SourceState.READ,
    ) -> tuple[Source, bool]:
        """Return the source at `url`, and whether it is new; a new one is due at once.

        Args:
            url: Address to poll.
            title: What it is called.
            now: When it counts as added.
            state: Of a new source: READ or OFFERED.
        """
        if known := await self.by_url(url):
            return known, False
        row = {
            "url": url,
            "title": title,
            "state": state,
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

    async def many(self, source_ids: Iterable[int]) -> dict[int, Source]:
        """Return those of the sources that exist, by id."""
        query = select(sources).where(sources.c.id.in_(set(source_ids)))
        return {source.id: source for source in await self._all(query)}

    async def by_url(self, url: str) -> Source | None:
        """Return the source that is polled at this address."""
        return await self._one(sources.c.url == url)

    async def all(self) -> list[Source]:
        """Return every source but those on offer, in the order in which they were added."""
        is_chosen = sources.c.state != SourceState.OFFERED
        return await self._all(select(sources).where(is_chosen).order_by(sources.c.id))

    async def weights(self) -> dict[int, Weight]:
        """Return how much the stories of each source count, but for what counts normally."""
        query = select(sources.c.id, sources.c.weight).where(sources.c.weight != Weight.NORMAL)
        return {row.id: row.weight for row in await self._connection.execute(query)}

    async def due(self, now: datetime, *, limit: int, skip: int = 0) -> list[Source]:
        """Return at most `limit` sources to poll at `now`, longest waiting first.

        Args:
            now: Aware instant.
            limit: Most sources to return: some hundreds are made in a few milliseconds.
            skip: Leave out so many that wait longer, which were returned before.
        """
        return await self._all(
            select(sources)
            .where(sources.c.next_poll_at <= now, sources.c.state == SourceState.READ)
            .order_by(sources.c.next_poll_at, sources.c.id)
            .limit(limit)
            .offset(skip)
        )

    async def remove(self: Sources[Writes], source_id: int) -> bool:
        """Forget the source, and return whether there was one; what it brought stays."""
        gone = await self._connection.execute(delete(sources).where(sources.c.id == source_id))
        return gone.rowcount > 0

    async def offers(self) -> list[Source]:
        """Return the sources on offer, those that failed when they were added included."""
        is_offered = sources.c.state == SourceState.OFFERED
        return await self._all(select(sources).where(is_offered).order_by(sources.c.id))

    async def drop_offers(self: Sources[Writes], before: datetime) -> None:
        """Forget the sources on offer that were found before this instant."""
        is_stale = and_(sources.c.state == SourceState.OFFERED, sources.c.added_at < before)
        await self._connection.execute(delete(sources).where(is_stale))

    async def change(self: Sources[Writes], source: Source) -> None:
        """Keep the source as it is now; its id and when it was added never change.

        Args:
            source: Made from what this very transaction read, so that nothing is lost that
                was changed meanwhile.
        """
        values = row_of(source, "id", "added_at")
        query = update(sources).where(sources.c.id == source.id).values(values)
        await self._connection.execute(query)

    async def seen(self, source_id: int, marks: Iterable[str]) -> dict[str, datetime]:
        """Return those of the marks that were noted before, and when.

        Args:
            source_id: The source.
            marks: What items are known by: see `bot.ingest.feeds.items`.
        """
        hashes = {_hash(mark): mark for mark in marks}
        query = select(seen.c.identity, seen.c.seen_at).where(
            seen.c.source_id == source_id, seen.c.identity.in_(hashes)
        )
        found = await self._connection.execute(query)
        return {hashes[identity]: seen_at for identity, seen_at in found}

    async def mark_seen(
        self: Sources[Writes], source_id: int, marks: Iterable[str], *, now: datetime
    ) -> None:
        """Note marks of the items that the source lists now.

        Those that it has not listed for `SEEN_FOR` are forgotten.
        """
        rows = [
            {"source_id": source_id, "identity": key, "seen_at": now}
            for key in {_hash(mark) for mark in marks}
        ]
        if not rows:
            return
        noting = self._insert(seen)
        noting = noting.on_conflict_do_update(
            index_elements=[seen.c.source_id, seen.c.identity],
            set_={"seen_at": noting.excluded.seen_at},
        )
        await self._connection.execute(noting, rows)
        is_forgotten = and_(seen.c.source_id == source_id, seen.c.seen_at < now - SEEN_FOR)
        await self._connection.execute(delete(seen).where(is_forgotten))

    async def _one(self, condition: ColumnElement[bool]) -> Source | None:
        found = await self._all(select(sources).where(condition))
        return found[0] if found else None

    async def _all(self, query: Select[Any]) -> list[Source]:
        return [_source(row) for row in await self._connection.execute(query)]


def _hash(identity: str) -> str:
    return hashlib.sha256(identity.encode()).hexdigest()


def _source(row: Row[Any]) -> Source:
    # One that was not read yet has none.
    return model_of(Source, row, timing=row.timing or Timing())
