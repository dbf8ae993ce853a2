"""The news of one moment, made ready to be told: read and summarised once for everyone."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.entries import Entries
from bot.digest.liked import Traits
from bot.digest.liking import likings_of, muted_stories
from bot.digest.select import Pick, Selection, select
from bot.digest.standing import Standings
from bot.digest.taste import Taste
from bot.digest.tasting import Tasting, topics_of
from bot.messages.fitting import fitted
from bot.summarize.story import lead_of
from bot.workers import Workers
from storage.model import DigestEntry, DigestState, Filter, LeftOut, Rating, Story, SummaryLength
from storage.store import Store

# A morning digest still has yesterday's news in reach that came after the last one.
WINDOW = timedelta(hours=36)

# Twice the stories of a day on which ten thousand articles come.
MOST_STORIES = 20_000

# Where a reader lives who never said so.
SOMEWHERE = ZoneInfo("UTC")

# Digests that are composed at the same time, so that no worker waits for the next summary.
_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom a digest is made.

    Attributes:
        chat_id: The chat.
        cap: Most stories, or None for the edition's number.
        length: How much is said of each story.
        zone: Where days in filters begin.
        only_followed: Whether nothing is told but what is followed.
    """

    chat_id: int
    cap: int | None = None
    length: SummaryLength = SummaryLength.SHORT
    zone: ZoneInfo = SOMEWHERE
    only_followed: bool = False


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


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a reader's past and wishes.

    Attributes:
        told: When the reader was last told of each story of the edition, if at all.
        sentences: Of those that moved on since, what the reader was told.
        filters: In the order in which they were made.
        ratings: What the reader said of stories and digests.
    """

    told: Mapping[int, datetime]
    ratings: Sequence[Rating]
    sentences: dict[int, list[str]] = field(default_factory=dict)
    filters: list[Filter] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _News:
    """The stories of an edition, read once for everyone.

    Attributes:
        standings: How they stand.
        traits: What readers may like about them.
        tasting: What filters say of them.
    """

    standings: Standings
    traits: Traits
    tasting: Tasting


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
        self._cap = cap
        self._entries = Entries(store=store, workers=workers, method=method)
        self._news: _News | None = None

    async def compose(self, recipient: Recipient) -> Composed:
        """Return what the recipient is to be told: nothing that was told before, or is muted.

        A story that was told returns if it moved on, with what is new alone.

        Raises:
            StorageError: The database failed.
        """
        return (await self.compose_all([recipient]))[recipient.chat_id]

    async def compose_all(self, recipients: Sequence[Recipient]) -> dict[int, Composed]:
        """Return by chat what each of them is to be told.

        What all of them need is read at once: fifty or a hundred are a good number.

        Raises:
            StorageError: The database failed.
            Exception: It can't be said for one of them.
        """
        news = await self._read()
        known = await self._know(recipients, news)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def composed(recipient: Recipient) -> Composed:
            async with gate:
                return await self._composed(recipient, known[recipient.chat_id], news)

        found = await asyncio.gather(*map(composed, recipients), return_exceptions=True)
        made: dict[int, Composed] = {}
        for recipient, each in zip(recipients, found, strict=True):
            if isinstance(each, BaseException):
                raise each
            made[recipient.chat_id] = each
        return made

    async def left_out(self, recipient: Recipient, *, limit: int) -> list[Story]:
        """Return the stories that the recipient was not told so far, best first.

        Args:
            recipient: Who.
            limit: Most stories.

        Raises:
            StorageError: The database failed.
        """
        news = await self._read()
        known = (await self._know([recipient], news))[recipient.chat_id]
        selection, _ = _select(recipient, known, news, cap=2 * limit)
        return [story for story in selection.stories if story.id not in known.told][:limit]

    async def _composed(self, recipient: Recipient, known: _Known, news: _News) -> Composed:
        most = recipient.cap or self._cap
        selection, taste = _select(recipient, known, news, cap=2 * most)
        entries: list[DigestEntry] = []
        picks = iter(selection.picks)
        while len(entries) < most and (pick := next(picks, None)) is not None:
            whole = news.standings[pick.story.id].story
            entry = await self._entry(pick.story, whole, known, recipient.length)
            if entry is not None:
                entries.append(replace(entry, reasons=pick.reasons))
        entries = await news.tasting.without_muted(entries, taste)
        shown = fitted(entries, now=self.now, zone=recipient.zone)
        # What is new in a story that was told is not known before it is looked for.
        rest = [pick for pick in picks if pick.story.id not in known.told]
        left_out = _left_out(entries[len(shown) :], rest)
        return Composed(shown, selection.considered, selection.outlets, left_out)

    async def _entry(
        self, story: Story, whole: Story, known: _Known, length: SummaryLength
    ) -> DigestEntry | None:
        """Return what the reader is told of a story; None if that is nothing new."""
        told_at = known.told.get(story.id)
        if told_at is None:
            return await self._entries.of(story, length=length)
        told = known.sentences.get(story.id, ())
        return await self._entries.update(
            story, whole=whole, told=told, told_at=told_at, length=length
        )

    async def _know(self, recipients: Sequence[Recipient], news: _News) -> dict[int, _Known]:
        """Return by chat what is to be known of the readers, and ask what all of them like."""
        chat_ids = [recipient.chat_id for recipient in recipients]
        async with self._store.read() as tx:
            told = await tx.told.last(chat_ids, news.standings.ids)
            moved = {
                story_id
                for theirs in told.values()
                for story_id, at in theirs.items()
                if news.standings.since(story_id, at) is not None
            }
            said = await tx.told.sentences(chat_ids, moved) if moved else {}
            filters = await tx.filters.of_chats(chat_ids)
            ratings = await tx.ratings.of_chats(chat_ids)
        known = {chat_id: _Known(told[chat_id], ratings[chat_id]) for chat_id in chat_ids}
        for (chat_id, story_id), sentences in said.items():
            known[chat_id].sentences[story_id] = sentences
        for one in filters:
            known[one.chat_id].filters.append(one)
        zones = {recipient.chat_id: recipient.zone for recipient in recipients}
        await news.tasting.ask([(one, zones[one.chat_id]) for one in filters])
        likings = {one for rated in ratings.values() for one in likings_of(rated)}
        if likings:
            # A name is sought in all texts: chats are answered meanwhile.
            await asyncio.to_thread(news.traits.ask, likings)
        return known

    async def _read(self) -> _News:
        """Return the stories of the edition."""
        if self._news is None:
            async with self._store.read() as tx:
                moved = await tx.stories.moved_since(self.now - WINDOW, limit=MOST_STORIES)
                topics = await topics_of([one.ref for each in moved for one in each.members], tx=tx)
            standings = await asyncio.to_thread(Standings, moved, now=self.now, topics=topics)
            tasting = Tasting(moved, store=self._store, now=self.now)
            self._news = _News(standings, Traits(standings), tasting)
        return self._news


def _select(
    recipient: Recipient, known: _Known, news: _News, *, cap: int
) -> tuple[Selection, Taste]:
    """Return what is worth telling a reader, and the reader's taste."""
    taste = news.tasting.taste(
        known.filters, zone=recipient.zone, only_followed=recipient.only_followed
    )
    taste = replace(taste, muted=taste.muted | muted_stories(known.ratings))
    liked = news.traits.liked(likings_of(known.ratings))
    return select(news.standings, told=known.told, cap=cap, taste=taste, liked=liked), taste


def _left_out(unshown: Sequence[DigestEntry], rest: Sequence[Pick]) -> LeftOut | None:
    """Return what was next: what did not fit the message, then what was not made for it."""
    behind = tuple(pick.story.id for pick in rest)
    for place, entry in enumerate(unshown, 1):
        if entry.reasons is not None:
            others = tuple(other.story_id for other in unshown[place:])
            return LeftOut(entry.story_id, entry.title, entry.reasons, (*others, *behind))
    if not rest:
        return None
    story, reasons = rest[0].story, rest[0].reasons
    return LeftOut(story.id, lead_of(story).title, reasons, behind[1:])
