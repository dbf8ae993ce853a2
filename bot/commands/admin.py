"""Commands for admins: what the bot reads, and how it is doing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from glob import glob, has_magic
from pathlib import Path

from bot import messages
from bot.app import App
from bot.commands.base import Attachment, Request
from bot.commands.enclosed import read_address, read_enclosed, typed_ref
from bot.errors import IngestError, NoArticleError, NotFoundError, Reason, UsageError
from bot.ingest.document import is_archive, is_document
from bot.ingest.pipeline import Found, keep, read_archive, read_file
from bot.ingest.urls import find_url
from bot.messages import Failure, Reply, Status
from storage.model import Ingested, Kind
from storage.store import Transaction

# Typed at the end, it overrules the gate that refuses what looks like no article.
_ANYWAY = "anyway"


async def ingest(request: Request, app: App) -> Reply:
    """Answer `/ingest` by storing a page, a text, a file, or a folder or zip of files."""
    request, is_forced = _without_anyway(request)
    files = await _files(request)
    if len(files) > 1 or any(is_archive(file.name) for file in files):
        return await _ingest_many(files, request, app, is_forced=is_forced)
    reading = _read_file(files[0], app) if files else _read(request, app)
    try:
        found = await _admitted(reading, is_forced=is_forced)
    except NoArticleError as error:
        if not _has_text(error):
            raise
        return messages.not_ingested(error, url=find_url(request.args))
    async with app.store.write() as tx:
        ingested = await keep(found, tx=tx, grouper=app.grouper, published=True, now=app.clock())
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


async def _admitted(reading: Awaitable[Found], *, is_forced: bool) -> Found:
    """Return what was read, even what looks like no article if the admin says so."""
    try:
        return await reading
    except NoArticleError as error:
        if is_forced and error.draft is not None and _has_text(error):
            return error.draft
        raise


def _has_text(error: NoArticleError) -> bool:
    return error.draft is not None and bool(error.draft.body)


async def _confirmation(ingested: Ingested, *, tx: Transaction) -> Reply:
    story_id = ingested.article.story_id
    return messages.ingested(ingested, await tx.stories.get(story_id) if story_id else None)


async def _ingest_many(
    files: Sequence[Path | Attachment], request: Request, app: App, *, is_forced: bool
) -> Reply:
    done: list[Ingested] = []
    failures: list[Failure] = []
    for number, file in enumerate(files, 1):
        async for name, found in _articles_in(file, app, is_forced=is_forced):
            if isinstance(found, IngestError):
                failures.append(Failure(name, found))
                continue
            async with app.store.write() as tx:
                ingested = await keep(
                    found,
                    tx=tx,
                    grouper=app.grouper,
                    published=True,
                    now=app.clock(),
                    # An archive may be of any age.
                    is_news=False,
                )
            done.append(ingested)
        await request.progress(number, len(files))
    return messages.ingested_many(done, failures)


async def _articles_in(
    file: Path | Attachment, app: App, *, is_forced: bool
) -> AsyncIterator[tuple[str, Found | IngestError]]:
    """Yield the article in a file, or those in an archive, or why there is none."""
    packed: Sequence[Path | Attachment] = [file]
    try:
        if is_archive(file.name):
            content = await _content(file)
            documents = await read_archive(file.name, content, workers=app.workers)
            packed = [Attachment(document.name, document.content) for document in documents]
    except IngestError as error:
        yield file.name, error
        return
    for document in packed:
        try:
            reading = _read_file(document, app)
            yield document.name, await _admitted(reading, is_forced=is_forced)
        except IngestError as error:
            yield document.name, error


async def _read_file(file: Path | Attachment, app: App) -> Found:
    content = await _content(file)
    return await read_file(file.name, content, workers=app.workers, now=app.clock())


async def _content(file: Path | Attachment) -> bytes:
    if isinstance(file, Attachment):
        return file.content
    try:
        return await asyncio.to_thread(file.read_bytes)
    except OSError as error:
        raise IngestError(file.name, reason=Reason.BAD_FILE) from error


async def _files(request: Request) -> Sequence[Path | Attachment]:
    """Return the files that came with the command, or that it names on this machine."""
    if request.attachment is not None:
        return [request.attachment]
    return await asyncio.to_thread(_paths, request.args) if request.is_local else []


def _paths(text: str) -> list[Path]:
    """Return the files that `text` names on this machine, none if it names none.

    A folder stands for the files in it, at any depth, that can be read here.
    """
    if not text:
        return []
    path = Path(text).expanduser()
    if path.is_dir():
        return [file for file in sorted(path.rglob("*")) if is_document(file.name)]
    if has_magic(text):
        found = glob(str(path), recursive=True)  # noqa: PTH207 - an absolute pattern is fine
        return [Path(name) for name in sorted(found) if Path(name).is_file()]
    return [path] if path.is_file() else []


def _without_anyway(request: Request) -> tuple[Request, bool]:
    rest, _, last = request.args.rpartition(" ")
    is_forced = last.lower() == _ANYWAY
    return (replace(request, args=rest) if is_forced else request), is_forced
