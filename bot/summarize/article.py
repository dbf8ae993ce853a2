"""The summary of one article: computed once, off the event loop, within a few seconds."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from bot.errors import NoSummaryError, NoSummaryReason, NotFoundError
from bot.summarize.methods import EDITION, Passage, choose, explain, prose_of
from bot.workers import WorkerDiedError, Workers
from storage import Store
from storage.model import Article, Sentence, Summary

if TYPE_CHECKING:
    from bot.summarize.ranker import SentenceReason

# A reader waits for the answer. Every method answers news below its cap in less than
# half of it; the rest is for slower machines.
SECONDS = 5.0


async def summarize_article(
    article: Article,
    *,
    store: Store,
    workers: Workers,
    method: str = "ranker",
    length: int = 3,
    most_characters: int | None = None,
    seconds: float = SECONDS,
) -> Summary:
    """Return the most telling sentences of `article`, word for word, in reading order.

    What was computed before is read from the store, except lines, which take no time.

    Args:
        article: A stored article.
        store: Where summaries are kept, one for each method and length.
        workers: Where the method runs, for `seconds` at most.
        method: One of `bot.summarize.methods.METHODS`.
        length: Most sentences, from 1; the ranker shows fewer where others are worth little.
        most_characters: How long each of them may be, if any is so short.
        seconds: How long the reader waits.

    Raises:
        NoSummaryError: The text is too short, or too long or slow for the method, or nothing
            of it may be shown.
        NotFoundError: The article was removed meanwhile.
        UsageError: There is no such method.
    """
    async with store.read() as tx:
        known = await tx.summaries.get(article.id, method=method, length=length, edition=EDITION)
    if known is not None and most_characters is None:
        return known
    job = partial(
        choose,
        method,
        title=article.title,
        body=article.body,
        language=article.language,
        length=length,
        may_be_shorter=True,
        most_characters=most_characters,
    )
    try:
        chosen = await workers.run(job, seconds=seconds)
    except (TimeoutError, WorkerDiedError) as error:
        raise await _too_slow(article, method) from error
    summary = Summary(
        article_id=article.id,
        method=method,
        length=length,
        edition=EDITION,
        sentences=tuple(Sentence(each.text, article.id, each.position) for each in chosen),
    )
    async with store.write() as tx:
        if await tx.articles.get(article.id) is None:
            raise NotFoundError(article.ref)
        if most_characters is None:
            await tx.summaries.put(summary)
    return summary


async def _too_slow(article: Article, method: str) -> NoSummaryError:
    # What was slow is long, and the event loop must not wait for it either.
    passages = await asyncio.to_thread(prose_of, article.body, article.language)
    return NoSummaryError(NoSummaryReason.TOO_SLOW, method=method, sentences=len(passages))


async def explain_article(
    article: Article, *, workers: Workers, length: int = 3, seconds: float = SECONDS
) -> tuple[tuple[Passage, SentenceReason], ...]:
    """Return the ranker's sentences of `article`, each with why it was chosen.

    Args:
        article: An article.
        workers: Where the ranker runs, for `seconds` at most.
        length: How many sentences, from 1.
        seconds: How long the reader waits.

    Raises:
        NoSummaryError: It took too long.
    """
    job = partial(
        explain,
        title=article.title,
        body=article.body,
        language=article.language,
        length=length,
        may_be_shorter=True,
    )
    try:
        return await workers.run(job, seconds=seconds)
    except (TimeoutError, WorkerDiedError) as error:
        raise NoSummaryError(NoSummaryReason.TOO_SLOW, method="ranker", sentences=0) from error
