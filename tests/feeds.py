"""Feeds written for tests, and what came of reading them."""

from __future__ import annotations

from datetime import timedelta

from storage import Store
from storage.model import Source
from tests.news import NOW

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# More than eighty words: an article, not a teaser.
TEXT = "The ferry to the northern island sails twice a day again, said its captain. " * 8


def feed(*numbers: int, title: str = "Harbour Post", text: str = "") -> str:
    """Return a feed that lists items in this order, numbered by age in minutes."""
    items = "".join(
        f"<item><title>Ferry number {number} sails</title><guid>ferry-{number}</guid>"
        f"<pubDate>{NOW - number * MINUTE:%a, %d %b %Y %H:%M:%S GMT}</pubDate>"
        f"<description>{text}</description></item>"
        for number in numbers
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


def home_page(*links: str) -> str:
    """Return a page with these links in its head."""
    return f"<!doctype html><html><head>{''.join(links)}</head><body><p>Hello</p></body></html>"


def link(href: str) -> str:
    """Return a link by which a page names its feed."""
    return f'<link rel="alternate" type="application/rss+xml" href="{href}">'


async def headlines(store: Store) -> list[str]:
    """Return the titles of all headlines, newest first."""
    async with store.read() as tx:
        return [headline.title for headline in await tx.headlines.latest(1_000)]


async def source_of(store: Store, source_id: int = 1) -> Source:
    """Return a source that is there."""
    async with store.read() as tx:
        found = await tx.sources.get(source_id)
    assert found is not None
    return found
