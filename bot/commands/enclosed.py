"""What came with a command: a document, a pasted text, an address, an id."""

from __future__ import annotations

from bot.app import App
from bot.commands.base import Request
from bot.errors import UsageError
from bot.ingest.pipeline import Found, keep, read_file, read_text, read_url
from storage.model import Article, Kind, Ref


async def read_enclosed(request: Request, app: App) -> Found | None:
    """Return the article in the document or the pasted text; None if neither came.

    Raises:
        IngestError: There is no article in it.
    """
    if request.attachment is not None:
        name, content = request.attachment.name, request.attachment.content
        return await read_file(name, content, workers=app.workers, now=app.clock())
    if request.text:
        return await read_text(request.text, workers=app.workers)
    return None


async def read_address(url: str, app: App) -> Found:
    """Return the article at `url`, the stored one if it is known.

    Raises:
        IngestError: It can't be had.
        StorageError: The database failed.
    """
    return await read_url(
        url, fetcher=app.fetcher, store=app.store, workers=app.workers, now=app.clock()
    )


async def kept_of(found: Found, request: Request, app: App) -> Article:
    """Store what was read: for everybody if an admin sent it, else for this chat alone."""
    async with app.store.write() as tx:
        ingested = await keep(
            found, tx=tx, grouper=app.grouper, published=request.is_admin, now=app.clock()
        )
        await tx.readings.record(request.chat_id, ingested.article.ref, now=app.clock())
        return ingested.article


def typed_ref(request: Request, kind: Kind, problem: str) -> Ref:
    """Return the id that was typed.

    Raises:
        UsageError: There is none of this kind; it says `problem`.
    """
    ref = Ref.parse(request.args)
    if ref is None or ref.kind is not kind:
        raise UsageError(problem)
    return ref
