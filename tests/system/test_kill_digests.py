"""Readers get their digests although the bot is killed while it sends them."""

from __future__ import annotations

from tests.system.kill_digests import kill_digests


async def test_killed_again_and_again_it_loses_nothing_and_lists_what_it_doubled(database_url):
    outcome = await kill_digests(
        database_url=database_url("postgresql"), digests=30, kills=2, seed=1, answer_seconds=0.3
    )

    assert (outcome.lost, outcome.unlisted) == ([], [])
    assert sum(outcome.doubled.values()) <= sum(outcome.in_doubt)
    assert max(outcome.in_doubt) <= 8
    assert (sum(outcome.states.values()), outcome.exit_code) == (30, 0)
