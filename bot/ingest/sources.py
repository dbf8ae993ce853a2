"""Feeds that are read again and again, so that digests fill by themselves."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime

from bot import messages
from bot.errors import IngestError
from bot.ingest.feed import Feed
from bot.ingest.fetch import Page
from bot.ingest.fulltext import with_full_texts
from bot.ingest.keeping import fresh_items, keep_feed, keep_items, keep_success
from bot.ingest.politeness import visit_all
from bot.ingest.polling import failed, is_worth_telling
from bot.ingest.reading import Reading, read_feed
from storage.errors import StorageError
from storage.model import DeliveryKind, Outgoing, Source, SourceState
from storage.store import Transaction

_log = logging.getLogger(__name__)

# Sources of one round, and how long it takes up new ones; the rest is due at the next one.
# A host with hundreds of feeds, one a second, holds up no other for longer.
MOST_OF_A_ROUND = 5_000
ROUND_SECONDS = 60.0

# Items stored in one transaction; other writers, such as answers, wait for its end.
ITEMS_AT_ONCE = 20

# Pages fetched for the items of one reading, one a second.
MOST_TEXTS = 20


async def refresh_sources(reading: Reading, *, now: datetime) -> int:
    """Read the sources that are due; return how many items were kept.

    What goes wrong with one is noted on it and holds up no other.

    Args:
        reading: What it takes.
        now: Aware instant.

    Raises:
        StorageError: The database failed; what was not read is still due.
    """
    async with reading.store.read() as tx:
        due = await tx.sources.due(now, limit=MOST_OF_A_ROUND)
    seconds = asyncio.get_running_loop().time
    end = seconds() + ROUND_SECONDS
    counts = []

    async def visit(source: Source) -> None:
        if seconds() < end:
            counts.append(await _refresh(source, reading, now=now))

    await visit_all(due, visit, url_of=lambda source: source.url)
    return sum(counts)


async def _refresh(source: Source, reading: Reading, *, now: datetime) -> int:
    """Read one source, note what came of it, and return how many items were kept."""
    error: IngestError | None = None
    try:
        page, feed = await read_feed(source.url, reading, now=now, known=source)
        return await _keep(source, page, feed, reading, now=now)
    except StorageError:
        raise
    except IngestError as problem:
        error = problem
    except Exception:  # noqa: BLE001 - the others are read all the same
        _log.exception("source %s can't be read", source.ref)
    async with reading.store.write() as tx:
        current = await tx.sources.get(source.id)
        if current is not None:
            broken = failed(current, error, now=now, shortest=reading.shortest)
            await tx.sources.change(broken)
            await _tell(broken, reading, tx=tx, now=now)
    return 0


async def _keep(
    source: Source, page: Page, feed: Feed | None, reading: Reading, *, now: datetime
) -> int:
    """Store what a source brought, a few items at a time; return how many were new."""
    fresh = []
    if feed is not None:
        async with reading.store.read() as tx:
            fresh = await fresh_items(feed, source, tx=tx, now=now)
        fresh = await with_full_texts(
            fresh,
            reading,
            now=now,
            site=feed.title,
            home=feed.site_url or page.url,
            full_text=source.full_text,
            most=MOST_TEXTS,
        )
    count = 0
    for start in range(0, len(fresh) or 1, ITEMS_AT_ONCE):
        async with reading.store.write() as tx:
            current = await tx.sources.get(source.id)
            if current is None:
                # It was removed while it was read.
                break
            batch = fresh[start : start + ITEMS_AT_ONCE]
            if feed is not None:
                current = replace(current, title=feed.title)
            count += await keep_items(batch, current, tx=tx, now=now)
            if start + ITEMS_AT_ONCE < len(fresh):
                continue
            if feed is not None:
                current = await keep_feed(feed, page, fresh, current, tx=tx, now=now)
            read = await keep_success(current, page, tx=tx, now=now, shortest=reading.shortest)
            await _tell(read, reading, tx=tx, now=now)
    return count


async def _tell(source: Source, reading: Reading, *, tx: Transaction, now: datetime) -> None:
    """Tell the admins, once, of a source that keeps failing or was stopped."""
    if not is_worth_telling(source, now=now):
        return
    # Once for each time that it broke: the outbox takes a key once.
    since = source.failing_since if source.state is SourceState.READ else now
    reply = messages.source_failing(source, now=now, zone=reading.zone)
    alerts = [
        Outgoing(
            chat_id=admin,
            kind=DeliveryKind.ALERT,
            key=f"source:{source.id}:{source.state}:{since}:{admin}",
            text=str(reply.text),
            buttons=reply.buttons,
            about=reply.about,
        )
        for admin in reading.admins
    ]
    await tx.outbox.add(alerts, due_at=now)
