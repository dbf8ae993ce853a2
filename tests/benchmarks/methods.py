"""How long each summarizer takes, worker start included, without network.

    python -m tests.benchmarks.methods [--sentences 60 400] [--page FILE]

A method answers or says in one sentence why not; either way within 6 s.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from functools import partial
from pathlib import Path

from bot import messages
from bot.errors import NoSummaryError, NoSummaryReason
from bot.ingest.newspage import parse_newspage
from bot.summarize.article import SECONDS
from bot.summarize.methods import METHODS, choose
from bot.text.sentences import split_sentences
from bot.workers import Workers
from storage.model import Draft

_WORDS = [
    "harbour",
    "ship",
    "crew",
    "ice",
    "council",
    "mayor",
    "vote",
    "strike",
    "dockers",
    "raise",
    "tariff",
    "court",
    "ruling",
    "quay",
    "channel",
    "convoy",
    "insurer",
    "premium",
    "voyage",
    "farmer",
    "valley",
    "dam",
    "museum",
    "bell",
    "ferry",
    "fare",
    "winter",
]
_VERBS = ("opened", "blocked", "left", "reached", "refused", "paid", "saw", "moved")


def written(sentences: int, *, seed: int = 1) -> Draft:
    """Return an article with so many sentences, the same for the same seed."""
    chance = random.Random(seed)
    lines = []
    for number in range(sentences):
        subject, *objects = chance.sample(_WORDS, 6)
        lines.append(f"The {subject} {chance.choice(_VERBS)} the {' and '.join(objects)} {number}.")
    paragraphs = [" ".join(lines[start : start + 5]) for start in range(0, len(lines), 5)]
    return Draft(title="Harbour council votes", body="\n\n".join(paragraphs), language="en")


async def timed(method: str, draft: Draft) -> tuple[float, str]:
    """Return the seconds that a new process took for it, and how it answered."""
    workers, start = Workers(count=1), time.perf_counter()
    count = len(split_sentences(draft.body, draft.language))
    job = partial(
        choose, method, title=draft.title, body=draft.body, language=draft.language, length=3
    )
    try:
        chosen = await workers.run(job, seconds=SECONDS)
        answer = f"sentences {', '.join(str(position) for position, _ in chosen)}"
    except NoSummaryError as error:
        answer = str(messages.error(error).text)
    except TimeoutError:
        slow = NoSummaryError(NoSummaryReason.TOO_SLOW, method=method, sentences=count)
        answer = str(messages.error(slow).text)
    finally:
        seconds = time.perf_counter() - start
        workers.close()
    return seconds, answer


def main() -> None:
    """Print a row for each method and text."""
    parser = argparse.ArgumentParser(description="Time every summarizer.")
    parser.add_argument("--sentences", type=int, nargs="*", default=[60, 400])
    parser.add_argument("--page", type=Path, help="a news page as plain text")
    given = parser.parse_args()
    texts = {f"{number} sentences": written(number) for number in given.sentences}
    if given.page:
        texts[given.page.name] = parse_newspage(given.page.read_text())
    for name, draft in texts.items():
        for method in METHODS:
            seconds, answer = asyncio.run(timed(method, draft))
            print(f"{name:16} {method:10} {seconds:5.2f} s  {answer}")


if __name__ == "__main__":
    main()
