"""Commands about subscriptions."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.settings import can_share, zones_for
from bot.digest.owed import reschedule
from bot.digest.schedule import next_delivery
from bot.digest.wishes import Wish, parse_pause, read_wish, zone_of
from bot.errors import NoZoneError
from bot.messages import Reply
from storage.model import (
    EVERY_DAY,
    FilterKind,
    Schedule,
    Subscriber,
)

DEFAULT_TIME = time(8, 0)


async def subscribe(request: Request, app: App) -> Reply:
    """Answer `/subscribe 7:30 18:00 weekdays Europe/Kyiv`: digests then, there.

    What is not named stays as it was. Where the zone is not known, it is guessed, and
    nothing comes before the reader says that the guess is right.
    """
    now = app.clock()
    wish = read_wish(request.words)
    try:
        named = await _zone_of(wish.place, request) if wish.place else None
    except NoZoneError as error:
        line = f"/subscribe {messages.as_typed(wish.times, wish.weekdays)}".rstrip()
        return messages.ask_which_zone(
            error.problem, error.near, now=now, line=line, can_share=False
        )
    zones, is_guessed = zones_for(request, app)
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        zone = named or (known.zone if known else ZoneInfo(zones[0]))
        wished = _wished(wish, zone, known, request=request, now=now)
        if named is not None:
            wished = replace(wished, is_confirmed=True)
        wished = await reschedule(wished, known=known, now=now, tx=tx)
        await tx.subscribers.put(wished)
        if wished.is_confirmed:
            is_new = known is None or not known.is_confirmed
            reply = messages.subscribed(wished, now=now, is_new=is_new)
        else:
            reply = messages.ask_zone(
                wished, zones, now=now, is_guessed=is_guessed, can_share=can_share(request)
            )
        return await request.answer(tx, reply)


async def _zone_of(place: str, request: Request) -> ZoneInfo:
    # In a thread: names in other languages and the map take a while to load.
    return await asyncio.to_thread(zone_of, place, language=request.language)


def _wished(
    wish: Wish, zone: ZoneInfo, known: Subscriber | None, *, request: Request, now: datetime
) -> Subscriber:
    """Return the subscriber as wished; what is not about time stays, a pause ends."""
    schedule = _schedule(wish, known)
    slot = next_delivery(now, schedule, zone)
    if known is None:
        return Subscriber(
            chat_id=request.chat_id,
            thread_id=request.thread_id,
            schedule=schedule,
            zone=zone,
            next=slot,
            since=now,
            is_confirmed=False,
        )
    return replace(
        known,
        thread_id=request.thread_id,
        schedule=schedule,
        zone=zone,
        next=slot,
        paused="",
        paused_until=None,
    )


def _schedule(wish: Wish, known: Subscriber | None) -> Schedule:
    old = known.schedule if known else Schedule((DEFAULT_TIME,))
    return Schedule(
        times=wish.times or old.times,
        # Times without days are every day's, whatever there was.
        weekdays=wish.weekdays or (EVERY_DAY if wish.times else old.weekdays),
        quiet=old.quiet,
    )


async def unsubscribe(request: Request, app: App) -> Reply:
    """Answer `/unsubscribe`: no more digests for this chat."""
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        await tx.subscribers.remove(request.chat_id)
        alerts = await tx.filters.of_chats([request.chat_id], FilterKind.ALERT)
        return await request.answer(tx, messages.unsubscribed(known, has_alerts=bool(alerts)))


async def pause(request: Request, app: App) -> Reply:
    """Answer `/pause 3 days`: no digests until then."""
    now = app.clock()
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        if known is None or not known.is_confirmed:
            return messages.not_subscribed()
        until = parse_pause(request.args, now=now, zone=known.zone)
        changed = await reschedule(replace(known, paused_until=until), known=known, now=now, tx=tx)
        await tx.subscribers.put(changed)
        await tx.alerts.call_off(request.chat_id, error="the reader paused")
        return await request.answer(tx, messages.paused(changed, now=now))


async def resume(request: Request, app: App) -> Reply:
    """Answer `/resume`: the pause ends."""
    now = app.clock()
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        if known is None or not known.is_confirmed:
            return messages.not_subscribed()
        was_paused = known.pauses_at(now)
        changed = known
        if was_paused:
            changed = await reschedule(
                replace(known, paused_until=None), known=None, now=now, tx=tx
            )
            await tx.subscribers.put(changed)
        reply = messages.resumed(changed, now=now, was_paused=was_paused)
        return await request.answer(tx, reply)
