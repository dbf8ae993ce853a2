"""The news of one moment, made ready to be told: read and summarised once for everyone."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.liking import Traits, likings_of, muted_stories
from bot.digest.mentions import mentions_of
from bot.digest.select import Pick, Selection, select
from bot.digest.standing import Standings
from bot.digest.taste import Taste
from bot.digest.tasting import Tasting, topics_of
from bot.digest.updates import news_of
from bot.messages.fitting import fitted
from bot.summarize.story import beginning_of, lead_of, summarize_story
from bot.workers import Workers
from storage.model import (
    DigestEntry,
    DigestState,
    Item,
    LeftOut,
    Outlet,
    Sentence,
    Story,
    SummaryLength,
)
from storage.store import Store

_log = logging.getLogger(__name__)

# A morning digest still has yesterday's news in reach that came after the last one.
WINDOW = timedelta(hours=36)

# Sentences per story: a short digest of five stories is read on one screen.
SENTENCES = {SummaryLength.LINE: 1, SummaryLength.SHORT: 2, SummaryLength.LONG: 4}

# Where a reader lives who never said so.
SOMEWHERE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest's content, before it is stored.

    Attributes:
        entries: Stories, best first; empty if there is nothing to tell.
        stories: How many stories were in the running.
        outlets: How many outlets they came from.
        left_out: What was next, had there been room.
    """

    entries: tuple[DigestEntry, ...]
    stories: int
    outlets: int
    left_out: LeftOut | None = None

    @property
    def state(self) -> DigestState:
        """Return what becomes of a digest with this content."""
        return DigestState.BUILT if self.entries else DigestState.EMPTY


class Edition:
    """The news of one moment, read and summarised once for all who are owed a digest.

    Args:
        store: Where the stories are.
        workers: Who summarises.
        now: Aware instant.
        cap: Most stories in a digest, for those who chose no number.
        method: The summarizer's name.
    """

    def __init__(
        self,
        *,
        store: Store,
        workers: Workers,
        now: datetime,
        cap: int,
        method: str,
    ) -> None:
        """Keep the parts; nothing is read yet."""
        self.now = now
        self._store = store
        self._workers = workers
        self._cap = cap
        self._method = method
        self._standings: Standings | None = None
        self._traits = Traits(Standings([], now=now))
        self._tasting: Tasting | None = None
        self._entries: dict[tuple[int, SummaryLength], DigestEntry] = {}
        self._updates: dict[tuple[object, ...], tuple[Sentence, ...]] = {}

    async def compose(
        self,
        chat_id: int,
        *,
        cap: int | None = None,
        length: SummaryLength = SummaryLength.SHORT,
        zone: ZoneInfo = SOMEWHERE,
        only_followed: bool = False,
    ) -> Composed:
        """Return what this chat is to be told: nothing that it was told before, or muted.

        A story that was told returns if it moved on, with what is new alone.

        Args:
            chat_id: The chat.
            cap: Most stories, or None for the edition's number.
            length: How much is said of each story.
            zone: The reader's, for days in filters.
            only_followed: Whether the reader wants nothing but what is followed.

        Raises:
            StorageError: The database failed.
        """
        most = cap or self._cap
        selection, told, taste = await self._select(
            chat_id, cap=2 * most, zone=zone, only=only_followed
        )
        entries: list[DigestEntry] = []
        picks = iter(selection.picks)
        while len(entries) < most and (pick := next(picks, None)) is not None:
            entry = await self._told_next(pick.story, chat_id, told.get(pick.story.id), length)
            if entry is not None:
                entries.append(replace(entry, reasons=pick.reasons))
        if self._tasting:
            entries = await self._tasting.without_muted(entries, taste)
        shown = fitted(entries, now=self.now, zone=zone)
        # What is new in a story that was told is not known before it is looked for.
        rest = [pick for pick in picks if pick.story.id not in told]
        left_out = _left_out(entries[len(shown) :], rest)
        return Composed(shown, selection.considered, selection.outlets, left_out)

    async def left_out(
        self, chat_id: int, *, limit: int, zone: ZoneInfo = SOMEWHERE
    ) -> list[Story]:
        """Return the stories that the chat was not told so far, best first.

        Args:
            chat_id: The chat.
            limit: Most stories.
            zone: The reader's, for days in filters.

        Raises:
            StorageError: The database failed.
        """
        selection, told, _ = await self._select(chat_id, cap=2 * limit, zone=zone)
        return [story for story in selection.stories if story.id not in told][:limit]

    async def _select(
        self, chat_id: int, *, cap: int, zone: ZoneInfo, only: bool = False
    ) -> tuple[Selection, dict[int, datetime], Taste]:
        """Return what is worth telling the chat, when it was told of each story, and its taste."""
        async with self._store.read() as tx:
            if self._standings is None:
                moved = await tx.stories.moved_since(self.now - WINDOW)
                topics = await topics_of([one.ref for each in moved for one in each.members], tx=tx)
                self._standings = Standings(moved, now=self.now, topics=topics)
                self._traits = Traits(self._standings)
            standings = self._standings
            told = await tx.digests.told(chat_id, [story.id for story in standings.stories])
            filters = await tx.filters.of_chat(chat_id)
            ratings = await tx.ratings.of_chat(chat_id)
        if self._tasting is None:
            self._tasting = Tasting(standings.stories, store=self._store, now=self.now)
        taste = await self._tasting.taste(filters, zone=zone, only_followed=only)
        taste = replace(taste, muted=taste.muted | muted_stories(ratings))
        likings = likings_of(ratings)
        if likings:
            # A name is sought in all texts: chats are answered meanwhile.
            await asyncio.to_thread(self._traits.ask, likings)
        liked = self._traits.liked(likings)
        return select(standings, told=told, cap=cap, taste=taste, liked=liked), told, taste

    async def _told_next(
        self, story: Story, chat_id: int, told_at: datetime | None, length: SummaryLength
    ) -> DigestEntry | None:
        """Return what the chat is told of a story now; None if that is nothing new."""
        if told_at is None:
            return await self._entry(story, length)
        async with self._store.read() as tx:
            told = await tx.digests.told_sentences(chat_id, story.id)
            whole = await tx.stories.get(story.id)
        if whole is None:
            return None
        key = (story.id, told_at, length, *told)
        if key not in self._updates:
            self._updates[key] = await news_of(
                story, whole=whole, told=told, length=SENTENCES[length], workers=self._workers
            )
        sentences = self._updates[key]
        if not sentences:
            return None
        lead = lead_of(story)
        return DigestEntry(
            story_id=story.id,
            title=lead.title,
            url=lead.url,
            sentences=sentences,
            outlets=_outlets(lead, story),
            at=lead.at,
            day=lead.day,
            told_at=told_at,
        )

    async def _entry(self, story: Story, length: SummaryLength) -> DigestEntry:
        key = (story.id, length)
        if key not in self._entries:
            lead = lead_of(story)
            told = await self._sentences(story, SENTENCES[length])
            self._entries[key] = DigestEntry(
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
        return self._entries[key]

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


def _left_out(unshown: Sequence[DigestEntry], rest: Sequence[Pick]) -> LeftOut | None:
    """Return what was next: what did not fit the message, then what was not made for it."""
    found = [
        LeftOut(entry.story_id, entry.title, entry.reasons)
        for entry in unshown
        if entry.reasons is not None
    ]
    found += [LeftOut(one.story.id, lead_of(one.story).title, one.reasons) for one in rest]
    if not found:
        return None
    return replace(found[0], next=tuple(one.story_id for one in found[1:]))


def _outlets(lead: Item, story: Story) -> tuple[Outlet, ...]:
    urls: dict[str, str | None] = {}
    for item in (lead, *story.members):
        urls.setdefault(item.outlet, item.url)
    return tuple(Outlet(name, url) for name, url in urls.items() if name)
