"""Fetches updates from Telegram and keeps them before it confirms them.

The library's own loop confirms updates when they are fetched, not when they are handled:
what is under way at a crash is lost. Here the next request, which confirms, is only made
once the updates are committed to the inbox.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from telegram import Bot
from telegram.error import (
    Conflict,
    EndPointNotFound,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.frontends.telegram.client import (
    READ_SECONDS,
    asked_to_wait,
    pauses_after_failures,
    token_is_unknown,
    unless_stopped,
    wait,
)
from bot.frontends.telegram.updates import chat_of, coarse
from storage.errors import StorageError
from storage.model import Update
from storage.store import Store

_log = logging.getLogger(__name__)

# How long Telegram keeps a request open while there is nothing to tell.
POLL_SECONDS: Final = 30


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
        """Keep the parts.

        Args:
            bot: Connected.
            store: Where the inbox is.
            clock: Returns the present instant, aware.
            allowed_updates: Kinds of updates that are asked for.
            on_new: Called after new updates were committed.
        """
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
        pauses = pauses_after_failures()
        while not stop.is_set():
            try:
                await unless_stopped(self._step(), stop)
                pauses = pauses_after_failures()
            except (InvalidToken, EndPointNotFound):
                raise token_is_unknown() from None
            except (TelegramError, StorageError) as error:
                await wait(stop, _tell(error, next(pauses)))

    async def _step(self) -> None:
        """Fetch once; commit what came; confirm it with the next step."""
        # In this spelling the library leaves the answer as it is. It would turn all
        # updates into objects, and lose all for one that it can't turn.
        updates: Any = await self._bot.do_api_request(
            "GetUpdates",
            {
                "offset": self._offset,
                "timeout": POLL_SECONDS,
                "allowed_updates": self._allowed_updates,
            },
            read_timeout=POLL_SECONDS + READ_SECONDS,
        )
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
