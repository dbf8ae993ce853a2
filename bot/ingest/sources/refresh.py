"""Read the sources that are due, so that digests fill by themselves."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from bot.errors import IngestError
from bot.ingest.sources.batch import BatchWriter, Failed, PutOff, Read, Result
from bot.ingest.sources.fulltext import with_full_texts
from bot.ingest.sources.reader import Reading, read_feed, visit_all
from bot.ingest.sources.save import news_of
from storage import StorageError
from storage.model import Source

_log = logging.getLogger(__name__)

# Sources of one round, and how long it takes up new ones; the rest is due at the next one.
# A host with hundreds of feeds, one a second, holds up no other for longer.
MOST_OF_A_ROUND = 5_000
ROUND_SECONDS = 60.0
# Sources looked up at a time, so that nobody else waits.
_PAGE = 250

# Pages fetched for the items of one reading, one a second.
MOST_TEXTS = 20


async def refresh_sources(reading: Reading, *, now: datetime) -> int:
    """Read the sources that are due; return how many items were kept.

    What goes wrong with one is noted on it and holds up no other. What was not read is still due.
    """
    due: list[Source] = []
    async with reading.store.read() as tx:
        while len(due) < MOST_OF_A_ROUND:
            more = await tx.sources.due(now, limit=_PAGE, skip=len(due))
            due += more
            if len(more) < _PAGE:
                break
    writer = BatchWriter(reading, now=now)
    seconds = asyncio.get_running_loop().time
    end = seconds() + ROUND_SECONDS
    counts = []

    async def visit(source: Source) -> None:
        if seconds() < end:
            closed = reading.fetcher.seconds_closed(source.url)
            result: Result = PutOff(closed) if closed else await _read(source, reading, now=now)
            counts.append(await writer.store(source, result))

    await visit_all(due, visit, url_of=lambda source: source.url)
    return sum(counts)


async def _read(source: Source, reading: Reading, *, now: datetime) -> Read | Failed:
    """Read one source, with the texts of its new items, and return what came of it."""
    try:
        page, feed = await read_feed(source.url, reading, now=now, known=source)
        if feed is None:
            return Read(page)
        async with reading.store.read() as tx:
            news = await news_of(feed, source, tx=tx, now=now)
        news = await with_full_texts(
            news, reading, feed=feed, source=source, home=page.url, most=MOST_TEXTS, now=now
        )
        return Read(page, feed, news)
    except StorageError:
        raise
    except IngestError as error:
        return Failed(error)
    except Exception:  # noqa: BLE001 - the others are read all the same
        _log.exception("source %s can't be read", source.ref)
        return Failed(None)
