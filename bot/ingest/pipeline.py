"""Make an address, a text or a file an article in its story.

In two steps, because the network and the parsers must not hold up a transaction: *read*
gives a draft (or the article that is known already), *keep* stores it within the caller's
transaction, together with whatever else the caller changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TypeAlias, TypeVar

from bot.errors import PASTED_TEXT, IngestError, Reason
from bot.ingest.documents import Packed, parse_archive, parse_document, parse_text
from bot.ingest.extract import parse_page
from bot.ingest.web import Fetcher, Page, canonical_url
from bot.stories import Grouper
from bot.workers import WorkerDiedError, Workers
from storage import Store, WriteTransaction
from storage.model import Article, Draft, HeadlineDraft, Ingested, host_of

T = TypeVar("T")

# The longest PDF that is read takes 10 s on a slow machine.
FILE_SECONDS = 30

# An article that is known, or one that was read and is not stored yet.
Found: TypeAlias = Article | Draft


async def read_url(
    url: str, *, fetcher: Fetcher, store: Store, workers: Workers, now: datetime
) -> Found:
    """Return the article at an absolute http(s) address: the stored one, else as it was read.

    Two spellings of an address are one; a known one is not fetched again. `now` is aware; no
    article is published later.

    Raises:
        IngestError: See its subclasses; nothing is stored.
    """
    address = canonical_url(url)
    async with store.read() as tx:
        known = await tx.articles.by_url(address)
    if known is not None:
        return known
    page = await fetcher.get(address)
    parse = partial(parse_page, page.content, url=page.url, charset=page.charset, now=now)
    return await parsed(parse, what=url, workers=workers)


async def read_again(
    url: str,
    *,
    etag: str,
    last_modified: str,
    fetcher: Fetcher,
    workers: Workers,
    now: datetime,
) -> tuple[Page, Draft | None]:
    """Return what the page of a known article answers now, and the article if it changed.

    Args:
        url: The article's address.
        etag: `ETag` of the answer that is known, or empty.
        last_modified: Its `Last-Modified`, or empty.
        fetcher: Gets it.
        workers: Where it is read.
        now: Aware.

    Raises:
        IngestError: See its subclasses.
    """
    page = await fetcher.get(url, etag=etag, last_modified=last_modified)
    if page.status == HTTPStatus.NOT_MODIFIED:
        return page, None
    parse = partial(parse_page, page.content, url=page.url, charset=page.charset, now=now)
    return page, await parsed(parse, what=url, workers=workers)


async def read_file(name: str, content: bytes, *, workers: Workers, now: datetime) -> Draft:
    """Return the article in a file; its name's ending says how to read it.

    Raises:
        IngestError: See its subclasses; nothing is stored.
    """
    parse = partial(parse_document, name, content, now=now)
    return await parsed(parse, what=name, workers=workers, seconds=FILE_SECONDS)


async def read_archive(name: str, content: bytes, *, workers: Workers) -> tuple[Packed, ...]:
    """Return the documents in a zip, each of which `read_file` reads.

    Raises:
        IngestError: It is not to be unpacked; the reason says why.
    """
    unpack = partial(parse_archive, name, content)
    return await parsed(unpack, what=name, workers=workers, seconds=FILE_SECONDS)


async def read_text(text: str, *, workers: Workers) -> Draft:
    """Return the article in a pasted text, with the headlines below it if it has any.

    Raises:
        IngestError: There is none; nothing is stored.
    """
    return await parsed(partial(parse_text, text), what=PASTED_TEXT, workers=workers)


async def parsed(
    parse: Callable[[], T], *, what: str, workers: Workers, seconds: float | None = None
) -> T:
    """Return what `parse` makes of bytes from strangers, in a process that can be killed.

    Args:
        parse: A `functools.partial` of a module's function.
        what: The address or file name, for the error.
        workers: Where it runs. Real pages take 20 ms, the worst of them 0.7 s; what takes
            longer than workers allow is hostile or broken.
        seconds: How long it may take, instead of the workers' own limit.

    Raises:
        IngestError: `parse` raised it, or took too long or too much memory.
    """
    try:
        return await workers.run(parse, seconds=seconds)
    except (TimeoutError, WorkerDiedError) as error:
        raise IngestError(what, reason=Reason.TOO_SLOW) from error


async def keep(
    found: Found,
    *,
    tx: WriteTransaction,
    grouper: Grouper,
    published: bool,
    now: datetime,
    source_id: int | None = None,
    is_news: bool = True,
) -> Ingested:
    """Store what was read, if it isn't known, and put what is published into its story.

    Args:
        found: What `read_url`, `read_file` or `read_text` returned.
        tx: The caller's write transaction.
        grouper: Puts what is published into stories.
        published: Whether it joins search, stories and digests, its headlines too. A
            private article becomes published when an admin ingests it; never the reverse.
        now: Aware; when it counts as added.
        source_id: The source that brought it, if one did.
        is_news: Whether readers may be told of it at once: not of what was there for long
            before it was brought here.
    """
    draft = found if isinstance(found, Draft) else draft_of(found)
    article, is_new = await tx.articles.add(
        draft, published=published, now=now, source_id=source_id
    )
    if not (is_new and published):
        return Ingested(article, is_new=is_new)
    article = replace(article, story_id=await grouper.place(article, tx=tx, now=now))
    headlines = await tx.headlines.add(
        [_of_its_outlet(headline, article) for headline in draft.headlines],
        site="",
        article_id=article.id,
        source_id=source_id,
        now=now,
    )
    placed = [
        replace(headline, story_id=await grouper.place(headline, tx=tx, now=now))
        for headline in headlines
    ]
    if is_news:
        await tx.alerts.expect([article.ref, *(each.ref for each in placed)], now=now)
    return Ingested(article, is_new=True, headlines=tuple(placed))


def _of_its_outlet(headline: HeadlineDraft, page: Article) -> HeadlineDraft:
    """Return a headline from below an article with the name of the outlet that it is from.

    A page lists others' headlines too, so it is that of the page only where the link leads to
    the page's own site. Without a link nobody knows whose report it is.
    """
    is_own = headline.url is not None and host_of(headline.url) == host_of(page.url)
    return replace(headline, site=page.site) if is_own else headline


def draft_of(article: Article) -> Draft:
    """Return a stored article as it was read."""
    return Draft(
        title=article.title,
        body=article.body,
        url=article.url,
        site=article.site,
        authors=article.authors,
        language=article.language,
        published_at=article.published_at,
        only_day=article.only_day,
    )
