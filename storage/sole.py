"""The lock of the one process that delivers; others may read and write meanwhile."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from sqlalchemy import URL, text

from storage.errors import StorageBusyError, StorageError
from storage.sessions import is_sqlite, plain_connection

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Not the number of the writers' lock in `storage.sessions`.
_TRY_LOCK = text("SELECT pg_try_advisory_lock(2)")

_BUSY = "another process delivers from this database"


@asynccontextmanager
async def sole_holder(url: URL) -> AsyncIterator[None]:
    """Hold the lock of the database at `url` until the block ends or the process dies.

    Raises:
        StorageBusyError: Another process, or another block of this one, holds it.
        StorageError: It can't be had at all.
    """
    if is_sqlite(url):
        with _locked(Path(f"{url.database}-lock")):
            yield
        return
    # The lock ends with its connection: this one belongs to no pool.
    async with plain_connection(url) as connection:
        if not (await connection.execute(_TRY_LOCK)).scalar_one():
            raise StorageBusyError(_BUSY)
        yield


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    try:
        file = path.open("ab")
    except OSError as error:
        raise StorageError(f"can't open {path}: {error.strerror}") from error
    # The file is never removed: two processes could then lock two files of one name.
    with file:
        try:
            _lock(file.fileno())
        except OSError as error:
            raise StorageBusyError(_BUSY) from error
        yield
