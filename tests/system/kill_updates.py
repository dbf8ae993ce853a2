"""Kill the bot while updates wait and answers are under way; count what came of each.

    python -m tests.system.kill_updates --updates 60 --more 3 --kills 20 --seed 1

The bot is the real program in a process of its own; Telegram is the strict server, which
answers late enough that something is under way at every kill. An update is lost if its
chat got no answer. Its effect is doubled if a row is there twice: an article, the words
counted in it, a digest, an answer in the outbox. An answer may *arrive* twice, if it was
being sent at a kill: at most as often as messages were in flight, and listed as unsure.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import signal
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field

from storage import Store
from storage.model import DeliveryState
from tests.botapi import BotApi, Fault, Kind
from tests.system.program import PROGRAM, start_program

ADMIN = 8
FIRST_CHAT = 1001

# Telegram's answers take so long; at 25 messages a second, seven are on their way.
ANSWER_SECONDS = 0.3

# A life in which nothing is sent ends after so long, and so does the last one.
LIFE_SECONDS = 15.0
LAST_LIFE_SECONDS = 180.0

_TEXT = """\
/ingest
Harbour {number} opens a new quay

The harbour of town number {number} opened its new quay on Monday, two years after the work \
began. Ships of up to three hundred metres may moor there from the spring on. The mayor \
said that the quay brings work to the old docks, and that the road to it will be widened. \
Fishermen had asked for cranes of their own; the council will decide on that in March."""


@dataclass
class Outcome:
    """What came of it.

    Attributes:
        updates: How many there were.
        in_flight: How many messages were being sent at each kill.
        waiting: How many updates waited in the inbox at each kill.
        lost: Chats that got no answer.
        doubled: Answers too many, by chat.
        unlisted: Chats that got too many, and whose answer is not listed as unsure.
        effects: What is there of each kind of effect, as (found, wanted).
        exit_code: Of the last life, which is ended by SIGTERM.
    """

    updates: int
    in_flight: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    doubled: dict[int, int] = field(default_factory=dict)
    unlisted: list[int] = field(default_factory=list)
    effects: dict[str, tuple[int, int]] = field(default_factory=dict)
    exit_code: int | None = None


async def kill_updates(
    *,
    database_url: str,
    updates: int,
    more: int,
    kills: int,
    seed: int,
    program: Sequence[str] = PROGRAM,
) -> Outcome:
    """Let `updates` wait, kill the bot `kills` times, `more` come each time; then finish."""
    chance, outcome = random.Random(seed), Outcome(updates + more * kills)
    chats = range(FIRST_CHAT, FIRST_CHAT + outcome.updates)
    coming = iter(chats)
    async with BotApi() as api, Store(database_url) as store:
        late = [Fault(Kind.SLOW, ANSWER_SECONDS)] * (3 * outcome.updates)
        api.faults.next("sendMessage", *late)
        ask(api, [next(coming) for _ in range(updates)])
        for _ in range(kills):
            process = await start_program(api, database_url, program=program, ADMIN_IDS=str(ADMIN))
            ask(api, [next(coming) for _ in range(more)])
            await _live(api, chance)
            process.send_signal(signal.SIGKILL)
            await process.wait()
            async with store.read() as tx:
                outcome.waiting.append(await tx.inbox.waiting())
                states = await tx.outbox.counts()
            outcome.in_flight.append(states.get(DeliveryState.SENDING, 0))
        polls = api.updates.polls
        process = await start_program(api, database_url, program=program, ADMIN_IDS=str(ADMIN))
        await api.wait_until_polled(polls + 1)
        await _finish(api, store)
        process.send_signal(signal.SIGTERM)
        outcome.exit_code = await process.wait()
        await _judge(api, store, chats, outcome)
    return outcome


def ask(api: BotApi, chats: Sequence[int]) -> None:
    """Let each chat ask for something that has an effect."""
    for chat in chats:
        match chat % 3:
            case 0:
                api.say(chat, chat, "/subscribe 8:00 Europe/Kyiv")
            case 1:
                api.say(chat, chat, "/digest")
            case _:
                # In groups of its own: answers to one chat go out one a second.
                api.say(chat, ADMIN, _TEXT.format(number=chat))


async def _live(api: BotApi, chance: random.Random) -> None:
    """Wait until the moment of the kill: at a poll, while answering, or anywhere else."""
    sent, polls = len(api.calls("sendMessage")), api.updates.polls
    try:
        if chance.random() < 0.25:
            await api.wait_until_polled(polls + chance.randint(1, 2), seconds=LIFE_SECONDS)
            await asyncio.sleep(chance.uniform(0, 0.05))
        elif chance.random() < 0.75:
            more = sent + chance.randint(1, 8)
            await api.wait_for_calls("sendMessage", more, seconds=LIFE_SECONDS)
            await asyncio.sleep(chance.uniform(0, ANSWER_SECONDS))
        else:
            await asyncio.sleep(chance.uniform(0, 3))
    except TimeoutError:
        return


async def _finish(api: BotApi, store: Store) -> None:
    """Wait until every update is handled and every answer settled."""
    async with asyncio.timeout(LAST_LIFE_SECONDS):
        while True:
            async with store.read() as tx:
                states = await tx.outbox.counts()
                waiting = await tx.inbox.waiting() + len(api.updates.waiting)
            waiting += states.get(DeliveryState.NEW, 0) + states.get(DeliveryState.SENDING, 0)
            if not waiting:
                return
            await asyncio.sleep(0.2)


async def _judge(api: BotApi, store: Store, chats: Sequence[int], outcome: Outcome) -> None:
    ingested = [chat for chat in chats if chat % 3 == 2]
    async with store.read() as tx:
        unsure = await tx.outbox.unsure_rows(limit=10 * outcome.updates)
        documents, _ = await tx.words.frequencies([])
        digests = [len(await tx.digests.of_chat(chat)) for chat in chats]
        outcome.effects = {
            "answers": (sum((await tx.outbox.counts()).values()), outcome.updates),
            "articles": (await tx.articles.count(), len(ingested)),
            "counted": (documents, len(ingested)),
            "digests": (sum(digests), sum(chat % 3 == 1 for chat in chats)),
            "subscribers": (await tx.subscribers.count(), sum(not chat % 3 for chat in chats)),
        }
    received = {chat: len(api.messages(chat)) for chat in chats}
    listed = {row.message.chat_id for row in unsure}
    outcome.lost = [chat for chat, count in received.items() if count == 0]
    outcome.doubled = {chat: count - 1 for chat, count in received.items() if count > 1}
    outcome.unlisted = [chat for chat in outcome.doubled if chat not in listed]


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Kill the bot while updates wait.")
    parser.add_argument("--updates", type=int, default=60, help="that wait at the start")
    parser.add_argument("--more", type=int, default=3, help="that come in each life")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--database-url", help="empty; a SQLite file if not given")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = asyncio.run(
            kill_updates(
                database_url=given.database_url or f"sqlite+aiosqlite:///{folder}/news.db",
                updates=given.updates,
                more=given.more,
                kills=given.kills,
                seed=given.seed,
            )
        )
    print(f"updates {outcome.updates}, kills {given.kills}, seed {given.seed}")
    print(f"waiting at the kills: {outcome.waiting}")
    print(f"in flight at the kills: {outcome.in_flight}")
    print(f"lost {len(outcome.lost)}, doubled {sum(outcome.doubled.values())}", end=", ")
    print(f"doubled but not listed {len(outcome.unlisted)}, exit code {outcome.exit_code}")
    for name, (found, wanted) in outcome.effects.items():
        print(f"{name}: {found} of {wanted}")


if __name__ == "__main__":
    main()
