"""Sends a message of the outbox to Telegram, and says what came of it.

What a failed send means is told by the exception and its cause:

    the server answered         RetryAfter, BadRequest, Forbidden, ...    it was not sent
    no connection was made      ConnectError, ConnectTimeout, PoolTimeout it was not sent
    anything else               ReadTimeout, a cut line, a 5xx, garbage   nobody can tell
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Final

import httpx
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.delivery import Gone, Later, Moved, Outcome, Refused, Sent, Unparsable, Unsure, is_answer
from bot.frontends.telegram.client import asked_to_wait
from bot.messages import SHARE_LOCATION
from storage.model import Button, Delivery, Keyboard, Outgoing

_log = logging.getLogger(__name__)

# The request never left: there was no connection to send it over. python-telegram-bot has one
# error for these and for what is unsure, and raises it from that of httpx, its HTTP client.
_NOT_SENT: Final = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

_NO_TOPIC: Final = "message thread not found"

_NOT_MODIFIED: Final = "message is not modified"
# What was deleted, or stands in a group that has moved, is told anew.
_NOT_EDITABLE: Final = ("message to edit not found", "message can't be edited")

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)


class TelegramSender:
    """Sends to Telegram."""

    def __init__(self, bot: Bot) -> None:
        """Send as this bot."""
        self._bot = bot

    async def send(self, delivery: Delivery) -> Outcome:
        """Send the message and say what came of it; raise nothing."""
        message = delivery.message
        try:
            if message.edits is not None and await self._edited(message, message.edits):
                return Sent(message.edits)
            try:
                sent = await self._sent(message)
            except BadRequest as error:
                # The topic was deleted. A digest among everything is better than none.
                if message.thread_id is None or _NO_TOPIC not in error.message.lower():
                    raise
                sent = await self._sent(replace(message, thread_id=None))
        except TelegramError as error:
            return outcome_of(error)
        except Exception as error:  # noqa: BLE001 - an answer that is no answer fails anyhow
            _log.warning("delivery %d: no answer to make sense of", delivery.id, exc_info=True)
            return Unsure(f"{type(error).__name__} in the answer")
        return Sent(sent.message_id)

    async def _edited(self, message: Outgoing, message_id: int) -> bool:
        """Put the message in the place of a sent one; return whether that could be."""
        keyboard = keyboard_of(message.buttons)
        if isinstance(keyboard, ReplyKeyboardMarkup):
            return False
        try:
            await self._bot.edit_message_text(
                message.text,
                message.chat_id,
                message_id,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=keyboard,
            )
        except BadRequest as error:
            problem = error.message.lower()
            if any(each in problem for each in _NOT_EDITABLE):
                return False
            if _NOT_MODIFIED not in problem:
                raise
        return True

    async def is_there(self) -> bool:
        """Return whether Telegram answers; raise nothing."""
        try:
            await self._bot.get_me()
        except TelegramError as error:
            return is_answer(outcome_of(error))
        except Exception:  # noqa: BLE001 - an answer that is no answer
            return False
        return True

    async def _sent(self, message: Outgoing) -> Message:
        keyboard = keyboard_of(message.buttons)
        if message.file is not None:
            return await self._bot.send_document(
                message.chat_id,
                message.file.content,
                filename=message.file.name,
                caption=message.text,
                parse_mode=ParseMode.HTML,
                reply_markup=keyboard,
                message_thread_id=message.thread_id,
            )
        return await self._bot.send_message(
            message.chat_id,
            message.text,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard,
            message_thread_id=message.thread_id,
        )


def keyboard_of(buttons: Keyboard) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | None:
    """Return the buttons as Telegram wants them; None if there are none.

    A button that shares the location is one below the text field: Telegram has no other.
    """
    match buttons:
        case ():
            return None
        case ((Button(label, command),),) if command == SHARE_LOCATION:
            share = KeyboardButton(label, request_location=True)
            return ReplyKeyboardMarkup([[share]], resize_keyboard=True, one_time_keyboard=True)
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one.label, callback_data=one.command) for one in row]
            for row in buttons
        ]
    )


def outcome_of(error: TelegramError) -> Outcome:
    """Return what a failed send means for the message.

    The order matters: BadRequest is a NetworkError for python-telegram-bot.
    """
    match error:
        case RetryAfter():
            wait = asked_to_wait(error)
            outcome: Outcome = Later("Telegram asks to wait", after=wait, whole_chat=True)
        case ChatMigrated():
            outcome = Moved(error.new_chat_id)
        case Forbidden():
            outcome = Gone(error.message)
        case BadRequest():
            outcome = _refused(error.message)
        case InvalidToken() | EndPointNotFound() | Conflict():
            # Nothing is wrong with the message; the poller sees the same and says so.
            outcome = Later("Telegram does not accept the token, or knows no such method")
        case _ if isinstance(error.__cause__, _NOT_SENT):
            outcome = Later(f"no connection: {type(error.__cause__).__name__}")
        case _:
            cause = error.__cause__ or error
            outcome = Unsure(f"{type(cause).__name__}: {error.message}")
    return outcome


def _refused(problem: str) -> Outcome:
    # Telegram has no codes for these; python-telegram-bot changes their capitals.
    words = problem.lower()
    if "can't parse entities" in words:
        return Unparsable(problem)
    if words in ("chat not found", "private chat not found", "peer_id_invalid"):
        return Gone(problem)
    return Refused(problem)
