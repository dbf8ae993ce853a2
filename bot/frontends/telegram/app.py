"""The bot in Telegram: what runs side by side, from the start to a graceful stop."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from telegram import Bot

from bot.app import App
from bot.commands import Command
from bot.delivery import Limits, OutboxWorker
from bot.frontends.telegram.answer import Answerer
from bot.frontends.telegram.client import build_bot, connect, hidden_token, set_menus, wait
from bot.frontends.telegram.receive import InboxWorker, Poller
from bot.frontends.telegram.send import TelegramSender
from storage import SoleRunner, StorageBusyError, StorageError

_log = logging.getLogger(__name__)

# How often is looked what is due. Slots are full minutes, and so is every fourth tick: a
# digest that the last tick does not hold up is begun at its minute.
TICK_SECONDS: Final = 15.0

# The same of what is told at once.
URGENT_SECONDS: Final = 2.0

# What is due is left to the next start when a stop comes; it is kept in the database.
_STOP_SECONDS: Final = 8.0

# For so long two processes may deliver, where a database is restarted under the first one.
_LOCK_SECONDS: Final = 5.0

# Telegram repeats an update that it got no answer for up to 24 h; known ones are ignored.
_KEEP_UPDATES: Final = timedelta(days=7)


async def run(
    app: App,
    commands: Mapping[str, Command],
    *,
    ticks: Sequence[Callable[[], Awaitable[None]]],
    urgent: Callable[[], Awaitable[None]] | None = None,
    stop: asyncio.Event | None = None,
    limits: Limits | None = None,
) -> None:
    """Be the Telegram bot until SIGTERM, Ctrl-C or `stop`; then stop within 10 s.

    What is under way is finished as far as the time allows; the rest waits in the
    database for the next start.

    Args:
        app: What commands work with.
        commands: By name.
        ticks: Each does what is due of one kind; none waits for another.
        urgent: Does what is to be done at once.
        stop: Set to stop.
        limits: How fast messages go out; as fast as Telegram takes them, if not given.

    Raises:
        SettingsError: Telegram does not know the token.
        StorageBusyError: Another process delivers from this database.
    """
    stop = stop or asyncio.Event()
    bot = build_bot(app.settings)
    with hidden_token(app.settings.telegram_bot_token), _stopped_by_signals(stop):
        async with app.store.sole_runner() as runner:
            await _recover(app, runner)
            try:
                if await connect(bot, stop):
                    works = dict.fromkeys(ticks, TICK_SECONDS)
                    if urgent is not None:
                        works[urgent] = URGENT_SECONDS
                    await _serve(
                        app,
                        commands,
                        bot=bot,
                        works=works,
                        runner=runner,
                        stop=stop,
                        limits=limits,
                    )
            finally:
                await bot.shutdown()


async def _recover(app: App, runner: SoleRunner) -> None:
    """Take up what the last run left under way, which no other process can hold now."""
    now = app.clock()
    async with app.store.write() as tx:
        updates = await tx.inbox.recover()
        messages = await tx.outbox.recover(now=now, arrived=runner.receipts.read())
        await tx.inbox.prune(now - _KEEP_UPDATES)
    runner.receipts.clear()
    if updates or messages:
        _log.warning("left under way: %d updates, %d messages", updates, messages)


async def _serve(
    app: App,
    commands: Mapping[str, Command],
    *,
    bot: Bot,
    works: Mapping[Callable[[], Awaitable[None]], float],
    runner: SoleRunner,
    stop: asyncio.Event,
    limits: Limits | None,
) -> None:
    outbox = OutboxWorker(
        store=app.store,
        sender=TelegramSender(bot),
        clock=app.clock,
        owner=f"telegram:{os.getpid()}:{app.clock().timestamp():.0f}",
        limits=limits,
        receipts=runner.receipts,
    )
    answerer = Answerer(app=app, bot=bot, commands=commands, on_answer=outbox.wake)
    inbox = InboxWorker(store=app.store, clock=app.clock, handle=answerer.handle)
    poller = Poller(
        bot=bot,
        store=app.store,
        clock=app.clock,
        allowed_updates=app.settings.allowed_updates,
        on_new=inbox.wake,
    )
    running = [
        asyncio.create_task(work)
        for work in (
            poller.run(stop),
            inbox.run(stop),
            outbox.run(stop),
            _stay(runner, stop),
            *(
                _repeat(work, outbox.wake, stop, app.clock, every=every)
                for work, every in works.items()
            ),
        )
    ]
    menus = asyncio.create_task(set_menus(bot, commands, admin_ids=app.settings.admin_ids))
    _log.info("@%s is running", bot.username)
    await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    ended = await asyncio.gather(*running, return_exceptions=True)
    menus.cancel()
    await asyncio.gather(menus, return_exceptions=True)
    await answerer.close()
    for error in ended:
        if isinstance(error, BaseException):
            raise error


async def _stay(runner: SoleRunner, stop: asyncio.Event) -> None:
    """Remain the one process that delivers, or raise.

    Raises:
        StorageBusyError: Another one took over while the database could not be reached.
    """
    while not await wait(stop, _LOCK_SECONDS):
        try:
            await runner.stay()
        except StorageBusyError:
            raise
        except StorageError:
            _log.warning("the database can't be reached", exc_info=True)


async def _repeat(
    work: Callable[[], Awaitable[None]],
    on_done: Callable[[], None],
    stop: asyncio.Event,
    clock: Callable[[], datetime],
    *,
    every: float,
) -> None:
    """Do what is due again and again; an error of one time leaves the next ones."""
    while not stop.is_set():
        due = asyncio.create_task(_what_is_due(work))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({due, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not due.done():
            await asyncio.wait({due}, timeout=_STOP_SECONDS)
            due.cancel()
            await asyncio.gather(due, return_exceptions=True)
        on_done()
        await wait(stop, seconds_to_tick(clock(), every=every))


def seconds_to_tick(now: datetime, *, every: float = TICK_SECONDS) -> float:
    """Return in how many seconds it is looked again what is due, `every` so many seconds."""
    return every - now.timestamp() % every


async def _what_is_due(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except Exception:  # noqa: BLE001 - whatever it is, the readers are answered on
        _log.exception("what is due could not be done; it is tried again")


@contextmanager
def _stopped_by_signals(stop: asyncio.Event) -> Iterator[None]:
    """Let SIGTERM and SIGINT set `stop` within the block."""
    loop = asyncio.get_running_loop()
    stopping = (signal.SIGTERM, signal.SIGINT)
    before = {number: signal.getsignal(number) for number in stopping}
    for number in stopping:
        # Unlike the loop's own handlers, these exist on Windows too.
        signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop.set))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
