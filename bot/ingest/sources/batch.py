"""Store what was read from sources together: a transaction costs more than what is in it.

Whoever has something to store puts it down; who comes first stores all that waits. So only
one of us is ever in the queue of writers, and readers are answered between two transactions
however many sources are read.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias

from bot import messages
from bot.errors import IngestError
from bot.ingest.feeds import Feed
from bot.ingest.sources.backoff import failed, is_worth_telling, put_off
from bot.ingest.sources.reader import Reading
from bot.ingest.sources.save import News, keep_feed, keep_items, keep_success
from bot.ingest.web import Page
from bot.messages import outgoing
from bot.workers import isolate_failures
from storage import WriteTransaction
from storage.model import DeliveryKind, Reader, Source, SourceState

_log = logging.getLogger(__name__)

# What is stored in one transaction; other writers wait for its end.
ITEMS_AT_ONCE = 20
SOURCES_AT_ONCE = 50


_NOTHING = News()


@dataclass(frozen=True, slots=True)
class Read:
    """An answer that was understood."""

    page: Page
    feed: Feed | None = None
    news: News = _NOTHING


@dataclass(frozen=True, slots=True)
class Failed:
    """A reading that failed; `error` is None if the fault is ours."""

    error: IngestError | None


@dataclass(frozen=True, slots=True)
class PutOff:
    """No reading, since the whole site wants to be left alone for so many seconds."""

    seconds: float


Result: TypeAlias = Read | Failed | PutOff


@dataclass(frozen=True, slots=True)
class _Entry:
    source_id: int
    result: Result
    count: asyncio.Future[int]

    @property
    def items(self) -> int:
        return len(self.result.news.fresh) if isinstance(self.result, Read) else 0


class BatchWriter:
    """Stores what came of reading sources."""

    def __init__(self, reading: Reading, *, now: datetime) -> None:
        """Store for a round of reading."""
        self._reading = reading
        self._now = now
        self._waiting: deque[_Entry] = deque()
        self._turn = asyncio.Lock()

    async def store(self, source: Source, result: Result) -> int:
        """Store what came of reading `source`; return how many items were new."""
        count = 0
        if isinstance(result, Read) and len(result.news.fresh) > ITEMS_AT_ONCE:
            try:
                result, count = await self._first_items(source, result)
            except Exception:  # noqa: BLE001 - if it is the database, that is seen below
                _log.exception("%s brought what can't be stored", source.ref)
                result = Failed(None)
        entry = _Entry(source.id, result, asyncio.get_running_loop().create_future())
        self._waiting.append(entry)
        async with self._turn:
            while not entry.count.done():
                await self._store(self._next())
        return count + await entry.count

    async def _first_items(self, source: Source, read: Read) -> tuple[Read, int]:
        """Store the items that are too many for one transaction, a part at a time."""
        fresh, count = read.news.fresh, 0
        while len(fresh) > ITEMS_AT_ONCE:
            async with self._turn, self._reading.store.write() as tx:
                if await tx.sources.get(source.id) is None:
                    break
                part, fresh = fresh[:ITEMS_AT_ONCE], fresh[ITEMS_AT_ONCE:]
                count += await keep_items(
                    part, source, tx=tx, grouper=self._reading.grouper, now=self._now
                )
        return replace(read, news=replace(read.news, fresh=fresh)), count

    def _next(self) -> list[_Entry]:
        """Take what fits one transaction from those that wait, at least one."""
        entries = [self._waiting.popleft()]
        items = entries[0].items
        while self._waiting and len(entries) < SOURCES_AT_ONCE:
            items += self._waiting[0].items
            if items > ITEMS_AT_ONCE:
                break
            entries.append(self._waiting.popleft())
        return entries

    async def _store(self, entries: Sequence[_Entry]) -> None:
        """Store all of it or, if one is at fault, the others."""
        try:
            await isolate_failures(entries, self._write, alone=self._write_failure)
        except asyncio.CancelledError:
            # The others' are stored by whoever comes next.
            self._waiting.extendleft(one for one in reversed(entries) if not one.count.done())
            raise
        except Exception as error:  # noqa: BLE001 - who waits is told
            # Nothing of ours was in there: it is the database.
            for entry in entries:
                if not entry.count.done():
                    entry.count.set_exception(error)

    async def _write(self, entries: Sequence[_Entry]) -> None:
        counts = await self._written(entries)
        for entry, count in zip(entries, counts, strict=True):
            entry.count.set_result(count)

    async def _write_failure(self, entry: _Entry, error: Exception) -> None:
        """Store that what a source brought can't be stored."""
        if not isinstance(entry.result, Read):
            raise error
        _log.error("f%d brought what can't be stored", entry.source_id, exc_info=error)
        await self._write([replace(entry, result=Failed(None))])

    async def _written(self, entries: Sequence[_Entry]) -> list[int]:
        async with self._reading.store.write() as tx:
            sources = await tx.sources.many([entry.source_id for entry in entries])
            counts = []
            for entry in entries:
                source = sources.get(entry.source_id)
                # One that is missing was removed while it was read.
                counts.append(await self._apply(entry.result, source, tx=tx) if source else 0)
            return counts

    async def _apply(self, result: Result, source: Source, *, tx: WriteTransaction) -> int:
        now, shortest = self._now, self._reading.shortest
        count = 0
        if isinstance(result, PutOff):
            await tx.sources.change(put_off(source, now=now, seconds=result.seconds))
            return 0
        if isinstance(result, Failed):
            source = failed(source, result.error, now=now, shortest=shortest)
        else:
            if result.feed is not None:
                source = replace(source, title=result.feed.title)
                count = await keep_items(
                    result.news.fresh, source, tx=tx, grouper=self._reading.grouper, now=now
                )
                source = await keep_feed(
                    result.feed, result.page, result.news, source, tx=tx, now=now
                )
            source = await keep_success(source, result.page, tx=tx, now=now, shortest=shortest)
        await tx.sources.change(source)
        if is_worth_telling(source, now=now):
            await self._tell_admins(source, tx=tx, now=now)
        return count

    async def _tell_admins(self, source: Source, *, tx: WriteTransaction, now: datetime) -> None:
        """Tell the admins of a source that keeps failing or was stopped."""
        # Once for each time that it broke: the outbox takes a key once.
        since = source.failing_since if source.state is SourceState.READ else self._now
        reading = self._reading
        spoken = await tx.subscribers.languages(reading.admins)
        for admin in reading.admins:
            reader = Reader(self._now, reading.zone, spoken.get(admin, reading.language))
            reply = messages.source_failing(source, reader=reader)
            key = f"source:{source.id}:{source.state}:{since}:{admin}"
            alert = outgoing(reply, chat_id=admin, kind=DeliveryKind.ALERT, key=key)
            await tx.outbox.add(alert, due_at=now)
