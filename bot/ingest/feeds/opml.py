"""OPML, the list of feeds that readers exchange: opml.org/spec2.opml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlsplit

from markupsafe import escape

from bot.errors import NoFeedError, Reason, UnsafeURLError
from bot.ingest.extract import MAX_TITLE
from bot.ingest.feeds.rss import CONTROL
from bot.ingest.web import canonical_url, decode, one_line, shortened
from storage.model import Source

# Readers with more feeds than this are no readers.
MAX_FEEDS = 5_000
MAX_CHARACTERS = 5_000_000

_HEAD_CHARACTERS = 4_096
_OPML = re.compile(r"<opml\b|<outline\b", re.IGNORECASE)

# `feed://a.example/rss` and `feed:https://a.example/rss` open a reader of feeds.
_FOR_READERS = re.compile(r"\Afeed:(?://)?(?P<scheme>https?://)?", re.IGNORECASE)

# Outlines within outlines are folders; their depth doesn't matter to the reader below.
_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0">
  <head><title>news-digest-bot</title></head>
  <body>
{}  </body>
</opml>
"""
_OUTLINE = '    <outline type="rss" text="{}" title="{}" xmlUrl="{}"{}/>\n'


@dataclass(frozen=True, slots=True)
class Subscription:
    """A feed of a list.

    Attributes:
        url: Its canonical address.
        title: What the list calls it, or its host.
    """

    url: str
    title: str


def _web_scheme(found: re.Match[str]) -> str:
    return found["scheme"] or "http://"


class _Outlines(HTMLParser):
    """Collects the attributes of each outline, however broken the document around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        if tag == "outline":
            self.found.append({name: value or "" for name, value in attrs})


def is_opml(content: bytes, *, charset: str = "") -> bool:
    """Return whether `content` looks like a list of feeds."""
    return _OPML.search(decode(content, charset=charset)[:_HEAD_CHARACTERS]) is not None


def parse_opml(content: bytes, *, what: str, charset: str = "") -> tuple[Subscription, ...]:
    """Return the feeds of a list, each once, in its order.

    Folders and what is no web address are left out. `what` names the list in an error.

    Raises:
        NoFeedError: There is none in it (NO_FEED), or too many (TOO_LARGE).
    """
    text = CONTROL.sub("", decode(content, charset=charset))
    if len(text) > MAX_CHARACTERS:
        raise NoFeedError(what, reason=Reason.TOO_LARGE)
    outlines = _Outlines()
    outlines.feed(text)
    outlines.close()
    found: dict[str, Subscription] = {}
    for outline in outlines.found:
        try:
            url = canonical_url(_FOR_READERS.sub(_web_scheme, outline.get("xmlurl", "").strip()))
        except UnsafeURLError:
            continue
        title = one_line(outline.get("title") or outline.get("text") or "")
        found.setdefault(url, Subscription(url, shortened(title, limit=MAX_TITLE) or _host(url)))
    if not found:
        raise NoFeedError(what, reason=Reason.NO_FEED)
    if len(found) > MAX_FEEDS:
        raise NoFeedError(what, reason=Reason.TOO_LARGE)
    return tuple(found.values())


def _host(url: str) -> str:
    return urlsplit(url).netloc


def opml_of(sources: Sequence[Source]) -> str:
    """Return the list of these sources, which other readers can take over."""
    return _DOCUMENT.format(
        "".join(
            _OUTLINE.format(
                escape(source.title),
                escape(source.title),
                escape(source.url),
                f' htmlUrl="{escape(source.site_url)}"' if source.site_url else "",
            )
            for source in sources
        )
    )
