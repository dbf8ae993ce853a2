"""Subscribe, pause, and choose: `/settings`, and a word for each thing behind it.

    /settings                        all of it
    /settings time +8:00             also times 7:30 18:00, time -8:00
    /settings day -sat               also days weekdays, day +sun
    /settings zone Kyiv              also zone 50.45 30.52, zone here
    /settings quiet 22:00-7:00       also quiet off
    /settings stories 10
    /settings length long            also line, short
    /settings languages en de        also languages +uk, languages any, languages more
    /settings empty nothing          also line
    /settings only on                what is followed, and nothing else; also off
    /settings alerts 3               at most so many a day

Without a value, each shows what is set, with buttons that are such lines. All of it is kept
before a subscription and after one.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time
from functools import partial
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot import messages
from bot.app import App
from bot.commands.request import Answered, Audience, Conversation, Request, command
from bot.errors import NoZoneError, UsageError
from bot.languages import codes
from bot.messages import Reply
from bot.schedule import (
    TypedSchedule,
    awake,
    find_zone,
    guess_zone,
    in_order,
    next_delivery,
    parse_days,
    parse_pause,
    parse_quiet,
    parse_time,
    read_schedule,
    reschedule,
    suggest_zones,
    zone_of,
)
from bot.text import topic_named
from storage import ReadTransaction
from storage.model import EVERY_DAY, NEVER, Chosen, FilterKind, Schedule, Subscriber, SummaryLength

# A digest of more is no digest.
MOST_STORIES = 20

# More are no alerts but a ticker.
MOST_ALERTS = 20

# Behind `/settings languages`.
_ANY, _MORE = frozenset({"all", "alle", "any"}), "more"
_JOINING = frozenset({"and", "und"})

Change: TypeAlias = Callable[[Subscriber], Subscriber]


@command(Audience.EVERYONE, for_chat_admins=True)
async def settings(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/settings` with what is set, or with what was changed."""
    subject, value = _read(request.words)
    if subject == "zone" and value.lower() == "here":
        return messages.share_location(can_share=_can_share(request), language=request.language)
    change: Change = _as_it_is
    zone: ZoneInfo | None = None
    try:
        if subject == "zone" and value:
            # In a thread: names in other languages and the map take a while to load.
            zone = await asyncio.to_thread(find_zone, value, language=request.language)
            change = partial(_in_zone, zone)
        elif value:
            change = _change(subject, value, request)
    except NoZoneError as error:
        return messages.ask_which_zone(
            error,
            now=app.clock(),
            line="/settings zone",
            can_share=_can_share(request),
            language=request.language,
        )
    async with app.store.write() as tx:
        now = app.clock()
        stored = await tx.subscribers.get(request.chat_id)
        known = stored or _newcomer(request, app)
        changed = change(known)
        if _when(changed) != _when(known):
            if not known.is_subscribed:
                changed = replace(changed, since=now)
            changed = await reschedule(changed, known=stored, now=now, tx=tx)
            until = awake(now, changed.schedule.quiet, changed.zone)
            await tx.alerts.put_off(request.chat_id, until=until)
        if changed != known:
            await tx.subscribers.put(changed)
        if zone is not None and not changed.is_subscribed:
            reply = messages.not_subscribed(zone=zone, language=request.language)
        else:
            offered = await languages_offered(request, known=changed, tx=tx)
            reply = _page(subject, changed, known, offered, request=request, app=app)
        return await conversation.answer(tx, reply)


def _change(subject: str, value: str, request: Request) -> Change:
    if subject == "languages":
        return _languages(value.lower(), speaks=request.language)
    return _CHANGES[subject](value)


def _when(subscriber: Subscriber) -> tuple[Schedule, ZoneInfo, bool]:
    return subscriber.schedule, subscriber.zone, subscriber.is_confirmed


def _newcomer(request: Request, app: App) -> Subscriber:
    """Return what is known of a chat before it says anything: it wants no digests so far."""
    return Subscriber(
        chat_id=request.chat_id,
        thread_id=request.thread_id,
        schedule=Schedule(()),
        zone=ZoneInfo(_zones_for(request, app)[0]),
        next=NEVER,
        since=app.clock(),
        is_confirmed=False,
        language=request.language if request.is_language_known else "",
    )


async def languages_offered(
    request: Request, *, known: Subscriber | None, tx: ReadTransaction
) -> tuple[str, ...]:
    """Return languages that a reader may read: the own one, those chosen, those of the news."""
    own = [request.language[:2].lower()] if request.is_language_known and request.language else []
    chosen = known.languages if known else ()
    likely = dict.fromkeys([*own, *chosen, *await tx.search.languages(), *messages.LANGUAGES])
    if request.words[1:] == [_MORE]:
        return tuple(dict.fromkeys([*likely, *sorted(codes())]))
    return tuple(likely)[: max(messages.LANGUAGES_OFFERED, len(chosen))]


def _can_share(request: Request) -> bool:
    """Return whether the chat can share a location: a person's with a bot, in Telegram."""
    return request.chat_id > 0


def _zones_for(request: Request, app: App) -> tuple[str, ...]:
    """Return zones to choose from, likeliest first."""
    return suggest_zones(request.language, home=app.settings.zone.key)


def _ask_zone(subscriber: Subscriber, *, request: Request, app: App) -> Reply:
    guess = guess_zone(request.language, home=app.settings.zone.key)
    return messages.ask_zone(
        subscriber,
        _zones_for(request, app),
        now=app.clock(),
        is_guessed=guess is not None,
        can_share=_can_share(request),
        language=request.language,
    )


def _read(words: list[str]) -> tuple[str, str]:
    """Return what is meant, and the value.

    Raises:
        UsageError: There is no such setting.
    """
    if not words:
        return "", ""
    subject = words[0].lower()
    subject = {"time": "times", "day": "days", "language": "languages"}.get(subject, subject)
    if subject not in messages.SETTINGS:
        raise UsageError("no-setting", typed=words[0], names=messages.SETTINGS)
    return subject, " ".join(words[1:])


def _page(
    subject: str,
    changed: Subscriber,
    known: Subscriber,
    languages: Sequence[str],
    *,
    request: Request,
    app: App,
) -> Reply:
    now = app.clock()
    if changed.is_subscribed and not changed.is_confirmed:
        return _ask_zone(changed, request=request, app=app)
    if changed.is_subscribed and not (known.is_subscribed and known.is_confirmed):
        return messages.subscribed(changed, now=now, languages=languages, language=request.language)
    chosen = Chosen(
        subscriber=changed,
        now=now,
        stories=changed.stories or app.settings.digest_stories,
        zones=_zones_for(request, app),
        languages=languages,
        can_share=_can_share(request),
        language=request.language,
    )
    return messages.settings(chosen, subject)


def _as_it_is(known: Subscriber) -> Subscriber:
    return known


def _times(value: str) -> Change:
    sign, named = value[0], value.lstrip("+-")
    chosen = in_order(parse_time(word) for word in named.replace(",", " ").split())

    def change(known: Subscriber) -> Subscriber:
        kept = set(known.schedule.times)
        times = {"+": kept | set(chosen), "-": kept - set(chosen)}.get(sign, set(chosen))
        if not times:
            raise UsageError("last-time")
        return replace(known, schedule=replace(known.schedule, times=in_order(times)))

    return change


def _days(value: str) -> Change:
    sign, named = value[0], value.lstrip("+-")
    chosen = parse_days(named.split())

    def change(known: Subscriber) -> Subscriber:
        kept = known.schedule.weekdays
        days = {"+": kept | chosen, "-": kept - chosen}.get(sign, chosen)
        if not days:
            raise UsageError("last-day")
        return replace(known, schedule=replace(known.schedule, weekdays=days))

    return change


def _in_zone(zone: ZoneInfo, known: Subscriber) -> Subscriber:
    return replace(known, zone=zone, is_confirmed=True)


def _quiet(value: str) -> Change:
    quiet = parse_quiet(value)
    return lambda known: replace(known, schedule=replace(known.schedule, quiet=quiet))


def _languages(value: str, *, speaks: str) -> Change:
    if value == _MORE:
        return _as_it_is
    if value in _ANY:
        return lambda known: replace(known, languages=())
    sign, named = value[0], re.sub(r"[+,-]", " ", value).split()
    chosen = tuple(_language(word, speaks=speaks) for word in named if word not in _JOINING)

    def change(known: Subscriber) -> Subscriber:
        if sign == "-":
            kept = tuple(code for code in known.languages if code not in chosen)
        elif sign == "+":
            kept = tuple(dict.fromkeys((*known.languages, *chosen)))
        else:
            kept = tuple(dict.fromkeys(chosen))
        return replace(known, languages=kept)

    return change


def _language(word: str, *, speaks: str) -> str:
    code = messages.language_called(word, language=speaks)
    if code is None:
        raise UsageError("no-language", typed=word)
    return code


def _stories(value: str) -> Change:
    if not value.isdecimal() or not 1 <= int(value) <= MOST_STORIES:
        raise UsageError("no-story-count", typed=value, most=MOST_STORIES)
    return lambda known: replace(known, stories=int(value))


def _length(value: str) -> Change:
    try:
        length = SummaryLength(value.lower())
    except ValueError:
        raise UsageError("no-length", typed=value) from None
    return lambda known: replace(known, length=length)


def _empty(value: str) -> Change:
    answers = {"line": True, "nothing": False}
    if value.lower() not in answers:
        raise UsageError("no-answer-to-empty", typed=value)
    return lambda known: replace(known, tells_empty=answers[value.lower()])


def _only(value: str) -> Change:
    answers = {"on": True, "off": False}
    if value.lower() not in answers:
        raise UsageError("no-answer-to-only", typed=value)
    return lambda known: replace(known, only_followed=answers[value.lower()])


def _alerts(value: str) -> Change:
    if not value.isdecimal() or not 1 <= int(value) <= MOST_ALERTS:
        raise UsageError("no-alert-count", typed=value, most=MOST_ALERTS)
    return lambda known: replace(known, alerts=int(value))


_CHANGES: dict[str, Callable[[str], Change]] = {
    "times": _times,
    "days": _days,
    "quiet": _quiet,
    "stories": _stories,
    "length": _length,
    "empty": _empty,
    "only": _only,
    "alerts": _alerts,
}

DEFAULT_TIME = time(8, 0)


@command(Audience.EVERYONE, for_chat_admins=True)
async def subscribe(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/subscribe 7:30 18:00 weekdays Europe/Kyiv`: digests then, there.

    What is not named stays as it was. Where the zone is not known, it is guessed, and
    nothing comes before the reader says that the guess is right.
    """
    now = app.clock()
    wish = read_schedule(request.words)
    if (topic := topic_named(wish.place)) is not None:
        raise UsageError("topic-is-no-time", typed=wish.place, line=f"/follow topic:{topic}")
    try:
        named = await _zone_of(wish.place, request) if wish.place else None
    except NoZoneError as error:
        line = f"/subscribe {messages.as_typed(wish.times, wish.weekdays)}".rstrip()
        return messages.ask_which_zone(
            error, now=now, line=line, can_share=False, language=request.language
        )
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        before = known or _newcomer(request, app)
        wished = _wished(wish, named or before.zone, before, request=request, now=now)
        if named is not None:
            wished = replace(wished, is_confirmed=True)
        wished = await reschedule(wished, known=known, now=now, tx=tx)
        await tx.subscribers.put(wished)
        if wished.is_confirmed:
            is_new = known is None or not (known.is_confirmed and known.is_subscribed)
            offered = await languages_offered(request, known=wished, tx=tx)
            reply = messages.subscribed(
                wished, now=now, languages=offered, language=request.language, is_new=is_new
            )
        else:
            reply = _ask_zone(wished, request=request, app=app)
        return await conversation.answer(tx, reply)


async def _zone_of(place: str, request: Request) -> ZoneInfo:
    # In a thread: names in other languages and the map take a while to load.
    return await asyncio.to_thread(zone_of, place, language=request.language)


def _wished(
    wish: TypedSchedule, zone: ZoneInfo, known: Subscriber, *, request: Request, now: datetime
) -> Subscriber:
    """Return the subscriber as wished; what is not about time stays, a pause ends."""
    schedule = _schedule(wish, known.schedule)
    return replace(
        known,
        thread_id=request.thread_id,
        schedule=schedule,
        zone=zone,
        next=next_delivery(now, schedule, zone),
        since=known.since if known.is_subscribed else now,
        paused="",
        paused_until=None,
    )


def _schedule(wish: TypedSchedule, old: Schedule) -> Schedule:
    return Schedule(
        times=wish.times or old.times or (DEFAULT_TIME,),
        # Times without days are every day's, whatever there was.
        weekdays=wish.weekdays or (EVERY_DAY if wish.times else old.weekdays),
        quiet=old.quiet,
    )


@command(Audience.EVERYONE, for_chat_admins=True)
async def unsubscribe(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/unsubscribe`: no more digests for this chat; all but their times is kept."""
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        if known is not None and known.is_subscribed:
            none = Schedule((), quiet=known.schedule.quiet)
            await tx.subscribers.put(replace(known, schedule=none, next=NEVER, paused_until=None))
        alerts = await tx.filters.of_chats([request.chat_id], FilterKind.ALERT)
        was = known if known and known.is_subscribed else None
        reply = messages.unsubscribed(was, has_alerts=bool(alerts), language=request.language)
        return await conversation.answer(tx, reply)


@command(Audience.EVERYONE, for_chat_admins=True)
async def pause(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/pause 3 days`: no digests until then."""
    now = app.clock()
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        if known is None or not (known.is_subscribed and known.is_confirmed):
            return messages.not_subscribed(language=request.language)
        until = parse_pause(request.args, now=now, zone=known.zone)
        changed = await reschedule(replace(known, paused_until=until), known=known, now=now, tx=tx)
        await tx.subscribers.put(changed)
        await tx.alerts.call_off(request.chat_id, error="the reader paused")
        reply = messages.paused(changed, now=now, language=request.language)
        return await conversation.answer(tx, reply)


@command(Audience.EVERYONE, for_chat_admins=True)
async def resume(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/resume`: the pause ends."""
    now = app.clock()
    async with app.store.write() as tx:
        known = await tx.subscribers.get(request.chat_id)
        if known is None or not (known.is_subscribed and known.is_confirmed):
            return messages.not_subscribed(language=request.language)
        was_paused = known.pauses_at(now)
        changed = known
        if was_paused:
            changed = await reschedule(
                replace(known, paused_until=None), known=None, now=now, tx=tx
            )
            await tx.subscribers.put(changed)
        reply = messages.resumed(changed, now=now, was_paused=was_paused, language=request.language)
        return await conversation.answer(tx, reply)
