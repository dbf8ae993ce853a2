"""Read RSS, RDF and Atom: the only importer of feedparser.

It reads more of the feeds that are out there than any other parser, but some inputs keep it
busy for minutes: those are cut or refused before it sees them. It runs in worker processes.
`Listing` and `Entry` are what a feed of any format says, not cleaned.
"""

from __future__ import annotations

import io
import re
import time
from calendar import timegm
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.errors import NoFeedError, Reason
from bot.ingest.extract import Dated, parse_date
from bot.ingest.web import one_line
from storage.model import Timing

# What no XML may hold and no database stores.
CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as its feed has it, not cleaned.

    Attributes:
        guid: What the feed calls it, or empty.
        link: Its address as written, perhaps relative, or empty.
        title: Markup, or empty.
        markup: The longest of its texts, or empty.
        dated: When it was published, as far as that can be believed.
    """

    guid: str
    link: str
    title: str
    markup: str
    authors: tuple[str, ...]
    dated: Dated | None


@dataclass(frozen=True, slots=True)
class Listing:
    """A feed as it is written, not cleaned.

    Attributes:
        title: Its name, or empty.
        site_url: The page that it belongs to, as written, or empty.
        hub_url: The WebSub hub that tells of its changes, as written, or empty.
        self_url: What it calls its own address, as written, or empty.
    """

    title: str
    site_url: str
    language: str
    timing: Timing
    hub_url: str
    self_url: str
    entries: list[Entry]


# feedparser takes 12 s for 50,000 items, 11 s for 100,000 levels, 8 s for 20,000 attributes,
# and the square of an author's address: github.com/kurtmckee/feedparser/issues/562
MAX_ITEMS = 500
MAX_CHARACTERS = 5_000_000
# Tags that nobody closes, such as `<br>`, count as well; so many levels take 0.1 s.
MAX_LEVELS = 10_000
MAX_AUTHOR = 1_000

_DECLARATION = re.compile(r"(<\?xml\b[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')")
_ITEM_END = re.compile(r"</(?:[\w-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
_LEVEL = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)[a-zA-Z_][^<>]*?(/?)>", re.DOTALL
)
_AUTHOR = r"(?:[\w-]+:)?(?:author|creator|email|managingEditor|webMaster)\b"
# No feed tells anything in attributes that are as long as an article.
_LONG_TAG = re.compile(r"<([a-zA-Z_][\w:.-]*+)[^<>]{20000,}+>")
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

# feedparser keeps the last hour alone. Long lists of hours are written by nobody.
_SKIPPED = re.compile(r"<skip(hours|days)\s*>(.{0,2000}?)</skip\1\s*>", re.DOTALL | re.IGNORECASE)
_HOUR = re.compile(r"<hour\s*>\s*(\d{1,2})\s*<", re.IGNORECASE)
_DAY = re.compile(r"<day\s*>\s*(mon|tue|wed|thu|fri|sat|sun)\w*\s*<", re.IGNORECASE)
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def read_xml(text: str, *, url: str, now: datetime) -> Listing:
    """Return what the feed `text` says, of at most its first 500 items.

    It may be RSS 0.9 to 2.0, RDF or Atom, however broken; without control characters.

    Raises:
        NoFeedError: It is none, or too large.
    """
    import feedparser

    text = _LONG_TAG.sub(_without_attributes, _first_items(text))
    text = _ADDRESSED.sub(r"\1\2", _LONG_AUTHOR.sub("", text))
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
    links = {link.get("rel"): link.get("href") or "" for link in _parts(feed, "links")}
    return Listing(
        title=feed.get("title", ""),
        site_url=feed.get("link", ""),
        language=feed.get("language", ""),
        timing=_timing(text, ttl=feed.get("ttl")),
        hub_url=links.get("hub", ""),
        self_url=links.get("self", ""),
        entries=[_entry(entry, now=now) for entry in parsed.entries],
    )


def _without_attributes(tag: re.Match[str]) -> str:
    return f"<{tag[1]}/>" if tag[0].endswith("/>") else f"<{tag[1]}>"


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


def _timing(text: str, *, ttl: object) -> Timing:
    """Return when the feed asks to be read: rssboard.org/rss-specification."""
    hours: set[int] = set()
    days: set[int] = set()
    for kind, inside in _SKIPPED.findall(text):
        if kind.lower() == "hours":
            # The first edition counted from 1 to 24.
            hours.update(int(hour) % 24 for hour in _HOUR.findall(inside))
        else:
            days.update(_DAYS.index(day.lower()) for day in _DAY.findall(inside))
    minutes = ttl.strip() if isinstance(ttl, str) else ""
    return Timing(
        ttl=int(minutes) if minutes.isdecimal() and len(minutes) < 7 else 0,  # noqa: PLR2004 - years
        skip_hours=frozenset(hours),
        skip_days=frozenset(days),
    )


def _entry(entry: Mapping[str, Any], *, now: datetime) -> Entry:
    contents = [part.get("value") or "" for part in _parts(entry, "content")]
    names = [author.get("name") or "" for author in _parts(entry, "authors")]
    return Entry(
        guid=entry.get("id") or "",
        link=entry.get("feedburner_origlink") or _link(entry),
        title=entry.get("title") or "",
        markup=max([*contents, entry.get("summary") or ""], key=len),
        authors=tuple(filter(None, map(one_line, names))),
        dated=next(_dates(entry, now=now), None),
    )


def _link(entry: Mapping[str, Any]) -> str:
    link: str = entry.get("link") or ""
    # Many ids are no addresses, though their feed doesn't say so (`isPermaLink`).
    is_id = entry.get("guidislink") and link == entry.get("id")
    return "" if is_id and not link.lower().startswith(("http://", "https://")) else link


def _parts(values: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    # A tag of that name which feedparser doesn't know puts its text in their place.
    value = values.get(name)
    return value if isinstance(value, list) else []


def _dates(entry: Mapping[str, Any], *, now: datetime) -> Iterator[Dated]:
    # feedparser warns when it is asked for an update that isn't there.
    for name in filter(entry.__contains__, ("published", "created", "updated")):
        written = entry[name] or ""
        # What PHP makes of an empty field is taken for the year 2000 by those who read dates.
        if "-0001" in written:
            continue
        # feedparser knows more ways to write a date, and gives each in UTC.
        for text in (written, _seconds(entry.get(f"{name}_parsed"))):
            if dated := parse_date(text, now=now):
                yield dated


def _seconds(parsed: object) -> str:
    try:
        return str(timegm(parsed)) if isinstance(parsed, time.struct_time) else ""
    except ValueError:  # the year -1
        return ""
