"""The command that finds stored articles and headlines by their words."""

from __future__ import annotations

import re

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.messages import Reply
from bot.stories.searching import asker_at, search_for

# core.telegram.org/bots/api#inlinekeyboardbutton
_BUTTON_BYTES = 64

_PAGE = re.compile(r"(?:^|\s)page:(?P<number>[1-9][0-9]{0,3})$")
# What a message is about whose query no button can hold.
_ABOUT = "search "


async def search(request: Request, app: App) -> Reply:
    """Answer `/search` with a page of what matches, or with how to search."""
    query, page, about = _asked(request)
    if not query:
        return messages.how_to_search()
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        asker = await asker_at(reader.now, reader.zone, tx=tx, language=request.language)
        found = await search_for(query, asker, tx=tx, page=page)
    more = f"/search {query} page:{page + 1}"
    if not _fits_button(more):
        more, about = f"/search page:{page + 1}", _ABOUT + query
    retry = f"/search {found.instead}"
    return messages.found(
        query,
        found.hits,
        reader=reader,
        page=page,
        more=more if found.has_more else "",
        instead=found.instead,
        retry=retry if found.instead and _fits_button(retry) else "",
        about=about if found.has_more else "",
    )


def _asked(request: Request) -> tuple[str, int, str]:
    """Return the query and the page that are asked for: `tariffs page:2`.

    A query that is too long for a button is what the button's message is about.
    """
    query, page = request.args, 1
    if named := _PAGE.search(query):
        query, page = query[: named.start()].strip(), int(named["number"])
    if not query and named and request.about.startswith(_ABOUT):
        query = request.about.removeprefix(_ABOUT)
    return query, page, ""


def _fits_button(command: str) -> bool:
    return len(command.encode()) <= _BUTTON_BYTES
