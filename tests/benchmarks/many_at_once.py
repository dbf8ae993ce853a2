"""Owe many readers a digest at once, with Telegram's limits on, and see when each comes.

    python -m tests.benchmarks.many_at_once --digests 1000
    python -m tests.benchmarks.many_at_once --digests 1000 --late-hours 5

Either all are owed theirs at the next full minute, or they were at any minute of the last
hours, some of them several times, and the bot comes back now. The bot is the real program in
a process of its own; Telegram is the strict server, which refuses more than 30 messages a
second.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.schedule.slots import due_slots, next_delivery
from storage import Store
from storage.model import DeliveryState, Schedule, Slot, Subscriber
from tests.botapi import BotApi
from tests.newsroom import ICEBREAKER, STRIKE, publish
from tests.system.kill_digests import ZONE, finish, states_of
from tests.system.program import start_program

MOST_SECONDS = 300.0

# How many of the readers were owed a digest more than once during the outage.
SEVERAL_SHARE = 0.3

# What is claimed together may be accepted in any order.
AT_ONCE = 8


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        arrivals: When each message came, in seconds from the minute at which the digests were
            owed, or from the start of the program; with the slot that it serves.
        refused: How many messages Telegram refused as one too many.
        lost: Readers who got none.
        doubled: Readers who got more than one.
        states: How many messages ended in each state.
    """

    arrivals: list[tuple[float, datetime]] = field(default_factory=list)
    refused: int = 0
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    states: dict[DeliveryState, int] = field(default_factory=dict)

    @property
    def most_in_a_second(self) -> int:
        """Return how many messages came in the fullest second."""
        times = [at for at, _ in self.arrivals]
        return max(bisect_left(times, at + 1) - number for number, at in enumerate(times))

    @property
    def out_of_order(self) -> int:
        """Return how many messages came behind `AT_ONCE` or more of an older slot."""
        slots = [slot for _, slot in self.arrivals]
        return sum(
            sum(earlier < slot for earlier in slots[:number]) >= AT_ONCE
            for number, slot in enumerate(slots)
        )


async def deliver_many(
    *, database_url: str, digests: int, seed: int, late_hours: int = 0, wait: bool = True
) -> Outcome:
    """Owe the digests, run the bot until all came, and tell when.

    Args:
        database_url: An empty database.
        digests: How many readers there are.
        seed: For when each is owed one.
        late_hours: How long the bot was away; 0 lets all be owed theirs at one minute.
        wait: Whether that minute is the next one; otherwise it has just passed.
    """
    readers = range(1001, 1001 + digests)
    outcome, loop = Outcome(), asyncio.get_running_loop()
    async with BotApi() as api, Store(database_url) as store:
        api.flood.is_on = True
        for reader in readers:
            api.world.chat(reader)
        now = datetime.now(UTC)
        for draft in (ICEBREAKER, STRIKE):
            await publish(store, draft, now=now)
        minute = now.replace(second=0, microsecond=0) + timedelta(minutes=1 if wait else 0)
        if late_hours:
            slots = await _owe_late(store, readers, hours=late_hours, chance=random.Random(seed))
        else:
            slots = await _owe_at(store, readers, minute)
        begin = loop.time()
        if not late_hours:
            begin += (minute - datetime.now(UTC)).total_seconds()
        process = await start_program(api, database_url)
        await api.wait_for_calls("sendMessage", digests, seconds=MOST_SECONDS)
        await finish(store, digests)
        process.send_signal(signal.SIGTERM)
        await process.wait()
        outcome.states = await states_of(store)
    outcome.arrivals = [(at - begin, slots[chat]) for at, chat in api.flood.arrivals]
    outcome.refused = api.flood.refused
    received = {reader: len(api.messages(reader)) for reader in readers}
    outcome.lost = [reader for reader, number in received.items() if not number]
    outcome.doubled = [reader for reader, number in received.items() if number > 1]
    return outcome


async def _owe_at(store: Store, readers: Sequence[int], at: datetime) -> dict[int, datetime]:
    schedule = Schedule((at.time(),))
    slot = Slot(at.date(), at.time(), at)
    async with store.write() as tx:
        for reader in readers:
            since = at - timedelta(hours=1)
            await tx.subscribers.put(Subscriber(reader, None, schedule, ZONE, slot, since=since))
    return dict.fromkeys(readers, at)


async def _owe_late(
    store: Store, readers: Sequence[int], *, hours: int, chance: random.Random
) -> dict[int, datetime]:
    """Return the slot that each reader is to be told now: the newest of those missed."""
    now = datetime.now(UTC)
    gone = now - timedelta(hours=hours)
    slots: dict[int, datetime] = {}
    async with store.write() as tx:
        for reader in readers:
            often = 3 if chance.random() < SEVERAL_SHARE else 1
            missed = [now - timedelta(minutes=chance.randint(1, 60 * hours)) for _ in range(often)]
            times = {each.time().replace(second=0, microsecond=0) for each in missed}
            schedule = Schedule(tuple(sorted(times)))
            first = next_delivery(gone - timedelta(minutes=1), schedule, ZONE)
            await tx.subscribers.put(Subscriber(reader, None, schedule, ZONE, first, since=gone))
            newest = due_slots(first, now=now, schedule=schedule, zone=ZONE).send
            assert newest is not None
            slots[reader] = newest.at
    return slots


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Owe many readers a digest at once.")
    parser.add_argument("--digests", type=int, default=1000)
    parser.add_argument("--late-hours", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            deliver_many(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                digests=given.digests,
                seed=given.seed,
                late_hours=given.late_hours,
            )
        )
    since = "the start of the program" if given.late_hours else "the minute"
    times = [at for at, _ in outcome.arrivals]
    print(f"digests {given.digests}, late by up to {given.late_hours} h, seed {given.seed}")
    print(f"first message {times[0]:.1f} s after {since}, last {times[-1]:.1f} s")
    print(f"most in a second {outcome.most_in_a_second}, 429s {outcome.refused}")
    print(f"lost {len(outcome.lost)}, doubled {len(outcome.doubled)}", end=", ")
    print(f"behind those of an older slot {outcome.out_of_order}")
    print(f"states {dict(outcome.states)}")


if __name__ == "__main__":
    main()
