"""How long the event loop was blocked: what everybody else in the bot had to wait."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

_BEAT_SECONDS = 0.005


@dataclass
class Heartbeat:
    """The longest time for which the loop did not get to a task that wanted to run.

    Attributes:
        longest: In seconds.
    """

    longest: float = 0.0


@asynccontextmanager
async def heartbeat() -> AsyncIterator[Heartbeat]:
    """Feel the loop's pulse within the block."""
    beat = Heartbeat()

    async def feel() -> None:
        clock = asyncio.get_running_loop().time
        while True:
            before = clock()
            await asyncio.sleep(_BEAT_SECONDS)
            beat.longest = max(beat.longest, clock() - before - _BEAT_SECONDS)

    feeling = asyncio.create_task(feel())
    try:
        yield beat
    finally:
        feeling.cancel()
        await asyncio.gather(feeling, return_exceptions=True)
