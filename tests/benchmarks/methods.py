"""How long each summarizer takes, a cold worker process included, and what comes of it.

    python -m tests.benchmarks.methods [--sentences 60 400] [--page FILE]

A method answers, or says in one sentence why not; either way a reader waits 6 s at most.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from pathlib import Path

from bot import messages
from bot.errors import NoSummaryError
from bot.ingest.extract.plaintext import parse_newspage
from bot.messages.telegram_limits import plain
from bot.summarize.article import summarize_article
from bot.summarize.methods import METHODS
from bot.text.sentences import split_sentences
from bot.workers import Workers
from storage import Store
from storage.model import Article, Draft
from tests.databases import Databases, run_folder
from tests.news import NOW

SECONDS = 6.0

_NOUNS = ("harbour", "ship", "crew", "ice", "council", "mayor", "vote", "strike", "court", "ruling")
_VERBS = ("opened", "blocked", "left", "reached", "refused", "paid", "saw", "moved")


def written(sentences: int, *, seed: int = 1) -> Draft:
    """Return an article of so many sentences, the same for the same seed."""
    chance = random.Random(seed)
    lines = []
    for number in range(sentences):
        subject, *objects = chance.sample(_NOUNS, 6)
        lines.append(f"The {subject} {chance.choice(_VERBS)} the {' and '.join(objects)} {number}.")
    paragraphs = [" ".join(lines[start : start + 5]) for start in range(0, len(lines), 5)]
    return Draft(title="Harbour council votes", body="\n\n".join(paragraphs), language="en")


async def timed(method: str, article: Article, *, store: Store) -> tuple[float, str]:
    """Return the seconds that a reader waits for a new process, and for what."""
    workers, start = Workers(count=1), time.perf_counter()
    try:
        found = await summarize_article(article, store=store, workers=workers, method=method)
        places = ", ".join(str(sentence.position + 1) for sentence in found.sentences)
        answer = f"sentences {places}"
    except NoSummaryError as error:
        answer = plain(messages.error(error, language="").text)
    seconds = time.perf_counter() - start
    workers.close()
    return seconds, answer


async def measure(drafts: list[Draft], *, url: str) -> bool:
    """Print a row for each text and method; return whether all were in time."""
    slowest = 0.0
    async with Store(url) as store:
        for draft in drafts:
            async with store.write() as tx:
                article, _ = await tx.articles.add(draft, published=True, now=NOW)
            count = len(split_sentences(article.body, article.language))
            for method in METHODS:
                seconds, answer = await timed(method, article, store=store)
                slowest = max(slowest, seconds)
                print(f"{method:10} {count:5} sentences {seconds:5.2f} s  {answer}")
    return slowest <= SECONDS


def main() -> None:
    """Measure; fail if a reader waited too long."""
    parser = argparse.ArgumentParser(description="Time every summarizer.")
    parser.add_argument("--sentences", type=int, nargs="*", default=[60, 400])
    parser.add_argument("--page", type=Path, help="a news page as plain text")
    given = parser.parse_args()
    drafts = [written(count) for count in given.sentences]
    if given.page:
        drafts.append(parse_newspage(given.page.read_text()))
    with run_folder() as folder, Databases(folder).fresh("sqlite") as url:
        in_time = asyncio.run(measure(drafts, url=url))
    if not in_time:
        raise SystemExit(f"a method took longer than {SECONDS:g} s")


if __name__ == "__main__":
    main()
