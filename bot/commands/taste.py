"""What a chat likes: learned from its presses, shown, and reset.

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
from dataclasses import dataclass

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.stories import load_story
from bot.digest.liking import (
    DOUBLES,
    likings_of,
    moved_by_digest,
    moved_by_story,
    names_of_story,
)
from bot.digest.standing import main_topic
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from storage.model import Kind, Liking, Rating, Ref, Verdict


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


async def taste(request: Request, app: App) -> Reply:
    """Answer `/taste` with what is learned, or with what was changed.

    Raises:
        UsageError: It can't be told what is to be done, or of what.
        NotFoundError: This chat has no such story or digest.
    """
    if not request.words:
        return await _shown(request, app)
    verb, typed = request.words[0].lower(), " ".join(request.words[1:])
    if verb == "reset":
        return await _reset(typed, request, app)
    ref = Ref.parse(typed) if typed else Ref.parse(request.about)
    if verb not in {"undo", *Verdict}:
        raise UsageError(f"“{verb}” is none of more, less, mute, undo and reset.")
    if ref is None:
        raise UsageError(f"Say of what: /taste {verb} s12, or d12 for a digest.")
    if verb == "undo":
        return await _undone(ref, request, app)
    return await _rate(Verdict(verb), ref, request, app)


async def _shown(request: Request, app: App) -> Reply:
    async with app.store.read() as tx:
        ratings = await tx.ratings.of_chat(request.chat_id)
    return messages.taste(likings_of(ratings), ratings, doubles=DOUBLES)


async def _rate(verdict: Verdict, ref: Ref, request: Request, app: App) -> Reply:
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
        return await request.answer(tx, messages.rated(rating, likings, is_new=is_new))


async def _rated(verdict: Verdict, ref: Ref, request: Request, app: App) -> _Rated:
    if ref.kind is Kind.DIGEST:
        if verdict is Verdict.MUTE:
            raise UsageError(f"A digest can't be muted, one of its stories can: /why {ref}")
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


async def _undone(ref: Ref, request: Request, app: App) -> Reply:
    async with app.store.write() as tx:
        gone = await tx.ratings.drop(request.chat_id, ref)
        if gone is None:
            raise UsageError(f"Nothing was said of {ref}. /taste shows what was learned.")
        return await request.answer(tx, messages.unrated(gone))


async def _reset(typed: str, request: Request, app: App) -> Reply:
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
                raise UsageError(f"Nothing was learned of “{typed}”. /taste shows what was.")
            for trait in traits:
                await tx.ratings.forget(request.chat_id, trait)
        else:
            await tx.ratings.clear(request.chat_id)
        left = await tx.ratings.of_chat(request.chat_id)
        reply = messages.taste(likings_of(left), left, doubles=DOUBLES)
        return await request.answer(tx, reply)
