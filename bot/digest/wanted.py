"""What came in and is wanted at once, made ready to be told: once for all chats."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.taste import Filtering, documents_of
from bot.digest.watch import Match
from bot.stories.placing import Grouper
from bot.summarize.story import summarize_story
from bot.workers import Workers
from storage.model import Article, Filter, FilterKind, Item, Ref, Story
from storage.store import Store

_log = logging.getLogger(__name__)

# A longer sentence is none, but a list or a table.
_LONGEST_SENTENCE = 600

# A statement of SQLite has 32,766 variables at most; more than this are not read faster.
_CHATS = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted, ready to be told.

    Attributes:
        matches: Of each chat what its alerts match.
        story_ids: Of each item its story.
        sentences: Of each item what is told of it; empty of a headline.
        muted: Of each chat the stories that it mutes, if any.
    """

    matches: Mapping[int, Sequence[Match]]
    story_ids: Mapping[Ref, int]
    sentences: Mapping[Ref, str]
    muted: Mapping[int, frozenset[int]]

    def of_chat(self, chat_id: int) -> list[tuple[int, Match]]:
        """Return the stories that a chat may be told, each with what matches of it."""
        return [
            (self.story_ids[match.came.item.ref], match)
            for match in self.matches[chat_id]
            if match.came.item.ref in self.story_ids
        ]


class Preparing:
    """Makes what is wanted ready.

    Args:
        store: Where everything is.
        workers: Who summarises.
        grouper: Puts stories in order before they are told.
        home: The zone of chats that have no subscription.
        method: The summarizer's name.
    """

    def __init__(
        self, *, store: Store, workers: Workers, grouper: Grouper, home: ZoneInfo, method: str
    ) -> None:
        """Keep the parts; nothing is read yet."""
        self._store = store
        self._workers = workers
        self._grouper = grouper
        self._home = home
        self._method = method

    async def prepare(
        self, matches: Sequence[Match], *, languages: Sequence[str], now: datetime
    ) -> Wanted:
        """Return what is wanted, in its stories, with a sentence of each item.

        Args:
            matches: What alerts match.
            languages: Of the store, most frequent first.
            now: Aware instant.

        Raises:
            StorageError: The database failed.
        """
        by_chat: defaultdict[int, list[Match]] = defaultdict(list)
        for match in matches:
            by_chat[match.filter.chat_id].append(match)
        items = {match.came.item.ref: match.came.item for match in matches}
        async with self._store.write() as tx:
            # A story that is told as two was better not told at all.
            await self._grouper.tidy(tx=tx, now=now)
        async with self._store.read() as tx:
            story_ids = await tx.stories.of(items)
            found = [await tx.stories.get(story_id) for story_id in {*story_ids.values()}]
        stories = {story.id: story for story in found if story is not None}
        return Wanted(
            matches=by_chat,
            story_ids=story_ids,
            sentences={
                ref: await self._sentence(items[ref], stories[story_id])
                for ref, story_id in story_ids.items()
            },
            muted=await self._muted([*by_chat], [*stories.values()], languages, now=now),
        )

    async def _sentence(self, item: Item, story: Story) -> str:
        if not isinstance(item, Article):
            return ""
        alone = replace(story, articles=(item,), headlines=())
        try:
            sentences = await summarize_story(
                alone, store=self._store, workers=self._workers, method=self._method, length=1
            )
        except Exception:  # noqa: BLE001 - the title alone tells of it in time
            _log.exception("%s has no sentence", item.ref)
            return ""
        text = sentences[0].text if sentences else ""
        return text if len(text) <= _LONGEST_SENTENCE else ""

    async def _muted(
        self,
        chat_ids: Sequence[int],
        stories: Sequence[Story],
        languages: Sequence[str],
        *,
        now: datetime,
    ) -> dict[int, frozenset[int]]:
        mutes: defaultdict[int, list[Filter]] = defaultdict(list)
        zones: dict[int, ZoneInfo] = {}
        async with self._store.read() as tx:
            for start in range(0, len(chat_ids), _CHATS):
                some = chat_ids[start : start + _CHATS]
                for one in await tx.filters.of_chats(some, FilterKind.MUTE):
                    mutes[one.chat_id].append(one)
                found = await tx.subscribers.many(some)
                zones |= {chat_id: each.zone for chat_id, each in found.items()}
            if not mutes:
                return {}
            topics = await tx.search.topics([item.ref for each in stories for item in each.members])

        def asked() -> dict[int, frozenset[int]]:
            documents = documents_of(stories, topics)
            filtering = Filtering(documents, now=now, languages=languages)
            return {
                chat_id: filtering.taste(filters, zone=zones.get(chat_id, self._home)).muted
                for chat_id, filters in mutes.items()
            }

        return await asyncio.to_thread(asked)
