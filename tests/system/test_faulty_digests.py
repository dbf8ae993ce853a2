"""Whatever goes wrong on the way, readers get their digests, and no alert twice."""

from __future__ import annotations

import pytest

from tests.fast_time import run_fast
from tests.system.faulty_digests import Trouble, deliver_with_faults

# In seconds of the bot's time after the end of the trouble: four times what it takes, for work
# on a busy machine takes long in that time.
PATIENCE = 400


@pytest.mark.parametrize(
    ("trouble", "kind"),
    [
        pytest.param(Trouble.RANDOM, "sqlite", id="random"),
        pytest.param(Trouble.RANDOM, "postgresql", id="random-postgresql"),
        pytest.param(Trouble.SENDS_ONLY, "postgresql", id="5xx-sends"),
        pytest.param(Trouble.REFUSED, "sqlite", id="refused"),
    ],
)
def test_nothing_is_lost_and_no_more_is_doubled_than_went_wrong(
    database_url, workers, kind, trouble
):
    outcome = run_fast(
        deliver_with_faults(
            database_url=database_url(kind),
            digests=30,
            alerts=6,
            trouble=trouble,
            seed=3,
            workers=workers,
        ),
        speed=20,
    )

    injected = sum(number for fault, number in outcome.injected.items() if fault.is_accepted)
    assert (outcome.lost, outcome.alerts_lost, outcome.alerts_doubled) == ([], [], [])
    assert sum(outcome.doubled.values()) <= injected
    assert trouble is Trouble.RANDOM or outcome.seconds <= PATIENCE
