"""Reproduce what is claimed of ingestion: feeds, hostile inputs, polling, pages, junk.

    NEWS_DATA=/path/to/data python -m tests.benchmarks.ingest

What needs the data folder is left out, and said to be, where `NEWS_DATA` doesn't name it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from importlib.util import find_spec
from pathlib import Path

from tests.benchmarks.hazards import (
    MOST_BLOCKED_SECONDS,
    MOST_MEGABYTES,
    MOST_SECONDS,
    cost_of_hazards,
)
from tests.benchmarks.many_feeds import HOSTS, both, conditional_gets

_ROOT = Path(__file__).parents[2]

# Written apart from this one; each says itself what it measures.
_OTHERS = ("tests.benchmarks.pages", "tests.benchmarks.junk")


async def polling(*, gets: int, feeds: int) -> None:
    """Print what conditional requests cost, and many sources due at once."""
    seconds, cpu = await conditional_gets(gets)
    print(f"\n{gets:,} conditional requests, {HOSTS} hosts: {seconds:.2f} s", end=", ")
    print(f"{cpu / gets * 1000:.2f} ms of CPU each (at most 6 s for 3,000)")
    costs = await both(feeds)
    print(f"\n{feeds:,} feeds due at once, four of five unchanged, to the end:")
    print("               seconds  peak MB  new items  loop blocked ms")
    for how, cost in costs.items():
        print(
            f"{how:12} {cost['seconds']:9.1f} {cost['megabytes']:8.0f}"
            f" {cost['new items']:10.0f} {cost['loop blocked'] * 1000:16.0f}"
        )
    print(
        f"Ours parses in worker processes ({costs['ours']['megabytes of a worker']:.0f} MB the "
        "largest), stores each item, indexes it and finds its story;\nplainly is httpx, "
        "feedparser and a table of ids, in one process."
    )


async def hazards(folder: Path) -> None:
    """Print what hostile feeds cost."""
    costs, blocked = await cost_of_hazards(folder)
    survived = sum(cost.is_survived for cost in costs)
    print(f"\nhostile feeds: {survived} of {len(costs)} within {MOST_SECONDS:.0f} s and", end=" ")
    print(f"{MOST_MEGABYTES:.0f} MB; the loop was blocked for {blocked * 1000:.0f} ms", end=" ")
    print(f"at most (wanted: {MOST_BLOCKED_SECONDS * 1000:.0f})")
    for cost in sorted(costs, key=lambda cost: -cost.seconds):
        megabytes = "killed" if cost.megabytes is None else f"{cost.megabytes:.0f} MB"
        print(f"  {cost.seconds:5.1f} s {megabytes:>8}  {cost.name}: {cost.answer}")


async def evaluation(folder: Path) -> None:
    """Print the data set's own score of our parser."""
    print("\nfeeds of the data set, read as the bot reads them:")
    await _run(folder / "eval.py", "--parser", "tests.benchmarks.scoring:feed_items", "--show")


async def others() -> None:
    """Print what the benchmarks of pages and junk print, those that are there."""
    for name in _OTHERS:
        if find_spec(name) is not None:
            print(f"\n{name}:")
            await _run("-m", name)


async def _run(*arguments: str | Path) -> None:
    sys.stdout.flush()
    environment = {**os.environ, "PYTHONPATH": str(_ROOT)}
    process = await asyncio.create_subprocess_exec(
        sys.executable, *map(str, arguments), cwd=_ROOT, env=environment
    )
    await process.wait()


async def run(data: Path | None, *, gets: int, feeds: int) -> None:
    """Measure and print everything."""
    await polling(gets=gets, feeds=feeds)
    if data is None:
        print(
            "\nNEWS_DATA names no data folder, so the feeds, hostile inputs, pages and junk are "
            "not measured: set it to a folder with feeds/ and extract/."
        )
        return
    await evaluation(data / "feeds")
    await hazards(data / "feeds")
    await others()


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description="Measure ingestion.")
    parser.add_argument("--gets", type=int, default=3_000, help="conditional requests")
    parser.add_argument("--feeds", type=int, default=5_000, help="feeds due at once")
    given = parser.parse_args()
    named = os.environ.get("NEWS_DATA", "")
    data = Path(named) if named and Path(named, "feeds", "manifest.json").is_file() else None
    asyncio.run(run(data, gets=given.gets, feeds=given.feeds))


if __name__ == "__main__":
    main()
