"""What a reader follows, mutes and is alerted of.

    /follow ports OR shipping    such stories come first in digests
    /mute football -cup          such stories never come
    /alert "port strike"         such stories are told at once
    /alert                       what that means, and the alerts there are
    /filters                     all of them, with their numbers
    /drop 3                      an end to one of them

A filter is kept at once. The answer tells what it would have matched, and has a button that
drops it: a filter may be longer than the button that would save it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.digest.taste import parsed, sense_of
from bot.errors import UsageError
from bot.messages import Reply
from bot.stories.related import load_items
from bot.stories.searching import asker_at, search_for
from bot.text.query import Asker, parse_query
from storage.model import (
    ALERTS_A_DAY,
    And,
    Filter,
    FilterKind,
    Item,
    Query,
    Ref,
    Subscriber,
    Within,
    has_times,
)
from storage.store import Transaction

# Of all kinds together; each is asked of all news, for each digest of the chat.
MOST_FILTERS = 30

# What is told of a new filter: what it would have matched in so long, and some of that.
TRIED_ON = timedelta(days=7)
EXAMPLES = 3
# Items that are looked at for that.
_MOST_ITEMS = 900


@dataclass(frozen=True, slots=True)
class Trial:
    """What a filter would have matched.

    Attributes:
        stories: How many stories.
        has_more: Whether these are not all.
        examples: Items of different stories, the best first.
    """

    stories: int
    has_more: bool
    examples: tuple[Item, ...]


async def follow(request: Request, app: App) -> Reply:
    """Answer `/follow <filter>`: such stories come first."""
    return await _keep(FilterKind.FOLLOW, request, app)


async def mute(request: Request, app: App) -> Reply:
    """Answer `/mute <filter>`: such stories never come."""
    return await _keep(FilterKind.MUTE, request, app)


async def alert(request: Request, app: App) -> Reply:
    """Answer `/alert <filter>`: such stories are told at once; alone, list the alerts."""
    if request.args:
        return await _keep(FilterKind.ALERT, request, app)
    async with app.store.read() as tx:
        found = await tx.filters.of_chats([request.chat_id], FilterKind.ALERT)
        subscriber = await tx.subscribers.get(request.chat_id)
    return messages.alerts(found, most=_alerts_of(subscriber))


async def filters(request: Request, app: App) -> Reply:
    """Answer `/filters` with what the chat follows, mutes and is alerted of."""
    async with app.store.read() as tx:
        found = await tx.filters.of_chat(request.chat_id)
        subscriber = await tx.subscribers.get(request.chat_id)
    return messages.filters(found, only_followed=_only_followed(subscriber))


async def drop(request: Request, app: App) -> Reply:
    """Answer `/drop 3`: the filter with this number is gone.

    Raises:
        UsageError: The chat has none such.
    """
    typed = request.args.lstrip("#")
    if not typed.isdecimal() or len(typed) > 18:  # noqa: PLR2004 - as ids may have: see `Ref`
        raise UsageError("Say which filter, by its number. /filters lists yours.")
    async with app.store.write() as tx:
        gone = await tx.filters.drop(request.chat_id, int(typed))
        if gone is None:
            raise UsageError(f"There is no filter {int(typed)}. /filters lists yours.")
        await tx.alerts.call_off(request.chat_id, filter_id=gone.id, error="the alert was dropped")
        return await request.answer(tx, messages.filter_dropped(gone))


async def _keep(kind: FilterKind, request: Request, app: App) -> Reply:
    text = " ".join(request.words)
    if not text:
        raise UsageError(f"Say what to {kind.value}: words, or a filter as for /search.")
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        asker = await asker_at(reader.now, reader.zone, tx=tx)
        query = parse_query(text, asker)
        if kind is FilterKind.ALERT and has_times(query):
            raise UsageError(
                "An alert is about what is still to come: leave out after: and before:."
            )
        trial = await _tried(query, asker, tx=tx)
        instead = "" if trial.stories else (await search_for(text, asker, tx=tx)).instead
        subscriber = await tx.subscribers.get(request.chat_id)
    async with app.store.write() as tx:
        known = await tx.filters.of_chat(request.chat_id)
        if (same := _same(query, _at_odds(kind, known), asker)) is not None:
            return messages.filter_known(same, kind=kind)
        if len(known) >= MOST_FILTERS:
            raise UsageError(
                f"A chat has at most {MOST_FILTERS} filters. /drop one first; /filters lists them."
            )
        kept = await tx.filters.add(
            request.chat_id,
            kind,
            text,
            languages=asker.languages,
            now=reader.now,
            thread_id=request.thread_id,
        )
        reply = messages.filter_kept(
            kept,
            trial.examples,
            stories=trial.stories,
            has_more=trial.has_more,
            days=TRIED_ON.days,
            instead=instead,
            only_followed=_only_followed(subscriber),
            alerts=_alerts_of(subscriber),
            reader=reader,
        )
        return await request.answer(tx, reply)


def _only_followed(subscriber: Subscriber | None) -> bool | None:
    """Return whether the chat wants nothing else; None if it has no subscription."""
    return None if subscriber is None else subscriber.only_followed


def _alerts_of(subscriber: Subscriber | None) -> int:
    """Return the most alerts of a day."""
    return ALERTS_A_DAY if subscriber is None else subscriber.alerts


def _at_odds(kind: FilterKind, known: list[Filter]) -> list[Filter]:
    """Return the filters beside which there is no room for the same one of this kind.

    What is followed may also be told at once; what is muted is neither.
    """
    if kind is FilterKind.MUTE:
        return known
    return [one for one in known if one.kind in {kind, FilterKind.MUTE}]


def _same(query: Query, known: list[Filter], asker: Asker) -> Filter | None:
    """Return the filter that asks for the same, in whatever spelling."""
    sense = sense_of(query)
    for one in known:
        # As if it were asked now, for `after:3d` is another instant by then.
        if parsed(replace(one, languages=tuple(asker.languages)), asker) == sense:
            return one
    return None


async def _tried(query: Query, asker: Asker, *, tx: Transaction) -> Trial:
    """Return what a filter would have matched of late."""
    lately = And((query, Within(since=asker.now - TRIED_ON)))
    refs = await tx.search.find(lately, now=asker.now, limit=_MOST_ITEMS)
    stories = await tx.stories.of(refs)
    best: dict[int, Ref] = {}
    for ref in refs:
        if ref in stories:
            best.setdefault(stories[ref], ref)
    return Trial(
        stories=len(best),
        has_more=len(refs) == _MOST_ITEMS,
        examples=tuple(await load_items(list(best.values())[:EXAMPLES], tx=tx)),
    )
