"""Store what a feed brought as articles and headlines in their stories, each once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.ingest.feeds import Feed, MarkedItem, announced, marked_items, new_items, wanted_push
from bot.ingest.pipeline import keep
from bot.ingest.sources.backoff import gap_between, moved, succeeded
from bot.ingest.web import Page
from bot.stories import Grouper
from storage import SEEN_FOR, ReadTransaction, WriteTransaction
from storage.model import NOW_READ_AS, Draft, Source, SourceState

# A feed that is read for the first time is no news flood: so many of its items are new,
# the rest counts as known.
FIRST_ITEMS = 20

# What stays listed is noted again, long before it would be forgotten; not each time, since
# most items are listed for days.
_NOTED_AGAIN_AFTER = SEEN_FOR / 4


@dataclass(frozen=True, slots=True)
class News:
    """What of a feed is new.

    Attributes:
        fresh: The items that its source did not bring before, the oldest first.
        known: The texts of its other items, by their addresses.
        dates: When each of its items was published, where it says so.
        marks: What is to be noted as seen, beside the marks of `fresh`.
    """

    fresh: tuple[MarkedItem, ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[datetime, ...] = ()
    marks: frozenset[str] = frozenset()


async def news_of(feed: Feed, source: Source | None, *, tx: ReadTransaction, now: datetime) -> News:
    """Return what of the feed its source did not bring before.

    `source` is None if it is not one yet. What has no date counts as published now.
    """
    told = marked_items(feed)
    marks = {mark for each in told for mark in each.marks}
    seen = await tx.sources.seen(source.id, marks) if source else {}
    fresh = new_items(told, seen=seen.keys())
    # Most feeds list the newest first, as do we with what has no date.
    fresh.sort(key=lambda each: each.draft.published_at or now, reverse=True)
    if source is None or source.last_success_at is None:
        fresh = fresh[:FIRST_ITEMS]
    dates = (each.draft.published_at for each in told)
    noted = {mark for each in fresh for mark in each.marks}
    long_ago = now - _NOTED_AGAIN_AFTER
    return News(
        fresh=tuple(reversed(fresh)),
        known={
            each.draft.url or "": each.draft.body
            for each in told
            if isinstance(each.draft, Draft) and each.marks.address and each not in fresh
        },
        dates=tuple(date for date in dates if date is not None),
        marks=frozenset(m for m in marks - noted if seen.get(m, long_ago) <= long_ago),
    )


async def keep_items(
    fresh: Sequence[MarkedItem],
    source: Source,
    *,
    tx: WriteTransaction,
    grouper: Grouper,
    now: datetime,
) -> int:
    """Store items, note them as seen, and return how many were new to the bot.

    What a source has when it is read for the first time is told to nobody at once. `fresh` comes
    from `news_of`; stories begin with its first.
    """
    count = 0
    is_news = source.last_success_at is not None
    for each in fresh:
        if isinstance(each.draft, Draft):
            ingested = await keep(
                each.draft,
                tx=tx,
                grouper=grouper,
                published=True,
                now=now,
                source_id=source.id,
                is_news=is_news,
            )
            count += ingested.is_new
        else:
            for headline in await tx.headlines.add(
                [each.draft], site=source.title, source_id=source.id, now=now
            ):
                await grouper.place(headline, tx=tx, now=now)
                if is_news:
                    await tx.alerts.expect([headline.ref], now=now)
                count += 1
    marks = {mark for each in fresh for mark in each.marks}
    await tx.sources.mark_seen(source.id, marks, now=now)
    return count


async def keep_feed(
    feed: Feed, page: Page, news: News, source: Source, *, tx: WriteTransaction, now: datetime
) -> Source:
    """Note all items of the feed as seen; return the source as the feed describes it."""
    await tx.sources.mark_seen(source.id, news.marks, now=now)
    await tx.corrections.bring(news.known, now=now)
    feed = announced(feed, page)
    known = await tx.pushes.of(source.id) if feed.hub_url else None
    if push := wanted_push(feed, page.url, source.id, known=known, now=now):
        await tx.pushes.put(push)
    newest = max((each.draft.published_at or now for each in news.fresh), default=None)
    return replace(
        source,
        title=feed.title,
        site_url=feed.site_url,
        timing=feed.timing,
        gap=gap_between(news.dates) or source.gap,
        newest_at=newest or source.newest_at,
        # Both as they came with this answer, even if it leaves one out.
        etag=page.etag,
        last_modified=page.last_modified,
    )


async def keep_success(
    source: Source, page: Page, *, tx: WriteTransaction, now: datetime, shortest: timedelta
) -> Source:
    """Return the source after a reading that went well; the caller stores it.

    What the answer told is in it already. It is not read again sooner than `shortest`.
    """
    fresh_for = timedelta(seconds=page.fresh_for)
    read = succeeded(source, now=now, shortest=shortest, fresh_for=fresh_for)
    read = moved(read, page.url if page.moved_permanently else None)
    if read.url != source.url and (other := await tx.sources.by_url(read.url)):
        if other.state is SourceState.OFFERED:
            await tx.sources.remove(other.id)
        else:
            read = replace(
                read,
                url=source.url,
                state=SourceState.STOPPED,
                last_error=f"{NOW_READ_AS}{other.ref}",
            )
    return read
