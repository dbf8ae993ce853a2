"""A stop in the middle of delivering and answering loses nothing and doubles nothing."""

from __future__ import annotations

from tests.system.stop_bot import stop_bot


async def test_stopped_while_it_delivers_and_something_hangs_it_loses_and_doubles_nothing(
    database_url,
):
    outcome = await stop_bot(
        database_url=database_url("sqlite"), digests=12, updates=6, stops=1, seed=2, patience="0.5"
    )

    assert (outcome.lost, outcome.doubled, outcome.unsure) == ([], [], 0)
    assert outcome.exit_codes == [0, 0]
