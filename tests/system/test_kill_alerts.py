"""Readers are alerted once although the bot is killed and Telegram loses answers."""

from __future__ import annotations

from tests.system.kill_alerts import kill_alerts


async def test_killed_again_and_again_it_doubles_no_alert_and_loses_none_unseen(database_url):
    outcome = await kill_alerts(database_url=database_url("sqlite"), readers=12, kills=2, seed=2)

    assert (outcome.lost, outcome.doubled, outcome.exit_code) == (0, 0, 0)
