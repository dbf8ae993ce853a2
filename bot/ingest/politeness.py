"""One request at a time to each host, a pause between two, and many hosts at a time."""

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


class Turns:
    """Whose turn it is to ask a host. Who came first is served first."""

    def __init__(self, *, pause: float) -> None:
        """Keep the pause.

        Args:
            pause: Seconds from the end of a visit to the beginning of the next one.
        """
        self._pause = pause
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
