"""What a reader follows, mutes and is alerted of.

    /follow ports OR shipping    such stories come first in digests
    /mute football -cup          such stories never come
    /alert "port strike"         such stories are told at once
    /alert                       what that means, and the alerts there are
    /filters                     all of them, with their numbers
    /drop 3                      an end to one of them

A filter is kept at once. The answer tells what it would have matched, and has a button that
drops it: a filter may be longer than the button that would save it.

What a chat likes: learned from its presses, shown, and reset.

    /taste                 what is learned, in points
    /taste more s12        such stories count more; also of a digest: /taste more d3
    /taste less s12        such stories count less
    /taste mute s12        this story never comes again
    /taste undo s12        as if that had never been said
    /taste reset           as if nothing had ever been said
    /taste reset sport     the same of one topic, source or name

Whoever says the same twice has said it once, and whoever says the opposite has said that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot import messages
from bot.app import App
from bot.commands.request import Answered, Audience, Conversation, Request, command
from bot.commands.resolve import load_story, reader_of
from bot.digest import main_topic
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from bot.preferences import (
    DOUBLES,
    likings_of,
    moved_by_digest,
    moved_by_story,
    names_of_story,
    same_filter,
)
from bot.stories import asker_at, load_items, search_for
from bot.text.query import Asker, parse_query
from storage import ReadTransaction
from storage.model import (
    ALERTS_A_DAY,
    And,
    Filter,
    FilterKind,
    Item,
    Kind,
    Liking,
    Query,
    Rating,
    Ref,
    Subscriber,
    Verdict,
    Within,
    has_times,
)


@dataclass(frozen=True, slots=True)
class _Rated:
    """What a press is about.

    Attributes:
        about: The story or digest.
        title: Of the story, or empty.
        likings: By how much it moves what the chat likes.
    """

    about: Ref
    title: str
    likings: tuple[Liking, ...]


@command(Audience.EVERYONE, for_chat_admins=True)
async def taste(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/taste` with what is learned, or with what was changed.

    Raises:
        UsageError: It can't be told what is to be done, or of what.
        NotFoundError: This chat has no such story or digest.
    """
    if not request.words:
        return await _shown(request, app)
    verb, typed = request.words[0].lower(), " ".join(request.words[1:])
    if verb == "reset":
        return await _reset(typed, request, app, conversation)
    ref = Ref.parse(typed) if typed else Ref.parse(request.about)
    if verb not in {"undo", *Verdict}:
        raise UsageError("taste-verb", typed=verb)
    if ref is None:
        raise UsageError("taste-of-what", verb=verb)
    if verb == "undo":
        return await _undone(ref, request, app, conversation)
    return await _rate(Verdict(verb), ref, request, app, conversation)


async def _shown(request: Request, app: App) -> Reply:
    async with app.store.read() as tx:
        ratings = await tx.ratings.of_chat(request.chat_id)
    return _taste(ratings, request)


def _taste(ratings: Sequence[Rating], request: Request) -> Reply:
    likings = likings_of(ratings)
    return messages.taste(likings, ratings, doubles=DOUBLES, language=request.language)


async def _rate(
    verdict: Verdict, ref: Ref, request: Request, app: App, conversation: Conversation
) -> Answered:
    rated = await _rated(verdict, ref, request, app)
    async with app.store.write() as tx:
        known = await tx.ratings.get(request.chat_id, rated.about)
        is_new = known is None or known.verdict is not verdict
        rating = known
        if rating is None or is_new:
            rating = Rating(
                chat_id=request.chat_id,
                about=rated.about,
                verdict=verdict,
                likings=rated.likings,
                rated_at=app.clock(),
                title=rated.title,
            )
            await tx.ratings.put(rating)
            if verdict is Verdict.MUTE:
                await tx.alerts.call_off(
                    request.chat_id, story_id=rating.about.number, error="the story was muted"
                )
        likings = likings_of(await tx.ratings.of_chat(request.chat_id))
        reply = messages.rated(rating, likings, is_new=is_new, language=request.language)
        return await conversation.answer(tx, reply)


async def _rated(verdict: Verdict, ref: Ref, request: Request, app: App) -> _Rated:
    if ref.kind is Kind.DIGEST:
        if verdict is Verdict.MUTE:
            raise UsageError("mute-digest", ref=str(ref))
        async with app.store.read() as tx:
            digest = await tx.digests.get(ref.number)
        if digest is None or digest.chat_id != request.chat_id:
            raise NotFoundError(ref)
        return _Rated(ref, "", moved_by_digest(verdict, digest.entries))
    async with app.store.read() as tx:
        story = await load_story(ref, tx=tx, request=request)
        topics = await tx.search.topics([item.ref for item in story.members])
    moved = moved_by_story(
        verdict,
        topic=main_topic(story, topics),
        outlets={item.outlet for item in story.members} - {""},
        names=await asyncio.to_thread(names_of_story, story),
    )
    return _Rated(story.ref, story.title, moved)


async def _undone(ref: Ref, request: Request, app: App, conversation: Conversation) -> Answered:
    async with app.store.write() as tx:
        gone = await tx.ratings.drop(request.chat_id, ref)
        if gone is None:
            raise UsageError("not-rated", ref=str(ref))
        return await conversation.answer(tx, messages.unrated(gone, language=request.language))


async def _reset(typed: str, request: Request, app: App, conversation: Conversation) -> Answered:
    async with app.store.write() as tx:
        known = await tx.ratings.of_chat(request.chat_id)
        if typed:
            traits = {
                one.trait
                for rating in known
                for one in rating.likings
                if one.trait.name.casefold() == typed.casefold()
            }
            if not traits:
                raise UsageError("not-learned", typed=typed)
            for trait in traits:
                await tx.ratings.forget(request.chat_id, trait)
        else:
            await tx.ratings.clear(request.chat_id)
        left = await tx.ratings.of_chat(request.chat_id)
        return await conversation.answer(tx, _taste(left, request))


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


@command(Audience.EVERYONE, for_chat_admins=True)
async def follow(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/follow <filter>`: such stories come first."""
    return await _keep(FilterKind.FOLLOW, request, app, conversation)


@command(Audience.EVERYONE, for_chat_admins=True)
async def mute(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/mute <filter>`: such stories never come."""
    return await _keep(FilterKind.MUTE, request, app, conversation)


@command(Audience.EVERYONE, for_chat_admins=True)
async def alert(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/alert <filter>`: such stories are told at once; alone, list the alerts."""
    if request.args:
        return await _keep(FilterKind.ALERT, request, app, conversation)
    async with app.store.read() as tx:
        found = await tx.filters.of_chats([request.chat_id], FilterKind.ALERT)
        subscriber = await tx.subscribers.get(request.chat_id)
    return messages.alerts(found, most=_alerts_of(subscriber), language=request.language)


@command(Audience.EVERYONE)
async def filters(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/filters` with what the chat follows, mutes and is alerted of."""
    async with app.store.read() as tx:
        found = await tx.filters.of_chat(request.chat_id)
        subscriber = await tx.subscribers.get(request.chat_id)
    return messages.filters(
        found, only_followed=_only_followed(subscriber), language=request.language
    )


@command(Audience.EVERYONE, for_chat_admins=True)
async def drop(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/drop 3`: the filter with this number is gone.

    Raises:
        UsageError: The chat has none such.
    """
    typed = request.args.lstrip("#")
    if not typed.isdecimal() or len(typed) > 18:  # noqa: PLR2004 - as ids may have: see `Ref`
        raise UsageError("which-filter")
    async with app.store.write() as tx:
        gone = await tx.filters.drop(request.chat_id, int(typed))
        if gone is None:
            raise UsageError("no-filter", id=str(int(typed)))
        await tx.alerts.call_off(request.chat_id, filter_id=gone.id, error="the alert was dropped")
        return await conversation.answer(
            tx, messages.filter_dropped(gone, language=request.language)
        )


async def _keep(
    kind: FilterKind, request: Request, app: App, conversation: Conversation
) -> Reply | Answered:
    text = " ".join(request.words)
    if not text:
        raise UsageError("filter-empty", kind=kind.value)
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        asker = await asker_at(reader.now, reader.zone, tx=tx)
        query = parse_query(text, asker)
        if kind is FilterKind.ALERT and has_times(query):
            raise UsageError("alert-with-times")
        trial = await _tried(query, asker, tx=tx)
        instead = "" if trial.stories else (await search_for(text, asker, tx=tx)).instead
        subscriber = await tx.subscribers.get(request.chat_id)
    async with app.store.write() as tx:
        known = await tx.filters.of_chat(request.chat_id)
        if (same := same_filter(query, _at_odds(kind, known), asker)) is not None:
            return messages.filter_known(same, kind=kind, language=request.language)
        if len(known) >= MOST_FILTERS:
            raise UsageError("too-many-filters", most=MOST_FILTERS)
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
        return await conversation.answer(tx, reply)


def _only_followed(subscriber: Subscriber | None) -> bool | None:
    """Return whether the chat wants nothing else; None if it has no subscription."""
    if subscriber is None or not subscriber.is_subscribed:
        return None
    return subscriber.only_followed


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


async def _tried(query: Query, asker: Asker, *, tx: ReadTransaction) -> Trial:
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
