"""Find the feeds behind a site's page: those that it names, or where feeds usually are."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.errors import IngestError, UnsafeURLError
from bot.ingest.feeds import Feed
from bot.ingest.pipeline import parsed
from bot.ingest.sources.reader import Reading, feed_on
from bot.ingest.web import MAX_FEED_BYTES, Page, canonical_url, decode

# Not `application/json`: that is WordPress's interface for programs.
_FEED_TYPES = frozenset(
    {
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/feed+json",
    }
)

# The path of a link that most likely leads to a feed, or to a page that lists some: `/rss`,
# `/rss/world`, `/news.rss`, `/newsfeed.xml`.
_FEED_PATH = re.compile(
    r"/(?:rss|atom|feeds?|rdf)(?:/|$)|\.(?:rss|atom|rdf)$|(?:rss|feed|atom)[^/]*\.(?:xml|json)$",
    re.IGNORECASE,
)

# Where the software of most sites puts its feed, and static sites theirs.
_USUAL_PATHS = (
    *("/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml"),
    *("/feeds/posts/default", "/feed.json"),
)


def find_feeds(content: bytes, *, url: str, charset: str) -> tuple[str, ...]:
    """Return the canonical addresses of the feeds that a page names, in its order.

    Those in its head, or if there are none, those that its links look to lead to; none if it is
    no HTML.
    """
    tree = LexborHTMLParser(decode(content, charset=charset))
    base = _base(tree, url)
    found = list(dict.fromkeys(_named(tree, base) or _linked(tree, base)))
    # WordPress names a feed of comments beside the one of articles.
    articles = [address for address in found if "comments" not in address]
    return tuple(articles or found)


def usual_feeds(url: str) -> tuple[str, ...]:
    """Return where a site may have a feed that it doesn't name, likeliest first.

    If `url`, one of its pages, is a section, feeds are sought below it too.
    """
    parts = urlsplit(url)
    folder = parts.path.rstrip("/")
    sections = [folder, ""] if folder and "." not in folder.rpartition("/")[2] else [""]
    paths = [section + path for section in sections for path in _USUAL_PATHS[:2]]
    paths += _USUAL_PATHS[2:]
    return tuple(parts._replace(path=path, query="").geturl() for path in paths)


def _base(tree: LexborHTMLParser, url: str) -> str:
    base = tree.css_first("base[href]")
    try:
        return urljoin(url, (base.attributes.get("href") or "").strip()) if base else url
    except ValueError:
        return url


def _named(tree: LexborHTMLParser, base: str) -> list[str]:
    links = tree.css('link[rel~="alternate" i][type][href]')
    return [
        address
        for link in links
        if (link.attributes.get("type") or "").strip().lower() in _FEED_TYPES
        for address in _absolute(base, link.attributes.get("href"))
    ]


def _linked(tree: LexborHTMLParser, base: str) -> list[str]:
    return [
        address
        for link in tree.css("a[href]")
        for address in _absolute(base, link.attributes.get("href"))
        if _FEED_PATH.search(urlsplit(address).path)
    ]


def _absolute(base: str, href: str | None) -> Iterator[str]:
    try:
        yield canonical_url(urljoin(base, (href or "").strip()))
    except (UnsafeURLError, ValueError):
        return


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
