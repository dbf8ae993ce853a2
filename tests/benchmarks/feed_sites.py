"""Many small news sites on loopback, each with feeds that grow, on hosts of their own."""

from __future__ import annotations

import argparse
import asyncio
import random
from collections.abc import Iterator
from types import TracebackType
from typing import Self

from aiohttp import web

_FIRST_WORDS = ("Harbour", "Bridge", "Council", "Ferry", "Museum", "Dam", "Market", "Orchard")
_LAST_WORDS = ("reopens", "expands", "closes", "moves", "celebrates", "recovers", "votes", "waits")
# Enough syllables that texts share few words, as news do.
_SYLLABLES = ("ka", "ro", "mi", "lan", "tes", "vor", "nu", "shi", "pel", "gra", "dun", "ber", "oth")

_ITEM_KINDS = 3


class FeedSites:
    """A server that answers at many addresses of loopback.

    The items of a feed are of three kinds, in turn: with their text; with a title alone; with
    a title and a link to a page that has the text.

    Attributes:
        items: How many items each feed lists now; the newest come first.
        visits: How many requests were answered.
    """

    def __init__(
        self, *, feeds: int, items: int, hosts: int = 60, seconds: float = 0.02, port: int = 0
    ) -> None:
        """Prepare the feeds; nothing is opened yet.

        Args:
            feeds: How many.
            items: How many items each has.
            hosts: On how many hosts they are.
            seconds: How long an answer takes.
            port: The port on all hosts; 0 for a free one.
        """
        self.items = [items] * feeds
        self.visits = 0
        self._hosts = min(hosts, feeds)
        self._seconds = seconds
        self._port = port

    async def __aenter__(self) -> Self:
        """Open the same port on all hosts."""
        application = web.Application()
        application.router.add_get("/{feed}/feed", self._feed)
        application.router.add_get("/{feed}/{item}", self._page)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        for number in range(1, self._hosts + 1):
            site = web.TCPSite(self._runner, f"127.0.0.{number}", self._port)
            await site.start()
            self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close."""
        await self._runner.cleanup()

    def url(self, feed: int) -> str:
        """Return the address of a feed."""
        return f"{self._site(feed)}/feed"

    def etag(self, feed: int) -> str:
        """Return what marks the feed as it is now."""
        return f'"{self.items[feed]}"'

    def titles(self) -> Iterator[str]:
        """Yield the title of each item of all feeds."""
        for feed, count in enumerate(self.items):
            for item in range(count):
                yield title(feed, item)

    def _site(self, feed: int) -> str:
        return f"http://127.0.0.{feed % self._hosts + 1}:{self._port}/{feed}"

    async def _feed(self, request: web.Request) -> web.Response:
        self.visits += 1
        feed = int(request.match_info["feed"])
        if self._seconds:
            await asyncio.sleep(self._seconds)
        headers = {"ETag": self.etag(feed)}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        items = "".join(self._item(feed, item) for item in reversed(range(self.items[feed])))
        content = f"<rss version='2.0'><channel><title>Post {feed}</title>{items}</channel></rss>"
        return web.Response(text=content, content_type="application/rss+xml", headers=headers)

    def _item(self, feed: int, item: int) -> str:
        name = f"<title>{title(feed, item)}</title><guid isPermaLink='false'>{item}</guid>"
        match item % _ITEM_KINDS:
            case 0:
                return f"<item>{name}<description>{text(feed, item)}</description></item>"
            case 1:
                return f"<item>{name}</item>"
            case _:
                return f"<item>{name}<link>{self._site(feed)}/{item}</link></item>"

    async def _page(self, request: web.Request) -> web.Response:
        self.visits += 1
        feed, item = int(request.match_info["feed"]), int(request.match_info["item"])
        name = title(feed, item)
        content = (
            f"<!doctype html><html lang='en'><head><title>{name}</title></head><body><article>"
            f"<h1>{name}</h1><p>{text(feed, item)}</p></article></body></html>"
        )
        return web.Response(text=content, content_type="text/html")


def title(feed: int, item: int) -> str:
    """Return the title of an item, which no other has."""
    chance = random.Random(f"title {feed} {item}")
    return (
        f"{chance.choice(_FIRST_WORDS)} of {_name(chance)} and {_name(chance)} "
        f"{chance.choice(_LAST_WORDS)}, number {feed}.{item}"
    )


def text(feed: int, item: int) -> str:
    """Return the text of an item: more than eighty words."""
    chance = random.Random(f"text {feed} {item}")
    sentences = []
    for _ in range(7):
        subject, verb = chance.choice(_FIRST_WORDS).lower(), chance.choice(_LAST_WORDS)
        sentences.append(
            f"The {subject} of {_name(chance)} {verb} after the people of {_name(chance)} had "
            f"asked for it, said {_name(chance)} on Monday."
        )
    return " ".join(sentences)


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=3)).capitalize()


async def _serve(feeds: int, items: int, hosts: int) -> None:
    async with FeedSites(feeds=feeds, items=items, hosts=hosts, seconds=0) as sites:
        print(sites.url(0), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    """Serve until killed; the first line that is printed is the address of the first feed."""
    parser = argparse.ArgumentParser(description="Serve feeds on many hosts of loopback.")
    parser.add_argument("--feeds", type=int, required=True)
    parser.add_argument("--items", type=int, required=True)
    parser.add_argument("--hosts", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(_serve(given.feeds, given.items, given.hosts))


if __name__ == "__main__":
    main()
