"""Read RSS, Atom, RDF and JSON feeds into articles and headlines."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from bot.errors import NoFeedError, Reason, UnsafeURLError
from bot.ingest.extract import MAX_TITLE, count_words, text_of
from bot.ingest.feeds.jsonfeed import read_json
from bot.ingest.feeds.rss import CONTROL, MAX_ITEMS, Entry, read_xml
from bot.ingest.web import canonical_url, decode, one_line, shortened, web_url
from bot.text import detect_language
from storage.model import Draft, HeadlineDraft, Timing

# Shorter contents are teasers of what stands behind the link.
MIN_ITEM_WORDS = 80

_PAGE = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]{1,6})|(?P<decimal>\d{1,7}));", re.IGNORECASE)

# How contents end of which the feed gives only the beginning.
_TEASER_END = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:continue reading|read (?:more|on)|weiterlesen|lire la suite"
    r"|leer más|читать (?:далее|дальше)|читати далі|czytaj (?:dalej|więcej))\W*)$",
    re.IGNORECASE,
)
# What WordPress puts below every item.
_FOOTER = re.compile(r"^The post .+ (?:first )?appeared (?:first )?on .+\.$")


_UNSAID = Timing()


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed.

    Attributes:
        guid: What the feed calls it, or empty. It should be its own for ever, and often
            is not: see `bot.ingest.feeds.items`.
        draft: An article if the feed holds its text, else a headline; None if the item has
            neither title nor text nor address, so that there is nothing to tell.
    """

    guid: str
    draft: Draft | HeadlineDraft | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read.

    Attributes:
        title: Its name, or its host if it has none.
        site_url: The page that it belongs to, or None.
        hub_url: The WebSub hub that tells of its changes, or None.
        self_url: What it calls its own address, or None.
    """

    title: str
    site_url: str | None
    items: tuple[FeedItem, ...]
    timing: Timing = _UNSAID
    hub_url: str | None = None
    self_url: str | None = None


def parse_feed(content: bytes, *, url: str, charset: str, now: datetime) -> Feed:
    """Return the feed in `content`, at most its first 500 items.

    It may be RSS 0.9 to 2.0, RDF, Atom or JSON Feed, however broken. `charset` is what the
    `Content-Type` header says, or empty. `now` is aware; no item is published later.

    Raises:
        NoFeedError: It is none, or too large.
    """
    text = CONTROL.sub("", decode(content, charset=charset)).lstrip()
    text = _REFERENCE.sub(_without_control, text)
    if _PAGE.match(text):
        raise NoFeedError(url, reason=Reason.NO_FEED)
    read = read_json if text.startswith("{") else read_xml
    feed = read(text, url=url, now=now)
    title = one_line(feed.title) or urlsplit(url).netloc
    language = feed.language[:2].lower()
    return Feed(
        title=title,
        site_url=_article_url(url, feed.site_url),
        items=tuple(
            FeedItem(entry.guid, _draft(entry, feed_url=url, site=title, language=language))
            for entry in feed.entries[:MAX_ITEMS]
        ),
        timing=feed.timing,
        hub_url=plain_url(url, feed.hub_url),
        self_url=plain_url(url, feed.self_url),
    )


def _without_control(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return "" if number > sys.maxunicode or CONTROL.match(chr(number)) else reference[0]


def _draft(
    entry: Entry, *, feed_url: str, site: str, language: str
) -> Draft | HeadlineDraft | None:
    paragraphs = [line for line in text_of(entry.markup) if line and not _FOOTER.search(line)]
    title = next(filter(None, [one_line(entry.title), *paragraphs, one_line(entry.link)]), "")
    title = shortened(title, limit=MAX_TITLE)
    if not title:
        return None
    link = _article_url(feed_url, entry.link)
    body = "\n\n".join(paragraphs)
    published_at = entry.dated.instant if entry.dated else None
    only_day = entry.dated is not None and entry.dated.only_day
    if count_words(body) < MIN_ITEM_WORDS or _TEASER_END.search(body):
        return HeadlineDraft(
            title=title,
            url=link,
            published_at=published_at,
            only_day=only_day,
            language=language or detect_language(title),
        )
    return Draft(
        title=title,
        body=body,
        url=link,
        site=site,
        authors=entry.authors,
        # Many feeds say "en-us" because their software does.
        language=detect_language(body) or language,
        published_at=published_at,
        only_day=only_day,
    )


def _article_url(base: str, link: str) -> str | None:
    try:
        return canonical_url(urljoin(base, link)) if link else None
    except (UnsafeURLError, ValueError):
        return None


def plain_url(base: str, link: str) -> str | None:
    """Return the web address that `link` on a page at `base` leads to; None if to none."""
    try:
        return web_url(urljoin(base, link)) if link else None
    except (UnsafeURLError, ValueError):
        return None
