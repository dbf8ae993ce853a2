"""Feeds become sources: by their address, or found behind a site's page."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from bot.errors import NoFeedError
from bot.ingest.discovery import find_feeds
from bot.ingest.feed import Feed
from bot.ingest.fetch import Page
from bot.ingest.keeping import fresh_items, keep_feed, keep_items, keep_success
from bot.ingest.pipeline import parsed
from bot.ingest.sources import Reading, feed_on
from bot.ingest.urls import canonical_url
from bot.workers import Workers
from storage.model import Source


async def add_source(url: str, reading: Reading, *, now: datetime) -> tuple[Source, bool, int]:
    """Add the feed at `url`, or the first one that the page there names.

    Its newest items are kept at once.

    Args:
        url: Absolute http(s) address of a feed or of a site's page, as typed.
        reading: What it takes to read it.
        now: Aware instant.

    Returns:
        The source, whether it is new, and how many items were kept.

    Raises:
        NoFeedError: `url` is no feed and names none; nothing is stored.
        IngestError: It can't be had; nothing is stored.
        StorageError: The database failed; nothing is stored.
    """
    address = canonical_url(url)
    async with reading.store.read() as tx:
        known = await tx.sources.by_url(address)
    if known is not None:
        return known, False, 0
    page = await reading.fetcher.get(address)
    try:
        feed = await feed_on(page, workers=reading.workers, now=now)
    except NoFeedError:
        if not (named := await _named_feeds(page, workers=reading.workers)):
            raise
        page = await reading.fetcher.get(named[0])
        feed = await feed_on(page, workers=reading.workers, now=now)
    return await _add(page, feed, reading, now=now)


async def _add(
    page: Page, feed: Feed, reading: Reading, *, now: datetime
) -> tuple[Source, bool, int]:
    address = page.url if page.moved_permanently else page.requested
    async with reading.store.write() as tx:
        source, is_new = await tx.sources.add(address, title=feed.title, now=now)
        if not is_new:
            return source, False, 0
        fresh = await fresh_items(feed, source, tx=tx, now=now)
        count = await keep_items(fresh, source, tx=tx, now=now)
        source = await keep_feed(feed, page, fresh, source, tx=tx, now=now)
        source = await keep_success(source, page, tx=tx, now=now, shortest=reading.shortest)
    return source, True, count


async def _named_feeds(page: Page, *, workers: Workers) -> tuple[str, ...]:
    find = partial(find_feeds, page.content, url=page.url, charset=page.charset)
    return await parsed(find, what=page.requested, workers=workers)
