"""A site's page -> the feeds that it names."""

from __future__ import annotations

from urllib.parse import urljoin

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


def find_feeds(content: bytes, *, url: str, charset: str) -> tuple[str, ...]:
    """Return the canonical addresses of the feeds that a page names, likeliest first.

    Args:
        content: HTML; of anything else, nothing is found.
        url: Where it came from, to make its links absolute.
        charset: What the `Content-Type` header says, or empty.
    """
    tree = LexborHTMLParser(decode(content, charset=charset))
    found: dict[str, bool] = {}
    for link in tree.css('link[rel~="alternate" i][type][href]'):
        attributes = link.attributes
        if (attributes.get("type") or "").strip().lower() not in _FEED_TYPES:
            continue
        try:
            address = canonical_url(urljoin(url, (attributes.get("href") or "").strip()))
        except (UnsafeURLError, ValueError):
            continue
        # WordPress names a feed of comments beside the one of articles.
        found.setdefault(address, "comments" in address)
    return tuple(sorted(found, key=lambda address: found[address]))
