"""Pages of what a query finds: `/search tariffs page:2`."""

from __future__ import annotations

import re

from bot.commands.base import Request

# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES = 64

_PAGE = re.compile(r"(?:^|\s)page:(?P<number>[1-9][0-9]{0,3})$")


def asked(request: Request) -> tuple[str, int]:
    """Return the query and the page that are asked for.

    A query that is too long for a button is what the button's message is about.
    """
    query, page = request.args, 1
    if named := _PAGE.search(query):
        query, page = query[: named.start()].strip(), int(named["number"])
    about = f"{request.name} "
    if not query and named and request.about.startswith(about):
        query = request.about.removeprefix(about)
    return query, page


def turned(request: Request, query: str, page: int) -> tuple[str, str]:
    """Return the command that shows another page, and what its message must be about.

    The second is empty where the button holds the query.
    """
    command = f"/{request.name} {query} page:{page}"
    if fits_button(command):
        return command, ""
    return f"/{request.name} page:{page}", f"{request.name} {query}"


def fits_button(command: str) -> bool:
    """Return whether a button can hold the command."""
    return len(command.encode()) <= _BUTTON_BYTES
