"""JSON Feed, as far as it is one: jsonfeed.org/version/1.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.errors import NoFeedError, Reason
from bot.ingest.extract import parse_date
from bot.ingest.feeds.rss import CONTROL, Entry, Listing
from bot.ingest.web import one_line
from storage.model import Timing


def read_json(text: str, *, url: str, now: datetime) -> Listing:
    """Return what the JSON Feed `text` says.

    Raises:
        NoFeedError: It is none.
    """
    try:
        feed = json.loads(text, strict=False)
    except (ValueError, RecursionError) as error:
        raise NoFeedError(url, reason=Reason.NO_FEED) from error
    items = feed.get("items")
    if not isinstance(items, list) or not ("version" in feed or "title" in feed):
        raise NoFeedError(url, reason=Reason.NO_FEED)
    return Listing(
        title=_text(feed, "title"),
        site_url=_text(feed, "home_page_url"),
        language=_text(feed, "language"),
        timing=Timing(),
        hub_url=next(_hubs(feed), ""),
        self_url=_text(feed, "feed_url"),
        entries=[_entry(item, now=now) for item in items if isinstance(item, dict)],
    )


def _hubs(feed: Mapping[str, Any]) -> Iterator[str]:
    hubs = feed.get("hubs")
    for hub in hubs if isinstance(hubs, list) else []:
        if isinstance(hub, dict) and _text(hub, "type").lower() == "websub":
            yield _text(hub, "url")


def _entry(item: Mapping[str, Any], *, now: datetime) -> Entry:
    listed = item.get("authors")
    authors = listed if isinstance(listed, list) else [item.get("author")]
    names = [_text(author, "name") for author in authors if isinstance(author, dict)]
    published = _text(item, "date_published") or _text(item, "date_modified")
    guid = item.get("id")
    return Entry(
        guid=CONTROL.sub("", str(guid)) if isinstance(guid, str | int | float) else "",
        link=_text(item, "url") or _text(item, "external_url"),
        title=_text(item, "title"),
        markup=_text(item, "content_html")
        or _text(item, "content_text").replace("\n", "<br>")
        or _text(item, "summary"),
        authors=tuple(filter(None, map(one_line, names))),
        dated=parse_date(published, now=now),
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    # Escapes bring in what was taken out of the text.
    return CONTROL.sub("", value) if isinstance(value, str) else ""
