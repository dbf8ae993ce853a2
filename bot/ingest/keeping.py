"""What a feed brought -> articles and headlines in their stories, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.ingest.feed import Feed
from bot.ingest.fetch import Page
from bot.ingest.identity import Told, new_items, told_items
from bot.ingest.pipeline import keep
from bot.ingest.polling import gap_between, moved, succeeded
from bot.stories.placing import place
from storage.model import Draft, Source, SourceState
from storage.store import Transaction

# A feed that is read for the first time is no news flood: so many of its items are new,
# the rest counts as known.
FIRST_ITEMS = 20


async def fresh_items(
    feed: Feed, source: Source | None, *, tx: Transaction, now: datetime
) -> list[Told]:
    """Return the items that the source did not bring before, the oldest first.

    Args:
        feed: As it was read.
        source: As this transaction has it; None if it is not one yet.
        tx: Any transaction.
        now: Aware; what has no date counts as published now.
    """
    told = told_items(feed)
    marks = {mark for each in told for mark in each.marks}
    seen = await tx.sources.seen(source.id, marks) if source else set()
    fresh = new_items(told, seen=seen)
    # Most feeds list the newest first, as do we with what has no date.
    fresh.sort(key=lambda each: each.draft.published_at or now, reverse=True)
    if source is None or source.last_success_at is None:
        fresh = fresh[:FIRST_ITEMS]
    return fresh[::-1]


async def keep_items(
    fresh: Sequence[Told], source: Source, *, tx: Transaction, now: datetime
) -> int:
    """Store items, note them as seen, and return how many were new to the bot.

    Args:
        fresh: From `fresh_items`; stories begin with the first.
        source: What brought them.
        tx: The caller's write transaction.
        now: Aware; when they count as added.
    """
    count = 0
    for each in fresh:
        if isinstance(each.draft, Draft):
            ingested = await keep(each.draft, tx=tx, published=True, now=now, source_id=source.id)
            count += ingested.is_new
        else:
            for headline in await tx.headlines.add(
                [each.draft], site=source.title, source_id=source.id, now=now
            ):
                await place(headline, tx=tx, now=now)
                count += 1
    await tx.sources.mark_seen(source.id, (mark for each in fresh for mark in each.marks), now=now)
    return count


async def keep_feed(
    feed: Feed, page: Page, fresh: Sequence[Told], source: Source, *, tx: Transaction, now: datetime
) -> Source:
    """Note all items of the feed as seen; return the source as the feed describes it.

    Args:
        feed: As it was read.
        page: The answer that it came with.
        fresh: Those of its items that were new, the oldest first.
        source: As this transaction has it.
        tx: The caller's write transaction.
        now: Aware instant.
    """
    told = told_items(feed)
    await tx.sources.mark_seen(source.id, (mark for each in told for mark in each.marks), now=now)
    dates = [each.draft.published_at for each in told if each.draft.published_at is not None]
    return replace(
        source,
        title=feed.title,
        site_url=feed.site_url,
        timing=feed.timing,
        gap=gap_between(dates) or source.gap,
        newest_at=(fresh[-1].draft.published_at or now) if fresh else source.newest_at,
        # Both as they came with this answer, even if it leaves one out.
        etag=page.etag,
        last_modified=page.last_modified,
    )


async def keep_success(
    source: Source, page: Page, *, tx: Transaction, now: datetime, shortest: timedelta
) -> Source:
    """Store the source after a reading that went well, and return it.

    Args:
        source: With what the answer told already in it.
        page: The answer.
        tx: The caller's write transaction.
        now: Aware instant.
        shortest: It is not read again sooner.
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
                last_error=f"its address is now that of {other.ref}",
            )
    await tx.sources.change(read)
    return read
