"""What many tests need, each the real thing."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar, TypeVarTuple

import hypothesis
import pytest
from xdist.workermanage import WorkerController

from bot.ingest.sources.reader import Reading
from bot.ingest.web.fetch import Fetcher
from bot.workers import Workers
from storage import Store
from tests.botapi import BotApi
from tests.databases import Databases, run_folder
from tests.website import Website

# No test is held to a time: on a busy machine any of them may take long.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_Arguments = TypeVarTuple("_Arguments")
_Result = TypeVar("_Result")

_FOLDER = pytest.StashKey[Path]()

# More would wait for the one server.
_MOST_WORKERS = 8


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Take every core for folders of tests; a file alone starts faster without workers."""
    cores = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    if cores == 1 or all(Path(name.partition("::")[0]).is_file() for name in config.args):
        return 0
    return min(cores, _MOST_WORKERS)


def pytest_configure(config: pytest.Config) -> None:
    """Give the run a folder for its databases, which goes with the run."""
    # Whatever the environment says: each of many processes would compile everything again.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Tests that are being collected all stay.
    gc.disable()
    if (given := getattr(config, "workerinput", None)) is not None:
        config.stash[_FOLDER] = Path(given["folder"])
        return
    folder = ExitStack()
    config.stash[_FOLDER] = folder.enter_context(run_folder())
    config.add_cleanup(folder.close)


def pytest_collection_finish() -> None:
    """Look for garbage among what tests make, not among the tests."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Tell a worker the folder of the run."""
    node.workerinput["folder"] = str(node.config.stash[_FOLDER])


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    """A website of our own on loopback."""
    async with Website() as site:
        yield site


class _PatientWorkers(Workers):
    """Workers that give jobs longer than readers would wait: the machine may be busy."""

    async def run(
        self,
        function: Callable[[*_Arguments], _Result],
        /,
        *args: *_Arguments,
        seconds: float | None = None,
    ) -> _Result:
        # A limit below a second is what a test is about.
        is_meant = seconds is not None and seconds < 1
        return await super().run(function, *args, seconds=seconds if is_meant else 60)


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """One process for slow work, the same for all tests: starting it takes a second."""
    workers = _PatientWorkers(count=1)
    yield workers
    workers.close()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A strict Bot API server on loopback."""
    async with BotApi() as api:
        yield api


@pytest.fixture(scope="session")
def databases(request) -> Databases:
    """Where databases are made; a server is started when a test first needs one."""
    return Databases(request.config.stash[_FOLDER])


@pytest.fixture
def database_url(databases) -> Iterator[Callable[[str], str]]:
    """Return the address of a fresh database of the kind asked for, gone after the test."""
    with ExitStack() as stack:
        yield lambda kind: stack.enter_context(databases.fresh(kind))


@pytest.fixture
async def store(request, database_url) -> AsyncIterator[Store]:
    """A real store: same SQL as production, gone after the test.

    On SQLite; `tests.databases.on_both_databases` asks for PostgreSQL too.
    """
    async with Store(database_url(getattr(request, "param", "sqlite"))) as store:
        yield store


@pytest.fixture
async def reading(store, workers) -> AsyncIterator[Reading]:
    """What it takes to read sources: it may visit loopback, is not polite, has two admins."""
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    yield Reading(store=store, fetcher=fetcher, workers=workers, admins=(7, 8))
    await fetcher.close()
