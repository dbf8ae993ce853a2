"""The summary of one article: computed once, off the event loop, within a few seconds."""

from __future__ import annotations

import asyncio
from functools import partial

from bot.errors import NoSummaryError, NoSummaryReason, NotFoundError
from bot.summarize.methods import choose
from bot.text.sentences import split_sentences
from bot.workers import WorkerDiedError, Workers
from storage.model import Article, Sentence, Summary
from storage.store import Store

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
    seconds: float = SECONDS,
) -> Summary:
    """Return the most telling sentences of `article`, word for word, in reading order.

    What was computed before is read from the store.

    Args:
        article: A stored article.
        store: Where summaries are kept, one for each method and length.
        workers: Where the method runs, for `seconds` at most.
        method: One of `bot.summarize.methods.METHODS`.
        length: How many sentences, from 1.
        seconds: How long the reader waits.

    Raises:
        NoSummaryError: The text is too short, or too long or slow for the method.
        NotFoundError: The article was removed meanwhile.
        UsageError: There is no such method.
        StorageError: The database failed.
    """
    async with store.read() as tx:
        known = await tx.summaries.get(article.id, method=method, length=length)
    if known is not None:
        return known
    job = partial(
        choose,
        method,
        title=article.title,
        body=article.body,
        language=article.language,
        length=length,
    )
    try:
        chosen = await workers.run(job, seconds=seconds)
    except (TimeoutError, WorkerDiedError) as error:
        # What was slow is long, and the event loop must not wait for it either.
        sentences = await asyncio.to_thread(split_sentences, article.body, article.language)
        raise NoSummaryError(
            NoSummaryReason.TOO_SLOW, method=method, sentences=len(sentences)
        ) from error
    summary = Summary(
        article_id=article.id,
        method=method,
        length=length,
        sentences=tuple(Sentence(text, article.id, position) for position, text in chosen),
    )
    async with store.write() as tx:
        if await tx.articles.get(article.id) is None:
            raise NotFoundError(article.ref)
        await tx.summaries.put(summary)
    return summary
