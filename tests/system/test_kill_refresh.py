"""A kill at any moment of a refresh loses no item and doubles none: small, the same code."""

from __future__ import annotations

from tests.system.kill_refresh import kill_refresh


async def test_killed_while_it_reads_feeds_it_keeps_each_item_once(database_url):
    outcome = await kill_refresh(
        database_url=database_url("sqlite"), feeds=8, items=3, kills=1, seed=1
    )

    assert (outcome.lost, outcome.doubled) == ([], {})
    assert {name: found for name, (found, _) in outcome.effects.items()} == {
        name: wanted for name, (_, wanted) in outcome.effects.items()
    }
    assert outcome.exit_code == 0
