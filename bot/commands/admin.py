"""Commands for admins: what the bot reads, and how it is doing."""

from __future__ import annotations

import asyncio
from glob import glob, has_magic
from pathlib import Path

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.enclosed import read_address, read_enclosed, typed_ref
from bot.errors import IngestError, NotFoundError, Reason, UsageError
from bot.ingest.document import ENDINGS
from bot.ingest.pipeline import Found, keep, read_file
from bot.ingest.urls import find_url
from bot.messages import Failure, Reply, Status
from storage.model import Ingested, Kind
from storage.store import Transaction


async def ingest(request: Request, app: App) -> Reply:
    """Answer `/ingest` by storing a page, a text, a file or a folder of files."""
    paths = await asyncio.to_thread(_paths, request.args) if request.is_local else []
    if len(paths) > 1:
        return await _ingest_many(paths, request, app)
    found = await (_read_path(paths[0], app) if paths else _read(request, app))
    async with app.store.write() as tx:
        ingested = await keep(found, tx=tx, published=True, now=app.clock())
        return await request.answer(tx, await _confirmation(ingested, tx=tx))


async def remove(request: Request, app: App) -> Reply:
    """Answer `/remove 12` by forgetting an article."""
    ref = typed_ref(request, Kind.ARTICLE, "Name an article, such as 12.")
    async with app.store.write() as tx:
        if not await tx.articles.remove(ref.number):
            raise NotFoundError(ref)
        return await request.answer(tx, messages.removed(ref))


async def status(_request: Request, app: App) -> Reply:
    """Answer `/status` with counts, failing sources and unsure messages."""
    async with app.store.read() as tx:
        found = Status(
            articles=await tx.articles.count(),
            headlines=await tx.headlines.count(),
            subscribers=await tx.subscribers.count(),
            sources=await tx.sources.all(),
            waiting=await tx.inbox.waiting(),
            deliveries=await tx.outbox.counts(),
            unsure=await tx.outbox.unsure_rows(),
        )
    return messages.status(found)


async def _read(request: Request, app: App) -> Found:
    """Return what came with the command, whichever way.

    Raises:
        IngestError: There is no article in it.
        UsageError: Nothing came with it.
    """
    found = await read_enclosed(request, app)
    if found is None and (url := find_url(request.args or request.quoted)):
        found = await read_address(url, app)
    if found is None:
        raise UsageError(
            f"“{request.args}” is neither an address nor a file."
            if request.args
            else "Say what to ingest: an address, a text below the command, or a document."
        )
    return found


async def _confirmation(ingested: Ingested, *, tx: Transaction) -> Reply:
    story_id = ingested.article.story_id
    return messages.ingested(ingested, await tx.stories.get(story_id) if story_id else None)


async def _ingest_many(paths: list[Path], request: Request, app: App) -> Reply:
    done: list[Ingested] = []
    failures: list[Failure] = []
    for number, path in enumerate(paths, 1):
        try:
            found = await _read_path(path, app)
        except IngestError as error:
            failures.append(Failure(path.name, error))
        else:
            async with app.store.write() as tx:
                done.append(await keep(found, tx=tx, published=True, now=app.clock()))
        await request.progress(number, len(paths))
    return messages.ingested_many(done, failures)


async def _read_path(path: Path, app: App) -> Found:
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise IngestError(path.name, reason=Reason.BAD_FILE) from error
    return await read_file(path.name, content, workers=app.workers, now=app.clock())


def _paths(text: str) -> list[Path]:
    """Return the files that `text` names on this machine, none if it names none.

    A folder stands for the files in it, at any depth, that can be read here.
    """
    if not text:
        return []
    path = Path(text).expanduser()
    if path.is_dir():
        return [file for file in sorted(path.rglob("*")) if file.suffix.lower() in ENDINGS]
    if has_magic(text):
        found = glob(str(path), recursive=True)  # noqa: PTH207 - an absolute pattern is fine
        return [Path(name) for name in sorted(found) if Path(name).is_file()]
    return [path] if path.is_file() else []
