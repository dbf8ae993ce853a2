"""A site's page -> the feeds that it names, and where feeds usually are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from bot.errors import UnsafeURLError
from bot.ingest.decoding import decode
from bot.ingest.urls import canonical_url

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

    Those in its head, or if there are none, those that its links look to lead to.

    Args:
        content: HTML; of anything else, nothing is found.
        url: Where it came from, to make its links absolute.
        charset: What the `Content-Type` header says, or empty.
    """
    tree = LexborHTMLParser(decode(content, charset=charset))
    base = _base(tree, url)
    found = list(dict.fromkeys(_named(tree, base) or _linked(tree, base)))
    # WordPress names a feed of comments beside the one of articles.
    articles = [address for address in found if "comments" not in address]
    return tuple(articles or found)


def usual_feeds(url: str) -> tuple[str, ...]:
    """Return where a site may have a feed that it doesn't name, likeliest first.

    Args:
        url: Canonical address of one of its pages. Below it, if it is a section, feeds are
            sought too.
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
