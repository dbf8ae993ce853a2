"""What came with a command: a document, a pasted text, an address, an id.

Pages of what a query finds: `/search tariffs page:2`.

For whom a command answers.

What a command is about: the thing that was named, replied to, or read last.
"""

from __future__ import annotations

import re
from typing import TypeAlias

from bot.app import App
from bot.commands.request import Request
from bot.digest import Recipient
from bot.errors import NotFoundError, UsageError
from bot.ingest import Found, keep, read_file, read_text, read_url
from bot.messages import fits_button
from bot.summarize import titled
from storage import ReadTransaction
from storage.model import Article, Headline, Kind, Reader, Ref, Story, SummaryLength


async def load_story(ref: Ref, *, tx: ReadTransaction, request: Request) -> Story:
    """Return the story that `ref` names, or that the article or headline is in.

    Raises:
        NotFoundError: There is none, or this chat may not see it.
        UsageError: The item is in no story.
    """
    subject = await load_subject(ref, tx=tx, request=request)
    if isinstance(subject, Story):
        return subject
    if subject.story_id is None:
        raise UsageError("private-article")
    found = await tx.stories.get(subject.story_id)
    if found is None:
        raise UsageError("in-no-story", ref=str(ref))
    return titled(found)


_PAGE = re.compile(r"(?:^|\s)page:(?P<number>[1-9][0-9]{0,3})$")


def asked(request: Request) -> tuple[str, int]:
    """Return the query and the page that are asked for.

    A query that is too long for a button is what the button's message is about.
    """
    query, page = request.args, 1
    if named := _PAGE.search(query):
        query, page = query[: named.start()].strip(), int(named["number"])
    about = f"{request.name} "
    if not query and named and request.about.startswith(about):
        query = request.about.removeprefix(about)
    return query, page


def turned(request: Request, query: str, page: int) -> tuple[str, str]:
    """Return the command that shows another page, and what its message must be about.

    The second is empty where the button holds the query.
    """
    command = f"/{request.name} {query} page:{page}"
    if fits_button(command):
        return command, ""
    return f"/{request.name} page:{page}", f"{request.name} {query}"


async def reader_of(request: Request, app: App) -> Reader:
    """Return for whom an answer is worded: the subscriber's zone, or the default one."""
    async with app.store.read() as tx:
        subscriber = await tx.subscribers.get(request.chat_id)
    return Reader(
        now=app.clock(),
        zone=subscriber.zone if subscriber else app.settings.zone,
        language=request.language,
    )


async def recipient_of(request: Request, app: App) -> Recipient:
    """Return who is told news: what the chat's subscription says, or what most get."""
    async with app.store.read() as tx:
        subscriber = await tx.subscribers.get(request.chat_id)
    return Recipient(
        request.chat_id,
        cap=subscriber.stories if subscriber else None,
        length=subscriber.length if subscriber else SummaryLength.SHORT,
        zone=subscriber.zone if subscriber else app.settings.zone,
        language=request.language,
        only_followed=subscriber is not None and subscriber.only_followed,
        languages=subscriber.languages if subscriber else (),
    )


Subject: TypeAlias = Article | Headline | Story


async def load_subject(ref: Ref, *, tx: ReadTransaction, request: Request) -> Subject:
    """Return the article, headline or story that `ref` names.

    A private article is there only for the chats that read it.

    Raises:
        NotFoundError: There is none, or this chat may not see it.
    """
    found: Subject | None = None
    if ref.kind is Kind.ARTICLE:
        article = await tx.articles.get(ref.number)
        if article and (
            article.is_published or await tx.readings.has(request.chat_id, article.ref)
        ):
            found = article
    elif ref.kind is Kind.HEADLINE:
        found = await tx.headlines.get(ref.number)
    elif ref.kind is Kind.STORY:
        story = await tx.stories.get(ref.number)
        found = titled(story) if story else None
    if found is None:
        raise NotFoundError(ref)
    return found


async def subject_at_hand(request: Request, app: App) -> Ref | None:
    """Return what the replied-to message was about, or else what this chat read last.

    A digest is no single thing to be about: its first story stands for it.
    """
    ref = Ref.parse(request.about)
    async with app.store.read() as tx:
        if ref is None:
            return await tx.readings.last(request.chat_id)
        if ref.kind is not Kind.DIGEST:
            return ref
        digest = await tx.digests.get(ref.number)
        if digest is None or not digest.entries:
            return None
        return Ref(Kind.STORY, digest.entries[0].story_id)


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
