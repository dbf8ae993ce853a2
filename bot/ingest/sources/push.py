"""Ask hubs to announce changes, and store what they send like what was read."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from bot.errors import IngestError
from bot.ingest.feeds import LEASE, agreed, asked, is_signed
from bot.ingest.sources.batch import BatchWriter, Read
from bot.ingest.sources.fulltext import with_full_texts
from bot.ingest.sources.reader import Reading, feed_on, visit_all
from bot.ingest.sources.refresh import MOST_TEXTS
from bot.ingest.sources.save import news_of
from bot.ingest.web import Page
from storage.model import Push, Source, SourceState

_log = logging.getLogger(__name__)

_AT_ONCE = 100


async def ask_hubs(reading: Reading, *, public_url: str, now: datetime) -> None:
    """Ask the hubs whose time has come; each says later, by a visit, whether it agrees.

    `public_url` is where we are reached from the web; the push's token is put behind it.
    """
    async with reading.store.read() as tx:
        due = await tx.pushes.due(now, limit=_AT_ONCE)

    async def ask(push: Push) -> None:
        # First, for the hub may visit us before it answers.
        async with reading.store.write() as tx:
            await tx.pushes.put(asked(push, now=now))
        try:
            await reading.fetcher.post(
                push.hub_url,
                {
                    "hub.mode": "subscribe",
                    "hub.topic": push.topic_url,
                    "hub.callback": f"{public_url.rstrip('/')}/{push.token}",
                    "hub.secret": push.secret,
                    "hub.lease_seconds": str(int(LEASE.total_seconds())),
                },
            )
        except IngestError as error:
            # The feed is read all the same; the hub is asked again later.
            _log.info("the hub of f%d was asked in vain: %s", push.source_id, error)

    await visit_all(due, ask, url_of=lambda push: push.hub_url)


async def agree(
    reading: Reading, token: str, *, topic: str, lease_seconds: str, now: datetime
) -> bool:
    """Return whether we asked the hub for this, and if so note that it agrees."""
    async with reading.store.write() as tx:
        push = await tx.pushes.by_token(token)
        known = push and agreed(push, topic=topic, lease_seconds=lease_seconds, now=now)
        if known:
            await tx.pushes.put(known)
    return known is not None


async def is_expected(reading: Reading, token: str) -> bool:
    """Return whether a hub was given this token for a source that is read."""
    return await _pushed(reading, token) is not None


async def take(
    reading: Reading,
    token: str,
    body: bytes,
    *,
    signature: str,
    content_type: str,
    charset: str,
    now: datetime,
) -> int:
    """Store what a hub sends of a feed, or of a part of it; return how many items were new.

    What is not signed by the hub is left alone, as is what is no feed. `signature` is
    `X-Hub-Signature`. If storing fails, the hub should send it again.
    """
    found = await _pushed(reading, token)
    if found is None or not is_signed(found[0], body, signature):
        return 0
    _, source = found
    page = Page(
        url=source.url,
        requested=source.url,
        status=HTTPStatus.OK,
        content=body,
        content_type=content_type,
        charset=charset,
        # What it would have said to a reader is not known.
        etag=source.etag,
        last_modified=source.last_modified,
        moved_permanently=False,
    )
    try:
        feed = await feed_on(page, workers=reading.workers, now=now)
    except IngestError as error:
        _log.info("the hub of %s sent what is no feed: %s", source.ref, error)
        return 0
    # A part says nothing of the whole, but for what is in it.
    feed = replace(
        feed, title=source.title, site_url=source.site_url, timing=source.timing, hub_url=None
    )
    async with reading.store.read() as tx:
        news = await news_of(feed, source, tx=tx, now=now)
    news = await with_full_texts(
        news, reading, feed=feed, source=source, home=source.url, most=MOST_TEXTS, now=now
    )
    news = replace(news, dates=())
    return await BatchWriter(reading, now=now).store(source, Read(page, feed, news))


async def _pushed(reading: Reading, token: str) -> tuple[Push, Source] | None:
    async with reading.store.read() as tx:
        push = await tx.pushes.by_token(token)
        source = await tx.sources.get(push.source_id) if push else None
    if push is None or source is None or source.state is not SourceState.READ:
        return None
    return push, source
