"""The command that finds stored articles and headlines by their words."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reader import reader_of
from bot.errors import UsageError
from bot.messages import Reply
from bot.stories.related import load_items
from bot.text.query import parse_query

LISTED = 10


async def search(request: Request, app: App) -> Reply:
    """Answer `/search` with the articles and headlines that match."""
    if not request.args:
        raise UsageError("Say what to search for.")
    query = parse_query(request.args)
    async with app.store.read() as tx:
        items = await load_items(await tx.search.find(query, limit=LISTED), tx=tx)
    return messages.found(request.args, items, reader=await reader_of(request, app))
