"""One request at a time to each host, and a pause between two."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


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
