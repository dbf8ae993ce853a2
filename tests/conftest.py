"""What many tests need, each the real thing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack

import pytest

from bot.ingest.sources.reader import Reading
from bot.ingest.web.fetch import Fetcher
from bot.workers import Workers
from storage.store import Store
from tests.botapi import BotApi
from tests.databases import KINDS, Databases
from tests.website import Website


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    """A website of our own on loopback."""
    async with Website() as site:
        yield site


@pytest.fixture(scope="session")
def workers() -> Iterator[Workers]:
    """One process for slow work, the same for all tests: starting it takes a second."""
    workers = Workers(count=1)
    yield workers
    workers.close()


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    """A strict Bot API server on loopback."""
    async with BotApi() as api:
        yield api


@pytest.fixture(scope="session")
def databases() -> Iterator[Databases]:
    """Where databases are made; a server is started when a test first needs one."""
    databases = Databases()
    yield databases
    databases.close()


@pytest.fixture
def database_url(databases) -> Iterator[Callable[[str], str]]:
    """Return the address of a fresh database of the kind asked for, gone after the test."""
    with ExitStack() as stack:
        yield lambda kind: stack.enter_context(databases.fresh(kind))


@pytest.fixture(params=KINDS)
async def store(request, database_url) -> AsyncIterator[Store]:
    """A real store: same SQL as production, on each database, gone after the test."""
    async with Store(database_url(request.param)) as store:
        yield store


@pytest.fixture
async def reading(store, workers) -> AsyncIterator[Reading]:
    """What it takes to read sources: it may visit loopback, is not polite, has two admins."""
    fetcher = Fetcher(user_agent="test", allow_private_networks=True, host_pause=0)
    yield Reading(store=store, fetcher=fetcher, workers=workers, admins=(7, 8))
    await fetcher.close()
