"""Send alerts: hold what came in against all filters, and put what matches into the outbox.

    look       what waits, and all alerts there are; what matches
    prepare    what is wanted, once for all chats
    put        alerts and their messages, some chats at a time: one transaction each; with the
               last chats, what waited is done with

A crash leaves what waits as it was. Nobody is alerted of it twice, for an alert is kept
together with its message.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import messages
from bot.alerts.match import LATEST, Came, DueAlert, Match, Turn, Watch, choose, is_fresh, turn_of
from bot.messages import outgoing
from bot.preferences import Filtering, documents_of, muted_stories
from bot.stories import Grouper, load_items
from bot.summarize import summarize_story
from bot.workers import Workers, isolate_failures
from storage import ReadTransaction, StorageError, Store, WriteTransaction
from storage.model import (
    Alert,
    Arrival,
    Article,
    DeliveryKind,
    Filter,
    FilterKind,
    Item,
    Outgoing,
    Reader,
    Ref,
    Story,
)

_log = logging.getLogger(__name__)

# A longer sentence is none, but a list or a table.
_LONGEST_SENTENCE = 600

# Items that are looked at together, and chats whose alerts are stored together: nobody else
# waits for long.
ITEMS_AT_ONCE = 200
CHATS_AT_ONCE = 50

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


@dataclass(frozen=True, slots=True)
class _Batch:
    """What waits, and who waits for it."""

    arrivals: Sequence[Arrival]
    came: Sequence[Came]
    topics: Mapping[Ref, tuple[str, ...]]
    filters: Sequence[Filter]
    languages: Sequence[str]


async def call_off_late(store: Store, *, now: datetime) -> None:
    """Send no alert any more that could not be sent for `LATEST`: digests tell it."""
    async with store.read() as tx:
        if not await tx.alerts.are_late(now - LATEST):
            return
    async with store.write() as tx:
        await tx.alerts.call_off_late(now - LATEST, error="too late to be sent")


@dataclass(frozen=True, kw_only=True)
class Alerting:
    """Tells chats at once what they asked for.

    Attributes:
        grouper: Puts stories in order before they are told.
        home: The zone of chats that have no subscription.
        method: The summarizer's name.
        language: That of chats of which none is known.
    """

    store: Store
    workers: Workers
    grouper: Grouper
    watch: Watch
    home: ZoneInfo
    method: str
    language: str = ""

    async def tell(self, *, now: datetime) -> int:
        """Hold all that waits against all alerts; return how many alerts go out.

        What was not looked at, because the database failed, still waits.
        """
        count = 0

        async def tell(arrivals: Sequence[Arrival]) -> int:
            return await self._tell(await self._look(arrivals, now=now), now=now)

        async def give_up(arrival: Arrival, error: Exception) -> int:
            _log.error("%s is told to nobody at once", arrival.ref, exc_info=error)
            await self._settle([arrival])
            return 0

        while arrivals := await self._waiting():
            count += sum(
                await isolate_failures(arrivals, tell, alone=give_up, fatal=(StorageError,))
            )
        return count

    async def _waiting(self) -> Sequence[Arrival]:
        async with self.store.read() as tx:
            return await tx.alerts.arrivals(ITEMS_AT_ONCE)

    async def prepare(
        self, matches: Sequence[Match], *, languages: Sequence[str], now: datetime
    ) -> Wanted:
        """Return what is wanted, in its stories, with a sentence of each item."""
        by_chat: defaultdict[int, list[Match]] = defaultdict(list)
        for match in matches:
            by_chat[match.filter.chat_id].append(match)
        items = {match.came.item.ref: match.came.item for match in matches}
        async with self.store.write() as tx:
            # Merge split stories first: telling one story twice is worse than telling it late.
            await self.grouper.tidy(tx=tx, now=now)
        async with self.store.read() as tx:
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
                alone, store=self.store, workers=self.workers, method=self.method, length=1
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
        async with self.store.read() as tx:
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
                chat_id: filtering.filtered(filters, zone=zones.get(chat_id, self.home)).muted
                for chat_id, filters in mutes.items()
            }

        return await asyncio.to_thread(asked)

    async def _look(self, arrivals: Sequence[Arrival], *, now: datetime) -> _Batch:
        async with self.store.read() as tx:
            found = await load_items([one.ref for one in arrivals], tx=tx)
            fresh = {item.ref: item for item in found if is_fresh(item, now=now)}
            return _Batch(
                arrivals=arrivals,
                came=[Came(one, fresh[one.ref]) for one in arrivals if one.ref in fresh],
                topics=await tx.search.topics([*fresh]),
                filters=await tx.filters.of_kind(FilterKind.ALERT),
                languages=[*await tx.search.languages()],
            )

    async def _tell(self, batch: _Batch, *, now: datetime) -> int:
        # In a thread, for hundreds of texts take a second, and so do thousands of filters.
        matches = await asyncio.to_thread(
            self.watch.matches,
            batch.filters,
            batch.came,
            batch.topics,
            languages=batch.languages,
        )
        if not matches:
            await self._settle(batch.arrivals)
            return 0
        wanted = await self.prepare(matches, languages=batch.languages, now=now)
        chats, count = [*wanted.matches], 0
        while True:
            async with self.store.write() as tx:
                if await tx.stories.of(wanted.story_ids) != wanted.story_ids:
                    # Somebody put them in another order meanwhile: all is looked at anew.
                    return count
                some, chats = chats[:CHATS_AT_ONCE], chats[CHATS_AT_ONCE:]
                count += await self._put(some, wanted, tx=tx, now=now)
                if not chats:
                    await tx.alerts.settle(batch.arrivals)
                    return count

    async def _settle(self, arrivals: Sequence[Arrival]) -> None:
        async with self.store.write() as tx:
            await tx.alerts.settle(arrivals)

    async def _put(
        self, chat_ids: Sequence[int], wanted: Wanted, *, tx: WriteTransaction, now: datetime
    ) -> int:
        """Store what these chats are told, with its messages; return how many alerts."""
        subscribers = await tx.subscribers.many(chat_ids)
        turns = {
            chat_id: turn
            for chat_id in chat_ids
            if (
                turn := turn_of(
                    subscribers.get(chat_id), home=self.home, now=now, language=self.language
                )
            )
        }
        alerts: list[Alert] = []
        outgoing: defaultdict[datetime, list[Outgoing]] = defaultdict(list)
        for one in await _chosen(turns, wanted, tx=tx):
            chat_id = one.match.filter.chat_id
            turn = turns[chat_id]
            alert = _alert(one, turn, wanted)
            alerts.append(alert)
            known = subscribers.get(chat_id)
            has_digests = known is not None and known.is_subscribed
            outgoing[turn.at] += _messages(one, turn, alert, has_digests=has_digests)
        await tx.alerts.add(alerts)
        for due_at, several in outgoing.items():
            await tx.outbox.add(several, due_at=due_at)
        return len(alerts)


async def _chosen(
    turns: Mapping[int, Turn], wanted: Wanted, *, tx: ReadTransaction
) -> list[DueAlert]:
    """Return what chats are told, by what this transaction knows of them.

    A reader may have dropped a filter, or muted a story, since it was made ready.
    """
    chat_ids, stories = [*turns], {*wanted.story_ids.values()}
    kept = {one.id for one in await tx.filters.of_chats(chat_ids, FilterKind.ALERT)}
    alerted = await tx.alerts.told(chat_ids, stories)
    told = await tx.digests.told_to(chat_ids, stories)
    had = await tx.alerts.counts(chat_ids, {turn.day for turn in turns.values()})
    ratings = await tx.ratings.of_chats(chat_ids)
    chosen: list[DueAlert] = []
    for chat_id, turn in turns.items():
        done = {story_id for chat, story_id in alerted if chat == chat_id}
        muted = wanted.muted.get(chat_id, frozenset()) | muted_stories(ratings[chat_id])
        chosen += choose(
            [each for each in wanted.of_chat(chat_id) if each[1].filter.id in kept],
            turn,
            done=done | muted,
            told=told[chat_id],
            had=had.get((chat_id, turn.day), 0),
        )
    return chosen


def _alert(one: DueAlert, turn: Turn, wanted: Wanted) -> Alert:
    came = one.match.came
    return Alert(
        chat_id=one.match.filter.chat_id,
        story_id=one.story_id,
        filter_id=one.match.filter.id,
        ref=came.item.ref,
        sentence=wanted.sentences[came.item.ref],
        told_at=came.arrival.at,
        due_at=turn.at,
        day=turn.day,
    )


def _messages(one: DueAlert, turn: Turn, alert: Alert, *, has_digests: bool) -> list[Outgoing]:
    reply = messages.alert(
        one.match.came.item,
        alert.sentence,
        one.match.filter,
        story_id=one.story_id,
        is_update=one.is_update,
        last_of=turn.most if one.number == turn.most else None,
        has_digests=has_digests,
        reader=Reader(now=turn.at, zone=turn.zone, language=turn.language),
    )
    return outgoing(
        reply,
        chat_id=alert.chat_id,
        kind=DeliveryKind.ALERT,
        key=alert.key,
        thread_id=one.match.filter.thread_id,
    )
