"""RSS, Atom, RDF and JSON feeds -> articles and headlines."""

from __future__ import annotations

import io
import json
import re
import sys
import time
from calendar import timegm
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from urllib.parse import urljoin, urlsplit

from bot.errors import NoFeedError, Reason, UnsafeURLError
from bot.ingest.dates import parse_instant
from bot.ingest.decoding import decode
from bot.ingest.junk import count_words
from bot.ingest.lines import one_line, shortened
from bot.ingest.page import MAX_TITLE, text_of
from bot.ingest.urls import canonical_url
from bot.text.language import detect_language
from storage.model import Draft, HeadlineDraft

# Shorter contents are teasers of what stands behind the link.
MIN_ITEM_WORDS = 80

# feedparser takes 12 s for 50,000 items, 11 s for 100,000 levels, and the square of the
# length for an author's address: github.com/kurtmckee/feedparser/issues/562
MAX_ITEMS = 500
MAX_CHARACTERS = 5_000_000
# Tags that nobody closes, such as `<br>`, count as well; so many levels take 0.1 s.
MAX_LEVELS = 10_000
MAX_AUTHOR = 1_000

_PAGE = re.compile(r"<!doctype html|<html\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"(<\?xml\b[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')")
_REFERENCE = re.compile(r"&#(?:x(?P<hex>[0-9a-f]{1,6})|(?P<decimal>\d{1,7}));", re.IGNORECASE)
_ITEM_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_LEVEL = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[a-zA-Z_][^<>]*?(/?)>", re.DOTALL
)
_AUTHOR = r"(?:[\w-]+:)?(?:author|creator|email|managingEditor|webMaster)\b"
# Up to the next tag of that kind, so that tags which nobody closes take no longer.
_LONG_AUTHOR = re.compile(
    rf"<({_AUTHOR})[^<>]*>(?:(?!</?{_AUTHOR}).){{{MAX_AUTHOR},}}+</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
# `ann@example.news (Ann Reed)`: feedparser takes four letters for the end of an address.
_ADDRESSED = re.compile(
    r"(<author>\s*)[^\s<>()]{1,254}\s*\(([^<>()]+)\)(?=\s*</author>)", re.IGNORECASE
)
# Outside of CDATA, where an address may hold it as it is.
_BARE_AMPERSAND = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))|&(?!#?\w+;)", re.DOTALL)

# How contents end of which the feed gives only the beginning.
_TEASER_END = re.compile(
    r"(?:\[?(?:…|\.\.\.)\]?|\b(?:continue reading|read (?:more|on)|weiterlesen|lire la suite"
    r"|leer más|читать (?:далее|дальше)|читати далі|czytaj (?:dalej|więcej))\W*)$",
    re.IGNORECASE,
)
# What WordPress puts below every item.
_FOOTER = re.compile(r"^The post .+ (?:first )?appeared (?:first )?on .+\.$")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed.

    Attributes:
        identity: What tells it from the feed's other items, for ever: its id, and where
            the feed gives one id to several, its id and address.
        draft: An article if the feed holds its text, else a headline.
    """

    identity: str
    draft: Draft | HeadlineDraft


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was read.

    Attributes:
        title: Its name, or its host if it has none.
        site_url: The page that it belongs to, or None.
        items: Its items, in its order.
    """

    title: str
    site_url: str | None
    items: tuple[FeedItem, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An item as any of the formats has it."""

    key: str
    link: str
    title: str
    markup: str
    authors: tuple[str, ...]
    published_at: datetime | None


_Parsed: TypeAlias = tuple[str, str, str, list[_Entry]]


def parse_feed(content: bytes, *, url: str, charset: str, now: datetime) -> Feed:
    """Return the feed in `content`, at most its first 500 items.

    Args:
        content: RSS 0.9 to 2.0, RDF, Atom or JSON Feed, however broken.
        url: Where it came from, to make its links absolute.
        charset: What the `Content-Type` header says, or empty.
        now: Aware; no item is published later.

    Raises:
        NoFeedError: It is none, or too large.
    """
    text = _CONTROL.sub("", decode(content, charset=charset)).lstrip()
    text = _REFERENCE.sub(_without_control, text)
    if _PAGE.match(text):
        raise NoFeedError(url, reason=Reason.NO_FEED)
    if text.startswith("{"):
        title, site_url, language, entries = _parse_json(text, url=url, now=now)
    else:
        title, site_url, language, entries = _parse_xml(text, url=url, now=now)
    title = one_line(title) or urlsplit(url).netloc
    repeated = {key for key, count in Counter(e.key for e in entries).items() if count > 1}
    items = []
    for entry in entries[:MAX_ITEMS]:
        draft = _draft(entry, feed_url=url, site=title, language=language[:2].lower())
        if draft is not None:
            parts = [entry.key] if entry.key not in repeated else [entry.key, entry.link]
            items.append(FeedItem(" ".join(filter(None, parts)) or draft.title, draft))
    return Feed(title=title, site_url=_address(url, site_url), items=tuple(items))


def _without_control(reference: re.Match[str]) -> str:
    number = int(reference["hex"], 16) if reference["hex"] else int(reference["decimal"])
    return "" if number > sys.maxunicode or _CONTROL.match(chr(number)) else reference[0]


def _draft(
    entry: _Entry, *, feed_url: str, site: str, language: str
) -> Draft | HeadlineDraft | None:
    paragraphs = [line for line in text_of(entry.markup) if line and not _FOOTER.search(line)]
    title = next(filter(None, [one_line(entry.title), *paragraphs, one_line(entry.link)]), "")
    title = shortened(title, limit=MAX_TITLE)
    if not title:
        return None
    link = _address(feed_url, entry.link)
    body = "\n\n".join(paragraphs)
    if count_words(body) < MIN_ITEM_WORDS or _TEASER_END.search(body):
        return HeadlineDraft(
            title=title,
            url=link,
            published_at=entry.published_at,
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
        published_at=entry.published_at,
    )


def _parse_xml(text: str, *, url: str, now: datetime) -> _Parsed:
    import feedparser

    text = _ADDRESSED.sub(r"\1\2", _LONG_AUTHOR.sub("", _first_items(text)))
    text = _BARE_AMPERSAND.sub(lambda found: found[1] or "&amp;", text)
    text = _DECLARATION.sub(r"\1", text, count=1)
    if len(text) > MAX_CHARACTERS or _levels(text) > MAX_LEVELS:
        raise NoFeedError(url, reason=Reason.TOO_LARGE)
    try:
        parsed = feedparser.parse(
            io.BytesIO(text.encode()), sanitize_html=False, resolve_relative_uris=False
        )
    except Exception as error:  # it has a dozen ways to fail: feedparser issue 599
        raise NoFeedError(url, reason=Reason.NO_FEED) from error
    if not parsed.get("version") and not parsed.entries:
        raise NoFeedError(url, reason=Reason.NO_FEED)
    feed = parsed.feed
    entries = [_entry_of_xml(entry, now=now) for entry in parsed.entries]
    return feed.get("title", ""), feed.get("link", ""), feed.get("language", ""), entries


def _first_items(text: str) -> str:
    """Cut out the items beyond the first 500, leaving what closes the feed."""
    ends = [match.end() for match in _ITEM_END.finditer(text)]
    return text if len(ends) <= MAX_ITEMS else text[: ends[MAX_ITEMS - 1]] + text[ends[-1] :]


def _levels(text: str) -> int:
    level = deepest = 0
    for match in _LEVEL.finditer(text):
        if match[1] is not None:
            level += -1 if match[1] else 0 if match[2] else 1
            deepest = max(deepest, level)
    return deepest


def _entry_of_xml(entry: Mapping[str, Any], *, now: datetime) -> _Entry:
    contents = [part.get("value") or "" for part in _parts(entry, "content")]
    names = [author.get("name") or "" for author in _parts(entry, "authors")]
    link = entry.get("feedburner_origlink") or entry.get("link") or ""
    return _Entry(
        key=entry.get("id") or link,
        link=link,
        title=entry.get("title") or "",
        markup=max([*contents, entry.get("summary") or ""], key=len),
        authors=tuple(filter(None, map(one_line, names))),
        published_at=next(_instants(entry, now=now), None),
    )


def _parts(entry: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    # A tag of that name which feedparser doesn't know puts its text in their place.
    value = entry.get(name)
    return value if isinstance(value, list) else []


def _instants(entry: Mapping[str, Any], *, now: datetime) -> Iterator[datetime]:
    # feedparser warns when it is asked for an update that isn't there.
    for name in filter(entry.__contains__, ("published", "created", "updated")):
        written = entry[name] or ""
        # What PHP makes of an empty field is taken for the year 2000 by those who read dates.
        if "-0001" in written:
            continue
        # feedparser knows more ways to write a date, and gives each in UTC.
        for text in (written, _seconds(entry.get(f"{name}_parsed"))):
            if instant := parse_instant(text, now=now):
                yield instant


def _seconds(parsed: object) -> str:
    try:
        return str(timegm(parsed)) if isinstance(parsed, time.struct_time) else ""
    except ValueError:  # the year -1
        return ""


def _parse_json(text: str, *, url: str, now: datetime) -> _Parsed:
    """Read a JSON Feed: jsonfeed.org/version/1.1."""
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NoFeedError(url, reason=Reason.NO_FEED) from error
    items = feed.get("items")
    if not isinstance(items, list) or not ("version" in feed or "title" in feed):
        raise NoFeedError(url, reason=Reason.NO_FEED)
    entries = [_entry_of_json(item, now=now) for item in items if isinstance(item, dict)]
    return _text(feed, "title"), _text(feed, "home_page_url"), _text(feed, "language"), entries


def _entry_of_json(item: Mapping[str, Any], *, now: datetime) -> _Entry:
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = [_text(author, "name") for author in authors if isinstance(author, dict)]
    link = _text(item, "url") or _text(item, "external_url")
    published = _text(item, "date_published") or _text(item, "date_modified")
    return _Entry(
        key=_CONTROL.sub("", str(item.get("id") or link)),
        link=link,
        title=_text(item, "title"),
        markup=_text(item, "content_html")
        or _text(item, "content_text").replace("\n", "<br>")
        or _text(item, "summary"),
        authors=tuple(filter(None, map(one_line, names))),
        published_at=parse_instant(published, now=now),
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    # Escapes bring in what was taken out of the text.
    return _CONTROL.sub("", value) if isinstance(value, str) else ""


def _address(base: str, link: str) -> str | None:
    try:
        return canonical_url(urljoin(base, link)) if link else None
    except (UnsafeURLError, ValueError):
        return None
