"""What each article of a story adds to those that came before it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bot.summarize.article import SECONDS
from bot.summarize.updates import by_place, whats_new
from bot.text.openings import leans_back
from bot.workers import WorkerDiedError, Workers
from storage.model import Article, Sentence

# A reader looks through no more, and each is compared with all before it.
_MOST_ARTICLES = 20

# A sentence that hangs on one that is not shown must say three times as much.
_HANGING = 1 / 3


def additions(articles: Sequence[Article], *, told: Sequence[str] = ()) -> tuple[Sentence, ...]:
    """Return one sentence of each article that adds something, its most telling new one.

    Args:
        articles: Of one story; each is held against those that were published before it.
        told: Sentences that the reader sees anyway.

    Returns:
        Oldest article first; articles that add nothing have none. The first article has
        nothing to add to, and the last ones of very many are not looked at.
    """
    in_time = sorted(articles, key=lambda article: (article.at, article.id))[:_MOST_ARTICLES]
    known = list(told)
    found: list[Sentence] = []
    for place, article in enumerate(in_time[1:], start=1):
        for sentence in whats_new(
            known,
            [article],
            length=1,
            earlier=in_time[:place],
            telling=partial(_telling, language=article.language),
        ):
            known.append(sentence.text)
            found.append(sentence)
    return tuple(found)


def _telling(sentence: Sentence, *, language: str) -> float:
    """Return how telling a sentence is alone: less if it leans on another or is cut off."""
    is_cut = sentence.text.rstrip("\"'”’») ").endswith(("...", "…"))
    hangs = is_cut or leans_back(sentence.text, language)
    return by_place(sentence) * (_HANGING if hangs else 1)


async def find_additions(
    articles: Sequence[Article],
    *,
    told: Sequence[str],
    workers: Workers,
    seconds: float = SECONDS,
) -> tuple[Sentence, ...]:
    """Return what `additions` does, off the event loop; nothing if that takes too long.

    Args:
        articles: Of one story.
        told: Sentences that the reader sees anyway.
        workers: Where they are compared.
        seconds: How long the reader waits.
    """
    try:
        return await workers.run(partial(additions, articles, told=told), seconds=seconds)
    except (TimeoutError, WorkerDiedError):
        return ()
