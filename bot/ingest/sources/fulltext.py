"""Read the pages of items of which a feed gives little or nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.errors import FetchError, IngestError, Reason
from bot.ingest.feeds import Feed, MarkedItem
from bot.ingest.pipeline import draft_of, read_url
from bot.ingest.sources.reader import Reading
from bot.ingest.sources.save import News
from storage.model import Draft, FullText, HeadlineDraft, Source, host_of

# What one page of the host does, the others will do too: it is left alone.
_LEAVE_ALONE = frozenset({Reason.BLOCKED, Reason.DNS, Reason.TIMEOUT, Reason.UNREACHABLE})


async def with_full_texts(
    news: News,
    reading: Reading,
    *,
    feed: Feed,
    source: Source | None,
    home: str,
    most: int,
    now: datetime,
) -> News:
    """Return the news with the texts of its items' pages, as far as their source allows it.

    What can't be had, or holds no article, stays as the feed gives it.

    Args:
        news: What the feed brings, the oldest first.
        reading: What it takes.
        feed: Where it is from; pages at its own host are of the site of its name.
        source: What says for which items pages may be read; None if it is not one yet.
        home: An address at the feed's host, where the feed itself names none.
        most: At most so many pages are fetched, one a second; the newest first.
        now: Aware; no article is published later.
    """
    full_text = source.full_text if source else FullText.SHORT
    own_host = host_of(feed.site_url or home)
    full: list[MarkedItem] = []
    for each in reversed(news.fresh):
        draft = each.draft
        if most > 0 and draft.url is not None and _is_wanted(draft, full_text):
            most -= 1
            try:
                page = await _full(draft, draft.url, reading, now=now)
                draft = replace(page, site=feed.title) if host_of(page.url) == own_host else page
            except IngestError as error:
                if isinstance(error, FetchError) and error.reason in _LEAVE_ALONE:
                    most = 0
        full.append(replace(each, draft=draft))
    return replace(news, fresh=tuple(full[::-1]))


def _is_wanted(draft: Draft | HeadlineDraft, full_text: FullText) -> bool:
    match full_text:
        case FullText.SHORT:
            return isinstance(draft, HeadlineDraft)
        case FullText.ALWAYS:
            return True
        case FullText.NEVER:
            return False


async def _full(
    draft: Draft | HeadlineDraft, url: str, reading: Reading, *, now: datetime
) -> Draft:
    found = await read_url(
        url, fetcher=reading.fetcher, store=reading.store, workers=reading.workers, now=now
    )
    if not isinstance(found, Draft):
        return draft_of(found)
    # A day alone says less than an instant.
    if draft.published_at and (found.published_at is None or found.only_day):
        found = replace(found, published_at=draft.published_at, only_day=draft.only_day)
    return replace(
        found,
        # Of those below the text the feed brings the new ones itself.
        headlines=(),
    )
