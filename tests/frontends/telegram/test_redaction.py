"""The token in logs: nowhere, whatever fails."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from telegram.error import InvalidToken, TelegramError

from bot.frontends.telegram.client import HIDDEN, hidden_token
from tests.botapi import TOKEN, BotApi, Kind
from tests.telegram_bot import READER, connected_bot

_log = logging.getLogger(__name__)

SECRET = TOKEN.partition(":")[2]


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """Everything that is logged, as a program would write it, down to DEBUG."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.setLevel(level)
    root.removeHandler(handler)


async def test_nothing_that_the_libraries_log_shows_the_token(
    api: BotApi, log: io.StringIO
) -> None:
    api.say(READER, READER, "/start")
    api.faults.next("sendMessage", None, Kind.GARBAGE, Kind.DROP_BEFORE)

    with hidden_token(TOKEN):
        async with connected_bot(api) as bot:
            for _ in range(3):
                try:
                    await bot.send_message(READER, "a")
                except TelegramError:
                    _log.exception("failed at %s%s", api.base_url, bot.token)

    assert "failed at" in log.getvalue()
    assert SECRET not in log.getvalue()


async def test_without_it_they_would(api: BotApi, log: io.StringIO) -> None:
    async with connected_bot(api):
        pass

    assert SECRET in log.getvalue()


def refuse() -> None:
    raise InvalidToken(f"The token `{TOKEN}` was rejected by the server.")


def test_tracebacks_and_stacks_are_covered(log: io.StringIO) -> None:
    with hidden_token(TOKEN):
        try:
            refuse()
        except InvalidToken:
            _log.exception("no luck")
        _log.warning("here: %s", TOKEN, stack_info=True)

    assert f"The token `{HIDDEN}` was rejected by the server." in log.getvalue()
    assert f"here: {HIDDEN}" in log.getvalue()
    assert "Traceback" in log.getvalue()
    assert SECRET not in log.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"https://api.example/bot{TOKEN}/getMe", id="in an address"),
        pytest.param(f"bot{TOKEN.replace(':', '%3A')}/getMe", id="escaped"),
        pytest.param(SECRET, id="its secret half"),
    ],
)
def test_the_token_is_hidden_however_it_is_written(log: io.StringIO, text: str) -> None:
    with hidden_token(TOKEN):
        _log.warning(text)

    assert HIDDEN in log.getvalue()
    assert SECRET not in log.getvalue()


def test_what_others_see_is_left_as_it_was() -> None:
    level = logging.getLogger("httpx").level
    filters = [list(handler.filters) for handler in logging.getLogger().handlers]

    with hidden_token(TOKEN):
        pass

    assert logging.getLogger("httpx").level == level
    assert [list(handler.filters) for handler in logging.getLogger().handlers] == filters
