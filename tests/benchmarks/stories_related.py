"""Related news in many articles: how long `/related` takes, beside FTS5 used plainly.

    python -m tests.benchmarks.stories_related --articles 100000

The articles are those of `stories_search`, with texts whose commonest words are English.
`/related` goes through dispatch as a reader's message does, reasons and wording included;
FTS5 used plainly is asked for any of the words of the title. Times are in milliseconds, of
articles that have others near them.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.app import App, build_app
from bot.commands.request import Conversation, Request, dispatch
from bot.commands.table import COMMANDS
from bot.settings import Settings
from bot.text.embeddings.wordllama import meanings
from tests.benchmarks.stories_search import (
    NOW,
    Asked,
    Times,
    ask_plain,
    entries,
    fill,
    in_english,
    plain_fts5,
)

_CHAT = 7
# Fewer take less time, for each reason has to be found.
LEAST_FOUND = 3


async def ask_related(app: App, numbers: Sequence[int]) -> Times:
    """Return what `/related` takes for each of these articles that has others near it."""
    times = Times([], [])
    for number in numbers:
        request = Request(_CHAT, _CHAT, key=f"related:{number}", name="related", args=str(number))
        taken = Times([], [])
        with taken.measured():
            reply = await dispatch(request, app, COMMANDS, Conversation())
        if reply.text.count("•") >= LEAST_FOUND:
            times.clock.extend(taken.clock)
            times.processor.extend(taken.processor)
    return times


async def run(count: int, *, folder: Path, samples: int) -> None:
    """Build the databases, ask, and print."""
    url = f"sqlite+aiosqlite:///{folder}/news.db"
    settings = replace(Settings(), database_url=url)
    chosen = random.Random(3).sample(range(1, count + 1), min(samples, count))
    async with build_app(settings, clock=lambda: NOW) as app:
        await fill(app.store, count, texts=True)
        # A bot that runs has loaded them at its start.
        meanings(["ready"])
        ours = await ask_related(app, chosen)
    wanted = set(chosen)
    titles = [in_english(entry).title for entry in entries(count) if entry.number in wanted]
    plain = plain_fts5(folder / "plain.db", map(in_english, entries(count)))
    any_word = [" OR ".join(f'"{word}"' for word in title) for title in titles]
    theirs = ask_plain(plain, Asked("any word of the title", (), any_word))
    plain.close()
    print(f"{count:,} articles{'':14}{'p50':>9}{'p95':>9}{'CPU p95':>9}")
    print(f"{'/related':28}{ours}")
    print(f"{'FTS5, any word of the title':28}{theirs}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--samples", type=int, default=200)
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(run(given.articles, folder=Path(folder), samples=given.samples))


if __name__ == "__main__":
    main()
