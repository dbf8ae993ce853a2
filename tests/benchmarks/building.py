"""What building digests costs: time, memory, and what others in the bot have to wait.

    python -m tests.benchmarks.building --write
    python -m tests.benchmarks.building --url postgresql+psycopg://... --subscribers 1000

Measured is `deliver_due`, in a process of its own for each size: CPU time of it and of its
workers (a database server's is not in it), time on the clock, and peak memory. Meanwhile
somebody else writes again and again, as sending does, and the event loop's pulse is felt.
Summaries are made anew each time.
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
from pathlib import Path

from sqlalchemy import delete, distinct, func, select

from bot.digest.build import deliver_due
from bot.workers import Workers
from storage import Store, schema
from tests.benchmarks.building_page import Cost, table, write
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
    "what was told, filters, ratings": ("compose.py", "_know"),
    "choosing": ("compose.py", "_select"),
    "summaries and what is near": ("compose.py", "of"),
    "updates": ("compose.py", "update"),
    "without what is muted": ("filters.py", "without_muted"),
    "fitting": ("fit.py", "fitted"),
    "storing, with the wording": ("build.py", "_store"),
    "the wording": ("build.py", "_outgoing"),
}


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
    stats = pstats.Stats(profiler)
    for name, (file, function) in PHASES.items():
        rows = stats.stats.items()  # type: ignore[attr-defined]
        spent = sum(row[3] for key, row in rows if Path(key[0]).name == file and key[2] == function)
        print(f"  {name:34}{spent:8.2f} s")


async def told(store: Store) -> int:
    """Return how many stories were told at NOW."""
    of_now = schema.digest_entries.join(schema.digests)
    query = select(func.count(distinct(schema.digest_entries.c.story_id))).select_from(of_now)
    async with store.read() as tx:
        found = await tx.digests._connection.scalar(query.where(schema.digests.c.created_at == NOW))
    return int(found or 0)


async def _forget_readers(store: Store) -> None:
    async with store.write() as tx:
        for table in (schema.digests, schema.outbox, schema.filters, schema.subscribers):
            await tx.digests._connection.execute(delete(table))
        await tx.digests._connection.execute(delete(schema.summaries))


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
    costs = []
    for subscribers, filters in sizes:
        asyncio.run(put(subscribers, filters))
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
            cost = process.submit(measured, url, filters, profile).result()
        costs.append(cost)
        print(table([cost]), flush=True)
    return costs


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--subscribers", type=int, nargs="*", default=SUBSCRIBERS)
    parser.add_argument("--filters", type=int, nargs="*", default=FILTERS, help="distinct ones")
    parser.add_argument("--write", action="store_true", help="write the page and the plot")
    parser.add_argument("--url", help="an empty database; a new SQLite file if none is named")
    parser.add_argument("--profile", action="store_true", help="say where the time goes")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        url = given.url or f"sqlite+aiosqlite:///{folder}/news.db"
        sizes = [(subscribers, given.filters[-1]) for subscribers in given.subscribers]
        sizes += [(given.subscribers[0], filters) for filters in given.filters[:-1]]
        costs = run(url, stories=given.stories, sizes=sizes, profile=given.profile)
    if given.write:
        write(costs, stories=given.stories)


if __name__ == "__main__":
    main()
