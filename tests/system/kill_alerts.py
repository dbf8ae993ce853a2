"""Kill the bot while it tells alerts, again and again, and count what readers got.

    python -m tests.system.kill_alerts --readers 200 --kills 20 --seed 1

The bot is the real program in a process of its own; Telegram is the strict server, which
answers late and loses some of its answers. Every reader asked for two stories, which came in
while the bot was down. An alert is lost if its reader got none and no admin is shown that it
is held; it is doubled if the reader got it twice, which must never be.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.ingest.pipeline import keep
from bot.stories.assign import Grouper
from storage import Store
from storage.model import DeliveryState, FilterKind
from tests.botapi import BotApi, Kind
from tests.newsroom import ICEBREAKER, STRIKE
from tests.system.program import PROGRAM, start_program

STORIES = (ICEBREAKER, STRIKE)

# Of the answers so many are late by a second, or get lost, whether or not the message arrived.
FAULTY_SHARE = 0.3
FAULTS = (Kind.SLOW, Kind.SLOW, Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.GARBAGE)

# A life lasts so long, of which the start takes two seconds; and the last one at most.
LIFE_SECONDS = (1.0, 4.0)
LAST_LIFE_SECONDS = 180.0


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        alerts: How many were asked for.
        in_outbox: How many were in the outbox at each kill.
        sent: How many of these were settled by then.
        lost: How many nobody got, and no admin is shown.
        doubled: How many came twice.
        held: How many an admin is shown.
        exit_code: Of the last life, which is ended by SIGTERM.
    """

    alerts: int
    in_outbox: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    held: int = 0
    exit_code: int | None = None


async def kill_alerts(
    *, database_url: str, readers: int, kills: int, seed: int, program: Sequence[str] = PROGRAM
) -> Outcome:
    """Let `readers` be told of two stories, kill the bot `kills` times, and let it finish."""
    chance, chats = random.Random(seed), range(1001, 1001 + readers)
    outcome = Outcome(readers * len(STORIES))
    async with BotApi() as api, Store(database_url) as store:
        await _ask(store, chats)
        for chat in chats:
            api.world.chat(chat)
        api.faults.share("sendMessage", FAULTY_SHARE, *FAULTS, seed=seed)
        for _ in range(kills):
            process = await start_program(api, database_url, program=program)
            await asyncio.sleep(chance.uniform(*LIFE_SECONDS))
            # It lives, or this says so: a bot that ends by itself would prove nothing.
            process.send_signal(signal.SIGKILL)
            await process.wait()
            states = await _states(store)
            outcome.in_outbox.append(states.total())
            outcome.sent.append(states[DeliveryState.SENT] + states[DeliveryState.UNSURE])
        process = await start_program(api, database_url, program=program)
        await api.wait_until_polled(api.updates.polls + 1)
        await _finish(store, outcome.alerts)
        process.send_signal(signal.SIGTERM)
        outcome.exit_code = await process.wait()
        async with store.read() as tx:
            rows = await tx.held.newest(limit=outcome.alerts)
    held = Counter((row.message.chat_id, _title(row.message.text)) for row in rows)
    got = Counter((chat, _title(text)) for chat in chats for text in api.texts(chat))
    wanted = [(chat, draft.title) for chat in chats for draft in STORIES]
    outcome.lost = sum(not got[each] and not held[each] for each in wanted)
    outcome.doubled = sum(got[each] > 1 for each in wanted)
    outcome.held = held.total()
    return outcome


def _title(text: str) -> str:
    return next(draft.title for draft in STORIES if draft.title in text)


async def _ask(store: Store, chats: Sequence[int]) -> None:
    now, grouper = datetime.now(UTC), Grouper()
    async with store.write() as tx:
        for chat in chats:
            await tx.filters.add(
                chat, FilterKind.ALERT, "dockers OR icebreaker", languages=["en"], now=now
            )
        for draft in STORIES:
            await keep(draft, tx=tx, grouper=grouper, published=True, now=now)


async def _finish(store: Store, alerts: int) -> None:
    """Wait until every alert is settled."""
    async with asyncio.timeout(LAST_LIFE_SECONDS):
        while True:
            states = await _states(store)
            if sum(states[each] for each in (DeliveryState.SENT, DeliveryState.UNSURE)) == alerts:
                return
            await asyncio.sleep(0.2)


async def _states(store: Store) -> Counter[DeliveryState]:
    async with store.read() as tx:
        return Counter(await tx.outbox.counts())


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kill the bot while it tells alerts.")
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_alerts(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                readers=given.readers,
                kills=given.kills,
                seed=given.seed,
            )
        )
    print(f"alerts {outcome.alerts}, kills {given.kills}, seed {given.seed}")
    print(f"in the outbox at the kills: {outcome.in_outbox}")
    print(f"settled of these: {outcome.sent}")
    print(f"lost {outcome.lost}, doubled {outcome.doubled}, held and shown {outcome.held}")
    print(f"exit code {outcome.exit_code}")


if __name__ == "__main__":
    main()
