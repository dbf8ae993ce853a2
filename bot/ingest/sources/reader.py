"""Read a feed once, and what that takes; visit many, without haste at any one host."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http import HTTPStatus
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.ingest.feeds import Feed
from bot.ingest.pipeline import parsed
from bot.ingest.sources.kinds import Answer, read_answer
from bot.ingest.web import MAX_FEED_BYTES, Fetcher, Page
from bot.stories import Grouper
from bot.workers import Workers
from storage import Store
from storage.model import Source

_Item = TypeVar("_Item")

_UTC = ZoneInfo("UTC")

# Hosts that are visited at the same time.
HOSTS_AT_ONCE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What it takes to read sources.

    Attributes:
        shortest: No source is read more often than this.
        admins: The chats that are told, once, of a source that keeps failing.
        zone: The zone in which they are told since when.
        language: In which they are told, where what they speak is unknown.
    """

    store: Store
    fetcher: Fetcher
    workers: Workers
    grouper: Grouper = field(default_factory=Grouper)
    shortest: timedelta = timedelta(minutes=15)
    admins: Collection[int] = ()
    zone: ZoneInfo = _UTC
    language: str = "en"


async def read_feed(
    url: str, reading: Reading, *, now: datetime, known: Source | None = None
) -> tuple[Page, Feed | None]:
    """Return the answer of the feed at `url`, and the feed unless nothing changed.

    Raises:
        IngestError: It can't be had, or is none.
    """
    page = await reading.fetcher.get(
        url,
        etag=known.etag if known else "",
        last_modified=known.last_modified if known else "",
        max_bytes=MAX_FEED_BYTES,
    )
    if page.status == HTTPStatus.NOT_MODIFIED:
        return page, None
    return page, await feed_on(page, workers=reading.workers, now=now)


async def feed_on(page: Page, *, workers: Workers, now: datetime) -> Feed:
    """Return the feed that `page` is.

    Raises:
        IngestError: It is none, or reading it took too long.
    """
    answer = Answer(page.content, page.url, page.charset)
    parse = partial(read_answer, answer, now=now)
    return await parsed(parse, what=page.requested, workers=workers)


async def visit_all(
    items: Iterable[_Item],
    visit: Callable[[_Item], Awaitable[None]],
    *,
    url_of: Callable[[_Item], str],
) -> None:
    """Visit each item, those of one host one after the other, hosts side by side.

    A host with many items keeps none of the others waiting.

    Args:
        items: What is to be visited.
        visit: Does it. An error of one leaves its host's other items unvisited, and is
            raised when all other hosts are done.
        url_of: Returns the address of an item.
    """
    by_host: defaultdict[str, list[_Item]] = defaultdict(list)
    for item in items:
        by_host[urlsplit(url_of(item)).hostname or ""].append(item)
    room = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def visit_host(items: list[_Item]) -> None:
        for item in items:
            async with room:
                await visit(item)

    ended = await asyncio.gather(*map(visit_host, by_host.values()), return_exceptions=True)
    for error in ended:
        if error is not None:
            raise error
