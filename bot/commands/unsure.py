"""What may or may not have arrived, and what becomes of it: an admin's choice.

/unsure                 all that is held
/unsure send 812        once more; it may then arrive twice
/unsure forget 812      never again
"""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.errors import UsageError
from bot.messages import Reply

# As many as have their buttons on one phone's screen.
LISTED = 8

# Ids have at most so many digits: see `Ref`.
_DIGITS = 18


async def unsure(request: Request, app: App) -> Reply:
    """Answer `/unsure` with what is held, sent once more or forgotten if that is asked.

    Raises:
        UsageError: It is none of these, or there is no such message.
    """
    if not request.args:
        reader = await reader_of(request, app)
        async with app.store.read() as tx:
            found, count = await tx.held.newest(LISTED), await tx.held.count()
        return messages.held(found, count=count, reader=reader)
    verb, number = _read(request.words)
    async with app.store.write() as tx:
        if verb == "send":
            sent = await tx.held.send(number, now=app.clock())
            reply = messages.held_sent(sent) if sent else None
        else:
            forgotten = await tx.held.forget(number, error="forgotten by an admin")
            reply = messages.held_forgotten(forgotten) if forgotten else None
        if reply is None:
            raise UsageError(f"No message {number} is held. /unsure lists those that are.")
        return await request.answer(tx, reply)


def _read(words: list[str]) -> tuple[str, int]:
    match words:
        case [verb, number] if (
            verb.lower() in {"send", "forget"} and number.isdecimal() and len(number) <= _DIGITS
        ):
            return verb.lower(), int(number)
    raise UsageError("Say which message to send or to forget, by its number. /unsure lists them.")
