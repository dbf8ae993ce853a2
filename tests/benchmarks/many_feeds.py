"""Many feeds due at once: ours against httpx and feedparser done plainly, in the same run.

Each runs in a process of its own against the same server, which is a third one. Four feeds
of five have not changed; the fifth lists one item that is new.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import resource
import sqlite3
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.ingest.feeds.items import marked_items
from bot.ingest.feeds.parse import Feed, FeedItem
from bot.ingest.sources.reader import Reading
from bot.ingest.sources.refresh import refresh_sources
from bot.ingest.web.fetch import Fetcher
from bot.workers import Workers
from storage import Store
from storage.model import HeadlineDraft
from tests.benchmarks.feed_sites import FeedSites, title
from tests.benchmarks.heartbeat import heartbeat

ITEMS = 20
HOSTS = 60
# One feed of so many lists something new.
CHANGED = 5

AT_ONCE = 100


@asynccontextmanager
async def serving(feeds: int) -> AsyncIterator[FeedSites]:
    """Serve so many feeds from a process of its own; yield what knows their addresses."""
    command = ("-m", "tests.benchmarks.feed_sites", "--feeds", str(feeds), "--items", str(ITEMS))
    server = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
    try:
        first = await _line(server)
        yield FeedSites(feeds=feeds, items=ITEMS, hosts=HOSTS, port=urlsplit(first).port or 0)
    finally:
        server.kill()
        await server.wait()


async def conditional_gets(count: int) -> tuple[float, float]:
    """Ask for `count` feeds, 100 at once; return wall seconds, and CPU seconds of ours."""
    async with serving(count) as sites:
        fetcher = Fetcher(user_agent="benchmark", allow_private_networks=True, host_pause=0)
        room = asyncio.Semaphore(AT_ONCE)

        async def get(feed: int) -> int:
            async with room:
                page = await fetcher.get(sites.url(feed), etag=known_etag(sites, feed))
                return page.status

        began, cpu = time.monotonic(), time.process_time()
        statuses = await asyncio.gather(*map(get, range(count)))
        seconds, cpu = time.monotonic() - began, time.process_time() - cpu
        await fetcher.close()
    unchanged = statuses.count(304)
    if unchanged != count - len(range(0, count, CHANGED)):
        raise RuntimeError(f"{unchanged} answers were 304")
    return seconds, cpu


def known_etag(sites: FeedSites, feed: int) -> str:
    """Return what a reader remembers of a feed: of every fifth, that it was one item shorter."""
    return sites.etag(feed) if feed % CHANGED else f'"{ITEMS - 1}"'


async def refresh_ours(sites: FeedSites, database_url: str) -> dict[str, float]:
    """Read all feeds as the bot does, to the end; return what it cost."""
    workers = Workers()
    fetcher = Fetcher(user_agent="benchmark", allow_private_networks=True, host_pause=0)
    async with Store(database_url) as store:
        await _prepare(store, sites)
        reading = Reading(store=store, fetcher=fetcher, workers=workers)
        began, count = time.monotonic(), 0
        async with heartbeat() as beat:
            # Rounds end after a minute; what is left is due in the next one.
            while due := await _due(store):
                count += await refresh_sources(reading, now=datetime.now(UTC))
        seconds = time.monotonic() - began
        del due
    await fetcher.close()
    await asyncio.to_thread(workers.close)
    return {
        "seconds": seconds,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "megabytes of a worker": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "new items": count,
        "loop blocked": beat.longest,
    }


async def _due(store: Store) -> int:
    async with store.read() as tx:
        return len(await tx.sources.due(datetime.now(UTC), limit=1))


async def _prepare(store: Store, sites: FeedSites) -> None:
    """Know all feeds as they were when every fifth had one item less."""
    now = datetime.now(UTC)
    async with store.write() as tx:
        for feed in range(len(sites.items)):
            source, _ = await tx.sources.add(sites.url(feed), title=f"Post {feed}", now=now)
            known = ITEMS if feed % CHANGED else ITEMS - 1
            items = (FeedItem(str(n), HeadlineDraft(title(feed, n))) for n in range(known))
            told = marked_items(Feed(title="", site_url=None, items=tuple(items)))
            marks = (mark for each in told for mark in each.marks)
            await tx.sources.mark_seen(source.id, marks, now=now)
            etag = known_etag(sites, feed)
            await tx.sources.change(replace(source, etag=etag, last_success_at=now))


async def refresh_plainly(sites: FeedSites, folder: Path) -> dict[str, float]:
    """Read all feeds with httpx and feedparser, as the documentation of both has it."""
    import feedparser  # noqa: PLC0415 - what is measured is only this way's
    import httpx  # noqa: PLC0415

    database = sqlite3.connect(folder / "plain.db")
    database.execute("CREATE TABLE seen (feed INTEGER, guid TEXT, PRIMARY KEY (feed, guid))")
    for feed in range(len(sites.items)):
        known = ITEMS if feed % CHANGED else ITEMS - 1
        rows = [(feed, str(number)) for number in range(known)]
        database.executemany("INSERT INTO seen VALUES (?, ?)", rows)
    database.commit()
    room, new = asyncio.Semaphore(AT_ONCE), 0
    began = time.monotonic()
    async with httpx.AsyncClient(follow_redirects=True, timeout=60) as client, heartbeat() as beat:

        async def read(feed: int) -> None:
            nonlocal new
            async with room:
                headers = {"If-None-Match": known_etag(sites, feed)}
                answer = await client.get(sites.url(feed), headers=headers)
                if answer.status_code == 304:
                    return
                for entry in feedparser.parse(answer.content).entries:
                    statement = "INSERT OR IGNORE INTO seen VALUES (?, ?)"
                    new += database.execute(statement, (feed, entry.id)).rowcount
                database.commit()

        await asyncio.gather(*map(read, range(len(sites.items))))
    return {
        "seconds": time.monotonic() - began,
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "new items": new,
        "loop blocked": beat.longest,
    }


async def both(feeds: int) -> dict[str, dict[str, float]]:
    """Return what reading so many feeds cost, ours and done plainly."""
    costs = {}
    async with serving(feeds) as sites:
        for how in ("ours", "plainly"):
            port = urlsplit(sites.url(0)).port
            command = ("-m", "tests.benchmarks.many_feeds", how, str(feeds), str(port))
            process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
            costs[how] = json.loads(await _line(process))
            await process.wait()
    return costs


async def _line(process: Process) -> str:
    if process.stdout is None:
        raise RuntimeError("the process has no output")
    line = await process.stdout.readline()
    if not line:
        raise RuntimeError("the process said nothing")
    return line.decode().strip()


def main() -> None:
    """Read feeds one way and print what it cost as JSON: for `both`."""
    parser = argparse.ArgumentParser()
    parser.add_argument("how", choices=["ours", "plainly"])
    parser.add_argument("feeds", type=int)
    parser.add_argument("port", type=int)
    given = parser.parse_args()
    sites = FeedSites(feeds=given.feeds, items=ITEMS, hosts=HOSTS, port=given.port)
    # As the bot does at its start.
    if given.how == "ours":
        from bot.text.embeddings.wordllama import meanings  # noqa: PLC0415 - what is measured is only this way's

        meanings([])
    gc.freeze()
    with tempfile.TemporaryDirectory() as folder:
        if given.how == "ours":
            cost = asyncio.run(refresh_ours(sites, f"sqlite+aiosqlite:///{folder}/news.db"))
        else:
            cost = asyncio.run(refresh_plainly(sites, Path(folder)))
    print(json.dumps(cost), flush=True)


if __name__ == "__main__":
    main()
