"""Feeds that are read again and again, so that digests fill by themselves."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus

from bot.errors import FetchError, IngestError, NoFeedError
from bot.ingest.discovery import find_feeds
from bot.ingest.feed import Feed, parse_feed
from bot.ingest.fetch import Fetcher, Page
from bot.ingest.identity import new_items, told_items
from bot.ingest.pipeline import keep, parsed
from bot.ingest.urls import canonical_url
from bot.stories.placing import place
from bot.workers import Workers
from storage.model import Draft, Source
from storage.store import Store, Transaction

_log = logging.getLogger(__name__)

# A feed that is read for the first time is no news flood: so many of its items are new,
# the rest counts as known.
FIRST_ITEMS = 20

# A feed that fails is asked half as often after each failure, and never given up.
LONGEST_PAUSE = timedelta(hours=24)

# Feeds read at the same time; the fetcher asks each host one thing at a time.
AT_ONCE = 8


async def add_source(
    url: str, *, store: Store, fetcher: Fetcher, workers: Workers, now: datetime, every: timedelta
) -> tuple[Source, bool, int]:
    """Add the feed at `url`, or the first one that the page there names.

    Its newest items are kept at once.

    Args:
        url: Absolute http(s) address of a feed or of a site's page, as typed.
        store: Where it is kept.
        fetcher: Gets it.
        workers: Where it is parsed.
        now: Aware instant.
        every: How long until it is read again.

    Returns:
        The source, whether it is new, and how many items were kept.

    Raises:
        NoFeedError: `url` is no feed and names none; nothing is stored.
        IngestError: It can't be had; nothing is stored.
        StorageError: The database failed; nothing is stored.
    """
    address = canonical_url(url)
    async with store.read() as tx:
        known = await tx.sources.by_url(address)
    if known is not None:
        return known, False, 0
    page = await fetcher.get(address)
    try:
        feed = await _parsed(page, workers=workers, now=now)
    except NoFeedError:
        if not (named := await _named_feeds(page, workers=workers)):
            raise
        page = await fetcher.get(named[0])
        feed = await _parsed(page, workers=workers, now=now)
    address = page.url if page.moved_permanently else page.requested
    async with store.write() as tx:
        source, is_new = await tx.sources.add(address, title=feed.title, now=now)
        if not is_new:
            return source, False, 0
        count = await _keep_items(feed, source, tx=tx, now=now)
        await _succeeded(source, page, feed, tx=tx, now=now, every=every)
    return source, True, count


async def refresh_sources(
    *,
    store: Store,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime,
    every: timedelta,
    limit: int = 100,
) -> int:
    """Read the sources that are due; return how many items were kept.

    What goes wrong with one is noted on it and holds up no other.

    Args:
        store: Where sources and items are kept.
        fetcher: Gets feeds, each only if it changed.
        workers: Where they are parsed.
        now: Aware instant.
        every: How long until a source is read again, if all is well.
        limit: Most sources at a time; the rest are still due at the next tick.

    Raises:
        StorageError: The database failed.
    """
    async with store.read() as tx:
        due = await tx.sources.due(now, limit=limit)
    room = asyncio.Semaphore(AT_ONCE)

    async def refresh(source: Source) -> int:
        async with room:
            try:
                return await _refresh(
                    source, store=store, fetcher=fetcher, workers=workers, now=now, every=every
                )
            except IngestError as error:
                problem, pause = _words(error), _pause(source, error, every=every)
            except Exception:  # noqa: BLE001 - the others are read all the same
                _log.exception("source %s can't be read", source.ref)
                problem, pause = "an error here; the log has it", _doubled(source, every=every)
        async with store.write() as tx:
            await tx.sources.failed(source.id, error=problem, next_poll_at=now + pause)
        return 0

    return sum(await asyncio.gather(*map(refresh, due)))


async def _refresh(
    source: Source,
    *,
    store: Store,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime,
    every: timedelta,
) -> int:
    page = await fetcher.get(source.url, etag=source.etag, last_modified=source.last_modified)
    is_changed = page.status != HTTPStatus.NOT_MODIFIED
    feed = await _parsed(page, workers=workers, now=now) if is_changed else None
    async with store.write() as tx:
        if await tx.sources.get(source.id) is None:
            # It was removed while it was read.
            return 0
        count = await _keep_items(feed, source, tx=tx, now=now) if feed else 0
        await _succeeded(source, page, feed, tx=tx, now=now, every=every)
    return count


async def _parsed(page: Page, *, workers: Workers, now: datetime) -> Feed:
    parse = partial(parse_feed, page.content, url=page.url, charset=page.charset, now=now)
    return await parsed(parse, what=page.requested, workers=workers)


async def _named_feeds(page: Page, *, workers: Workers) -> tuple[str, ...]:
    find = partial(find_feeds, page.content, url=page.url, charset=page.charset)
    return await parsed(find, what=page.requested, workers=workers)


async def _keep_items(feed: Feed, source: Source, *, tx: Transaction, now: datetime) -> int:
    """Store the items that the source did not bring before; return how many were new."""
    told = told_items(feed)
    marks = {mark for each in told for mark in each.marks}
    fresh = new_items(told, seen=await tx.sources.seen(source.id, marks))
    # Most feeds list the newest first, as do we with what has no date.
    fresh.sort(key=lambda each: each.draft.published_at or now, reverse=True)
    if source.last_success_at is None:
        fresh = fresh[:FIRST_ITEMS]
    count = 0
    # Stories begin with the oldest.
    for each in reversed(fresh):
        if isinstance(each.draft, Draft):
            ingested = await keep(each.draft, tx=tx, published=True, now=now, source_id=source.id)
            count += ingested.is_new
        else:
            for headline in await tx.headlines.add(
                [each.draft], site=source.title, source_id=source.id, now=now
            ):
                await place(headline, tx=tx, now=now)
                count += 1
    await tx.sources.mark_seen(source.id, marks, now=now)
    return count


async def _succeeded(
    source: Source,
    page: Page,
    feed: Feed | None,
    *,
    tx: Transaction,
    now: datetime,
    every: timedelta,
) -> None:
    await tx.sources.polled(
        source.id,
        title=feed.title if feed else source.title,
        site_url=feed.site_url if feed else source.site_url,
        # Both are kept as they came, for a 304 may leave one out.
        etag=page.etag if feed else source.etag,
        last_modified=page.last_modified if feed else source.last_modified,
        next_poll_at=now + every,
        now=now,
    )


def _pause(source: Source, error: IngestError, *, every: timedelta) -> timedelta:
    """Return how long to leave a source alone that failed once more, as the site asks."""
    if isinstance(error, FetchError) and error.status == HTTPStatus.GONE:
        return LONGEST_PAUSE
    pause = _doubled(source, every=every)
    if isinstance(error, FetchError) and error.retry_after is not None:
        seconds = min(error.retry_after, LONGEST_PAUSE.total_seconds())
        pause = max(pause, timedelta(seconds=seconds))
    return pause


def _doubled(source: Source, *, every: timedelta) -> timedelta:
    """Return `every`, doubled with each failure in a row and once for this one."""
    # Doubling stops long before the number would overflow.
    return min(every * (2 << min(source.failures, 16)), LONGEST_PAUSE)


def _words(error: IngestError) -> str:
    status = error.status if isinstance(error, FetchError) else None
    return f"{error.reason.value} ({status})" if status else error.reason.value
