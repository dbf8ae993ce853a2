"""Let sending go wrong in every way, and count what readers got.

    python -m tests.system.faulty_digests --digests 1000 --alerts 100 --seed 1
    python -m tests.system.faulty_digests --digests 1000 --trouble refused

random     one call in twenty goes wrong: cut, late, hung, 5xx or garbage, accepted or not
5xx        60 s long Telegram answers 502 to everything, and accepts nothing
5xx-sends  60 s long it answers 502 to messages alone
refused    ten minutes long nobody takes connections

Bot and server share a loop whose time runs faster than the world's, each in real HTTP. A
digest is lost if its reader got none. An alert may be held where nobody can tell whether it
arrived; it is lost if it is not there and not held either.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.app import build_app, build_due_digests
from bot.commands.table import COMMANDS
from bot.frontends.telegram.app import run
from bot.workers import Workers
from storage import Store
from storage.model import DeliveryKind, DeliveryState, Outgoing
from tests.botapi import BotApi, Fault, Kind
from tests.fast_time import fast_loop, run_fast
from tests.system.kill_digests import owe, states_of
from tests.telegram_bot import settings_for

SHARE = 0.05
FAULTS = (
    Kind.DROP_BEFORE,
    Kind.DROP_AFTER,
    # Later than the bot waits for an answer: bot.frontends.telegram.client.READ_SECONDS
    Fault(Kind.SLOW, 30),
    Kind.ERROR_BEFORE,
    Kind.ERROR_AFTER,
    Kind.GARBAGE,
    Kind.EMPTY,
    Kind.HANG,
)

BURST_SECONDS = 60.0
REFUSED_SECONDS = 600.0

# While nobody is there, hardly anything is to be done: time may run faster still.
AWAY_SPEED = 10.0

# In the bot's time; what takes longer than this is taken for a failure.
MOST_SECONDS = 900.0

FIRST_READER = 1001


class Trouble(StrEnum):
    """What goes wrong."""

    RANDOM = "random"
    SERVER_ERRORS = "5xx"
    SENDS_ONLY = "5xx-sends"
    REFUSED = "refused"


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        injected: How many sends went wrong, by kind.
        lost: Readers who got no digest.
        doubled: Digests too many, by reader.
        alerts_lost: Alerts that neither arrived nor are held.
        alerts_doubled: Alerts that came twice.
        alerts_held: Alerts that are held for the admin to see.
        seconds: From the end of the trouble, or from the start, to the last message.
        states: How many messages ended in each state.
    """

    injected: Counter[Kind] = field(default_factory=Counter)
    lost: list[int] = field(default_factory=list)
    doubled: dict[int, int] = field(default_factory=dict)
    alerts_lost: list[str] = field(default_factory=list)
    alerts_doubled: list[str] = field(default_factory=list)
    alerts_held: list[str] = field(default_factory=list)
    seconds: float = 0
    states: dict[DeliveryState, int] = field(default_factory=dict)


async def deliver_with_faults(
    *,
    database_url: str,
    digests: int,
    alerts: int,
    trouble: Trouble,
    seed: int,
    workers: Workers | None = None,
) -> Outcome:
    """Owe digests and alerts, let sending go wrong, and wait until all is settled.

    Runs in a `FastLoop`.

    Args:
        database_url: An empty database.
        digests: How many readers are owed one.
        alerts: How many of them are told an alert, too.
        trouble: What goes wrong.
        seed: For when it does.
        workers: That the bot works with; None for some of its own.
    """
    readers = range(FIRST_READER, FIRST_READER + digests)
    loop, stop, outcome = fast_loop(), asyncio.Event(), Outcome()
    async with (
        BotApi() as api,
        build_app(settings_for(api, database_url=database_url), clock=loop.now) as built,
    ):
        app = replace(built, workers=workers or built.workers)
        await owe(app.store, readers, now=loop.now())
        await _alert(app.store, readers[:alerts])
        for reader in readers:
            api.world.chat(reader)
        if trouble is Trouble.RANDOM:
            api.faults.share("sendMessage", SHARE, *FAULTS, seed=seed)
        running = asyncio.create_task(
            run(app, COMMANDS, ticks=[lambda: build_due_digests(app)], stop=stop)
        )
        begin = loop.time()
        if trouble is not Trouble.RANDOM:
            await api.wait_for_calls("sendMessage", digests // 4, seconds=MOST_SECONDS)
            await _outage(api, trouble, seed=seed)
            begin = loop.time()
        await _finish(app.store, digests + alerts)
        outcome.seconds = max(at for at, _ in api.flood.arrivals) - begin
        stop.set()
        await running
        outcome.states = await states_of(app.store)
        async with app.store.read() as tx:
            held = await tx.held.newest(digests + alerts)
    outcome.alerts_held = [
        one.message.text for one in held if one.message.kind is DeliveryKind.ALERT
    ]
    _count(api, readers, alerts, outcome)
    return outcome


async def _alert(store: Store, chats: Sequence[int]) -> None:
    messages = [
        Outgoing(chat, DeliveryKind.ALERT, f"alert:{chat}", _alert_of(chat)) for chat in chats
    ]
    async with store.write() as tx:
        await tx.outbox.add(messages, due_at=fast_loop().now())


def _alert_of(chat: int) -> str:
    return f"Alert for {chat}"


async def _outage(api: BotApi, trouble: Trouble, *, seed: int) -> None:
    """Let the trouble begin, last and end."""
    loop, speed = fast_loop(), fast_loop().speed
    loop.speed = speed * AWAY_SPEED
    if trouble is Trouble.REFUSED:
        await api.go_away()
        await asyncio.sleep(REFUSED_SECONDS)
        loop.speed = speed
        await api.come_back()
        return
    methods = ("sendMessage", "getMe", "getUpdates")
    for method in methods[:1] if trouble is Trouble.SENDS_ONLY else methods:
        api.faults.share(method, 1, Kind.ERROR_BEFORE, seed=seed)
    await asyncio.sleep(BURST_SECONDS)
    loop.speed = speed
    api.faults.clear()


async def _finish(store: Store, count: int) -> None:
    """Wait until every message is there and settled."""
    async with asyncio.timeout(MOST_SECONDS):
        while True:
            states = await states_of(store)
            waiting = states.get(DeliveryState.NEW, 0) + states.get(DeliveryState.SENDING, 0)
            if sum(states.values()) >= count and not waiting:
                return
            await asyncio.sleep(1)


def _count(api: BotApi, readers: Sequence[int], alerts: int, outcome: Outcome) -> None:
    outcome.injected = Counter(
        fault.kind for method, fault in api.faults.done if method == "sendMessage"
    )
    for reader in readers:
        texts = Counter(text == _alert_of(reader) for text in api.texts(reader))
        if not texts[False]:
            outcome.lost.append(reader)
        elif texts[False] > 1:
            outcome.doubled[reader] = texts[False] - 1
        if texts[True] > 1:
            outcome.alerts_doubled.append(_alert_of(reader))
    arrived = {text for reader in readers for text in api.texts(reader)}
    wanted = [_alert_of(reader) for reader in readers[:alerts]]
    outcome.alerts_lost = sorted({*wanted} - arrived - {*outcome.alerts_held})


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Let sending go wrong in every way.")
    parser.add_argument("--digests", type=int, default=200)
    parser.add_argument("--alerts", type=int, default=50)
    parser.add_argument("--trouble", type=Trouble, choices=list(Trouble), default=Trouble.RANDOM)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--speed", type=float, default=4, help="seconds in a real one")
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    # What goes wrong is wanted.
    logging.disable()
    with tempfile.TemporaryDirectory() as folder, suppress(KeyboardInterrupt):
        outcome = run_fast(
            deliver_with_faults(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                digests=given.digests,
                alerts=given.alerts,
                trouble=given.trouble,
                seed=given.seed,
            ),
            speed=given.speed,
        )
    injected = outcome.injected.total()
    print(f"digests {given.digests}, alerts {given.alerts}, trouble {given.trouble}", end=", ")
    print(f"seed {given.seed}, time {given.speed:g} times as fast")
    print(f"sends that went wrong {injected}: ", end="")
    print(", ".join(f"{kind.value} {number}" for kind, number in outcome.injected.most_common()))
    print(f"lost {len(outcome.lost)}, doubled {sum(outcome.doubled.values())}", end="; ")
    print(f"alerts lost {len(outcome.alerts_lost)}", end=", ")
    print(f"doubled {len(outcome.alerts_doubled)}, held {len(outcome.alerts_held)}")
    print(f"all delivered after {outcome.seconds:.0f} s")
    print(f"states {dict(outcome.states)}")


if __name__ == "__main__":
    main()
