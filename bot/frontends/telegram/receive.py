"""Fetches updates from Telegram, keeps them before it confirms them, and has them handled.

The library's own loop confirms updates when they are fetched, not when they are handled:
what is under way at a crash is lost. Here the next request, which confirms, is only made
once the updates are committed to the inbox. There an update stays claimed until it was
handled, each chat's in order; what a crash leaves claimed is put back at the next start.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.delivery import pauses_of_storage
from bot.frontends.telegram.client import (
    POLL_SECONDS,
    UpdatesRequest,
    asked_to_wait,
    pauses_of_telegram,
    token_is_unknown,
    unless_stopped,
    wait,
)
from bot.frontends.telegram.updates import chat_of, coarse
from storage import StorageError, Store
from storage.model import Update

_log = logging.getLogger(__name__)

# Chats whose updates are handled at the same time.
AT_ONCE: Final = 8

# How long a stop waits for what is under way.
STOP_SECONDS: Final = 8.0

# Updates that wait are found this late at most, if nobody calls `wake`.
_LOOK_SECONDS: Final = 1.0

# So many failures, and storage that works again: the update itself is at fault.
_MOST_FAILURES: Final = 5


class InboxWorker:
    """Has the updates of the inbox handled, up to `AT_ONCE` of different chats at once."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Callable[[], datetime],
        handle: Callable[[Update], Awaitable[None]],
    ) -> None:
        """Keep the parts; `handle` does what one update asks and notes it, in a transaction."""
        self._store = store
        self._clock = clock
        self._handle = handle
        self._working: set[asyncio.Task[None]] = set()
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Look for updates now: called after some were committed."""
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Have updates handled until `stop` is set; then finish or put back what began."""
        stopping = asyncio.create_task(stop.wait())
        stopping.add_done_callback(lambda _: self.wake())
        pauses = pauses_of_storage()
        try:
            while not stop.is_set():
                self._woken.clear()
                try:
                    await self._start_waiting()
                    pauses = pauses_of_storage()
                except StorageError:
                    _log.exception("the inbox can't be read")
                    await wait(stop, next(pauses))
                else:
                    await wait(self._woken, _LOOK_SECONDS)
        finally:
            stopping.cancel()
            await self._finish()

    async def _start_waiting(self) -> None:
        room = AT_ONCE - len(self._working)
        if room <= 0:
            return
        async with self._store.write() as tx:
            claimed = await tx.inbox.claim(limit=room, now=self._clock())
        for update in claimed:
            task = asyncio.create_task(self._work(update))
            self._working.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._working.discard(task)
        self.wake()

    async def _work(self, update: Update) -> None:
        try:
            for failures, pause in enumerate(pauses_of_storage(), 1):
                if await self._is_over(update, failures):
                    return
                await asyncio.sleep(pause)
        except asyncio.CancelledError:
            # If this fails too, the next start finds the row and puts it back.
            with suppress(StorageError):
                async with self._store.write() as tx:
                    await tx.inbox.put_back(update.id)
            raise

    async def _is_over(self, update: Update, attempt: int) -> bool:
        """Have the update handled, or give it up; False if neither could be stored."""
        try:
            await self._handle(update)
        except StorageError as error:
            _log.exception("update %d: storage failed", update.id)
            return attempt >= _MOST_FAILURES and await self._give_up(update, error)
        except Exception as error:  # noqa: BLE001 - a bug costs one update, not the bot
            _log.exception("update %d can't be handled", update.id)
            return await self._give_up(update, error)
        return True

    async def _give_up(self, update: Update, error: Exception) -> bool:
        words = f"{type(error).__name__}: {error}"
        try:
            async with self._store.write() as tx:
                await tx.inbox.give_up(update.id, error=words, now=self._clock())
        except StorageError:
            return False
        return True

    async def _finish(self) -> None:
        if self._working:
            _, late = await asyncio.wait(self._working, timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)


class Poller:
    """Brings updates from Telegram into the inbox."""

    def __init__(
        self,
        *,
        bot: Bot,
        store: Store,
        clock: Callable[[], datetime],
        allowed_updates: tuple[str, ...],
        on_new: Callable[[], None],
    ) -> None:
        """Keep the parts; `on_new` is called after new updates were committed."""
        self._bot = bot
        self._store = store
        self._clock = clock
        self._allowed_updates = list(allowed_updates)
        self._on_new = on_new
        self._offset = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch until `stop` is set, whatever the network and the database do.

        Raises:
            SettingsError: Telegram does not know the token any more.
        """
        pauses = pauses_of_telegram()
        async with UpdatesRequest() as request:
            while not stop.is_set():
                try:
                    await unless_stopped(self._step(request), stop)
                    pauses = pauses_of_telegram()
                except InvalidToken:
                    # 401 alone: see `UpdatesRequest`.
                    raise token_is_unknown() from None
                except (TelegramError, StorageError) as error:
                    await wait(stop, _tell(error, next(pauses)))

    async def _step(self, request: UpdatesRequest) -> None:
        """Fetch once; commit what came; confirm it with the next step."""
        asked = {
            "offset": self._offset,
            "timeout": POLL_SECONDS,
            "allowed_updates": json.dumps(self._allowed_updates),
        }
        # `Bot.get_updates` would turn all updates into objects, and lose all for one that it
        # can't turn. The library's request object gives them as they came.
        updates: Any = await request.post(f"{self._bot.base_url}/getUpdates?{urlencode(asked)}")
        if not updates:
            return
        now = self._clock()
        async with self._store.write() as tx:
            await tx.inbox.add([_row(update, now) for update in updates])
        self._offset = max(update["update_id"] for update in updates) + 1
        self._on_new()


def _row(update: dict[str, Any], now: datetime) -> Update:
    return Update(
        id=update["update_id"],
        chat_id=chat_of(update),
        payload=json.dumps(coarse(update), ensure_ascii=False),
        received_at=now,
    )


def _tell(error: Exception, pause: float) -> float:
    """Log why nothing was fetched; return how many seconds to wait."""
    match error:
        case Conflict():
            _log.error("another program fetches this bot's updates: stop it (%s)", error)
        case RetryAfter():
            pause = max(pause, asked_to_wait(error).total_seconds())
        case StorageError():
            _log.error("updates can't be kept", exc_info=error)
        case _:
            _log.warning("no updates from Telegram (%s); again in %.0f s", error, pause)
    return pause
