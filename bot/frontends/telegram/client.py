"""The connection to Telegram, and the menus that it shows when `/` is typed.

The bot's token is a part of every address that is called: httpx logs addresses at INFO, and
tracebacks and other libraries may show them too. `hidden_token` keeps it out of every log.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import quote

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot import messages
from bot.commands import Audience, Command
from bot.delivery import pauses
from bot.errors import SettingsError
from bot.settings import Settings

_log = logging.getLogger(__name__)


# Telegram shows the menu without a code to whoever speaks none of the others.
_MENU_LANGUAGES: Final = {
    language: None if language == messages.DEFAULT_LANGUAGE else language
    for language in messages.LANGUAGES
}


async def set_menus(bot: Bot, commands: Mapping[str, Command], *, admin_ids: Iterable[int]) -> None:
    """Show everyone the commands for everyone, and each admin all of them.

    A menu that can't be set is logged: the commands work without it.
    """
    shown = [row for row in commands.values() if row.audience is not Audience.ADMINS]
    try:
        for language, code in _MENU_LANGUAGES.items():
            await bot.set_my_commands(_menu(shown, language), language_code=code)
    except TelegramError as error:
        _log.warning("the menu can't be set: %s", error)
    for admin_id in admin_ids:
        await set_admin_menu(bot, commands, admin_id=admin_id)


async def set_admin_menu(bot: Bot, commands: Mapping[str, Command], *, admin_id: int) -> None:
    """Show this admin all commands, in the private chat with the bot.

    Telegram knows that chat only after the admin wrote there first.
    """
    try:
        for language, code in _MENU_LANGUAGES.items():
            await bot.set_my_commands(
                _menu(commands.values(), language),
                scope=BotCommandScopeChat(chat_id=admin_id),
                language_code=code,
            )
    except TelegramError as error:
        _log.info("admin %d gets the menu after writing first: %s", admin_id, error)


def _menu(commands: Iterable[Command], language: str) -> list[BotCommand]:
    return [
        BotCommand(row.name, messages.command_help(row.name, language=language)) for row in commands
    ]


HIDDEN: Final = "<token>"

# They log each request with its whole address.
_TALKATIVE: Final = ("httpx", "httpcore")


class TokenFilter(logging.Filter):
    """Replaces the token in messages, tracebacks and stacks."""

    def __init__(self, token: str) -> None:
        """Hide this token, and its secret half where it stands alone."""
        super().__init__()
        self._secrets = [token, quote(token, safe=""), token.partition(":")[2] or token]

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record before it is formatted; none is left out."""
        record.msg, record.args = self._hidden(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = self._hidden(record.exc_text) if record.exc_text else None
        record.stack_info = self._hidden(record.stack_info) if record.stack_info else None
        return True

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, HIDDEN)
        return text


@contextmanager
def hidden_token(token: str) -> Iterator[None]:
    """Hide `token` from everything that is logged within the block.

    The filter sits on the root's handlers, where records of all loggers pass.
    """
    hide = TokenFilter(token)
    handlers = list(logging.getLogger().handlers)
    levels = {name: logging.getLogger(name).level for name in _TALKATIVE}
    for handler in handlers:
        handler.addFilter(hide)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    try:
        yield
    finally:
        for handler in handlers:
            handler.removeFilter(hide)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


# The library's own are too short for a slow line (5 s, and 1 s for a free connection).
# Together they stay below what the outbox allows a send: bot.delivery.worker.SEND_SECONDS
CONNECT_SECONDS: Final = 5.0
POOL_SECONDS: Final = 5.0
WRITE_SECONDS: Final = 10.0
READ_SECONDS: Final = 20.0

# How long Telegram keeps a request open while there is nothing to tell.
POLL_SECONDS: Final = 30

# 8 sends, and 8 updates with what goes beside them.
_CONNECTIONS: Final = 32


class UpdatesRequest(HTTPXRequest):
    """The connection over which updates come: its own, so that reading holds up no send."""

    def __init__(self) -> None:
        """Open nothing yet; `async with` opens and closes it."""
        super().__init__(
            connect_timeout=CONNECT_SECONDS,
            pool_timeout=POOL_SECONDS,
            write_timeout=WRITE_SECONDS,
            read_timeout=POLL_SECONDS + READ_SECONDS,
        )

    async def do_request(self, *args: Any, **options: Any) -> tuple[int, bytes]:
        """Send a request; see `BaseRequest.do_request`.

        The library has one error for 401 and 404. Telegram says 401 of a token that it
        forgot; 404 comes from what stands before it or in its place, and may pass.

        Raises:
            NetworkError: The answer was 404, or there was none.
        """
        status, content = await super().do_request(*args, **options)
        if status == HTTPStatus.NOT_FOUND:
            raise NetworkError("404 Not Found: what answers there knows no getUpdates")
        return status, content


def build_bot(settings: Settings, *, read_seconds: float = READ_SECONDS) -> Bot:
    """Return a bot that is not connected yet; an answer may take it `read_seconds`.

    Raises:
        SettingsError: Telegram can't know such a token.
    """
    request = HTTPXRequest(
        connection_pool_size=_CONNECTIONS,
        connect_timeout=CONNECT_SECONDS,
        pool_timeout=POOL_SECONDS,
        write_timeout=WRITE_SECONDS,
        read_timeout=read_seconds,
    )
    try:
        return Bot(
            settings.telegram_bot_token,
            base_url=settings.telegram_base_url,
            base_file_url=settings.telegram_base_file_url,
            request=request,
            # Never used: updates come over `UpdatesRequest`.
            get_updates_request=request,
        )
    except InvalidToken:
        raise token_is_unknown() from None


async def connect(bot: Bot, stop: asyncio.Event) -> bool:
    """Connect, and try again as long as Telegram can't be reached; False if stopped.

    A webhook that was set earlier is removed: it would shut polling out.

    Raises:
        SettingsError: Telegram does not know the token.
    """
    waits = pauses_of_telegram()
    while not stop.is_set():
        try:
            await unless_stopped(_greet(bot), stop)
        except TelegramError as error:
            pause = next(waits)
            _log.warning("Telegram can't be reached (%s); again in %.0f s", error, pause)
            await wait(stop, pause)
        else:
            return not stop.is_set()
    return False


async def _greet(bot: Bot) -> None:
    try:
        await bot.initialize()
    except InvalidToken:
        # 401, or 404 of `getMe`, which every server has. Its words hold the token.
        raise token_is_unknown() from None
    await bot.delete_webhook()


def token_is_unknown() -> SettingsError:
    """Return the error that ends the program when Telegram refuses the token."""
    return SettingsError("TELEGRAM_BOT_TOKEN", "token-unknown")


def asked_to_wait(error: RetryAfter) -> timedelta:
    """Return how long Telegram asks to wait: `bot.settings.prepare_telegram` fixes the type."""
    after = error.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)


def pauses_of_telegram() -> Iterator[float]:
    """Yield how many seconds to wait after each failure in a row: 1, 2, 4 ... 60."""
    return pauses(first=1.0, longest=60.0)


async def unless_stopped(work: Coroutine[Any, Any, None], stop: asyncio.Event) -> None:
    """Do `work`, but leave it as soon as `stop` is set."""
    task, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def wait(event: asyncio.Event, seconds: float) -> bool:
    """Wait for `event`, at most so long; return whether it is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()
