"""The menus of commands, set on the strict server."""

from __future__ import annotations

import pytest

from bot.commands.request import Audience
from bot.commands.table import COMMANDS as REAL_COMMANDS
from bot.frontends.telegram.client import set_admin_menu, set_menus
from tests.botapi import BotApi, Kind
from tests.telegram_bot import ADMIN, COMMANDS, connected_bot

FOR_ALL = '{"type": "default"}'
FOR_ADMIN = f'{{"chat_id": {ADMIN}, "type": "chat"}}'


def names(api: BotApi, scope: str) -> list[str]:
    """Return the commands in the menu of a scope."""
    return [entry["command"] for entry in api.methods.commands.get(scope, [])]


async def test_everyone_sees_what_everyone_may_and_admins_see_all(api: BotApi) -> None:
    api.say(ADMIN, ADMIN, "/start")

    async with connected_bot(api) as bot:
        await set_menus(bot, COMMANDS, admin_ids=[ADMIN])

    assert names(api, FOR_ALL) == ["start", "latest", "related", "summary", "search"]
    assert names(api, FOR_ADMIN) == [*names(api, FOR_ALL), "ingest"]


async def test_an_admin_who_never_wrote_gets_the_menu_later(api: BotApi) -> None:
    async with connected_bot(api) as bot:
        await set_menus(bot, COMMANDS, admin_ids=[ADMIN])
        before = names(api, FOR_ADMIN)
        api.say(ADMIN, ADMIN, "/start")
        await set_admin_menu(bot, COMMANDS, admin_id=ADMIN)

    assert (before, len(names(api, FOR_ADMIN))) == ([], len(COMMANDS))


async def test_a_menu_that_fails_is_logged(api: BotApi, caplog: pytest.LogCaptureFixture) -> None:
    api.faults.next("setMyCommands", Kind.ERROR_BEFORE)

    async with connected_bot(api) as bot:
        await set_menus(bot, COMMANDS, admin_ids=[])

    assert "the menu can't be set" in caplog.text


async def test_telegram_takes_the_table_of_commands(api: BotApi) -> None:
    async with connected_bot(api) as bot:
        await set_menus(bot, REAL_COMMANDS, admin_ids=[])

    assert names(api, FOR_ALL) == [
        row.name for row in REAL_COMMANDS.values() if row.audience is not Audience.ADMINS
    ]


async def test_each_language_of_the_interface_has_its_menu(api: BotApi) -> None:
    async with connected_bot(api) as bot:
        await set_menus(bot, REAL_COMMANDS, admin_ids=[])

    told = {
        entry["command"]: entry["description"] for entry in api.methods.commands[f"{FOR_ALL} de"]
    }
    assert told["resume"] == "Die Pause beenden"
    assert list(told) == names(api, FOR_ALL)
