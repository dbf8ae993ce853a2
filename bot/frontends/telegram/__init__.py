"""Telegram's side of the bot.

    receive    Telegram -> inbox, committed before it is confirmed
    answer     inbox -> command -> answer in the outbox, one transaction
    send       outbox -> Telegram, and what came of it
    app        all of it, from the lock to a graceful stop

    run        the whole front end, until it is told to stop

This is the only package that imports python-telegram-bot.
"""

from bot.settings import prepare_telegram

prepare_telegram()

from bot.frontends.telegram.app import run  # noqa: E402 - the library looks at the environment

__all__ = ["run"]
