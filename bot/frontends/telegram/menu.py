"""The menus that Telegram shows when `/` is typed."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.commands.base import Audience, Command

_log = logging.getLogger(__name__)


async def set_menus(bot: Bot, commands: Mapping[str, Command], *, admin_ids: Iterable[int]) -> None:
    """Show everyone the commands for everyone, and each admin all of them.

    A menu that can't be set is logged: the commands work without it.
    """
    shown = [row for row in commands.values() if row.audience is not Audience.ADMINS]
    try:
        await bot.set_my_commands(_menu(shown))
    except TelegramError as error:
        _log.warning("the menu can't be set: %s", error)
    for admin_id in admin_ids:
        await set_admin_menu(bot, commands, admin_id=admin_id)


async def set_admin_menu(bot: Bot, commands: Mapping[str, Command], *, admin_id: int) -> None:
    """Show this admin all commands, in the private chat with the bot.

    Telegram knows that chat only after the admin wrote there first.
    """
    try:
        await bot.set_my_commands(
            _menu(commands.values()), scope=BotCommandScopeChat(chat_id=admin_id)
        )
    except TelegramError as error:
        _log.info("admin %d gets the menu after writing first: %s", admin_id, error)


def _menu(commands: Iterable[Command]) -> list[BotCommand]:
    return [BotCommand(command.name, command.help) for command in commands]
