"""What readers' filters say, read from the store once for all readers of an edition."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.taste import Filtering, Taste, documents_of
from bot.stories.documents import document_of
from bot.stories.related import load_items
from bot.text.matching import Document
from storage.model import DigestEntry, Filter, Ref, Story
from storage.store import Store, Transaction

# A statement of SQLite has 32,766 variables at most; more than this are not read faster.
_CHUNK = 1_000


class Tasting:
    """Asks filters of the stories that an edition may tell.

    Args:
        candidates: These stories.
        store: Where their topics are.
        now: When the edition is made.
    """

    def __init__(self, candidates: Sequence[Story], *, store: Store, now: datetime) -> None:
        """Keep the parts; nothing is read before somebody has a filter."""
        self._candidates = candidates
        self._store = store
        self._now = now
        self._filtering: Filtering | None = None
        self._mentioned: dict[str, tuple[int | None, Document]] = {}

    async def ask(self, filters: Sequence[tuple[Filter, ZoneInfo]]) -> None:
        """Find out which stories filters match, for `taste` to know.

        Args:
            filters: Each with the zone in which its days begin.

        Raises:
            StorageError: The database failed.
        """
        if not filters:
            return
        if self._filtering is None:
            self._filtering = await self._read()
        # Each takes milliseconds, and stemming the texts took seconds: chats are answered
        # meanwhile.
        await asyncio.to_thread(self._filtering.ask, filters)

    def taste(self, filters: Sequence[Filter], *, zone: ZoneInfo, only_followed: bool) -> Taste:
        """Return what a reader's filters say, all of which were asked before.

        Args:
            filters: The reader's.
            zone: The reader's, for days in filters.
            only_followed: Whether the reader wants nothing but what is followed.
        """
        if self._filtering is None or not filters:
            return Taste()
        return self._filtering.taste(filters, zone=zone, only_followed=only_followed)

    async def _read(self) -> Filtering:
        refs = [item.ref for story in self._candidates for item in story.members]
        async with self._store.read() as tx:
            topics = await topics_of(refs, tx=tx)
            languages = list(await tx.search.languages())
        documents = await asyncio.to_thread(documents_of, self._candidates, topics)
        # What is mentioned is mostly a member of one of the stories.
        for story in self._candidates:
            for item, document in zip(story.members, documents[story.id], strict=True):
                self._mentioned[str(item.ref)] = story.id, document
        return Filtering(documents, now=self._now, languages=languages)

    async def without_muted(
        self, entries: Sequence[DigestEntry], taste: Taste
    ) -> list[DigestEntry]:
        """Return the entries without the mentions of what the reader mutes.

        Raises:
            StorageError: The database failed.
        """
        if not taste.mutes:
            return list(entries)
        await self._read_mentioned(entries)
        return [
            replace(
                entry,
                related=tuple(
                    mention
                    for mention in entry.related
                    if mention.ref not in self._mentioned
                    or not taste.mutes_item(*self._mentioned[mention.ref])
                ),
            )
            if entry.related
            else entry
            for entry in entries
        ]

    async def _read_mentioned(self, entries: Sequence[DigestEntry]) -> None:
        mentioned = {mention.ref for entry in entries for mention in entry.related}
        refs = [Ref.parse(text) for text in sorted(mentioned - self._mentioned.keys())]
        if not refs:
            return
        async with self._store.read() as tx:
            items = await load_items([ref for ref in refs if ref is not None], tx=tx)
            topics = await topics_of([item.ref for item in items], tx=tx)
        for item in items:
            document = document_of(item, topics.get(item.ref, ()))
            self._mentioned[str(item.ref)] = item.story_id, document


async def topics_of(refs: Sequence[Ref], *, tx: Transaction) -> Mapping[Ref, tuple[str, ...]]:
    """Return the topics of those of many items that have any, best first.

    Raises:
        StorageError: The database failed.
    """
    found: dict[Ref, tuple[str, ...]] = {}
    for start in range(0, len(refs), _CHUNK):
        found |= await tx.search.topics(refs[start : start + _CHUNK])
    return found
