"""A kill at any moment costs no reader a digest: small, the same code."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.model import DeliveryState
from tests.benchmarks.kill_digests import kill_digests


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_killed_while_digests_go_out_it_gives_each_reader_theirs(
    database_url: Callable[[str], str], kind: str
) -> None:
    outcome = await kill_digests(database_url=database_url(kind), digests=20, kills=2, seed=5)

    assert outcome.lost == []
    assert outcome.states == {DeliveryState.SENT: 20}
    assert sum(outcome.doubled.values()) <= sum(outcome.in_flight)
    assert outcome.unlisted == []
    assert outcome.exit_code == 0
