"""The lock of the one process that delivers; others may read and write meanwhile.

What arrived is noted in a file the moment it is known: a program that is killed in the
milliseconds of a commit would send it again. A power cut may take the file's last lines,
and such messages count as unsure, as they would without it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import IO, TypeAlias

from sqlalchemy import URL, text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import (
    StorageBusyError,
    StorageError,
    is_sqlite,
    plain_connection,
    storage_errors,
)

_log = logging.getLogger(__name__)

# Message and who sent it, which is unique for each start; with Telegram's number for it.
Arrived: TypeAlias = Mapping[tuple[int, str], int]


class Receipts:
    """The receipts of the one process that delivers.

    Args:
        path: Where they are kept; None keeps none.
    """

    def __init__(self, path: Path | None) -> None:
        """Open the file; where that can't be, none are kept."""
        self._file: IO[bytes] | None = None
        if path is not None:
            try:
                self._file = path.open("a+b", buffering=0)
            except OSError:
                _log.warning("can't open %s: what arrives is noted later", path, exc_info=True)

    def note(self, delivery_id: int, *, owner: str, message_id: int) -> None:
        """Note that a message arrived. Takes microseconds, and never fails."""
        if self._file is not None:
            line = json.dumps([delivery_id, owner, message_id]) + "\n"
            try:
                self._file.write(line.encode())
            except OSError:
                _log.warning("a receipt can't be kept", exc_info=True)

    def read(self) -> Arrived:
        """Return what arrived and may not be committed; half a line is none."""
        if self._file is None:
            return {}
        try:
            self._file.seek(0)
            lines = self._file.read().decode(errors="replace").splitlines()
        except OSError:
            _log.warning("the receipts can't be read", exc_info=True)
            return {}
        return dict(receipt for line in lines if (receipt := _receipt(line)))

    def clear(self) -> None:
        """Forget all: it is committed."""
        if self._file is not None:
            try:
                os.ftruncate(self._file.fileno(), 0)
            except OSError:
                _log.warning("the receipts can't be cleared", exc_info=True)

    def close(self) -> None:
        """Close the file; what it holds stays."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _receipt(line: str) -> tuple[tuple[int, str], int] | None:
    try:
        match json.loads(line):
            case [int() as delivery_id, str() as owner, int() as message_id]:
                return (delivery_id, owner), message_id
    except ValueError:
        pass
    return None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Not the number of the writers' lock in `storage.engine`.
_TRY_LOCK = text("SELECT pg_try_advisory_lock(2)")

# A connection that was cut on the way is silent for ever.
_ANSWER_SECONDS = 10.0

_BUSY = "another process delivers from this database"


class SoleRunner:
    """The one process that delivers.

    Attributes:
        receipts: What it knows to have arrived and may not be committed yet.
    """

    def __init__(self, receipts: Receipts) -> None:
        """Hold the lock of a file, which nobody can take away."""
        self.receipts = receipts

    async def stay(self) -> None:
        """Take the lock again if it was lost.

        Raises:
            StorageBusyError: Another process has it now: this one must stop.
            StorageError: Nobody can tell; ask again.
        """


class _PostgresqlRunner(SoleRunner):
    """Holds PostgreSQL's lock, which ends with its connection: this one belongs to no pool."""

    def __init__(self, url: URL) -> None:
        # The database's files are elsewhere, and so is where receipts would belong.
        super().__init__(Receipts(None))
        self._url = url
        self._stack = AsyncExitStack()
        self._connection: AsyncConnection | None = None

    async def stay(self) -> None:
        if self._connection is None or not await _answers(self._connection):
            await self.leave()
            await self.take()

    async def take(self) -> None:
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(plain_connection(self._url))
            with storage_errors():
                is_ours = (await connection.execute(_TRY_LOCK)).scalar_one()
            if not is_ours:
                raise StorageBusyError(_BUSY)
            self._connection = connection
            self._stack = stack.pop_all()

    async def leave(self) -> None:
        self._connection = None
        # A connection that is lost can't be closed properly.
        with suppress(StorageError):
            await self._stack.aclose()


async def _answers(connection: AsyncConnection) -> bool:
    try:
        with storage_errors():
            async with asyncio.timeout(_ANSWER_SECONDS):
                await connection.execute(text("SELECT 1"))
    except (StorageError, TimeoutError):
        return False
    return True


@asynccontextmanager
async def sole_holder(url: URL) -> AsyncIterator[SoleRunner]:
    """Hold the lock of the database at `url` until the block ends or the process dies.

    Raises:
        StorageBusyError: Another process, or another block of this one, holds it.
        StorageError: It can't be had at all.
    """
    if is_sqlite(url):
        with _locked(Path(f"{url.database}-lock")):
            receipts = Receipts(Path(f"{url.database}-receipts"))
            try:
                yield SoleRunner(receipts)
            finally:
                receipts.close()
        return
    runner = _PostgresqlRunner(url)
    await runner.take()
    try:
        yield runner
    finally:
        await runner.leave()


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
