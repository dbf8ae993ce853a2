"""Connections: one writer and many readers, alike on SQLite and PostgreSQL.

A write transaction is alone, a read transaction sees one moment. Therefore what a repository
reads while it writes is still true when it writes, and no update is lost:

- SQLite: the driver begins a transaction only at the first write, after which 150
  increments by ten tasks came to 24. Its own transactions are off, and `BEGIN IMMEDIATE`
  is sent instead. A pool of one connection queues writers fairly (p99 0.23 s); five that
  wait for SQLite's lock starve each other (2.4 s).
- PostgreSQL: the same pool of one, and one lock for all processes at this database.

Whatever is done with a database may raise `StorageError`, which is said here alone. Absence
is no error: what isn't there is None.
"""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool


class StorageError(Exception):
    """The database failed; the driver's or SQLAlchemy's own error is the `__cause__`."""


class StorageBusyError(StorageError):
    """Another process runs the bot on this database already."""


# Seconds that one writer waits for another, and that PostgreSQL lets a transaction idle:
# a process that was stopped in the middle must not hold up the others for ever.
PATIENCE = 30

# Looks at a file that somebody else is about to turn into a database, within `PATIENCE`.
_TRIES = 1500

# Any number will do; PostgreSQL's advisory locks belong to one database.
_WRITING = 1


def is_sqlite(url: URL) -> bool:
    """Return whether `url` names a SQLite file."""
    return url.get_backend_name() == "sqlite"


def writing_engine(url: URL, *, foreign_keys: bool = True) -> AsyncEngine:
    """Return the engine with the one connection that writes.

    Args:
        url: The database.
        foreign_keys: False while a migration rebuilds SQLite's tables, where dropping
            the old table would empty those that refer to it.
    """
    pool = {"pool_size": 1, "max_overflow": 0, "pool_timeout": PATIENCE}
    if not is_sqlite(url):
        return _postgresql(url, begin=f"SELECT pg_advisory_xact_lock({_WRITING})", **pool)
    pragmas = (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
    )
    return _sqlite(url, begin="BEGIN IMMEDIATE", pragmas=pragmas, **pool)


def reading_engine(url: URL, *, connections: int) -> AsyncEngine:
    """Return an engine whose transactions see one moment and can't write.

    Args:
        url: The database.
        connections: How many stay open; more are opened when many read at once.
    """
    if not is_sqlite(url):
        begin = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
        return _postgresql(url, begin=begin, pool_size=connections)
    return _sqlite(url, begin="BEGIN", pragmas=("query_only = ON",), pool_size=connections)


@asynccontextmanager
async def plain_connection(url: URL) -> AsyncIterator[AsyncConnection]:
    """Open a connection outside of transactions and pools, and close it at the end.

    For what can't run inside a transaction (`VACUUM INTO`) or outlives all of them
    (PostgreSQL's lock of the one process that delivers).
    """
    engine = create_async_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with storage_errors():
        async with engine.connect() as connection:
            yield connection


async def copy_sqlite(url: URL, path: Path) -> None:
    """Write an intact copy of the SQLite database to `path`, while others work on it.

    Copying the file itself under load gives a corrupt one.

    Raises:
        StorageError: `path` exists, or can't be written.
    """
    async with plain_connection(url) as connection:
        await connection.execute(text("VACUUM INTO :path"), {"path": str(path)})


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction; commit it at the end, roll it back on any error.

    Raises:
        StorageError: The database failed, or nobody let us in within `PATIENCE`.
    """
    with storage_errors():
        async with engine.begin() as connection:
            yield connection


@contextmanager
def storage_errors() -> Iterator[None]:
    """Turn every error of SQLAlchemy into a `StorageError`, the only place that does.

    Its message is the driver's; the statement is left out, because logs are no place for
    what readers read.

    Raises:
        StorageError: SQLAlchemy raised something; that is the `__cause__`.
    """
    try:
        yield
    except DBAPIError as error:
        raise StorageError(str(error.orig)) from error
    except SQLAlchemyError as error:
        raise StorageError(str(error)) from error


def _sqlite(url: URL, *, begin: str, pragmas: tuple[str, ...], **pool: Any) -> AsyncEngine:
    engine = _engine(
        url, begin=begin, connect_args={"isolation_level": None, "timeout": PATIENCE}, **pool
    )

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            _say(f"PRAGMA {pragma}", cursor)
        cursor.close()

    return engine


def _say(statement: str, cursor: Any) -> None:
    """Execute a statement for which SQLite doesn't wait, as it does for locks of others.

    The first to open a new file turns WAL on, and who comes at the same moment is refused.
    """
    for _ in range(_TRIES):
        try:
            cursor.execute(statement)
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                raise
            time.sleep(PATIENCE / _TRIES)
        else:
            return
    cursor.execute(statement)


def _postgresql(url: URL, *, begin: str, **pool: Any) -> AsyncEngine:
    milliseconds = PATIENCE * 1000
    options = (
        f"-c lock_timeout={milliseconds} -c idle_in_transaction_session_timeout={milliseconds}"
    )
    # The server may have been restarted since a connection was last used.
    return _engine(url, begin=begin, connect_args={"options": options}, pool_pre_ping=True, **pool)


def _engine(url: URL, *, begin: str, **options: Any) -> AsyncEngine:
    engine = create_async_engine(
        url,
        hide_parameters=True,
        json_serializer=partial(json.dumps, ensure_ascii=False, separators=(",", ":")),
        **options,
    )

    @event.listens_for(engine.sync_engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
