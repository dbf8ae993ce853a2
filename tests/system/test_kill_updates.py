"""A kill at any moment loses no update and doubles no effect: small, the same code."""

from __future__ import annotations

from collections.abc import Callable

from tests.system.kill_updates import kill_updates


async def test_killed_while_updates_wait_it_answers_each_and_does_each_once(
    database_url: Callable[[str], str],
) -> None:
    outcome = await kill_updates(
        database_url=database_url("postgresql"), updates=6, more=3, kills=2, seed=5
    )

    assert outcome.lost == []
    assert {name: found for name, (found, _) in outcome.effects.items()} == {
        name: wanted for name, (_, wanted) in outcome.effects.items()
    }
    assert sum(outcome.doubled.values()) <= sum(outcome.in_flight)
    assert outcome.unlisted == []
    assert outcome.exit_code == 0
