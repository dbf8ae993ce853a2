"""Telegram's side of the bot.

    polling     Telegram -> inbox, committed before it is confirmed
    handling    inbox -> command -> answer in the outbox, one transaction
    sending     outbox -> Telegram, and what came of it
    running     all of it, from the lock to a graceful stop

This is the only package that imports python-telegram-bot.
"""

from bot.settings import prepare_telegram

prepare_telegram()
