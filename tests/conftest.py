"""What many tests need, each the real thing."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from website import Website


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    """A website of our own on loopback."""
    async with Website() as site:
        yield site
