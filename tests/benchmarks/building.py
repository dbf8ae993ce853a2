"""What building digests costs: time, memory, and what others in the bot have to wait.

    python -m tests.benchmarks.building
    python -m tests.benchmarks.building --url postgresql+psycopg://... --subscribers 1000

Everybody is due at the same instant. Measured is `deliver_due` alone, in a process of its
own for each size, with its worker processes: CPU time of all of them (a database server's
is not in it), time on the clock, and the highest resident memory of the one process.
Meanwhile somebody else asks for the right to write again and again, as sending does, and
the event loop's pulse is felt. Summaries are made anew each time.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import multiprocessing
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, distinct, func, select

from bot.digest.build import deliver_due
from bot.workers import Workers
from storage import tables
from storage.store import Store
from tests.benchmarks.heartbeat import heartbeat
from tests.benchmarks.news_day import filter_texts, publish, reports, subscribe
from tests.benchmarks.stories_search import NOW

STORIES = 5_000
SUBSCRIBERS = (1_000, 2_500, 5_000, 10_000)
FILTERS = (50, 100, 200)

# As in the program's settings.
CAP, METHOD = 5, "ranker"

_PAUSE = 0.05

# What a part of the work is called, by where most of it happens.
PHASES = {
    "reading stories": ("stories.py", "moved_since"),
    "their standing": ("standing.py", "__init__"),
    "filters": ("taste.py", "taste"),
    "choosing": ("select.py", "select"),
    "summaries (waiting for workers)": ("story.py", "summarize_story"),
    "related items": ("edition.py", "_mentions"),
    "updates": ("edition.py", "_told_next"),
    "wording": ("build.py", "_outgoing"),
    "storing digests": ("digests.py", "add"),
    "all": ("build.py", "deliver_due"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took to build everybody's digest.

    Attributes:
        subscribers: How many were served.
        filters: How many distinct filters they have at most.
        stories: How many stories they were told, each counted once.
        cpu: Seconds of CPU time of the process.
        workers_cpu: Seconds of CPU time of its worker processes, their start included.
        clock: Seconds that passed.
        megabytes: Peak of resident memory of the process, in units of 1024².
        blocked: For how many seconds the event loop was blocked at most.
        waited: For how many seconds another writer waited at most.
    """

    subscribers: int
    filters: int
    stories: int
    cpu: float
    workers_cpu: float
    clock: float
    megabytes: float
    blocked: float
    waited: float


def measured(url: str, filters: int, profile: bool) -> Cost:  # noqa: FBT001 - run by a pool
    """Build what is due in this database and return what it took."""
    return asyncio.run(_measured(url, filters, profile=profile))


async def _measured(url: str, filters: int, *, profile: bool) -> Cost:
    workers = Workers()
    clock, cpu = time.perf_counter(), time.process_time()
    profiler = cProfile.Profile()
    async with Store(url) as store:
        async with heartbeat() as beat, another_writer(store) as waits:
            if profile:
                profiler.enable()
            served = await deliver_due(
                store=store, workers=workers, now=NOW, cap=CAP, method=METHOD
            )
            profiler.disable()
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        stories = await told(store)
    workers.close()
    if profile:
        print_phases(profiler)
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(
        subscribers=served,
        filters=filters,
        stories=stories,
        cpu=cpu,
        workers_cpu=children.ru_utime + children.ru_stime,
        clock=clock,
        megabytes=_peak_megabytes(),
        blocked=beat.longest,
        waited=max(waits, default=0),
    )


@asynccontextmanager
async def another_writer(store: Store) -> AsyncIterator[list[float]]:
    """Write again and again within the block; yield for how many seconds each try waited."""
    waits: list[float] = []

    async def write() -> None:
        while True:
            began = time.perf_counter()
            async with store.write():
                waits.append(time.perf_counter() - began)
            await asyncio.sleep(_PAUSE)

    writing = asyncio.create_task(write())
    try:
        yield waits
    finally:
        writing.cancel()
        await asyncio.gather(writing, return_exceptions=True)


def print_phases(profiler: cProfile.Profile) -> None:
    """Print what the parts of the work took of the event loop's time, by a slow profiler."""
    stats = pstats.Stats(profiler).stats  # type: ignore[attr-defined]
    for name, (file, function) in PHASES.items():
        spent = sum(
            row[3] for key, row in stats.items() if Path(key[0]).name == file and key[2] == function
        )
        print(f"  {name:34}{spent:8.2f} s")
    pstats.Stats(profiler).sort_stats("tottime").print_stats(60)


async def told(store: Store) -> int:
    """Return how many stories were told at NOW."""
    of_now = tables.digest_entries.join(tables.digests)
    query = select(func.count(distinct(tables.digest_entries.c.story_id))).select_from(of_now)
    async with store.read() as tx:
        found = await tx.digests._connection.scalar(query.where(tables.digests.c.created_at == NOW))
    return int(found or 0)


async def _forget_readers(store: Store) -> None:
    async with store.write() as tx:
        for table in (tables.digests, tables.outbox, tables.filters, tables.subscribers):
            await tx.digests._connection.execute(delete(table))
        await tx.digests._connection.execute(delete(tables.summaries))


def run(
    url: str, *, stories: int, sizes: Sequence[tuple[int, int]], profile: bool = False
) -> list[Cost]:
    """Return what each size costs, and print it.

    Args:
        url: An empty database.
        stories: How many the day has.
        sizes: How many subscribers there are, and how many filters.
        profile: Whether to say where the time goes, which takes more of it.
    """
    began = time.perf_counter()
    news = reports(stories)

    async def fill() -> None:
        async with Store(url) as store:
            await publish(store, news)

    async def put(subscribers: int, filters: int) -> None:
        async with Store(url) as store:
            await _forget_readers(store)
            await subscribe(store, subscribers, filters=filter_texts(news, filters))

    asyncio.run(fill())
    print(f"{stories:,} stories of {len(news):,} articles: {time.perf_counter() - began:.0f} s")
    print(f"{'subscribers':>11}{'filters':>8}{'stories':>8}{'CPU s':>8}{'workers':>8}", end="")
    print(f"{'all s':>8}{'clock s':>8}{'MB':>6}{'blocked ms':>11}{'waited ms':>10}")
    costs = []
    for subscribers, filters in sizes:
        asyncio.run(put(subscribers, filters))
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            cost = process.submit(measured, url, filters, profile).result()
        costs.append(cost)
        print(
            f"{cost.subscribers:11,}{cost.filters:8}{cost.stories:8,}{cost.cpu:8.1f}"
            f"{cost.workers_cpu:8.1f}{cost.cpu + cost.workers_cpu:8.1f}{cost.clock:8.1f}"
            f"{cost.megabytes:6.0f}{cost.blocked * 1000:11.0f}{cost.waited * 1000:10.0f}",
            flush=True,
        )
    return costs


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--subscribers", type=int, nargs="*", default=SUBSCRIBERS)
    parser.add_argument("--filters", type=int, default=FILTERS[-1], help="distinct ones")
    parser.add_argument("--url", help="an empty database; a new SQLite file if none is named")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite+aiosqlite:///{folder}/news.db"
        sizes = [(subscribers, given.filters) for subscribers in given.subscribers]
        run(url, stories=given.stories, sizes=sizes, profile=given.profile)


if __name__ == "__main__":
    main()
