"""Kill the bot while it delivers, again and again, and count what readers got.

    python -m tests.benchmarks.kill_digests --digests 200 --kills 20 --seed 1

The bot is the real program in a process of its own; Telegram is the strict server, which
answers late enough that some messages are on their way at every kill. A digest is lost if
its reader got none, doubled if the reader got it twice. Doubled ones must be as few as
messages were in flight at the kills, and each must be listed as unsure.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.schedule import next_delivery
from storage.model import DeliveryState, Schedule, Subscriber
from storage.store import Store
from tests.benchmarks.program import PROGRAM, start_program
from tests.botapi import BotApi, Fault, Kind
from tests.newsroom import ICEBREAKER, STRIKE, publish

ZONE = ZoneInfo("UTC")

# Telegram's answers take so long; at 25 messages a second, seven are on their way.
ANSWER_SECONDS = 0.3

# A life in which nothing is sent ends after so long, and so does the last one.
LIFE_SECONDS = 15.0
LAST_LIFE_SECONDS = 180.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        digests: How many were owed.
        in_flight: How many messages were being sent at each kill.
        lost: Readers who got none.
        doubled: Messages too many, by reader.
        unlisted: Readers who got too many, and whose message is not listed as unsure.
        unsure: How many messages are listed as unsure.
        states: How many messages ended in each state.
        exit_code: Of the last life, which is ended by SIGTERM.
    """

    digests: int
    in_flight: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    doubled: dict[int, int] = field(default_factory=dict)
    unlisted: list[int] = field(default_factory=list)
    unsure: int = 0
    states: dict[DeliveryState, int] = field(default_factory=dict)
    exit_code: int | None = None


async def kill_digests(
    *, database_url: str, digests: int, kills: int, seed: int, program: Sequence[str] = PROGRAM
) -> Outcome:
    """Owe `digests`, kill the bot `kills` times while they go out, and let it finish."""
    chance, outcome = random.Random(seed), Outcome(digests)
    readers = range(1001, 1001 + digests)
    async with BotApi() as api, Store(database_url) as store:
        await _owe(store, readers)
        for reader in readers:
            api.world.chat(reader)
        # As many as there may be messages: each digest twice at most, and once more.
        late = [Fault(Kind.SLOW, ANSWER_SECONDS)] * (3 * digests)
        api.faults.next("sendMessage", *late)
        for _ in range(kills):
            process = await start_program(api, database_url, program=program)
            await _live(api, chance)
            # It lives, or this says so: a bot that ends by itself would prove nothing.
            process.send_signal(signal.SIGKILL)
            await process.wait()
            outcome.in_flight.append((await _states(store)).get(DeliveryState.SENDING, 0))
        process = await start_program(api, database_url, program=program)
        await _finish(store, digests)
        process.send_signal(signal.SIGTERM)
        outcome.exit_code = await process.wait()
        outcome.states = await _states(store)
        async with store.read() as tx:
            unsure = await tx.outbox.unsure_rows(limit=10 * digests)
    received = {reader: len(api.messages(reader)) for reader in readers}
    listed = {row.message.chat_id for row in unsure}
    outcome.lost = [reader for reader, count in received.items() if count == 0]
    outcome.doubled = {reader: count - 1 for reader, count in received.items() if count > 1}
    outcome.unlisted = [reader for reader in outcome.doubled if reader not in listed]
    outcome.unsure = len(unsure)
    return outcome


async def _owe(store: Store, readers: Sequence[int]) -> None:
    now = datetime.now(UTC)
    for draft in (ICEBREAKER, STRIKE):
        await publish(store, draft, now=now)
    a_minute_ago = (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    schedule = Schedule((a_minute_ago.time(),))
    slot = next_delivery(a_minute_ago - timedelta(seconds=1), schedule, ZONE)
    async with store.write() as tx:
        for reader in readers:
            await tx.subscribers.put(Subscriber(reader, None, schedule, ZONE, slot, since=now))


async def _live(api: BotApi, chance: random.Random) -> None:
    """Wait until the moment at which the bot is killed: sending, or anywhere before."""
    sent = len(api.calls("sendMessage"))
    if chance.random() < 0.75:
        more = chance.randint(1, 12)
        try:
            await api.wait_for_calls("sendMessage", sent + more, seconds=LIFE_SECONDS)
        except TimeoutError:
            return
        await asyncio.sleep(chance.uniform(0, ANSWER_SECONDS))
    else:
        await asyncio.sleep(chance.uniform(0, 3))


async def _finish(store: Store, digests: int) -> None:
    """Wait until every digest is built and every message is settled."""
    async with asyncio.timeout(LAST_LIFE_SECONDS):
        while True:
            states = await _states(store)
            waiting = states.get(DeliveryState.NEW, 0) + states.get(DeliveryState.SENDING, 0)
            if sum(states.values()) >= digests and not waiting:
                return
            await asyncio.sleep(0.2)


async def _states(store: Store) -> dict[DeliveryState, int]:
    async with store.read() as tx:
        return await tx.outbox.counts()


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kill the bot while it delivers digests.")
    parser.add_argument("--digests", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_digests(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                digests=given.digests,
                kills=given.kills,
                seed=given.seed,
            )
        )
    print(f"digests {outcome.digests}, kills {given.kills}, seed {given.seed}")
    print(f"in flight at the kills: {outcome.in_flight}")
    print(f"lost {len(outcome.lost)}, doubled {sum(outcome.doubled.values())}", end="; ")
    print(f"most copies too many for one reader {max(outcome.doubled.values(), default=0)}")
    print(f"unsure {outcome.unsure}, doubled but not listed {len(outcome.unlisted)}")
    print(f"states {dict(outcome.states)}, exit code {outcome.exit_code}")


if __name__ == "__main__":
    main()
