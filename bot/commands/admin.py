"""Commands for admins: what the bot reads, and how it is doing."""

from __future__ import annotations

import asyncio
from glob import glob, has_magic
from pathlib import Path

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.reading import reader_of
from bot.errors import IngestError, NotFoundError, Reason, UsageError
from bot.ingest.document import ENDINGS
from bot.ingest.pipeline import add_source, ingest_file, ingest_text, ingest_url
from bot.ingest.urls import find_url
from bot.messages import Failure, Reply, Status
from storage.model import Article, Ingested, Kind, Ref


async def ingest(request: Request, app: App) -> Reply:
    """Answer `/ingest` by storing a page, a text, a file or a folder of files."""
    if request.attachment is not None:
        name, content = request.attachment.name, request.attachment.content
        return await _confirm(await _ingest_file(name, content, app), app)
    if request.text:
        ingested = await ingest_text(
            request.text,
            store=app.store,
            workers=app.workers,
            published=True,
            now=app.clock(),
        )
        return await _confirm(ingested, app)
    paths = await asyncio.to_thread(_paths, request.args) if request.is_local else None
    if paths is not None and len(paths) == 1:
        return await _confirm(await _ingest_path(paths[0], app), app)
    if paths is not None:
        return await _ingest_many(paths, request, app)
    url = find_url(request.args or request.quoted)
    if url is None:
        raise UsageError(
            f"“{request.args}” is neither an address nor a file."
            if request.args
            else "Say what to ingest: an address, a text below the command, or a document."
        )
    ingested = await ingest_url(
        url,
        fetcher=app.fetcher,
        store=app.store,
        workers=app.workers,
        published=True,
        now=app.clock(),
    )
    return await _confirm(ingested, app)


async def remove(request: Request, app: App) -> Reply:
    """Answer `/remove 12` by forgetting an article."""
    ref = _typed_ref(request, Kind.ARTICLE, "Name an article, such as 12.")
    async with app.store.write() as tx:
        if not await tx.articles.remove(ref.number):
            raise NotFoundError(ref)
        return await request.answer(tx, messages.removed(ref))


async def addsource(request: Request, app: App) -> Reply:
    """Answer `/addsource <feed url>` by reading the feed from now on."""
    url = find_url(request.args)
    if url is None:
        raise UsageError("Name the address of a feed.")
    source, is_new, items = await add_source(
        url, store=app.store, fetcher=app.fetcher, workers=app.workers, now=app.clock()
    )
    return messages.source_added(source, is_new=is_new, items=items)


async def removesource(request: Request, app: App) -> Reply:
    """Answer `/removesource f3` by no longer reading a feed."""
    ref = _typed_ref(request, Kind.SOURCE, "Name a source, such as f3. /sources lists them.")
    async with app.store.write() as tx:
        source = await tx.sources.get(ref.number)
        if source is None:
            raise NotFoundError(ref)
        await tx.sources.remove(ref.number)
        return await request.answer(tx, messages.source_removed(source))


async def sources(request: Request, app: App) -> Reply:
    """Answer `/sources` with every feed, and what is wrong with it."""
    async with app.store.read() as tx:
        found = await tx.sources.all()
    return messages.sources(found, reader=await reader_of(request, app))


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


async def _confirm(ingested: Ingested, app: App) -> Reply:
    async with app.store.read() as tx:
        article: Article | None = await tx.articles.get(ingested.article.id)
        story_id = article.story_id if article else None
        story = await tx.stories.get(story_id) if story_id else None
    return messages.ingested(ingested, story)


async def _ingest_many(paths: list[Path], request: Request, app: App) -> Reply:
    done: list[Ingested] = []
    failures: list[Failure] = []
    for number, path in enumerate(paths, 1):
        try:
            done.append(await _ingest_path(path, app))
        except IngestError as error:
            failures.append(Failure(path.name, error))
        await request.progress(number, len(paths))
    return messages.ingested_many(done, failures)


async def _ingest_path(path: Path, app: App) -> Ingested:
    try:
        content = await asyncio.to_thread(path.read_bytes)
    except OSError as error:
        raise IngestError(path.name, reason=Reason.BAD_FILE) from error
    return await _ingest_file(path.name, content, app)


async def _ingest_file(name: str, content: bytes, app: App) -> Ingested:
    return await ingest_file(
        name,
        content,
        store=app.store,
        workers=app.workers,
        published=True,
        now=app.clock(),
    )


def _paths(text: str) -> list[Path] | None:
    """Return the files that `text` names on this machine, or None if it names none.

    A folder stands for the files in it, at any depth, that can be read here.
    """
    if not text:
        return None
    path = Path(text).expanduser()
    if path.is_file():
        return [path]
    if path.is_dir():
        return sorted(
            file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in ENDINGS
        )
    if has_magic(text):
        found = glob(str(path), recursive=True)  # noqa: PTH207 - an absolute pattern is fine
        return sorted(Path(name) for name in found if Path(name).is_file()) or None
    return None


def _typed_ref(request: Request, kind: Kind, problem: str) -> Ref:
    ref = Ref.parse(request.args)
    if ref is None or ref.kind is not kind:
        raise UsageError(problem)
    return ref
