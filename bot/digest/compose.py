"""Compose digests: the news of one moment, read and summarised once for all its readers.

A story is told whole, with what is folded below it (who else tells it, and what is near), or,
to whom it was told before, with what is new alone.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from bot.digest.candidates import Candidates, news_of, read_in, spoken_in
from bot.digest.rank import Pick, Selection, select
from bot.messages import fitted, fitted_headlines
from bot.preferences import EditionFilters, Filtered, likings_of, muted_stories, topics_of
from bot.stories import find_certain, target_of_items
from bot.summarize import (
    beginning_of,
    find_additions,
    find_voices,
    lead_of,
    newest_state,
    summarize_story,
    titled,
)
from bot.workers import Workers
from storage import ReadTransaction, Store
from storage.model import (
    Article,
    DigestEntry,
    DigestState,
    Emptiness,
    Filter,
    Item,
    LeftOut,
    Mention,
    Outlet,
    Rating,
    Reader,
    Ref,
    Sentence,
    ShownStory,
    Story,
    SummaryLength,
)

if TYPE_CHECKING:
    from bot.digest.affinity import TraitIndex

_Key = TypeVar("_Key", bound=Hashable)
_Made = TypeVar("_Made")

_log = logging.getLogger(__name__)

# A morning digest still has yesterday's news in reach that came after the last one.
WINDOW = timedelta(hours=36)

# Twice the stories of a day on which ten thousand articles come.
MOST_STORIES = 20_000

# Where a reader lives who never said so.
SOMEWHERE = ZoneInfo("UTC")

# Sentences per story: a short digest of five stories is read on one screen.
SENTENCES = {SummaryLength.LINE: 1, SummaryLength.SHORT: 2, SummaryLength.LONG: 4}

# Headlines in the line below the stories: two lines on a phone's screen.
HEADLINES = 5

# Below each of five stories; `/story` has all of them.
MENTIONS = 3

# Digests that are composed at the same time, so that no worker waits for the next summary.
_AT_ONCE = 4

# Told stories that are looked at for news, for each place of a digest.
_MOST_MOVED = 4

# Of more reports, the newest are read for what they add.
_MOST_READ = 6

# A digest with ten stories is not to wait longer than for their summaries.
_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Recipient:
    """For whom a digest is made.

    Attributes:
        cap: Most stories, or None for the edition's number.
        zone: Where days in filters begin.
        language: In which it is worded, as `Reader.language`.
        languages: As `Subscriber.languages`.
    """

    chat_id: int
    cap: int | None = None
    length: SummaryLength = SummaryLength.SHORT
    zone: ZoneInfo = SOMEWHERE
    language: str = ""
    only_followed: bool = False
    languages: tuple[str, ...] = ()

    def reads(self, story: Story, *, is_followed: bool = False) -> Story | None:
        """Return what there is of a story to read; of one that is followed, all if need be."""
        found = read_in(story, self.languages)
        return story if found is None and is_followed else found


@dataclass(frozen=True, slots=True)
class Composed:
    """A digest's content, before it is stored.

    Attributes:
        entries: Stories, best first; empty if there is nothing to tell.
        stories: How many stories were in the running.
        left_out: What was next, had there been room.
        emptiness: Why there is nothing to tell, if there is nothing.
        headlines: Stories of headlines, named in one line below.
    """

    entries: tuple[DigestEntry, ...]
    stories: int
    outlets: int
    left_out: LeftOut | None = None
    emptiness: Emptiness = Emptiness.NOTHING_NEW
    headlines: tuple[DigestEntry, ...] = ()

    @property
    def told(self) -> tuple[DigestEntry, ...]:
        """Return all that is told."""
        return (*self.entries, *self.headlines)

    @property
    def state(self) -> DigestState:
        """Return what becomes of a digest with this content."""
        return DigestState.BUILT if self.entries else DigestState.EMPTY


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a reader's past and wishes.

    Attributes:
        told: When the reader was last told of each story of the edition, if at all.
        shown: Of those that moved on since, what the reader was told.
        filters: In the order in which they were made.
        ratings: What the reader said of stories and digests.
    """

    told: Mapping[int, datetime]
    ratings: Sequence[Rating]
    shown: dict[int, ShownStory] = field(default_factory=dict)
    filters: list[Filter] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _News:
    """The stories of an edition, read once for everyone."""

    candidates: Candidates
    traits: TraitIndex
    filters: EditionFilters
    emptiness: Emptiness


class Edition:
    """The news of one moment, read and summarised once for all who are owed a digest."""

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
        """
        return (await self.compose_all([recipient]))[recipient.chat_id]

    async def compose_all(self, recipients: Sequence[Recipient]) -> dict[int, Composed]:
        """Return by chat what each of them is to be told.

        What all of them need is read at once: fifty or a hundred are a good number. What fails for
        one of them fails for all.
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
        """Return the stories that the recipient was not told so far, best first."""
        news = await self._read()
        known = (await self._know([recipient], news))[recipient.chat_id]
        selection, _ = _select(recipient, known, news, cap=2 * limit)
        found = [
            recipient.reads(pick.story, is_followed=bool(pick.reasons.filters))
            for pick in (*selection.picks, *selection.headlines)
            if pick.story.id not in known.told
        ]
        return [titled(story) for story in found if story is not None][:limit]

    async def _composed(self, recipient: Recipient, known: _Known, news: _News) -> Composed:
        most = recipient.cap or self._cap
        # Those that moved on may have nothing new to tell, and leave their places to others.
        cap = 2 * most + min(len(known.shown), _MOST_MOVED * most)
        selection, filtered = _select(recipient, known, news, cap=cap)
        entries: list[DigestEntry] = []
        picks = iter(selection.picks)
        while len(entries) < most and (pick := next(picks, None)) is not None:
            whole = news.candidates[pick.story.id].story
            entry = await self._entry(pick, whole, known, recipient)
            if entry is not None:
                entries.append(replace(entry, reasons=pick.reasons, genre=pick.reasons.genre))
        bare = [(pick, _named(pick, recipient)) for pick in selection.headlines]
        if not entries:
            entries = [entry for _, entry in bare[:most]]
            bare = bare[most:]
        entries = await news.filters.without_muted(entries, filtered)
        reader = Reader(self.now, recipient.zone, recipient.language)
        named = [replace(entry, reasons=None) for _, entry in bare[:HEADLINES]]
        headlines = fitted_headlines(named, entries, reader=reader)
        shown = fitted(entries, reader=reader)
        # What is new in a story that was told is not known before it is looked for.
        rest = [pick for pick in picks if pick.story.id not in known.told]
        rest += [pick for pick, _ in bare[len(headlines) :]]
        left_out = _left_out(entries[len(shown) :], rest)
        emptiness = news.emptiness if known.told else Emptiness.NO_MATCH
        return Composed(
            shown,
            selection.considered,
            selection.outlets,
            left_out,
            emptiness=emptiness if len(news.candidates) else news.emptiness,
            headlines=headlines,
        )

    async def _entry(
        self, pick: Pick, whole: Story, known: _Known, recipient: Recipient
    ) -> DigestEntry | None:
        """Return what the reader is told of a story; None if that is nothing new."""
        story = recipient.reads(pick.story, is_followed=bool(pick.reasons.filters))
        if story is None:
            return None
        speaking, length = spoken_in(story, recipient.language), recipient.length
        told_at = known.told.get(story.id)
        if told_at is None:
            languages = frozenset(recipient.languages)
            return await self._entries.of(
                story, speaking=speaking, length=length, languages=languages
            )
        told = known.shown.get(story.id, ShownStory())
        return await self._entries.update(
            speaking, whole=whole, told=told, told_at=told_at, length=length
        )

    async def _know(self, recipients: Sequence[Recipient], news: _News) -> dict[int, _Known]:
        """Return by chat what is to be known of the readers, and ask what all of them like."""
        chat_ids = [recipient.chat_id for recipient in recipients]
        async with self._store.read() as tx:
            told = await tx.history.last(chat_ids, news.candidates.ids)
            moved = {
                story_id
                for theirs in told.values()
                for story_id, at in theirs.items()
                if news.candidates.since(story_id, at) is not None
            }
            shown = await tx.history.of_stories(chat_ids, moved) if moved else {}
            filters = await tx.filters.of_chats(chat_ids)
            ratings = await tx.ratings.of_chats(chat_ids)
        known = {chat_id: _Known(told[chat_id], ratings[chat_id]) for chat_id in chat_ids}
        for (chat_id, story_id), one_shown in shown.items():
            known[chat_id].shown[story_id] = one_shown
        for one in filters:
            known[one.chat_id].filters.append(one)
        zones = {recipient.chat_id: recipient.zone for recipient in recipients}
        await news.filters.ask([(one, zones[one.chat_id]) for one in filters])
        likings = {one for rated in ratings.values() for one in likings_of(rated)}
        if likings:
            # A name is sought in all texts: chats are answered meanwhile.
            await asyncio.to_thread(news.traits.ask, likings)
        return known

    async def _read(self) -> _News:
        """Return the stories of the edition."""
        from bot.digest.affinity import TraitIndex

        if self._news is None:
            async with self._store.read() as tx:
                came = await tx.stories.moved_since(self.now - WINDOW, limit=MOST_STORIES)
                moved = [story for story in map(news_of, came) if story is not None]
                topics = await topics_of([one.ref for each in moved for one in each.members], tx=tx)
                emptiness = await _emptiness(moved, tx)
                weights = await tx.sources.weights()
            candidates = await asyncio.to_thread(
                Candidates, moved, now=self.now, topics=topics, weights=weights
            )
            filters = EditionFilters(moved, store=self._store, now=self.now)
            self._news = _News(candidates, TraitIndex(candidates), filters, emptiness)
        return self._news


async def _emptiness(stories: Sequence[Story], tx: ReadTransaction) -> Emptiness:
    """Return why nothing is told to who was told these stories, if they are any."""
    if stories:
        return Emptiness.NOTHING_NEW
    if await tx.sources.all() or await tx.articles.latest(1):
        return Emptiness.NO_NEWS
    return Emptiness.NO_SOURCES


def _select(
    recipient: Recipient, known: _Known, news: _News, *, cap: int
) -> tuple[Selection, Filtered]:
    """Return what is worth telling a reader, and what the reader's filters say."""
    filtered = news.filters.filtered(
        known.filters, zone=recipient.zone, only_followed=recipient.only_followed
    )
    filtered = replace(
        filtered,
        muted=filtered.muted | muted_stories(known.ratings),
        foreign=news.candidates.foreign_to(recipient.languages),
    )
    affinity = news.traits.affinity(likings_of(known.ratings))
    found = select(
        news.candidates,
        told=known.told,
        cap=cap,
        filtered=filtered,
        affinity=affinity,
        bare=news.candidates.bare_to(recipient.languages),
    )
    return found, filtered


def _named(pick: Pick, recipient: Recipient) -> DigestEntry:
    """Return what a reader is told of a story of headlines: one of them."""
    story = recipient.reads(pick.story) or pick.story
    lead = lead_of(spoken_in(story, recipient.language))
    return replace(_entry(story, lead, ()), reasons=pick.reasons)


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


class Entries:
    """The entries that an edition has made so far; each is made when it is first asked for."""

    def __init__(self, *, store: Store, workers: Workers, method: str) -> None:
        """Keep the parts; nothing is made yet."""
        self._store = store
        self._workers = workers
        self._method = method
        self._entries: dict[tuple[object, ...], DigestEntry] = {}
        self._updates: dict[tuple[object, ...], DigestEntry | None] = {}
        self._told: dict[tuple[object, ...], tuple[Sentence, ...]] = {}
        # Many readers ask for the same at the same moment.
        self._making: defaultdict[object, asyncio.Lock] = defaultdict(asyncio.Lock)

    async def of(
        self, story: Story, *, speaking: Story, length: SummaryLength, languages: frozenset[str]
    ) -> DigestEntry:
        """Return what who was not told of the story is told.

        Args:
            story: All of it that the reader can read.
            speaking: The same with the reports that title and sentences come from.
            length: How much is said of it.
            languages: What is near is in one of them; in any, if none are named.
        """
        return await self._once(
            self._entries,
            (*_members(story), *_members(speaking), length, languages),
            lambda: self._entry(story, speaking, length, languages),
        )

    async def update(
        self,
        later: Story,
        *,
        whole: Story,
        told: ShownStory,
        told_at: datetime,
        length: SummaryLength,
    ) -> DigestEntry | None:
        """Return what who was told of a story is told of it now; None if that is nothing new.

        `later` is the story with what came since, and nothing else.
        """
        found = await self._once(
            self._updates,
            (*_members(later), told, length),
            lambda: self._update(later, whole, told, SENTENCES[length]),
        )
        return None if found is None else replace(found, told_at=told_at)

    async def _update(
        self, later: Story, whole: Story, told: ShownStory, length: int
    ) -> DigestEntry | None:
        alerted = [item for item in whole.members if item.ref in told.alerted]
        texts = [*told.texts, *(item.title for item in alerted)]
        lead = await asyncio.to_thread(
            newest_state,
            later.members,
            told=texts,
            earlier=[item for item in whole.members if item not in later.members],
            after=told.newest_at,
        )
        if lead is None:
            return None
        sentences = await self._sentences(later, lead, length, told=texts)
        if not sentences and isinstance(lead, Article):
            return None
        return _entry(later, lead, sentences)

    async def _once(
        self, made: dict[_Key, _Made], key: _Key, make: Callable[[], Awaitable[_Made]]
    ) -> _Made:
        if key not in made:
            async with self._making[id(made), key]:
                if key not in made:
                    made[key] = await make()
        return made[key]

    async def _entry(
        self, story: Story, speaking: Story, length: SummaryLength, languages: frozenset[str]
    ) -> DigestEntry:
        lead = await asyncio.to_thread(lead_of, speaking)
        told = await self._once(
            self._told,
            (*_members(speaking), length),
            lambda: self._sentences(speaking, lead, SENTENCES[length]),
        )
        related = await mentions_of(
            story,
            lead=lead,
            told=told,
            languages=languages,
            store=self._store,
            workers=self._workers,
        )
        entry = _entry(story, lead, told)
        voices = await find_voices(
            speaking,
            title=entry.title,
            told=[sentence.text for sentence in told],
            workers=self._workers,
            seconds=_SECONDS,
        )
        return replace(entry, related=related, differs=voices.differs, said=voices.said)

    async def _sentences(
        self, story: Story, lead: Item, length: int, *, told: Sequence[str] = ()
    ) -> tuple[Sentence, ...]:
        try:
            return await summarize_story(
                story,
                store=self._store,
                workers=self._workers,
                method=self._method,
                length=length,
                told=told,
                lead=lead,
            )
        except Exception:  # noqa: BLE001 - one bad text must not cost anyone the digest
            _log.exception("story %d has no summary", story.id)
        return beginning_of(lead, length=length)


def _members(story: Story) -> tuple[object, ...]:
    """Return what two parts of one story differ by."""
    articles, headlines = story.articles, story.headlines
    return story.id, tuple(one.id for one in articles), tuple(one.id for one in headlines)


def _entry(story: Story, lead: Item, told: tuple[Sentence, ...]) -> DigestEntry:
    """Return what a digest tells of a story in these sentences, `lead` its leading member."""
    return DigestEntry(
        story_id=story.id,
        title=lead.title,
        url=lead.url,
        sentences=told,
        outlets=_outlets(lead, story),
        at=lead.at,
        day=lead.day,
    )


def _outlets(lead: Item, story: Story) -> tuple[Outlet, ...]:
    urls: dict[str, str | None] = {}
    for item in (lead, *story.members):
        urls.setdefault(item.outlet, item.url)
    return tuple(Outlet(name, url) for name, url in urls.items() if name)


async def mentions_of(
    story: Story,
    *,
    lead: Item,
    told: Sequence[Sentence],
    languages: frozenset[str] = frozenset(),
    store: Store,
    workers: Workers,
) -> tuple[Mention, ...]:
    """Return who else tells a story, first those that add to what was `told`, then what is near.

    At most `MENTIONS`, no title twice, and not `lead`, the member that stands for it. What is
    near is in one of the `languages`, or in any if there are none.
    """
    adds = await _additions(story, lead, told=told, workers=workers)
    others: list[Item] = [*reversed(story.articles), *reversed(story.headlines)]
    # What says the same in the same words is no line: its outlet is named with the others.
    others = [item for item in others if item.copy_of is None and item.ref != lead.copy_of]
    # Who else tells it says more than the same outlet once more.
    others.sort(key=lambda item: (item.ref not in adds, item.outlet == lead.outlet))
    distinct = _distinct(others, lead)
    if len(distinct) < MENTIONS:
        async with store.read() as tx:
            target = await target_of_items([lead], tx=tx)
            near = await find_certain(target, tx=tx, limit=2 * MENTIONS)
        others += [
            one.item
            for one in near
            if not one.in_story and (not languages or one.item.language in languages)
        ]
        distinct = _distinct(others, lead)
    members = {item.ref for item in story.members}
    return tuple(
        Mention(
            ref=str(item.ref),
            title=item.title,
            url=item.url,
            outlet=item.outlet,
            adds=adds.get(item.ref, ""),
            in_story=item.ref in members,
        )
        for item in distinct[:MENTIONS]
    )


async def _additions(
    story: Story, lead: Item, *, told: Sequence[Sentence], workers: Workers
) -> Mapping[Ref, str]:
    """Return of each report that adds something to the summary and to those before it, what."""
    reports = [
        article
        for article in story.articles
        if article.copy_of is None and article.language == lead.language
    ]
    newest = sorted(reports, key=lambda one: (one.at, one.id))[-_MOST_READ:]
    if len(newest) <= 1:
        return {}
    found = await find_additions(
        newest, told=[sentence.text for sentence in told], workers=workers, seconds=_SECONDS
    )
    by_id = {article.id: article.ref for article in newest}
    return {by_id[each.article_id]: each.text for each in found}


def _distinct(items: Sequence[Item], lead: Item) -> list[Item]:
    """Return the items, none with the title of another or of the leading one."""
    by_title = {lead.title.casefold(): lead}
    for item in items:
        by_title.setdefault(item.title.casefold(), item)
    return [item for item in by_title.values() if item.ref != lead.ref]
