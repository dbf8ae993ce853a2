"""A host is asked one thing at a time, with a pause between two; hosts don't wait for others."""

from __future__ import annotations

import asyncio

import pytest

from bot.ingest.web.fetch import Turns


class Visits:
    """Writes down when each visit began and ended, in seconds of the loop's clock."""

    def __init__(self, turns: Turns) -> None:
        """Visit in these turns."""
        self._turns = turns
        self.spans: list[tuple[str, float, float]] = []

    async def to(self, host: str, *, steps: int = 3) -> None:
        """Visit a host for so many turns of the loop."""
        clock = asyncio.get_running_loop().time
        async with self._turns.at(host):
            began = clock()
            for _ in range(steps):
                await asyncio.sleep(0)
            self.spans.append((host, began, clock()))


async def test_after_its_pause_a_host_is_visited_again():
    visits = Visits(Turns(pause=0.001))
    await asyncio.gather(*(visits.to("a.example") for _ in range(4)))

    assert len(visits.spans) == 4


async def test_without_a_pause_visits_follow_each_other_one_at_a_time():
    visits = Visits(Turns(pause=0))
    await asyncio.gather(*(visits.to("a.example") for _ in range(4)))

    ends = [0.0, *(end for _, _, end in visits.spans)]
    assert all(began >= end for (_, began, _), end in zip(visits.spans, ends, strict=False))


async def test_during_its_pause_only_other_hosts_are_visited():
    visits = Visits(Turns(pause=3600))
    await visits.to("a.example")
    waiting = asyncio.create_task(visits.to("a.example"))
    await visits.to("b.example")
    waiting.cancel()
    await asyncio.wait([waiting])

    assert [host for host, _, _ in visits.spans] == ["a.example", "b.example"]


async def test_who_comes_first_is_served_first_and_who_leaves_lets_the_others_pass():
    visits, order = Visits(Turns(pause=0)), []

    async def visit(number: int) -> None:
        await visits.to("a.example")
        order.append(number)

    tasks = [asyncio.create_task(visit(number)) for number in range(4)]
    await asyncio.sleep(0)
    tasks[1].cancel()
    await asyncio.wait(tasks)
    assert order == [0, 2, 3]


async def test_a_visit_that_fails_ends_its_turn():
    turns = Turns(pause=0)
    with pytest.raises(OSError, match="reset"):
        async with turns.at("a.example"):
            raise OSError("reset")
    async with asyncio.timeout(5), turns.at("a.example"):
        pass


async def test_a_host_that_asks_for_it_is_left_alone_and_no_other():
    turns = Turns(pause=0)
    turns.close("a.example", seconds=7_200)
    turns.close("a.example", seconds=60)

    assert 7_100 < turns.seconds_closed("a.example") <= 7_200
    assert turns.seconds_closed("b.example") == 0


@pytest.mark.parametrize(
    ("seconds", "most"),
    [
        pytest.param(0, 0, id="not at all"),
        pytest.param(-5, 0, id="the past"),
        pytest.param(9e30, 24 * 3_600, id="for ever"),
    ],
)
async def test_no_host_is_left_alone_for_longer_than_a_day(seconds, most):
    turns = Turns(pause=0)
    turns.close("a.example", seconds=seconds)
    assert turns.seconds_closed("a.example") <= most


async def test_a_host_may_be_asked_again_when_its_time_is_over():
    turns = Turns(pause=0)
    turns.close("a.example", seconds=0.001)
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(0.002, over.set)
    await over.wait()
    assert turns.seconds_closed("a.example") == 0
