"""Kill the bot while it delivers, again and again, and count what readers got.

    python -m tests.system.kill_digests --digests 1000 --kills 100 --seed 1
    python -m tests.system.kill_digests --digests 200 --kills 20 --answer-seconds 0.3

The bot is the real program in a process of its own; Telegram is the strict server. A digest
is lost if its reader got none, doubled if the reader got it twice. Nothing can be doubled but
what the server took and the bot had not committed; there must be no more of it at a kill than
messages are in flight at most, and each that is doubled must be listed as unsure.

The server answers as fast as it can, or so late that messages are on their way at each kill.
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

from bot.delivery.rate_limit import Limits
from bot.delivery.worker import IN_FLIGHT
from bot.schedule.slots import next_delivery
from storage import Store
from storage.model import DeliveryState, Schedule, Subscriber
from tests.botapi import BotApi, Fault, Kind
from tests.newsroom import ICEBREAKER, STRIKE, publish
from tests.system.program import PROGRAM, start_program

ZONE = ZoneInfo("UTC")

# So many of the kills come while digests go out; the others at any time from the start on.
SENDING_SHARE = 0.75
ANY_TIME_SECONDS = 3.0

# A life in which nothing is sent ends after so long, and so does the last one.
LIFE_SECONDS = 15.0
LAST_LIFE_SECONDS = 300.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        digests: How many were owed.
        claimed: How many messages were being sent at each kill, as far as the bot knew.
        in_doubt: How many of them the server had taken; of these, some have their receipt.
        lost: Readers who got none.
        doubled: Messages too many, by reader.
        unlisted: Readers who got too many, and whose message is not listed as unsure.
        unsure: How many messages are listed as unsure.
        states: How many messages ended in each state.
        exit_code: Of the last life, which is ended by SIGTERM.
    """

    digests: int
    claimed: list[int] = field(default_factory=list)
    in_doubt: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    doubled: dict[int, int] = field(default_factory=dict)
    unlisted: list[int] = field(default_factory=list)
    unsure: int = 0
    states: dict[DeliveryState, int] = field(default_factory=dict)
    exit_code: int | None = None


async def kill_digests(
    *,
    database_url: str,
    digests: int,
    kills: int,
    seed: int,
    answer_seconds: float = 0,
    program: Sequence[str] = PROGRAM,
) -> Outcome:
    """Owe `digests`, kill the bot `kills` times while they go out, and let it finish."""
    chance, outcome = random.Random(seed), Outcome(digests)
    readers = range(1001, 1001 + digests)
    # At this pace the last kill comes when most digests are out.
    sending_seconds = 1.8 * digests / (SENDING_SHARE * kills) / Limits().per_second
    async with BotApi() as api, Store(database_url) as store:
        await owe(store, readers, now=datetime.now(UTC))
        for reader in readers:
            api.world.chat(reader)
        if answer_seconds:
            # As many as there may be messages: each digest twice at most, and once more.
            late = [Fault(Kind.SLOW, answer_seconds)] * (3 * digests)
            api.faults.next("sendMessage", *late)
        for _ in range(kills):
            before = len(api.calls("sendMessage"))
            process = await start_program(api, database_url, program=program)
            await _live(api, chance, sending_seconds=sending_seconds)
            # It lives, or this says so: a bot that ends by itself would prove nothing.
            process.send_signal(signal.SIGKILL)
            await process.wait()
            outcome.claimed.append((await states_of(store)).get(DeliveryState.SENDING, 0))
            outcome.in_doubt.append(await _in_doubt(api, store, since=before))
        polls = api.updates.polls
        process = await start_program(api, database_url, program=program)
        await api.wait_until_polled(polls + 1)
        await finish(store, digests)
        process.send_signal(signal.SIGTERM)
        outcome.exit_code = await process.wait()
        outcome.states = await states_of(store)
        async with store.read() as tx:
            unsure = await tx.outbox.unsure_rows(limit=10 * digests)
    received = {reader: len(api.messages(reader)) for reader in readers}
    listed = {row.message.chat_id for row in unsure}
    outcome.lost = [reader for reader, count in received.items() if count == 0]
    outcome.doubled = {reader: count - 1 for reader, count in received.items() if count > 1}
    outcome.unlisted = [reader for reader in outcome.doubled if reader not in listed]
    outcome.unsure = len(unsure)
    return outcome


async def owe(store: Store, readers: Sequence[int], *, now: datetime) -> None:
    """Publish news, and let each reader be owed a digest of a minute ago."""
    for draft in (ICEBREAKER, STRIKE):
        await publish(store, draft, now=now)
    a_minute_ago = (now - timedelta(minutes=1)).replace(second=0, microsecond=0)
    schedule = Schedule((a_minute_ago.time(),))
    slot = next_delivery(a_minute_ago - timedelta(seconds=1), schedule, ZONE)
    async with store.write() as tx:
        for reader in readers:
            await tx.subscribers.put(Subscriber(reader, None, schedule, ZONE, slot, since=now))


async def _live(api: BotApi, chance: random.Random, *, sending_seconds: float) -> None:
    """Wait until the moment at which the bot is killed: sending, or anywhere before."""
    if chance.random() >= SENDING_SHARE:
        await asyncio.sleep(chance.uniform(0, ANY_TIME_SECONDS))
        return
    sent = len(api.calls("sendMessage"))
    try:
        await api.wait_for_calls("sendMessage", sent + 1, seconds=LIFE_SECONDS)
    except TimeoutError:
        return
    await asyncio.sleep(chance.uniform(0, sending_seconds))


async def _in_doubt(api: BotApi, store: Store, *, since: int) -> int:
    """Return how many messages after the call `since` arrived without the bot's noting it."""
    chats = [int(given["chat_id"]) for given in api.calls("sendMessage")[since:]]
    async with store.read() as tx:
        noted = [await tx.outbox.about(chat, api.messages(chat)[-1].id) for chat in chats]
    return noted.count("")


async def finish(store: Store, digests: int) -> None:
    """Wait until every digest is built and every message is settled."""
    async with asyncio.timeout(LAST_LIFE_SECONDS):
        while True:
            states = await states_of(store)
            waiting = states.get(DeliveryState.NEW, 0) + states.get(DeliveryState.SENDING, 0)
            if sum(states.values()) >= digests and not waiting:
                return
            await asyncio.sleep(0.2)


async def states_of(store: Store) -> dict[DeliveryState, int]:
    """Return how many messages are in each state."""
    async with store.read() as tx:
        return await tx.outbox.counts()


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kill the bot while it delivers digests.")
    parser.add_argument("--digests", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--answer-seconds", type=float, default=0, help="0: as fast as it can")
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_digests(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                digests=given.digests,
                kills=given.kills,
                seed=given.seed,
                answer_seconds=given.answer_seconds,
            )
        )
    doubled = sum(outcome.doubled.values())
    print(f"digests {outcome.digests}, kills {given.kills}, seed {given.seed}", end=", ")
    print(f"answers after {given.answer_seconds} s")
    print(f"claimed at the kills: {outcome.claimed}")
    print(f"of these taken by the server: {outcome.in_doubt}, most {max(outcome.in_doubt)}")
    print(
        f"lost {len(outcome.lost)}, doubled {doubled} ({doubled / outcome.digests:.1%})", end=", "
    )
    print(f"most copies too many for one reader {max(outcome.doubled.values(), default=0)}")
    print(f"unsure {outcome.unsure}, doubled but not listed {len(outcome.unlisted)}")
    print(f"states {dict(outcome.states)}, exit code {outcome.exit_code}")
    kept = not outcome.lost and not outcome.unlisted and max(outcome.in_doubt) <= IN_FLIGHT
    print("kept" if kept else "BROKEN")


if __name__ == "__main__":
    main()
