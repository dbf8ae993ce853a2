"""The outbox over real HTTP, with Telegram's limits on, in fast time."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import time
from zoneinfo import ZoneInfo

import pytest

from bot.delivery.worker import OutboxWorker
from bot.frontends.telegram.send import TelegramSender
from bot.schedule.slots import next_delivery
from storage import Store
from storage.model import DeliveryKind, DeliveryState, Outgoing, Schedule, Subscriber
from tests.botapi import BotApi, Fault, Kind
from tests.databases import KINDS
from tests.fast_time import fast_loop, run_fast
from tests.telegram_bot import connected_bot

READER, OTHER, GROUP, SUPERGROUP = 7, 8, -70, -1_000_000_000_070
SPEED = 20


@pytest.fixture(params=KINDS)
def url(request, database_url) -> str:
    """A fresh database of each kind."""
    return str(database_url(request.param))


def digest(chat: int, *texts: str) -> list[Outgoing]:
    return [Outgoing(chat, DeliveryKind.DIGEST, f"{chat}:{text}", text) for text in texts]


async def send(url: str, api: BotApi, messages: Sequence[Outgoing]) -> dict[DeliveryState, int]:
    """Send the messages with the limits on; return how many are in each state then."""
    api.flood.is_on = True
    async with Store(url) as store, connected_bot(api) as bot:
        for chat in {message.chat_id for message in messages}:
            api.world.chat(chat)
        async with store.write() as tx:
            await tx.outbox.add(messages, due_at=fast_loop().now())
        worker = OutboxWorker(
            store=store, sender=TelegramSender(bot), clock=fast_loop().now, owner="a"
        )
        stop = asyncio.Event()
        running = asyncio.create_task(worker.run(stop))
        async with asyncio.timeout(600):
            while True:
                async with store.read() as tx:
                    states = await tx.outbox.counts()
                if not states.keys() & {DeliveryState.NEW, DeliveryState.SENDING}:
                    break
                await asyncio.sleep(1)
        stop.set()
        await running
    return states


def test_ten_parts_for_a_reader_and_25_messages_for_a_group_keep_within_the_limits(url):
    parts, news = [f"part {n}" for n in range(10)], [f"news {n}" for n in range(25)]

    async def deliver() -> BotApi:
        async with BotApi() as api:
            await send(url, api, [*digest(READER, *parts), *digest(GROUP, *news)])
        return api

    api = run_fast(deliver(), speed=SPEED)
    assert (api.texts(READER), api.texts(GROUP)) == (parts, news)
    assert api.flood.refused == 0


def test_a_chat_that_telegram_holds_waits_alone(url):
    async def deliver() -> BotApi:
        async with BotApi() as api:
            # Whose message comes first is held; all others come as if nothing had been.
            api.faults.next("sendMessage", Fault(Kind.TOO_MANY, seconds=60))
            await send(url, api, [one for chat in range(1, 21) for one in digest(chat, "a", "b")])
        return api

    api = run_fast(deliver(), speed=SPEED)
    assert [chat for _, chat in api.flood.arrivals][-2:] == [1, 1]
    assert all(api.texts(chat) == ["a", "b"] for chat in range(1, 21))


def test_who_is_gone_is_paused_who_moved_is_followed_and_nobody_else_waits(url):
    async def deliver() -> tuple[BotApi, dict[DeliveryState, int], list[str]]:
        async with BotApi() as api, Store(url) as store:
            for chat in (1, 2, GROUP, OTHER):
                api.world.chat(chat)
            schedule, zone, now = Schedule((time(8),)), ZoneInfo("UTC"), fast_loop().now()
            slot = next_delivery(now, schedule, zone)
            async with store.write() as tx:
                for chat in (1, 2, GROUP):
                    await tx.subscribers.put(
                        Subscriber(chat, None, schedule, zone, slot, since=now)
                    )
            api.block(1)
            api.deactivate(2)
            api.migrate(GROUP, SUPERGROUP)
            messages = [one for chat in (1, 2, GROUP, OTHER) for one in digest(chat, "a", "b")]
            states = await send(url, api, messages)
            async with store.read() as tx:
                found = [await tx.subscribers.get(chat) for chat in (1, 2, SUPERGROUP)]
        return api, states, [each.paused for each in found if each]

    api, states, paused = run_fast(deliver(), speed=SPEED)
    assert states == {DeliveryState.FAILED: 4, DeliveryState.SENT: 4}
    assert paused == [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "",
    ]
    moved = [text for text in api.texts(SUPERGROUP) if text]
    assert (moved, api.texts(OTHER)) == (["a", "b"], ["a", "b"])
