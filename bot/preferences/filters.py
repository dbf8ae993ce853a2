"""What readers' filters say of the stories of an edition: which come first, which never.

Many readers have the same filters. So a filter is told from another one by its sense, and
asked once of all stories, however many have it: the time that an edition takes grows with
the number of distinct filters, and with the number of stories.

What readers' filters say, read from the store once for all readers of an edition.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import UsageError
from bot.stories.related import load_items
from bot.stories.search import document_of
from bot.text.query.match import Document, Matcher, compiled
from bot.text.query.parse import Asker, parse_query
from storage.model import And, DigestEntry, Filter, FilterKind, Not, Or, Query, Ref, Story, Term
from storage.store import Store, Transaction

_log = logging.getLogger(__name__)

Documents = Mapping[int, Sequence[Document]]


@dataclass(frozen=True, slots=True)
class Taste:
    """What one reader's filters say of the stories of an edition.

    Attributes:
        muted: Ids of the stories that the reader must not be told.
        followed: Of the stories that come first, the filters that say so, as typed.
        mutes: The muting filters themselves, for what is in no story of the edition.
        only_followed: Whether nothing but what is followed is told.
    """

    muted: frozenset[int] = frozenset()
    followed: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    mutes: tuple[Matcher, ...] = ()
    only_followed: bool = False

    def allows(self, story_id: int) -> bool:
        """Return whether the reader may be told the story."""
        is_wanted = not self.only_followed or story_id in self.followed
        return is_wanted and story_id not in self.muted

    def mutes_item(self, story_id: int | None, document: Document) -> bool:
        """Return whether an article or headline must not be shown."""
        return story_id in self.muted or any(one.matches(document) for one in self.mutes)


def documents_of(
    stories: Sequence[Story], topics: Mapping[Ref, tuple[str, ...]]
) -> dict[int, list[Document]]:
    """Return what filters are asked of: the members of each story."""
    return {
        story.id: [document_of(item, topics.get(item.ref, ())) for item in story.members]
        for story in stories
    }


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


class Filtering:
    """The filters of all readers, and the stories of one edition."""

    def __init__(self, documents: Documents, *, now: datetime, languages: Sequence[str]) -> None:
        """Keep the stories; nothing is asked of them yet."""
        self._documents = documents
        self._now = now
        self._languages = tuple(languages)
        self._parsed: dict[tuple[str, tuple[str, ...], ZoneInfo], Query | None] = {}
        self._matched: dict[Query, tuple[Matcher, frozenset[int]]] = {}

    def ask(self, filters: Iterable[tuple[Filter, ZoneInfo]]) -> None:
        """Ask filters of all stories, each with the zone of its reader, for `taste` to know."""
        for one, zone in filters:
            query = self._query(one, zone)
            if query is not None:
                self._asked(query)

    def taste(
        self, filters: Sequence[Filter], *, zone: ZoneInfo, only_followed: bool = False
    ) -> Taste:
        """Return what a reader's filters say.

        A filter matches a story if it matches any of its members.
        """
        muted: set[int] = set()
        followed: dict[int, tuple[str, ...]] = {}
        mutes: list[Matcher] = []
        for one in filters:
            query = self._query(one, zone)
            if query is None:
                continue
            matcher, matched = self._asked(query)
            if one.kind is FilterKind.MUTE:
                mutes.append(matcher)
                muted |= matched
            else:
                # What was to be told at once comes first where that was not possible.
                both = followed.keys() & matched
                named = {story_id: followed[story_id] for story_id in both}
                followed |= dict.fromkeys(matched, (one.text,))
                for story_id, texts in named.items():
                    followed[story_id] = texts if one.text in texts else (*texts, one.text)
        follows = any(one.kind is FilterKind.FOLLOW for one in filters)
        return Taste(frozenset(muted), followed, tuple(mutes), only_followed and follows)

    def _query(self, one: Filter, zone: ZoneInfo) -> Query | None:
        key = (one.text, one.languages, zone)
        if key not in self._parsed:
            self._parsed[key] = parsed(one, Asker(self._now, zone, self._languages))
        return self._parsed[key]

    def _asked(self, query: Query) -> tuple[Matcher, frozenset[int]]:
        """Return the compiled query, and the ids of the stories that it matches."""
        if query not in self._matched:
            matcher = compiled(query)
            matched = frozenset(
                story_id
                for story_id, members in self._documents.items()
                if any(map(matcher.matches, members))
            )
            self._matched[query] = matcher, matched
        return self._matched[query]


# A statement of SQLite has 32,766 variables at most; more than this are not read faster.
_CHUNK = 1_000


class Tasting:
    """Asks filters of the stories that an edition may tell."""

    def __init__(self, candidates: Sequence[Story], *, store: Store, now: datetime) -> None:
        """Keep the parts; nothing is read before somebody has a filter."""
        self._candidates = candidates
        self._store = store
        self._now = now
        self._filtering: Filtering | None = None
        self._mentioned: dict[str, tuple[int | None, Document]] = {}

    async def ask(self, filters: Sequence[tuple[Filter, ZoneInfo]]) -> None:
        """Find out which stories filters match, for `taste` to know."""
        if not filters:
            return
        if self._filtering is None:
            self._filtering = await self._read()
        # Each takes milliseconds, and stemming the texts took seconds: chats are answered
        # meanwhile.
        await asyncio.to_thread(self._filtering.ask, filters)

    def taste(self, filters: Sequence[Filter], *, zone: ZoneInfo, only_followed: bool) -> Taste:
        """Return what a reader's filters say, all of which were asked before."""
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
        """Return the entries without the mentions of what the reader mutes."""
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
    """Return the topics of those of many items that have any, best first."""
    found: dict[Ref, tuple[str, ...]] = {}
    for start in range(0, len(refs), _CHUNK):
        found |= await tx.search.topics(refs[start : start + _CHUNK])
    return found
