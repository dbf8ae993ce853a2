"""What a typed message asks for: a command, or something that means one. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.ingest.urls import find_url

# Longer messages are pasted articles; shorter ones are words to search for.
PASTED_WORDS = 60

# PostgreSQL stores no NUL, UTF-8 no lone surrogate, and nobody means to type either.
_UNTYPABLE = re.compile(r"[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")

_COMMAND = re.compile(r"/(?P<name>[A-Za-z0-9_]{1,32})(?:@(?P<bot>[A-Za-z0-9_]+))?(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Line:
    """A message, read as a command.

    Attributes:
        name: The command, lower case, without its slash.
        args: What followed on the first line.
        text: The lines below, or the pasted text.
        is_typed: Whether the command itself was typed, not concluded.
    """

    name: str
    args: str = ""
    text: str = ""
    is_typed: bool = True


def parse_line(message: str, *, bot_name: str = "") -> Line | None:
    """Return what `message` asks for, or None if it is for another bot or empty.

    Without a command, a link or a long text is to be summarised, and a few words are
    searched for.

    Args:
        message: As typed.
        bot_name: Our own user name in Telegram; `/help@other_bot` is not for us.
    """
    message = _UNTYPABLE.sub("", message).strip()
    if not message:
        return None
    command = _COMMAND.match(message)
    if command is not None:
        addressee = command["bot"]
        if addressee and bot_name and addressee.lower() != bot_name.lower():
            return None
        first, _, below = message[command.end() :].partition("\n")
        return Line(command["name"].lower(), args=first.strip(), text=below.strip())
    if len(message.split()) > PASTED_WORDS:
        return Line("summary", text=message, is_typed=False)
    if url := find_url(message):
        return Line("summary", args=url, is_typed=False)
    return Line("search", args=" ".join(message.split()), is_typed=False)
