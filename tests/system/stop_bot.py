"""Stop the bot while it delivers and answers, again and again, and count what came of it.

    python -m tests.system.stop_bot --digests 400 --updates 60 --stops 20 --seed 1

The bot is the real program in a process of its own, with one command that never ends under
way at each stop; Telegram is the strict server. SIGTERM must end it within ten seconds, and
since it waits for the answers to what is on its way, nothing is lost and nothing doubled.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import sys
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage import Store
from storage.model import DeliveryState
from tests.botapi import BotApi, Fault, Kind
from tests.system.kill_digests import owe, states_of
from tests.system.kill_updates import ADMIN, ask
from tests.system.program import start_program

HANGING_PROGRAM = (sys.executable, "-m", "tests.system.hanging_program", "run")

FIRST_READER, FIRST_ASKING, HANGING = 1001, 100_001, 999

LIFE_SECONDS = 15.0
LAST_LIFE_SECONDS = 300.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        seconds: How long each stop took.
        exit_codes: Of each stop, and of the last life.
        waiting: How many updates waited at each stop.
        lost: Chats that got nothing.
        doubled: Chats that got something twice.
        unsure: How many messages are listed as unsure.
        states: How many messages ended in each state.
    """

    seconds: list[float] = field(default_factory=list)
    exit_codes: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)
    unsure: int = 0
    states: dict[DeliveryState, int] = field(default_factory=dict)


async def stop_bot(
    *,
    database_url: str,
    digests: int,
    updates: int,
    stops: int,
    seed: int,
    answer_seconds: float = 0.3,
    patience: str = "",
) -> Outcome:
    """Owe digests, let updates wait, stop the bot `stops` times, and let it finish.

    Args:
        database_url: An empty database.
        digests: How many readers are owed one.
        updates: How many updates wait.
        stops: How often the bot is stopped before it may finish.
        seed: For the moments of the stops.
        answer_seconds: How long Telegram takes to answer.
        patience: For how many seconds a stop waits for what hangs; the bot's own if empty.
    """
    chance, outcome, loop = random.Random(seed), Outcome(), asyncio.get_running_loop()
    readers = range(FIRST_READER, FIRST_READER + digests)
    asking = range(FIRST_ASKING, FIRST_ASKING + updates)
    async with BotApi() as api, Store(database_url) as store:
        await owe(store, readers, now=datetime.now(UTC))
        for reader in readers:
            api.world.chat(reader)
        late = [Fault(Kind.SLOW, answer_seconds)] * (2 * (digests + updates + stops))
        api.faults.next("sendMessage", *late)
        api.say(HANGING, HANGING, "/hang")
        ask(api, asking)
        for _ in range(stops):
            process = await start_program(
                api,
                database_url,
                program=HANGING_PROGRAM,
                ADMIN_IDS=str(ADMIN),
                HANGING="1",
                PATIENCE=patience,
            )
            await _live(api, chance)
            begin = loop.time()
            process.send_signal(signal.SIGTERM)
            outcome.exit_codes.append(await process.wait())
            outcome.seconds.append(loop.time() - begin)
            async with store.read() as tx:
                outcome.waiting.append(await tx.inbox.waiting() + len(api.updates.waiting))
        polls = api.updates.polls
        process = await start_program(
            api, database_url, program=HANGING_PROGRAM, ADMIN_IDS=str(ADMIN)
        )
        await api.wait_until_polled(polls + 1)
        await _finish(api, store, digests + updates + 1)
        process.send_signal(signal.SIGTERM)
        outcome.exit_codes.append(await process.wait())
        outcome.states = await states_of(store)
        async with store.read() as tx:
            outcome.unsure = len(await tx.outbox.unsure_rows(limit=10 * digests))
    received = {chat: len(api.messages(chat)) for chat in (*readers, *asking, HANGING)}
    outcome.lost = [chat for chat, number in received.items() if not number]
    outcome.doubled = [chat for chat, number in received.items() if number > 1]
    return outcome


async def _live(api: BotApi, chance: random.Random) -> None:
    """Wait until the moment of the stop: while messages go out, or anywhere else."""
    polls, sent = api.updates.polls, len(api.calls("sendMessage"))
    # Before it polls, a signal ends any program at once.
    await api.wait_until_polled(polls + 1)
    if chance.random() < 0.8:
        more = sent + chance.randint(1, 12)
        try:
            await api.wait_for_calls("sendMessage", more, seconds=LIFE_SECONDS)
        except TimeoutError:
            return
    await asyncio.sleep(chance.uniform(0, 0.5))


async def _finish(api: BotApi, store: Store, count: int) -> None:
    """Wait until every update is handled and every message settled."""
    async with asyncio.timeout(LAST_LIFE_SECONDS):
        while True:
            states = await states_of(store)
            async with store.read() as tx:
                waiting = await tx.inbox.waiting() + len(api.updates.waiting)
            waiting += states.get(DeliveryState.NEW, 0) + states.get(DeliveryState.SENDING, 0)
            if sum(states.values()) >= count and not waiting:
                return
            await asyncio.sleep(0.2)


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Stop the bot while it delivers and answers.")
    parser.add_argument("--digests", type=int, default=400)
    parser.add_argument("--updates", type=int, default=60, help="that wait at the start")
    parser.add_argument("--stops", type=int, default=20)
    parser.add_argument("--answer-seconds", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            stop_bot(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                digests=given.digests,
                updates=given.updates,
                stops=given.stops,
                seed=given.seed,
                answer_seconds=given.answer_seconds,
            )
        )
    print(f"digests {given.digests}, updates {given.updates}, stops {given.stops}", end=", ")
    print(f"seed {given.seed}, answers after {given.answer_seconds:g} s")
    print(f"updates waiting at the stops: {outcome.waiting}")
    print(f"seconds of each stop: {[round(each, 1) for each in outcome.seconds]}", end=", ")
    print(f"longest {max(outcome.seconds):.1f}")
    print(f"lost {len(outcome.lost)}, doubled {len(outcome.doubled)}", end=", ")
    print(f"unsure {outcome.unsure}, exit codes {sorted(set(outcome.exit_codes))}")
    print(f"states {dict(outcome.states)}")


if __name__ == "__main__":
    main()
