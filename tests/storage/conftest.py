"""Storage is where the databases differ: each test runs on both."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from storage import Store
from tests.databases import KINDS


@pytest.fixture(params=KINDS)
async def store(request, database_url) -> AsyncIterator[Store]:
    """A real store on each database, gone after the test."""
    async with Store(database_url(request.param)) as store:
        yield store
