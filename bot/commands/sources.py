"""Commands for admins about sources: what is read again and again."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot import messages
from bot.app import App
from bot.commands.base import Request
from bot.commands.enclosed import typed_ref
from bot.commands.reader import reader_of
from bot.errors import IngestError, NotFoundError, Reason, UsageError
from bot.ingest.adding import add_list, add_source, choose_source
from bot.ingest.opml import opml_of, parse_opml
from bot.ingest.pipeline import parsed
from bot.ingest.urls import find_url
from bot.messages import Failure, Reply
from storage.model import Added, FullText, Kind, Ref, Taken

_WHAT = "Name the address of a feed or of a site, or send a list of feeds as an OPML file."


async def addsource(request: Request, app: App) -> Reply:
    """Answer `/addsource` by reading a feed, a chosen offer or a list of feeds from now on."""
    if (chosen := _refs(request)) is not None:
        return await _choose(chosen, app)
    if (document := await _list(request)) is not None:
        return await _take(document, request, app)
    url = find_url(request.args)
    if url is None:
        raise UsageError(_WHAT)
    found = await add_source(url, app.reading, now=app.clock(), progress=request.progress)
    match found:
        case Added():
            return messages.source_added(found)
        case Taken():
            return messages.sources_taken(found)
        case _:
            return messages.sources_offered(found, reader=await reader_of(request, app))


async def source(request: Request, app: App) -> Reply:
    """Answer `/source f3 [short|always|never]` with how a feed is read, changed if asked."""
    words = request.words
    ref = Ref.parse(words[0]) if words else None
    setting = words[1].lower() if len(words) > 1 else ""
    if ref is None or ref.kind is not Kind.SOURCE:
        raise UsageError("Name a source, such as f3. /sources lists them.")
    if setting not in {"", *FullText}:
        raise UsageError(f"“{setting}” is not known. Write short, always or never.")
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        found = await tx.sources.get(ref.number)
        if found is None:
            raise NotFoundError(ref)
        if setting:
            found = replace(found, full_text=FullText(setting))
            await tx.sources.change(found)
        return await request.answer(tx, messages.source(found, reader=reader))


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
    if request.args.lower() == "failed":
        async with app.store.read() as tx:
            return messages.sources_failed(await tx.sources.offers())
    page = int(request.args) if request.args.isdecimal() and len(request.args) < 10 else 1  # noqa: PLR2004 - digits
    async with app.store.read() as tx:
        found = await tx.sources.all()
    return messages.sources(found, page=page, reader=await reader_of(request, app))


async def exportsources(_request: Request, app: App) -> Reply:
    """Answer `/exportsources` with the list of sources as OPML, for other readers."""
    async with app.store.read() as tx:
        found = await tx.sources.all()
    return messages.sources_exported(opml_of(found), count=len(found))


def _refs(request: Request) -> list[Ref] | None:
    """Return the sources that are named by their ids, or None if anything else is typed."""
    refs = [Ref.parse(word) for word in request.words]
    named = [ref for ref in refs if ref is not None and ref.kind is Kind.SOURCE]
    return named if named and len(named) == len(refs) else None


async def _choose(refs: list[Ref], app: App) -> Reply:
    if len(refs) == 1:
        added = await choose_source(refs[0].number, app.reading, now=app.clock())
        return messages.source_added(added)
    done: list[Added] = []
    failures: list[Failure] = []
    for ref in refs:
        try:
            done.append(await choose_source(ref.number, app.reading, now=app.clock()))
        except IngestError as error:
            failures.append(Failure(str(ref), error))
    return messages.sources_added(done, failures)


async def _list(request: Request) -> tuple[str, bytes] | None:
    """Return the name and the content of the list of feeds that came, or None."""
    if request.attachment is not None:
        return request.attachment.name, request.attachment.content
    if request.text:
        return "the text", request.text.encode()
    return await asyncio.to_thread(_file, request.args) if request.is_local else None


def _file(path: str) -> tuple[str, bytes] | None:
    """Return the name and the content of the file at `path` on this machine, or None."""
    file = Path(path).expanduser()
    if not path or not file.is_file():
        return None
    try:
        return file.name, file.read_bytes()
    except OSError as error:
        raise IngestError(file.name, reason=Reason.BAD_FILE) from error


async def _take(document: tuple[str, bytes], request: Request, app: App) -> Reply:
    name, content = document
    parse = partial(parse_opml, content, what=name)
    feeds = await parsed(parse, what=name, workers=app.workers)
    taken = await add_list(feeds, app.reading, now=app.clock(), progress=request.progress)
    return messages.sources_taken(taken)
