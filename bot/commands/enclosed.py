"""What came with a command: a document, a pasted text, an address, an id."""

from __future__ import annotations

from bot.app import App
from bot.commands.base import Request
from bot.errors import UsageError
from bot.ingest.pipeline import Found, read_file, read_text, read_url
from storage.model import Kind, Ref


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


def typed_ref(request: Request, kind: Kind, problem: str) -> Ref:
    """Return the id that was typed.

    Raises:
        UsageError: There is none of this kind; it says `problem`.
    """
    ref = Ref.parse(request.args)
    if ref is None or ref.kind is not kind:
        raise UsageError(problem)
    return ref
