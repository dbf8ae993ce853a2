"""What digests say of stories: each thing is made once for all readers of an edition."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from bot.digest.mentions import mentions_of
from bot.digest.updates import news_of
from bot.summarize.story import beginning_of, lead_of, summarize_story
from bot.workers import Workers
from storage.model import DigestEntry, Item, Outlet, Sentence, Story, SummaryLength
from storage.store import Store

_log = logging.getLogger(__name__)

# Sentences per story: a short digest of five stories is read on one screen.
SENTENCES = {SummaryLength.LINE: 1, SummaryLength.SHORT: 2, SummaryLength.LONG: 4}


class Entries:
    """The entries that an edition has made so far; what is missing is made when it is asked for.

    Args:
        store: Where summaries are kept and related items found.
        workers: Who summarises.
        method: The summarizer's name.
    """

    def __init__(self, *, store: Store, workers: Workers, method: str) -> None:
        """Keep the parts; nothing is made yet."""
        self._store = store
        self._workers = workers
        self._method = method
        self._entries: dict[tuple[int, SummaryLength], DigestEntry] = {}
        self._news: dict[tuple[object, ...], tuple[Sentence, ...]] = {}
        # Many readers ask for the same at the same moment.
        self._making: defaultdict[object, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(self, story: Story, *, length: SummaryLength) -> DigestEntry:
        """Return what who was not told of the story is told.

        Args:
            story: The story.
            length: How much is said of it.

        Raises:
            StorageError: The database failed.
        """
        key = (story.id, length)
        if key not in self._entries:
            async with self._making[key]:
                if key not in self._entries:
                    self._entries[key] = await self._entry(story, length)
        return self._entries[key]

    async def update(
        self,
        later: Story,
        *,
        whole: Story,
        told: Sequence[str],
        told_at: datetime,
        length: SummaryLength,
    ) -> DigestEntry | None:
        """Return what who was told of a story is told of it now; None if that is nothing new.

        Args:
            later: The story with what came since, and nothing else.
            whole: The story.
            told: The sentences that the reader was told of it.
            told_at: When it was last told.
            length: How much is said of it.
        """
        key = (later.id, told_at, length, *told)
        if key not in self._news:
            async with self._making[key]:
                if key not in self._news:
                    self._news[key] = await news_of(
                        later,
                        whole=whole,
                        told=told,
                        length=SENTENCES[length],
                        workers=self._workers,
                    )
        sentences = self._news[key]
        if not sentences:
            return None
        lead = lead_of(later)
        return DigestEntry(
            story_id=later.id,
            title=lead.title,
            url=lead.url,
            sentences=sentences,
            outlets=_outlets(lead, later),
            at=lead.at,
            day=lead.day,
            told_at=told_at,
        )

    async def _entry(self, story: Story, length: SummaryLength) -> DigestEntry:
        lead = lead_of(story)
        told = await self._sentences(story, SENTENCES[length])
        return DigestEntry(
            story_id=story.id,
            title=lead.title,
            url=lead.url,
            sentences=told,
            outlets=_outlets(lead, story),
            at=lead.at,
            day=lead.day,
            related=await mentions_of(
                story, lead=lead, told=told, store=self._store, workers=self._workers
            ),
        )

    async def _sentences(self, story: Story, length: int) -> tuple[Sentence, ...]:
        try:
            return await summarize_story(
                story,
                store=self._store,
                workers=self._workers,
                method=self._method,
                length=length,
            )
        except Exception:  # noqa: BLE001 - one bad text must not cost anyone the digest
            _log.exception("story %d has no summary", story.id)
        return beginning_of(lead_of(story), length=length)


def _outlets(lead: Item, story: Story) -> tuple[Outlet, ...]:
    urls: dict[str, str | None] = {}
    for item in (lead, *story.members):
        urls.setdefault(item.outlet, item.url)
    return tuple(Outlet(name, url) for name, url in urls.items() if name)
