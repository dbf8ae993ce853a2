"""Commands about digests and subscriptions."""

from __future__ import annotations

from datetime import time
from zoneinfo import ZoneInfo

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.digest.build import compose
from bot.digest.schedule import next_delivery
from bot.digest.wishes import parse_time
from bot.digest.zones import find_zone, suggest_zones
from bot.errors import NotFoundError, UsageError
from bot.messages import Reply
from storage.model import DigestState, Kind, Ref, Schedule, Subscriber

DEFAULT_TIME = time(8, 0)

LISTED = 10


async def digest(request: Request, app: App) -> Reply:
    """Answer `/digest` with a digest of now, and `/digest d3` with a stored one."""
    reader = await reader_of(request, app)
    if request.args:
        ref = Ref.parse(request.args)
        if ref is None or ref.kind is not Kind.DIGEST:
            raise UsageError(f"“{request.args}” is no digest. /digests lists yours.")
        async with app.store.read() as tx:
            stored = await tx.digests.get(ref.number)
        if stored is None or stored.chat_id != request.chat_id:
            raise NotFoundError(ref)
        return messages.digest(stored, zone=reader.zone)
    composed = await compose(
        request.chat_id,
        now=reader.now,
        store=app.store,
        workers=app.workers,
        cap=app.settings.digest_stories,
        method=app.settings.summary_method,
    )
    async with app.store.write() as tx:
        stored, _ = await tx.digests.add(
            chat_id=request.chat_id,
            key=f"asked:{request.key}",
            now=reader.now,
            state=DigestState.BUILT if composed.entries else DigestState.EMPTY,
            entries=composed.entries,
            stories=composed.stories,
            outlets=composed.outlets,
        )
        return await request.answer(tx, messages.digest(stored, zone=reader.zone))


async def digests(request: Request, app: App) -> Reply:
    """Answer `/digests` with the chat's stored digests, newest first."""
    async with app.store.read() as tx:
        found = await tx.digests.of_chat(request.chat_id, limit=LISTED)
    return messages.digests(found, zone=(await reader_of(request, app)).zone)


async def subscribe(request: Request, app: App) -> Reply:
    """Answer `/subscribe 8:00 Europe/Kyiv`: a digest every day at that time, there."""
    at, zone = _time_and_zone(request.words)
    async with app.store.read() as tx:
        known = await tx.subscribers.get(request.chat_id)
    if zone is None and known is not None:
        zone = known.zone
    if zone is None:
        return messages.ask_zone(at, suggest_zones())
    now = app.clock()
    schedule = Schedule(times=(at,))
    subscriber = Subscriber(
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        schedule=schedule,
        zone=zone,
        next=next_delivery(now, schedule, zone),
        since=known.since if known else now,
    )
    async with app.store.write() as tx:
        await tx.subscribers.put(subscriber)
        return await request.answer(tx, messages.subscribed(subscriber, now=now))


async def unsubscribe(request: Request, app: App) -> Reply:
    """Answer `/unsubscribe`: no more digests for this chat."""
    async with app.store.write() as tx:
        was_subscribed = await tx.subscribers.remove(request.chat_id)
        return await request.answer(tx, messages.unsubscribed(was_subscribed=was_subscribed))


def _time_and_zone(words: list[str]) -> tuple[time, ZoneInfo | None]:
    """Read `[time] [zone]`; a time is what begins with a digit.

    Raises:
        UsageError: It is no time, or no zone.
    """
    if not words:
        return DEFAULT_TIME, None
    if not words[0][0].isdigit():
        return DEFAULT_TIME, find_zone(" ".join(words))
    if len(words) > 1 and words[1].lower() in {"am", "pm"}:
        words = [words[0] + words[1], *words[2:]]
    at = parse_time(words[0])
    return at, find_zone(" ".join(words[1:])) if words[1:] else None
