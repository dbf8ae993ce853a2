"""A site's page -> the feeds behind it, read to see whether they are some."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from bot.errors import IngestError
from bot.ingest.discovery import find_feeds, usual_feeds
from bot.ingest.feed import Feed
from bot.ingest.fetch import MAX_FEED_BYTES, Page
from bot.ingest.pipeline import parsed
from bot.ingest.reading import Reading, feed_on

# Addresses that are tried behind one page, a second each, and feeds that are offered.
MOST_TRIED = 12
MOST_OFFERED = 6

# Two feeds that begin with so much of the same are one in two formats.
_SAME_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Found:
    """A feed and the page that it is on."""

    page: Page
    feed: Feed

    @property
    def contents(self) -> list[str]:
        """Return what its items are: their addresses or else titles."""
        drafts = (item.draft for item in self.feed.items)
        return [draft.url or draft.title for draft in drafts if draft is not None]


async def feeds_behind(page: Page, reading: Reading, *, now: datetime) -> list[Found]:
    """Return the feeds behind a page, each once, the likeliest first.

    Those that it names; if there are none, one where feeds usually are.

    Args:
        page: The page.
        reading: What it takes to read feeds.
        now: Aware instant.

    Raises:
        IngestError: Reading the page took too long.
    """
    host = urlsplit(page.url).hostname
    to_try = deque(await _named_on(page, reading))
    tried: set[str] = {page.url, page.requested}
    found: list[Found] = []
    while to_try and len(tried) < MOST_TRIED and len(found) < MOST_OFFERED:
        address = to_try.popleft()
        if address in tried:
            continue
        tried.add(address)
        answer = await _feed_or_page(address, reading, now=now)
        if isinstance(answer, Found):
            found.append(answer)
        elif answer is not None and urlsplit(answer.url).hostname == host:
            # A page that lists the site's feeds.
            to_try.extend(await _named_on(answer, reading))
    if not found:
        for address in usual_feeds(page.url):
            if address not in tried:
                answer = await _feed_or_page(address, reading, now=now)
                if isinstance(answer, Found):
                    return [answer]
    return _distinct(found)


async def _feed_or_page(address: str, reading: Reading, *, now: datetime) -> Found | Page | None:
    """Return the feed at `address`, or the page there, or None if there is neither."""
    try:
        page = await reading.fetcher.get(address, max_bytes=MAX_FEED_BYTES)
    except IngestError:
        return None
    try:
        return Found(page, await feed_on(page, workers=reading.workers, now=now))
    except IngestError:
        return page


async def _named_on(page: Page, reading: Reading) -> tuple[str, ...]:
    find = partial(find_feeds, page.content, url=page.url, charset=page.charset)
    return await parsed(find, what=page.requested, workers=reading.workers)


def _distinct(found: Sequence[Found]) -> list[Found]:
    """Leave out feeds without items, and those with the same items in another format."""
    kept: list[Found] = []
    for each in [one for one in found if one.contents] or found[:1]:
        if not any(_is_same(each.contents, other.contents) for other in kept):
            kept.append(each)
    return kept


def _is_same(one: Sequence[str], other: Sequence[str]) -> bool:
    # All items of a section may stand in the main feed too, but not at its head.
    size = min(len(one), len(other))
    return len({*one[:size]} & {*other[:size]}) >= _SAME_SHARE * size
