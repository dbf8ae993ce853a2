"""Add sources: by a feed's address, from behind a site's page, or from a list of feeds."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeAlias

from bot.errors import IngestError, NoFeedError, NotFoundError, Reason
from bot.ingest.feeds import Subscription, is_opml, parse_opml
from bot.ingest.pipeline import parsed
from bot.ingest.sources.backoff import failed
from bot.ingest.sources.discover import Found, feeds_behind
from bot.ingest.sources.fulltext import with_full_texts
from bot.ingest.sources.reader import Reading, feed_on, visit_all
from bot.ingest.sources.save import keep_feed, keep_items, keep_success, news_of
from bot.ingest.web import MAX_FEED_BYTES, canonical_url
from storage.model import Added, Kind, Offer, Ref, Source, SourceState, Taken

# Called with (done, total).
Progress: TypeAlias = Callable[[int, int], Awaitable[None]]

# Pages of the newest items that are fetched while the admin waits, one a second.
FIRST_TEXTS = 5

_OFFERED_FOR = timedelta(days=7)


async def add_source(
    url: str, reading: Reading, *, now: datetime, progress: Progress
) -> Added | tuple[Offer, ...] | Taken:
    """Add the feed at `url`, or the one behind the page there; of several, offer a choice.

    If there is a list of feeds, all of them are added, and `progress` is told of it. The newest
    items of what is added are kept at once. What is offered is stored for a week and added by
    `choose_source`.

    Raises:
        NoFeedError: `url` is no feed, and none was found behind it; nothing is stored.
        IngestError: It can't be had; nothing is stored.
    """
    address = canonical_url(url)
    async with reading.store.read() as tx:
        known = await tx.sources.by_url(address)
    if known is not None:
        return await choose_source(known.id, reading, now=now)
    page = await reading.fetcher.get(address, max_bytes=MAX_FEED_BYTES)
    try:
        found = [Found(page, await feed_on(page, workers=reading.workers, now=now))]
    except NoFeedError as error:
        if error.reason is not Reason.NO_FEED:
            raise
        if is_opml(page.content, charset=page.charset):
            parse = partial(parse_opml, page.content, what=url, charset=page.charset)
            feeds = await parsed(parse, what=url, workers=reading.workers)
            return await add_list(feeds, reading, now=now, progress=progress)
        found = await feeds_behind(page, reading, now=now)
        if not found:
            raise NoFeedError(url, reason=error.reason) from error
    if len(found) == 1:
        return await _add(found[0], reading, now=now)
    return await _offer(found, reading, now=now)


async def choose_source(source_id: int, reading: Reading, *, now: datetime) -> Added:
    """Add a source that was offered, or read one now that fails or was stopped.

    Raises:
        NotFoundError: There is none with this id; an offer is forgotten after a week.
        IngestError: It can't be had; nothing is changed.
    """
    async with reading.store.read() as tx:
        source = await tx.sources.get(source_id)
    if source is None:
        raise NotFoundError(Ref(Kind.SOURCE, source_id))
    if _is_well(source):
        return Added(source, is_new=False)
    page = await reading.fetcher.get(source.url, max_bytes=MAX_FEED_BYTES)
    feed = await feed_on(page, workers=reading.workers, now=now)
    return await _add(Found(page, feed), reading, now=now, address=source.url)


async def add_list(
    subscriptions: Sequence[Subscription],
    reading: Reading,
    *,
    now: datetime,
    progress: Progress,
) -> Taken:
    """Add the feeds of a list.

    Each is stored by itself: what a crash cuts short is known when the list is taken again.
    """
    results: list[Added | Source] = []

    async def take(feed: Subscription) -> None:
        results.append(await _take(feed, reading, now=now))
        await progress(len(results), len(subscriptions))

    await visit_all(subscriptions, take, url_of=lambda feed: feed.url)
    added = [one for one in results if isinstance(one, Added)]
    broken = [one for one in results if isinstance(one, Source)]
    return Taken(
        added=sum(one.is_new for one in added),
        known=sum(not one.is_new for one in added),
        failed=tuple(sorted(broken, key=lambda source: source.id)),
    )


async def _take(feed: Subscription, reading: Reading, *, now: datetime) -> Added | Source:
    """Add one feed of a list; return it as an offer, with the reason, if it can't be had."""
    async with reading.store.read() as tx:
        known = await tx.sources.by_url(feed.url)
    if known is not None and _is_well(known):
        return Added(known, is_new=False)
    try:
        page = await reading.fetcher.get(feed.url, max_bytes=MAX_FEED_BYTES)
        found = Found(page, await feed_on(page, workers=reading.workers, now=now))
        return await _add(found, reading, now=now, texts=0)
    except IngestError as error:
        async with reading.store.write() as tx:
            offered, _ = await tx.sources.add(
                feed.url, title=feed.title, now=now, state=SourceState.OFFERED
            )
            broken = failed(offered, error, now=now, shortest=reading.shortest)
            broken = replace(broken, state=offered.state)
            await tx.sources.change(broken)
        return broken


async def _add(
    found: Found,
    reading: Reading,
    *,
    now: datetime,
    address: str | None = None,
    texts: int = FIRST_TEXTS,
) -> Added:
    page, feed = found.page, found.feed
    address = address or (page.url if page.moved_permanently else page.requested)
    async with reading.store.read() as tx:
        source = await tx.sources.by_url(address)
        news = await news_of(feed, source, tx=tx, now=now)
    news = await with_full_texts(
        news, reading, feed=feed, source=source, home=page.url, most=texts, now=now
    )
    async with reading.store.write() as tx:
        source, _ = await tx.sources.add(
            address, title=feed.title, now=now, state=SourceState.OFFERED
        )
        if _is_well(source):
            return Added(source, is_new=False)
        source = replace(source, title=feed.title)
        items = await keep_items(news.fresh, source, tx=tx, grouper=reading.grouper, now=now)
        source = await keep_feed(feed, page, news, source, tx=tx, now=now)
        source = await keep_success(source, page, tx=tx, now=now, shortest=reading.shortest)
        await tx.sources.change(source)
    return Added(source, is_new=True, items=items)


async def _offer(
    found: Sequence[Found], reading: Reading, *, now: datetime
) -> Added | tuple[Offer, ...]:
    """Store what was found as offers, unless it is read already."""
    offers = []
    async with reading.store.write() as tx:
        await tx.sources.drop_offers(now - _OFFERED_FOR)
        for each in found:
            source, _ = await tx.sources.add(
                each.page.requested, title=each.feed.title, now=now, state=SourceState.OFFERED
            )
            if source.state is not SourceState.READ:
                dates = [item.draft.published_at for item in each.feed.items if item.draft]
                newest = max(filter(None, dates), default=None)
                offers.append(Offer(source, len(each.feed.items), newest))
    # `source` is the last one: any of them will do to say that all are known.
    return tuple(offers) or Added(source, is_new=False)


def _is_well(source: Source) -> bool:
    return source.state is SourceState.READ and source.failing_since is None
