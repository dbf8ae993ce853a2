"""Work that may fail: processes for it, and a way to do much of it at a time.

Processes are for what is slow, hungry or fed with bytes from strangers.

A worker that loops for ever is killed, one that dies is replaced, and none takes more
memory than its share; the event loop notices nothing but an exception.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple

if TYPE_CHECKING:
    from pebble import ProcessPool

if sys.platform == "linux":
    import resource

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")
_Item = TypeVar("_Item")

# What parsers leak and caches keep is forgotten with the process. A new one has imported
# everything again after 1.5 s at most, which is 3 ms for each job.
JOBS_OF_A_WORKER = 500

# Address space, not memory in use. With numpy, sumy, trafilatura and the language model
# loaded, a worker takes half of it for the largest pages, feeds and texts that are read.
MEMORY_BYTES = 1024**3


class WorkerDiedError(Exception):
    """The process that ran the function died, or ran out of memory.

    Attributes:
        function: The function's name, for logs.
    """

    def __init__(self, function: str) -> None:
        """Keep the function's name."""
        self.function = function
        super().__init__(f"the worker process died while it ran {function}")


class Workers:
    """A few processes that run functions, each for a limited time."""

    def __init__(
        self,
        *,
        count: int = 2,
        seconds: float = 10,
        memory_bytes: int | None = MEMORY_BYTES,
    ) -> None:
        """Keep the limits; processes start with the first job.

        Args:
            count: How many jobs run at once; more wait their turn.
            seconds: How long a job may take, its waiting time not counted.
            memory_bytes: Address space of each process; None for no limit. Only Linux
                enforces it.
        """
        self._count = count
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self._pool: ProcessPool | None = None
        self._jobs: set[Future[Any]] = set()

    async def run(
        self,
        function: Callable[[*_Arguments], _Result],
        /,
        *args: *_Arguments,
        seconds: float | None = None,
    ) -> _Result:
        """Return `function(*args)`, computed in a worker process.

        Cancelling the caller kills the job.

        Args:
            function: A module's function or a `functools.partial` of one; it, `args`,
                the result and any exception are pickled.
            *args: Its arguments.
            seconds: How long this job may take, instead of the usual limit.

        Raises:
            TimeoutError: It took too long and was killed.
            WorkerDiedError: Its process died or ran out of memory.
            Exception: Whatever `function` raised, unchanged but for its `__cause__`,
                which holds the worker's traceback.
        """
        from concurrent.futures.process import BrokenProcessPool

        from pebble import ProcessExpired

        limit = self._seconds if seconds is None else seconds
        try:
            try:
                return await self._scheduled(function, args, limit)
            except BrokenProcessPool:
                # A process died, perhaps one that was idle: the job may be innocent.
                return await self._scheduled(function, args, limit)
        except (ProcessExpired, BrokenProcessPool, MemoryError) as error:
            name = getattr(function, "func", function).__qualname__
            raise WorkerDiedError(name) from error

    async def _scheduled(
        self,
        function: Callable[[*_Arguments], _Result],
        args: tuple[*_Arguments],
        seconds: float,
    ) -> _Result:
        pool = await self._running_pool()
        job = pool.schedule(function, args=args, timeout=seconds)
        self._jobs.add(job)
        job.add_done_callback(self._jobs.discard)
        return await asyncio.wrap_future(job)

    async def _running_pool(self) -> ProcessPool:
        # A process that dies between two jobs takes pebble's whole pool with it.
        if self._pool is not None and not self._pool.active:
            broken, self._pool = self._pool, None
            await asyncio.to_thread(broken.join)
        if self._pool is None:
            from multiprocessing import get_context

            from pebble import ProcessPool

            self._pool = ProcessPool(
                max_workers=self._count,
                max_tasks=JOBS_OF_A_WORKER,
                initializer=_prepare_process,
                initargs=(self._memory_bytes,),
                # Forking a process that has threads, as ours has, may deadlock the child.
                context=get_context("spawn"),
            )
        return self._pool

    def close(self) -> None:
        """Kill the processes and cancel the jobs under way. Closing twice is fine."""
        for job in tuple(self._jobs):
            job.cancel()
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]  # pebble leaves it untyped
            self._pool.join()
            self._pool = None


def _prepare_process(memory_bytes: int | None) -> None:
    # Pebble handles SIGTERM in Python, which waits until a loop in C is over, and gives
    # it three seconds. Nothing here needs tidying up.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # OpenBLAS reserves address space for every core of the machine, which on a large one
    # is more than the limit. It reads the C environment when numpy is imported.
    os.putenv("OPENBLAS_NUM_THREADS", "1")
    if sys.platform == "linux" and memory_bytes is not None:
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            memory_bytes = min(memory_bytes, hard)
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, hard))


async def isolate_failures(
    items: Sequence[_Item],
    work: Callable[[Sequence[_Item]], Awaitable[_Result]],
    *,
    alone: Callable[[_Item, Exception], Awaitable[_Result]],
    fatal: tuple[type[Exception], ...] = (),
) -> list[_Result]:
    """Do work for many items at a time, and none of it twice; one that fails costs no other.

    If it fails for all of them, it is done for either half, until the culprits are alone.

    Args:
        items: At least one.
        work: Does it for some, or for none of them if it raises.
        alone: Told of each culprit, returns what is to stand for it. What it raises ends all.
        fatal: Errors that are no item's fault, and end all at once.

    Returns:
        What `work` and `alone` returned, in the order of the items.
    """
    try:
        return [await work(items)]
    except fatal:
        raise
    except Exception as error:  # noqa: BLE001 - `alone` is told
        failure = error
    if len(items) == 1:
        return [await alone(items[0], failure)]
    half = len(items) // 2
    first = await isolate_failures(items[:half], work, alone=alone, fatal=fatal)
    return first + await isolate_failures(items[half:], work, alone=alone, fatal=fatal)
