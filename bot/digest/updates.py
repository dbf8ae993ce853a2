"""What a reader who was told a story is told of it next: only what is new."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import partial

from bot.summarize.article import SECONDS
from bot.summarize.updates import whats_new
from bot.workers import WorkerDiedError, Workers
from storage.model import Article, Sentence, Story

_log = logging.getLogger(__name__)

# Each report that came before costs time, and the last ones repeat the others.
_MOST_EARLIER = 8


async def news_of(
    later: Story, *, whole: Story, told: Sequence[str], length: int, workers: Workers
) -> tuple[Sentence, ...]:
    """Return the sentences that add to what a reader was told; none if nothing is new.

    Args:
        later: The story with its later reports alone.
        whole: The story.
        told: Sentences that the reader was told of it.
        length: Most sentences.
        workers: Where they are compared. What can't be in time counts as nothing new:
            the story returns with the next digest if it moves on.
    """
    newest = max(later.articles, key=lambda article: (article.at, article.id))
    fresh = [article for article in later.articles if article.language == newest.language]
    earlier = _earlier(whole, later, newest.language)
    job = partial(whats_new, list(told), fresh, length=length, earlier=earlier)
    try:
        return await workers.run(job, seconds=SECONDS)
    except (TimeoutError, WorkerDiedError):
        _log.warning("story %d: what is new could not be told in time", whole.id)
        return ()


def _earlier(whole: Story, later: Story, language: str) -> list[Article]:
    found = [
        article
        for article in whole.articles
        if article not in later.articles
        and article.copy_of is None
        and article.language == language
    ]
    return found[-_MOST_EARLIER:]
