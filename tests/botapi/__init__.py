"""A Bot API server for tests, as strict as the real one, on loopback.

It refuses what Telegram refuses in Telegram's words (learnt from the sources of tdlib and
telegram-bot-api), can be told to fail in every way in which a network fails, and shows
what each chat received. It proves nothing about Telegram's unpublished flood limits.
"""

from tests.botapi.faults import Fault, Kind
from tests.botapi.people import BotApi
from tests.botapi.world import BOT_ID, BOT_NAME, TOKEN, Message

__all__ = ["BOT_ID", "BOT_NAME", "TOKEN", "BotApi", "Fault", "Kind", "Message"]
