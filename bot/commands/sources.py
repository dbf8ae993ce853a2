"""Commands for admins about sources: what is read again and again."""

from __future__ import annotations

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.enclosed import typed_ref
from bot.commands.reading import reader_of
from bot.errors import NotFoundError, UsageError
from bot.ingest.adding import add_source
from bot.ingest.urls import find_url
from bot.messages import Reply
from storage.model import Kind


async def addsource(request: Request, app: App) -> Reply:
    """Answer `/addsource <feed url>` by reading the feed from now on."""
    url = find_url(request.args)
    if url is None:
        raise UsageError("Name the address of a feed.")
    source, is_new, items = await add_source(url, app.reading, now=app.clock())
    return messages.source_added(source, is_new=is_new, items=items)


async def removesource(request: Request, app: App) -> Reply:
    """Answer `/removesource f3` by no longer reading a feed."""
    ref = typed_ref(request, Kind.SOURCE, "Name a source, such as f3. /sources lists them.")
    async with app.store.write() as tx:
        source = await tx.sources.get(ref.number)
        if source is None:
            raise NotFoundError(ref)
        await tx.sources.remove(ref.number)
        return await request.answer(tx, messages.source_removed(source))


async def sources(request: Request, app: App) -> Reply:
    """Answer `/sources` with a page of the feeds, and what is wrong with them."""
    page = int(request.args) if request.args.isdecimal() and len(request.args) < 10 else 1  # noqa: PLR2004 - digits
    async with app.store.read() as tx:
        found = await tx.sources.all()
    return messages.sources(found, page=page, reader=await reader_of(request, app))
