"""Kill the bot while it reads many feeds; count what came of each item.

    python -m tests.system.kill_refresh --feeds 500 --items 6 --kills 10 --seed 1

The bot is the real program in a process of its own, the feeds come from real servers on
loopback. After each kill every feed is due again, and lists one item more. An item is lost
if nothing with its title is stored, doubled if more than one thing is. What is counted with
an item must be counted once, too: its words, its place in a story.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from storage import Store
from storage.model import Item
from tests.benchmarks.feed_sites import FeedSites
from tests.botapi import BotApi
from tests.system.program import PROGRAM, start_program

# A life in which nothing is stored ends after so long, and so does the last one.
LIFE_SECONDS = 30.0
LAST_LIFE_SECONDS = 600.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        read: How many feeds had been read since they were due, at each kill.
        stored: How many items were stored at each kill.
        lost: Titles of items that are not stored.
        doubled: Titles of items that are stored more than once, and how often too many.
        effects: What is there of each kind of effect, as (found, wanted).
        exit_code: Of the last life, which is ended by SIGTERM.
    """

    read: list[int] = field(default_factory=list)
    stored: list[int] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    doubled: dict[str, int] = field(default_factory=dict)
    effects: dict[str, tuple[int, int]] = field(default_factory=dict)
    exit_code: int | None = None


async def kill_refresh(
    *,
    database_url: str,
    feeds: int,
    items: int,
    kills: int,
    seed: int,
    program: Sequence[str] = PROGRAM,
) -> Outcome:
    """Read `feeds` feeds, kill the bot `kills` times meanwhile; then let it finish."""
    chance, outcome = random.Random(seed), Outcome()
    settings = {"ALLOW_PRIVATE_NETWORKS": "1", "HOST_SECONDS": "0"}
    sites = FeedSites(feeds=feeds, items=items)
    async with BotApi() as api, sites, Store(database_url) as store:
        async with store.write() as tx:
            for number in range(feeds):
                await tx.sources.add(sites.url(number), title="", now=_long_ago())
        for _ in range(kills):
            process = await start_program(api, database_url, program=program, **settings)
            await _wait_until_due(store, chance.randrange(1, feeds), seconds=LIFE_SECONDS)
            await asyncio.sleep(chance.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            await process.wait()
            outcome.read.append(feeds - await _due(store))
            outcome.stored.append(len(await _stored(store)))
            sites.items = [count + 1 for count in sites.items]
            await _make_due(store)
        process = await start_program(api, database_url, program=program, **settings)
        await _wait_until_due(store, 0, seconds=LAST_LIFE_SECONDS)
        process.send_signal(signal.SIGTERM)
        outcome.exit_code = await process.wait()
        await _judge(store, sites, outcome)
    return outcome


async def _wait_until_due(store: Store, most: int, *, seconds: float) -> None:
    """Wait until at most so many feeds are due; give up after so many seconds."""
    try:
        async with asyncio.timeout(seconds):
            while True:
                if await _due(store) <= most:
                    return
                await asyncio.sleep(0.25)
    except TimeoutError:
        return


async def _due(store: Store) -> int:
    async with store.read() as tx:
        return len(await tx.sources.due(_long_ago(), limit=100_000))


async def _make_due(store: Store) -> None:
    async with store.write() as tx:
        for source in await tx.sources.all():
            await tx.sources.change(replace(source, next_poll_at=_long_ago()))


async def _stored(store: Store) -> list[Item]:
    async with store.read() as tx:
        return [*await tx.articles.latest(1_000_000), *await tx.headlines.latest(1_000_000)]


async def _judge(store: Store, sites: FeedSites, outcome: Outcome) -> None:
    stored = await _stored(store)
    titles = Counter(item.title for item in stored)
    wanted = list(sites.titles())
    outcome.lost = [title for title in wanted if not titles[title]]
    outcome.doubled = {title: count - 1 for title, count in titles.items() if count > 1}
    async with store.read() as tx:
        documents, _ = await tx.words.frequencies([])
        sources = await tx.sources.all()
        stories = await tx.stories.of([item.ref for item in stored])
    outcome.effects = {
        "items": (len(stored), len(wanted)),
        "counted": (documents, len(wanted)),
        "in stories": (len(stories), len(wanted)),
        "sources read": (sum(source.failures == 0 for source in sources), len(sites.items)),
    }


def _long_ago() -> datetime:
    """Return an instant at which everything that is due counts as due, and nothing else."""
    return datetime.now(UTC) - timedelta(days=1)


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kill the bot while it reads feeds.")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--items", type=int, default=6, help="of each feed at the start")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_refresh(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                feeds=given.feeds,
                items=given.items,
                kills=given.kills,
                seed=given.seed,
            )
        )
    print(f"feeds {given.feeds}, kills {given.kills}, seed {given.seed}")
    print(f"read at the kills: {outcome.read}")
    print(f"stored at the kills: {outcome.stored}")
    print(f"lost {len(outcome.lost)}, doubled {sum(outcome.doubled.values())}", end=", ")
    print(f"exit code {outcome.exit_code}")
    for name, (found, wanted) in outcome.effects.items():
        print(f"{name}: {found} of {wanted}")


if __name__ == "__main__":
    main()
