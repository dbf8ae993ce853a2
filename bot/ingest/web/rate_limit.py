"""One request at a time to each host, a pause between two, none while it wants to be left alone."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

_Item = TypeVar("_Item")

# Hosts that are visited at the same time.
HOSTS_AT_ONCE = 50

# However long a host asks to be left alone.
MOST_CLOSED_SECONDS = 24 * 3_600


class Turns:
    """Whose turn it is to ask a host. Who came first is served first."""

    def __init__(self, *, pause: float) -> None:
        """Keep the pause: seconds from the end of a visit to the beginning of the next one."""
        self._pause = pause
        self._closed_until: dict[str, float] = {}
        # A turn that nobody has or waits for is forgotten.
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def at(self, host: str) -> AsyncIterator[None]:
        """Wait until `host` may be asked again, and have it for ourselves within the block."""
        turn = self._turns.setdefault(host, asyncio.Lock())
        await turn.acquire()
        try:
            yield
        finally:
            if self._pause > 0:
                asyncio.get_running_loop().call_later(self._pause, turn.release)
            else:
                turn.release()

    def close(self, host: str, *, seconds: float) -> None:
        """Note that `host` asked to be left alone from now on; at most a day is granted."""
        until = asyncio.get_running_loop().time() + min(seconds, MOST_CLOSED_SECONDS)
        if seconds > 0:
            self._closed_until[host] = max(until, self._closed_until.get(host, 0))

    def seconds_closed(self, host: str) -> float:
        """Return for how long `host` is to be left alone; 0 if it may be asked."""
        left = self._closed_until.get(host, 0) - asyncio.get_running_loop().time()
        if left <= 0:
            self._closed_until.pop(host, None)
        return max(left, 0)


async def visit_all(
    items: Iterable[_Item],
    visit: Callable[[_Item], Awaitable[None]],
    *,
    url_of: Callable[[_Item], str],
) -> None:
    """Visit each item, those of one host one after the other, hosts side by side.

    A host with many items keeps none of the others waiting.

    Args:
        items: What is to be visited.
        visit: Does it. An error of one leaves its host's other items unvisited, and is
            raised when all other hosts are done.
        url_of: Returns the address of an item.
    """
    by_host: defaultdict[str, list[_Item]] = defaultdict(list)
    for item in items:
        by_host[urlsplit(url_of(item)).hostname or ""].append(item)
    room = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def visit_host(items: list[_Item]) -> None:
        for item in items:
            async with room:
                await visit(item)

    ended = await asyncio.gather(*map(visit_host, by_host.values()), return_exceptions=True)
    for error in ended:
        if error is not None:
            raise error
