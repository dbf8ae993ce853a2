"""What may or may not have arrived, and what becomes of it: an admin's choice.

/unsure                 all that is held
/unsure send 812        once more; it may then arrive twice
/unsure forget 812      never again
"""

from __future__ import annotations

from datetime import datetime

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.errors import UsageError
from bot.messages import Reply
from storage.store import Transaction

# As many as have their buttons on one phone's screen.
LISTED = 8

# Ids have at most so many digits: see `Ref`.
_DIGITS = 18


async def unsure(request: Request, app: App) -> Reply:
    """Answer `/unsure` with what is held, sent once more or forgotten if that is asked.

    Raises:
        UsageError: It is none of these, or there is no such message.
    """
    verb, number = _read(request.words)
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        done = ""
        if verb:
            done = await _settled(verb, number, tx=tx, now=reader.now)
        found, count = await tx.held.newest(LISTED), await tx.held.count()
        reply = messages.held(found, count=count, done=done, reader=reader)
        return await request.answer(tx, reply)


async def _settled(verb: str, number: int, *, tx: Transaction, now: datetime) -> str:
    """Do with a message what is asked, and say so."""
    if verb == "send" and (sent := await tx.held.send(number, now=now)):
        return f"Message {number} goes to {sent.message.chat_id} once more."
    if verb == "forget" and await tx.held.forget(number, error="forgotten by an admin"):
        return f"Message {number} is not sent again."
    raise UsageError(f"No message {number} is held. /unsure lists those that are.")


def _read(words: list[str]) -> tuple[str, int]:
    """Return what is to be done with which message; empty if nothing is."""
    match words:
        case []:
            return "", 0
        case [verb, number] if (
            verb.lower() in {"send", "forget"} and number.isdecimal() and len(number) <= _DIGITS
        ):
            return verb.lower(), int(number)
    raise UsageError("Say which message to send or to forget, by its number. /unsure lists them.")
