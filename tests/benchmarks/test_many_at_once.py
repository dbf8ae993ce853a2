"""Many digests at once keep within Telegram's limits, and late ones come newest first."""

from __future__ import annotations

import pytest

from tests.benchmarks.many_at_once import deliver_many


@pytest.mark.parametrize(
    ("late_hours", "kind"),
    [
        pytest.param(0, "postgresql", id="in the same minute"),
        pytest.param(5, "sqlite", id="after an outage"),
    ],
)
async def test_many_digests_at_once_come_within_the_limits(database_url, kind, late_hours):
    outcome = await deliver_many(
        database_url=database_url(kind), digests=30, seed=1, late_hours=late_hours, wait=False
    )

    assert (outcome.lost, outcome.doubled) == ([], [])
    assert outcome.refused <= 1
    assert outcome.most_in_a_second <= 30
