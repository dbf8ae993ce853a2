"""Understand what readers follow, mute and are alerted of, and ask it of news.

Many readers have the same filters. So each spelling is parsed once, and each sense is compiled
once and asked once of all stories, however many readers have it: the time that this takes
grows with the number of distinct filters, and with the number of stories.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.errors import UsageError
from bot.stories import document_of, load_items
from bot.text.query import Asker, Document, Matcher, compiled, parse_query
from storage import ReadTransaction, Store
from storage.model import And, DigestEntry, Filter, FilterKind, Not, Or, Query, Ref, Story, Term

_log = logging.getLogger(__name__)

Documents: TypeAlias = Mapping[int, Sequence[Document]]

# A statement of SQLite has 32,766 variables at most; more than this are not read faster.
_CHUNK = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Sense:
    """What a filter asks for: one for all its spellings, of one `Senses`."""

    query: Query
    matcher: Matcher

    def matches(self, documents: Iterable[Document]) -> bool:
        """Return whether it matches any of them."""
        return any(map(self.matcher.matches, documents))


class Senses:
    """What filters ask for, each spelling parsed and each sense compiled once.

    Not to be asked in two threads at once.
    """

    def __init__(self) -> None:
        """Know no filters yet."""
        self._by_spelling: dict[tuple[str, tuple[str, ...], Asker], Sense | None] = {}
        self._by_query: dict[Query, Sense] = {}

    def of(self, one: Filter, asker: Asker) -> Sense | None:
        """Return what a filter asks for; None if it can't be understood."""
        spelling = one.text, one.languages, asker
        if spelling not in self._by_spelling:
            query = parsed(one, asker)
            if query is not None and query not in self._by_query:
                self._by_query[query] = Sense(query, compiled(query))
            self._by_spelling[spelling] = None if query is None else self._by_query[query]
        return self._by_spelling[spelling]

    def forget_all_but(self, filters: Iterable[Filter], asker: Asker) -> None:
        """Forget all filters but these."""
        known = {(one.text, one.languages, asker): self.of(one, asker) for one in filters}
        self._by_spelling = known
        self._by_query = {sense.query: sense for sense in known.values() if sense}


def parsed(one: Filter, asker: Asker) -> Query | None:
    """Return what a stored filter asks for, in `sense_of`; None if it can't be understood.

    Its words are sought in the languages that it was made for, and in those that the
    store has besides by now.
    """
    others = (code for code in asker.languages if code not in one.languages)
    try:
        return sense_of(parse_query(one.text, replace(asker, languages=(*one.languages, *others))))
    except UsageError:
        # It could be when it was made, by an older version of the program.
        _log.warning("filter %d can't be understood: %r", one.id, one.text)
        return None


def sense_of(query: Query) -> Query:
    """Return a query that is the same for all spellings of one sense: `Ports`, `port`."""
    match query:
        case And(parts):
            return And(tuple(sense_of(part) for part in parts))
        case Or(parts):
            return Or(tuple(sense_of(part) for part in parts))
        case Not(part):
            return Not(sense_of(part))
        case Term(words=(_, *_)):
            return replace(query, text="")
        case Term():
            return replace(query, text=query.text.casefold())
    return query


def same_filter(query: Query, known: Iterable[Filter], asker: Asker) -> Filter | None:
    """Return the one of the known filters that asks for the same, in whatever spelling."""
    sense = sense_of(query)
    for one in known:
        # As if it were asked now, for `after:3d` is another instant by then.
        if parsed(replace(one, languages=tuple(asker.languages)), asker) == sense:
            return one
    return None


@dataclass(frozen=True, slots=True)
class Filtered:
    """What one reader's filters say of the stories of an edition.

    Attributes:
        muted: Ids of the stories that the reader must not be told.
        followed: Of the stories that come first, the filters that say so, as typed.
        mutes: The muting filters themselves, for what is in no story of the edition.
        only_followed: Whether nothing but what is followed is told.
        foreign: Ids of the stories that are in none of the languages that the reader reads, and
            are told if they are followed; one set for all who read the same.
    """

    muted: frozenset[int] = frozenset()
    followed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    mutes: tuple[Sense, ...] = ()
    only_followed: bool = False
    foreign: frozenset[int] = frozenset()

    def mutes_item(self, story_id: int | None, document: Document) -> bool:
        """Return whether an article or headline, perhaps in no story, must not be shown."""
        return story_id in self.muted or any(one.matcher.matches(document) for one in self.mutes)


class Filtering:
    """The filters of all readers, and the stories of one edition by their members."""

    def __init__(self, documents: Documents, *, now: datetime, languages: Sequence[str]) -> None:
        """Keep the stories, to be asked at `now`; `languages` are those of the store."""
        self._documents = documents
        self._now = now
        self._languages = tuple(languages)
        self._senses = Senses()
        self._matched: dict[Sense, frozenset[int]] = {}

    def ask(self, filters: Iterable[tuple[Filter, ZoneInfo]]) -> None:
        """Ask filters of all stories, each with the zone of its reader, ahead of `filtered`."""
        for one, zone in filters:
            self._asked([one], zone)

    def filtered(
        self, filters: Sequence[Filter], *, zone: ZoneInfo, only_followed: bool = False
    ) -> Filtered:
        """Return what a reader's filters, in the order of their reasons, say.

        A filter matches a story if it matches any of its members. `after:yesterday` begins in
        the reader's `zone`. Who follows nothing gets all, even if `only_followed`.
        """
        muted: set[int] = set()
        followed: dict[int, tuple[str, ...]] = {}
        mutes: list[Sense] = []
        for one, sense, matched in self._asked(filters, zone):
            if one.kind is FilterKind.MUTE:
                mutes.append(sense)
                muted |= matched
            else:
                # What was to be told at once comes first where that was not possible.
                both = followed.keys() & matched
                named = {story_id: followed[story_id] for story_id in both}
                followed |= dict.fromkeys(matched, (one.text,))
                for story_id, texts in named.items():
                    followed[story_id] = texts if one.text in texts else (*texts, one.text)
        follows = any(one.kind is FilterKind.FOLLOW for one in filters)
        return Filtered(frozenset(muted), followed, tuple(mutes), only_followed and follows)

    def matching(
        self, filters: Sequence[Filter], story_id: int, *, zone: ZoneInfo
    ) -> tuple[Filter, ...]:
        """Return those of a reader's filters that match a story."""
        asked = self._asked(filters, zone)
        return tuple(one for one, _, matched in asked if story_id in matched)

    def _asked(
        self, filters: Iterable[Filter], zone: ZoneInfo
    ) -> list[tuple[Filter, Sense, frozenset[int]]]:
        """Return the filters that are understood, each with the ids of the stories it matches."""
        asker = Asker(self._now, zone, self._languages)
        found = []
        for one in filters:
            if (sense := self._senses.of(one, asker)) is None:
                continue
            if sense not in self._matched:
                self._matched[sense] = frozenset(
                    story_id
                    for story_id, members in self._documents.items()
                    if sense.matches(members)
                )
            found.append((one, sense, self._matched[sense]))
        return found


class EditionFilters:
    """The filters of an edition's readers, asked of the stories that it may tell."""

    def __init__(self, candidates: Sequence[Story], *, store: Store, now: datetime) -> None:
        """Keep the parts; nothing is read before somebody has a filter."""
        self._candidates = candidates
        self._store = store
        self._now = now
        self._filtering: Filtering | None = None
        self._mentioned: dict[str, tuple[int | None, Document]] = {}

    async def ask(self, filters: Sequence[tuple[Filter, ZoneInfo]]) -> None:
        """Find out which stories filters match, each with the zone in which its days begin."""
        if not filters:
            return
        if self._filtering is None:
            self._filtering = await self._read()
        # Each takes milliseconds, and stemming the texts took seconds: chats are answered
        # meanwhile.
        await asyncio.to_thread(self._filtering.ask, filters)

    def filtered(
        self, filters: Sequence[Filter], *, zone: ZoneInfo, only_followed: bool
    ) -> Filtered:
        """Return what a reader's filters, all of which were asked before, say."""
        if self._filtering is None or not filters:
            return Filtered()
        return self._filtering.filtered(filters, zone=zone, only_followed=only_followed)

    async def without_muted(
        self, entries: Sequence[DigestEntry], filtered: Filtered
    ) -> list[DigestEntry]:
        """Return the entries without the mentions of what the reader mutes."""
        if not filtered.mutes:
            return list(entries)
        await self._read_mentioned(entries)
        return [
            replace(
                entry,
                related=tuple(
                    mention
                    for mention in entry.related
                    if mention.ref not in self._mentioned
                    or not filtered.mutes_item(*self._mentioned[mention.ref])
                ),
            )
            if entry.related
            else entry
            for entry in entries
        ]

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


def documents_of(
    stories: Sequence[Story], topics: Mapping[Ref, Sequence[str]]
) -> dict[int, list[Document]]:
    """Return what filters are asked of: the members of each story, with their topics."""
    return {
        story.id: [document_of(item, topics.get(item.ref, ())) for item in story.members]
        for story in stories
    }


async def topics_of(refs: Sequence[Ref], *, tx: ReadTransaction) -> Mapping[Ref, tuple[str, ...]]:
    """Return the topics of those of many items that have any, best first."""
    found: dict[Ref, tuple[str, ...]] = {}
    for start in range(0, len(refs), _CHUNK):
        found |= await tx.search.topics(refs[start : start + _CHUNK])
    return found
