"""An event loop on whose clock time runs faster: ten minutes without a network in ten seconds."""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")


class FastLoop(asyncio.SelectorEventLoop):
    """An event loop with `speed` seconds in each real one.

    Pauses, timers and timeouts of all that runs in it are in its time. Work takes as long as
    it takes, which is more in this time: what comes of it is never better than it would be.
    """

    def __init__(self, speed: float = 1) -> None:
        """Start the clock."""
        self._speed = speed
        self._shown = self._since = time.monotonic()
        self._started_at = datetime.now(UTC)
        self._start = self._shown
        super().__init__(_FastSelector(lambda: self._speed))

    def time(self) -> float:
        """Return the seconds of its clock."""
        return self._shown + (time.monotonic() - self._since) * self._speed

    def now(self) -> datetime:
        """Return the present instant on its clock, aware and in UTC."""
        return self._started_at + timedelta(seconds=self.time() - self._start)

    @property
    def speed(self) -> float:
        """How many seconds pass in a real one; may be changed at any time."""
        return self._speed

    @speed.setter
    def speed(self, speed: float) -> None:
        self._shown, self._since = self.time(), time.monotonic()
        self._speed = speed


class _FastSelector(selectors.DefaultSelector):
    def __init__(self, speed: Callable[[], float]) -> None:
        super().__init__()
        self._speed_now = speed

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait as long as it is until the loop's next timer, in real seconds."""
        return super().select(timeout / self._speed_now() if timeout else timeout)


def run_fast(work: Coroutine[Any, Any, T], *, speed: float) -> T:
    """Run `work` in a loop of this speed and return what it returns."""
    with asyncio.Runner(loop_factory=lambda: FastLoop(speed)) as runner:
        return runner.run(work)


def fast_loop() -> FastLoop:
    """Return the loop that runs, which is a `FastLoop`."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, FastLoop)
    return loop
