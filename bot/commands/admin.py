"""Commands for admins: what the bot reads, which news belong together, how it is doing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import replace
from functools import partial
from glob import glob, has_magic
from pathlib import Path
from typing import Any

from markupsafe import Markup

from bot import messages
from bot.app import App
from bot.commands.request import Answered, Attachment, Audience, Conversation, Request, command
from bot.commands.resolve import read_address, read_enclosed, reader_of
from bot.errors import (
    PASTED_TEXT,
    Failure,
    IngestError,
    NoArticleError,
    NotFoundError,
    Reason,
    UsageError,
)
from bot.ingest import Found, keep, parsed, read_archive, read_file
from bot.ingest.documents import is_archive, is_document
from bot.ingest.feeds import opml_of, parse_opml
from bot.ingest.sources import add_list, add_source, choose_source
from bot.ingest.web import find_url, find_urls
from bot.messages import Reply
from bot.stories import merge_stories, split_story
from storage import ReadTransaction, WriteTransaction
from storage.model import (
    Added,
    FullText,
    Ingested,
    Item,
    Kind,
    Reader,
    Ref,
    Status,
    Story,
    Taken,
    Weight,
)


@command(Audience.ADMINS)
async def merge(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/merge s12 s15` by making two stories one, and remember it."""
    match [Ref.parse(word) for word in request.words]:
        case [Ref(kind=Kind.STORY) as first, Ref(kind=Kind.STORY) as second]:
            pass
        case _:
            raise UsageError("which-two-stories")
    now = app.clock()
    async with app.store.write() as tx:
        into, gone = await _story(first, tx), await _story(second, tx)
        if into.id == gone.id:
            raise UsageError("one-story-already", first=str(first), second=str(second))
        await merge_stories(into, gone, grouper=app.grouper, tx=tx, now=now)
        reply = messages.merged(
            await _story(into.ref, tx),
            ended=str(gone.ref),
            undo=f"/split {into.ref} {gone.ref}",
            language=request.language,
        )
        return await conversation.answer(tx, reply)


@command(Audience.ADMINS)
async def split(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/split s12 3 h7` by making these two a story of their own, and remember it.

    `/split s12 s15` takes out what a story had that was merged into it, and makes it that one
    again.
    """
    former: Ref | None = None
    match [Ref.parse(word) for word in request.words]:
        case [Ref(kind=Kind.STORY) as named, Ref(kind=Kind.STORY) as former]:
            pass
        case [Ref(kind=Kind.STORY) as named, _, *_]:
            pass
        case _:
            raise UsageError("which-items")
    now = app.clock()
    async with app.store.write() as tx:
        story = await _story(named, tx)
        if former:
            taken = await _merged(former, story, tx)
        else:
            taken = [_member(word, story) for word in request.words[1:]]
        if len({item.ref for item in taken}) == len(story.members):
            raise UsageError("nothing-left", story=str(story.ref))
        new_id = await split_story(
            story,
            taken,
            grouper=app.grouper,
            tx=tx,
            now=now,
            former=former.number if former else None,
        )
        new = await _story(Ref(Kind.STORY, new_id), tx)
        left = await _story(story.ref, tx)
        reply = messages.split(left, new=new, language=request.language)
        return await conversation.answer(tx, reply)


async def _story(ref: Ref, tx: ReadTransaction) -> Story:
    found = await tx.stories.get(ref.number)
    if found is None:
        raise NotFoundError(ref)
    return found


async def _merged(former: Ref, story: Story, tx: ReadTransaction) -> list[Item]:
    """Return what a story still has of one that was merged into it."""
    refs = await tx.stories.members_of_former(former.number, into=story.id)
    found = [item for item in story.members if str(item.ref) in refs]
    if not found:
        raise UsageError("not-merged", former=str(former), story=str(story.ref))
    return found


def _member(word: str, story: Story) -> Item:
    ref = Ref.parse(word)
    for item in story.members:
        if item.ref == ref:
            return item
    raise UsageError("not-in-story", typed=word, story=str(story.ref))


@command(Audience.ADMINS)
async def addsource(request: Request, app: App, conversation: Conversation) -> Reply:
    """Answer `/addsource` by reading a feed, a chosen offer or a list of feeds from now on."""
    if (chosen := _refs(request)) is not None:
        return await _choose(chosen, app, language=request.language)
    if (document := await _list(request)) is not None:
        return await _take(document, request, app, conversation)
    url = find_url(request.args)
    if url is None:
        raise UsageError("which-feed")
    found = await add_source(url, app.reading, now=app.clock(), progress=conversation.progress)
    match found:
        case Added():
            return messages.source_added(found, language=request.language)
        case Taken():
            return messages.sources_taken(found, language=request.language)
        case _:
            return messages.sources_offered(found, reader=await reader_of(request, app))


@command(Audience.ADMINS)
async def source(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/source f3 [always|weight high]` with how a feed is read, changed if asked."""
    words = request.words
    ref = Ref.parse(words[0]) if words else None
    if ref is None or ref.kind is not Kind.SOURCE:
        raise UsageError("which-source")
    change = _change(words[1:])
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        found = await tx.sources.get(ref.number)
        if found is None:
            raise NotFoundError(ref)
        if change:
            found = replace(found, **change)
            await tx.sources.change(found)
        return await conversation.answer(tx, messages.source(found, reader=reader))


def _change(words: list[str]) -> dict[str, Any]:
    """Return what is to be changed of a source; empty if nothing is."""
    match [word.lower() for word in words]:
        case []:
            return {}
        case [setting] if setting in set(FullText):
            return {"full_text": FullText(setting)}
        case ["weight", weight] if weight in set(Weight):
            return {"weight": Weight(weight)}
        case ["weight", *_]:
            raise UsageError("which-weight")
        case [typed, *_]:
            raise UsageError("no-source-setting", typed=typed)
    return {}


@command(Audience.ADMINS)
async def removesource(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/removesource f3` by no longer reading a feed."""
    ref = Ref.parse(request.args)
    if ref is None or ref.kind is not Kind.SOURCE:
        raise UsageError("which-source")
    async with app.store.write() as tx:
        source = await tx.sources.get(ref.number)
        if source is None:
            raise NotFoundError(ref)
        await tx.sources.remove(ref.number)
        reply = messages.source_removed(source, language=request.language)
        return await conversation.answer(tx, reply)


@command(Audience.ADMINS)
async def sources(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/sources` with a page of the feeds, and what is wrong with them."""
    if request.args.lower() == "failed":
        async with app.store.read() as tx:
            offers = await tx.sources.offers()
        return messages.sources_failed(offers, language=request.language)
    page = int(request.args) if request.args.isdecimal() and len(request.args) < 10 else 1  # noqa: PLR2004 - digits
    async with app.store.read() as tx:
        found = await tx.sources.all()
    return messages.sources(found, page=page, reader=await reader_of(request, app))


@command(Audience.ADMINS)
async def exportsources(request: Request, app: App, _: Conversation) -> Reply:
    """Answer `/exportsources` with the list of sources as OPML, for other readers."""
    async with app.store.read() as tx:
        found = await tx.sources.all()
    opml = opml_of(found)
    return messages.sources_exported(opml, count=len(found), language=request.language)


def _refs(request: Request) -> list[Ref] | None:
    """Return the sources that are named by their ids, or None if anything else is typed."""
    refs = [Ref.parse(word) for word in request.words]
    named = [ref for ref in refs if ref is not None and ref.kind is Kind.SOURCE]
    return named if named and len(named) == len(refs) else None


async def _choose(refs: list[Ref], app: App, *, language: str) -> Reply:
    if len(refs) == 1:
        added = await choose_source(refs[0].number, app.reading, now=app.clock())
        return messages.source_added(added, language=language)
    done: list[Added] = []
    failures: list[Failure] = []
    for ref in refs:
        try:
            done.append(await choose_source(ref.number, app.reading, now=app.clock()))
        except IngestError as error:
            failures.append(Failure(str(ref), error))
    return messages.sources_added(done, failures, language=language)


async def _list(request: Request) -> tuple[str, bytes] | None:
    """Return the name and the content of the list of feeds that came, or None."""
    if request.attachment is not None:
        return request.attachment.name, request.attachment.content
    if request.text:
        return PASTED_TEXT, request.text.encode()
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


async def _take(
    document: tuple[str, bytes], request: Request, app: App, conversation: Conversation
) -> Reply:
    name, content = document
    parse = partial(parse_opml, content, what=name)
    feeds = await parsed(parse, what=name, workers=app.workers)
    taken = await add_list(feeds, app.reading, now=app.clock(), progress=conversation.progress)
    return messages.sources_taken(taken, language=request.language)


# As many as have their buttons on one phone's screen.
UNSURE_LISTED = 8

# Ids have at most so many digits: see `Ref`.
_DIGITS = 18


@command(Audience.ADMINS)
async def unsure(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/unsure [send|forget 812]` with what is held, after doing what is asked.

    What is sent once more may arrive twice.

    Raises:
        UsageError: It is none of these, or there is no such message.
    """
    verb, number = _choice(request.words)
    reader = await reader_of(request, app)
    async with app.store.write() as tx:
        done = await _settled(verb, number, tx=tx, reader=reader) if verb else None
        found, count = await tx.held.newest(UNSURE_LISTED), await tx.held.count()
        reply = messages.held(found, count=count, done=done, reader=reader)
        return await conversation.answer(tx, reply)


async def _settled(verb: str, number: int, *, tx: WriteTransaction, reader: Reader) -> Markup:
    """Do with a message what is asked, and say so."""
    sent_to = None
    if verb == "send" and (sent := await tx.held.send(number, now=reader.now)):
        sent_to = sent.message.chat_id
    elif verb == "send" or not await tx.held.forget(number, error=messages.FORGOTTEN):
        raise UsageError("not-held", id=str(number))
    return messages.held_settled(number, sent_to=sent_to, language=reader.language)


def _choice(words: list[str]) -> tuple[str, int]:
    """Return what is to be done with which message; empty if nothing is."""
    match words:
        case []:
            return "", 0
        case [verb, number] if (
            verb.lower() in {"send", "forget"} and number.isdecimal() and len(number) <= _DIGITS
        ):
            return verb.lower(), int(number)
    raise UsageError("which-held")


# Typed at the end, it overrules the gate that refuses what looks like no article.
_ANYWAY = "anyway"


@command(Audience.ADMINS)
async def ingest(request: Request, app: App, conversation: Conversation) -> Reply | Answered:
    """Answer `/ingest` by storing a page, a text, a file, or a folder or zip of files."""
    request, is_forced = _without_anyway(request)
    files = await _files(request)
    links = () if files or request.text else find_urls(request.args or request.quoted)
    if len(links) > 1:
        return await _ingest_many(links, request, app, conversation, is_forced=is_forced)
    if len(files) > 1 or any(is_archive(file.name) for file in files):
        return await _ingest_many(files, request, app, conversation, is_forced=is_forced)
    reading = _read_file(files[0], app) if files else _read(request, app)
    try:
        found = await _admitted(reading, is_forced=is_forced)
    except NoArticleError as error:
        if not _has_text(error):
            raise
        return messages.not_ingested(error, url=find_url(request.args), language=request.language)
    async with app.store.write() as tx:
        ingested = await keep(found, tx=tx, grouper=app.grouper, published=True, now=app.clock())
        reply = await _confirmation(ingested, tx=tx, language=request.language)
        return await conversation.answer(tx, reply)


@command(Audience.ADMINS)
async def remove(request: Request, app: App, conversation: Conversation) -> Answered:
    """Answer `/remove 12` by forgetting an article and the headlines below it."""
    ref = Ref.parse(request.args)
    if ref is None or ref.kind is not Kind.ARTICLE:
        raise UsageError("which-article-id")
    async with app.store.write() as tx:
        below = await tx.headlines.of_article(ref.number)
        if not await tx.articles.remove(ref.number):
            raise NotFoundError(ref)
        reply = messages.removed(ref, headlines=len(below), language=request.language)
        return await conversation.answer(tx, reply)


@command(Audience.ADMINS)
async def status(request: Request, app: App, _: Conversation) -> Reply:
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
    return messages.status(found, language=request.language)


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
        if request.args:
            raise UsageError("neither-address-nor-file", typed=request.args)
        raise UsageError("nothing-to-ingest")
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


async def _confirmation(ingested: Ingested, *, tx: ReadTransaction, language: str) -> Reply:
    story_id = ingested.article.story_id
    story = await tx.stories.get(story_id) if story_id else None
    return messages.ingested(ingested, story, language=language)


async def _ingest_many(
    files: Sequence[Path | Attachment | str],
    request: Request,
    app: App,
    conversation: Conversation,
    *,
    is_forced: bool,
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
                    # An archive may be of any age; a link is sent for what is new.
                    is_news=isinstance(file, str),
                )
            done.append(ingested)
        await conversation.progress(number, len(files))
    return messages.ingested_many(done, failures, language=request.language)


async def _articles_in(
    file: Path | Attachment | str, app: App, *, is_forced: bool
) -> AsyncIterator[tuple[str, Found | IngestError]]:
    """Yield the article in a file or behind a link, those in an archive, or why there is none."""
    if isinstance(file, str):
        try:
            yield file, await _admitted(read_address(file, app), is_forced=is_forced)
        except IngestError as error:
            yield file, error
        return
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
