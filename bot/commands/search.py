"""The command that finds stored articles and headlines by their words."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.pages import asked, fits_button, turned
from bot.commands.reader import reader_of
from bot.messages import Reply
from bot.stories.searching import asker_at, search_for


async def search(request: Request, app: App) -> Reply:
    """Answer `/search` with a page of what matches, or with how to search."""
    query, page = asked(request)
    if not query:
        return messages.how_to_search()
    reader = await reader_of(request, app)
    async with app.store.read() as tx:
        asker = await asker_at(reader.now, reader.zone, tx=tx, language=request.language)
        found = await search_for(query, asker, tx=tx, page=page)
    more, about = turned(request, query, page + 1)
    retry = f"/search {found.instead}"
    return messages.found(
        query,
        found.hits,
        reader=reader,
        page=page,
        more=more if found.has_more else "",
        instead=found.instead,
        retry=retry if found.instead and fits_button(retry) else "",
        about=about if found.has_more else "",
    )
