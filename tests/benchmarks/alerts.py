"""How long it takes until every chat that asked for it has its alert in the outbox.

    python -m tests.benchmarks.alerts --chats 10000 --filters 2000 --items 20

Every chat has one alert. In the first round the alerts are of so many senses, each two
words, and new articles have few of them; in the second all chats ask for the same, and one
article is just that. `alerts` went into the outbox after so many seconds, from the moment
when the articles were kept; nobody waited longer than `blocked` for the event loop, nor
longer than `writing` for a transaction of their own.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.alerts.match import Watch
from bot.alerts.send import Alerting
from bot.ingest.pipeline import keep
from bot.stories.assign import Grouper
from bot.workers import Workers
from storage import Store
from storage.model import Draft, FilterKind
from tests.benchmarks.heartbeat import heartbeat

_WORDS_OF_AN_ARTICLE = 400


@dataclass(frozen=True, slots=True)
class Round:
    """One round.

    Attributes:
        name: What it is.
        alerts: How many went into the outbox.
        seconds: How long that took.
        blocked: The longest time for which the event loop was held up, in seconds.
        writing: The longest wait of another writer, in seconds.
    """

    name: str
    alerts: int
    seconds: float
    blocked: float
    writing: float

    def __str__(self) -> str:
        """Return it as a line of the table."""
        return (
            f"{self.name:<24}{self.alerts:>8,}{self.seconds:>9.2f}"
            f"{self.blocked:>9.3f}{self.writing:>9.3f}"
        )


async def measure(url: str, *, chats: int, filters: int, items: int, seed: int) -> Iterator[Round]:
    """Return both rounds, each after one that fills the caches."""
    chance = random.Random(seed)
    vocabulary = [_word(chance) for _ in range(20_000)]
    workers = Workers()
    rounds = []
    try:
        async with Store(url) as store:
            pairs = [f"{a} {b}" for a, b in pairwise(vocabulary)]
            texts = {
                f"{filters:,} senses": pairs[:filters],
                "one sense": ["icebreaker"],
            }
            for name, senses in texts.items():
                await _ask(store, senses, chats=chats)
                alerting = Alerting(
                    store=store,
                    workers=workers,
                    grouper=(grouper := Grouper()),
                    watch=Watch(),
                    home=ZoneInfo("UTC"),
                    method="ranker",
                )
                for is_first in (True, False):
                    await _bring(
                        store, grouper, vocabulary, chance, items=items, wanted=not is_first
                    )
                    measured = await _measured(name, alerting, store)
                rounds.append(measured)
    finally:
        workers.close()
    return iter(rounds)


async def _ask(store: Store, texts: Sequence[str], *, chats: int) -> None:
    async with store.write() as tx:
        for one in await tx.filters.of_kind(FilterKind.ALERT):
            await tx.filters.drop(one.chat_id, one.id)
        for chat in range(1, chats + 1):
            await tx.filters.add(
                chat,
                FilterKind.ALERT,
                texts[chat % len(texts)],
                languages=["en"],
                now=datetime.now(UTC),
            )


async def _bring(
    store: Store,
    grouper: Grouper,
    vocabulary: Sequence[str],
    chance: random.Random,
    *,
    items: int,
    wanted: bool,
) -> None:
    """Keep articles; if `wanted`, one is about an icebreaker."""
    for number in range(items):
        words = chance.choices(vocabulary, k=_WORDS_OF_AN_ARTICLE)
        if wanted and number == 0:
            words[5] = "icebreaker"
        sentences = [" ".join(words[at : at + 15]).capitalize() for at in range(0, len(words), 15)]
        draft = Draft(
            title=" ".join(words[:8]).capitalize(),
            body=". ".join(sentences) + ".",
            site="Post",
            language="en",
        )
        async with store.write() as tx:
            await keep(draft, tx=tx, grouper=grouper, published=True, now=datetime.now(UTC))


async def _measured(name: str, alerting: Alerting, store: Store) -> Round:
    longest = 0.0

    async def write_now_and_then() -> None:
        nonlocal longest
        while True:
            before = perf_counter()
            async with store.write() as tx:
                await tx.outbox.pending(datetime.now(UTC))
            longest = max(longest, perf_counter() - before)
            await asyncio.sleep(0.01)

    writing = asyncio.create_task(write_now_and_then())
    async with heartbeat() as beat:
        before = perf_counter()
        count = await alerting.tell(now=datetime.now(UTC))
        seconds = perf_counter() - before
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    return Round(name, count, seconds, beat.longest, longest)


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("bdfgklmnprtvz") + chance.choice("aeiou") for _ in range(4))


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time alerts.")
    parser.add_argument("--chats", type=int, default=10_000)
    parser.add_argument("--filters", type=int, default=2_000)
    parser.add_argument("--items", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        url = given.database_url or f"sqlite+aiosqlite:///{Path(folder, 'news.db')}"
        measuring = measure(
            url, chats=given.chats, filters=given.filters, items=given.items, seed=given.seed
        )
        rounds = list(asyncio.run(measuring))
    print(f"{given.chats:,} chats, {given.items} new articles")
    print(f"{'':<24}{'alerts':>8}{'seconds':>9}{'blocked':>9}{'writing':>9}")
    print(*rounds, sep="\n")


if __name__ == "__main__":
    main()
