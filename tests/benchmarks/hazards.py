"""What hostile feeds cost: time, memory, and how long others have to wait meanwhile.

Each goes the way that it goes in the bot: into a worker process, with its limits.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import resource
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.errors import IngestError, Reason
from bot.ingest.feeds.parse import parse_feed
from bot.ingest.pipeline import parsed
from bot.workers import Workers
from tests.benchmarks.heartbeat import heartbeat
from tests.news import NOW

MOST_SECONDS = 10.0
MOST_MEGABYTES = 300.0
MOST_BLOCKED_SECONDS = 0.1


@dataclass(frozen=True)
class Cost:
    """What one hazard cost.

    Attributes:
        name: Of its file.
        answer: What came of it, in short.
        seconds: Until there was an answer.
        megabytes: Peak of the worker's memory above its start; None if it was killed.
    """

    name: str
    answer: str
    seconds: float
    megabytes: float | None

    @property
    def is_survived(self) -> bool:
        """Return whether it kept within the limits."""
        return self.seconds <= MOST_SECONDS + 0.5 and (self.megabytes or 0) <= MOST_MEGABYTES


async def cost_of_hazards(folder: Path) -> tuple[list[Cost], float]:
    """Return what each hazard of the data set cost, and how long the loop was blocked."""
    rows = json.loads((folder / "manifest.json").read_text())
    costs = []
    async with heartbeat() as beat:
        for row in rows:
            if row["cls"] == "hazard":
                content = await asyncio.to_thread((folder / row["file"]).read_bytes)
                if row.get("stored_gz"):
                    content = await asyncio.to_thread(gzip.decompress, content)
                costs.append(await _cost(row["file"], content))
    return costs, beat.longest


async def _cost(name: str, content: bytes) -> Cost:
    # A worker of its own: the peak of memory is that of the process.
    workers = Workers(count=1)
    try:
        start = await workers.run(_peak)
        began = time.monotonic()
        megabytes = None
        try:
            job = partial(_parse, content, now=NOW)
            items, peak = await parsed(job, what=name, workers=workers)
            answer, megabytes = f"{items} items", peak - start
        except IngestError as error:
            answer = error.reason.value
        seconds = time.monotonic() - began
        if megabytes is None and answer != Reason.TOO_SLOW:
            megabytes = await workers.run(_peak) - start
        return Cost(name, answer, seconds, megabytes)
    finally:
        await asyncio.to_thread(workers.close)


def _parse(content: bytes, *, now: datetime) -> tuple[int, float]:
    feed = parse_feed(content, url="https://a.example/feed", charset="", now=now)
    return len(feed.items), _peak()


def _peak() -> float:
    """Return the peak of this process's memory in megabytes."""
    # Imports are the worker's, not the hazard's.
    parse_feed(
        b"<rss version='2.0'><channel><title>A</title><item><title>The harbour is open again"
        b"</title></item></channel></rss>",
        url="https://a.example/feed",
        charset="",
        now=NOW,
    )
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
