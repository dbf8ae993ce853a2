"""What a chat sees while the bot works: "typing", and how far long work has come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from telegram import Bot
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError

from bot import messages

# Telegram shows "typing" for 5 s: core.telegram.org/bots/api#sendchataction
_TYPING_SECONDS: Final = 4.5
# Most answers are there before anyone would look for a sign of life.
_QUIET_SECONDS: Final = 1.0

# Edits count towards Telegram's limits for messages.
PROGRESS_SECONDS: Final = 2.0


async def show_typing(bot: Bot, chat_id: int, thread_id: int | None) -> None:
    """Show that the bot works, until cancelled."""
    await asyncio.sleep(_QUIET_SECONDS)
    while True:
        with suppress(TelegramError):
            await bot.send_chat_action(chat_id, ChatAction.TYPING, message_thread_id=thread_id)
        await asyncio.sleep(_TYPING_SECONDS)


class Progress:
    """One message that tells how far long work has come; gone when it is done.

    It is shown at best: what Telegram refuses or loses of it is not missed.
    """

    def __init__(
        self,
        bot: Bot,
        chat_id: int,
        thread_id: int | None,
        *,
        seconds: Callable[[], float],
    ) -> None:
        """Show nothing yet.

        Args:
            bot: Who writes.
            chat_id: Where.
            thread_id: Forum topic, or None.
            seconds: Returns the time on any clock that only goes forward.
        """
        self._bot = bot
        self._chat_id = chat_id
        self._thread_id = thread_id
        self._seconds = seconds
        self._next_at = seconds() + PROGRESS_SECONDS
        self._message_id: int | None = None

    async def show(self, done: int, total: int) -> None:
        """Tell how far it is, at most once in `PROGRESS_SECONDS`."""
        if self._seconds() < self._next_at:
            return
        self._next_at = self._seconds() + PROGRESS_SECONDS
        text = messages.progress(done, total).text
        with suppress(TelegramError):
            if self._message_id is None:
                sent = await self._bot.send_message(
                    self._chat_id,
                    text,
                    parse_mode=ParseMode.HTML,
                    message_thread_id=self._thread_id,
                )
                self._message_id = sent.message_id
            else:
                await self._bot.edit_message_text(
                    text, self._chat_id, self._message_id, parse_mode=ParseMode.HTML
                )

    async def remove(self) -> None:
        """Take the message away: the answer comes instead."""
        if self._message_id is not None:
            with suppress(TelegramError):
                await self._bot.delete_message(self._chat_id, self._message_id)
