"""Alerts in Telegram, whose answers get lost: none comes twice, and what is held is shown."""

from __future__ import annotations

import pytest

from bot.app import tell_alerts
from bot.delivery.rate_limit import NO_LIMITS
from bot.delivery.worker import OutboxWorker
from bot.frontends.telegram.send import TelegramSender
from storage.model import DeliveryState, FilterKind
from tests.botapi import Kind
from tests.newsroom import ICEBREAKER, STRIKE
from tests.outbox import states
from tests.telegram_bot import ADMIN, GROUP, READER, connected_bot
from tests.walks.alerting import bring
from tests.walks.test_telegram import bot_on, talk

OWNER = 11
TOPIC = 5

# Telegram answers in these ways, and nobody can tell whether the message arrived.
LOST = (Kind.DROP_BEFORE, Kind.DROP_AFTER, Kind.ERROR_BEFORE, Kind.ERROR_AFTER, Kind.GARBAGE)


@pytest.fixture
async def telegram(api, database_url, workers):
    """The whole bot, on the strict server."""
    async with bot_on(api, database_url("sqlite"), workers) as app:
        yield app


async def test_an_alert_arrives_and_its_buttons_work(api, telegram):
    await talk(api, READER, [("/alert dockers", "Such stories are told at once")])
    await bring(telegram, STRIKE)
    await tell_alerts(telegram)

    alert = (await api.wait_for(READER, 2))[-1]
    assert alert.text.startswith(STRIKE.title)
    api.press(alert, "Story")
    assert "s1 · " in (await api.wait_for(READER, 3))[-1].text
    api.press(alert, "Drop alert")
    assert (await api.wait_for(READER, 4))[-1].text == "No more alerts of: dockers"


async def test_in_a_group_its_admins_decide_and_it_comes_where_it_was_asked_for(api, telegram):
    api.own(GROUP, OWNER)
    api.say(GROUP, READER, "/alert dockers")
    api.say(GROUP, OWNER, "/alert dockers", thread_id=TOPIC)
    api.updates.waiting[-1]["message"]["is_topic_message"] = True
    refused, made = [message.text for message in await api.wait_for(GROUP, 2)]
    assert refused == "/alert is for the admins of this chat."
    assert made.startswith("Alert set")
    await bring(telegram, STRIKE)
    await tell_alerts(telegram)

    alert = (await api.wait_for(GROUP, 3))[-1]
    assert (alert.text.split("\n")[0], alert.thread_id) == (STRIKE.title, TOPIC)


@pytest.mark.parametrize("fault", LOST, ids=lambda kind: kind.name.lower())
async def test_whose_answer_was_lost_is_held_and_goes_once_more_if_an_admin_says_so(
    api, telegram, fault
):
    await talk(api, READER, [("/alert dockers OR icebreaker", "told at once")])
    await bring(telegram, STRIKE)
    arrived = 1 + fault.is_accepted
    api.faults.next("sendMessage", fault)
    await tell_alerts(telegram)
    # The next one goes when this one is settled.
    await bring(telegram, ICEBREAKER)
    await tell_alerts(telegram)
    last = (await api.wait_for(READER, arrived + 1))[-1]
    assert last.text.startswith(ICEBREAKER.title)

    api.say(ADMIN, ADMIN, "/unsure")
    [listed] = await api.wait_for(ADMIN, 1)
    assert f"alert to {READER}" in listed.text
    assert STRIKE.title in listed.text
    [send, _] = listed.labels
    api.press(listed, send)

    assert (await api.wait_for(READER, arrived + 2))[-1].text.startswith(STRIKE.title)
    assert sum(text.startswith(STRIKE.title) for text in api.texts(READER)) == arrived


async def test_of_many_alerts_to_a_flaky_telegram_none_comes_twice_and_none_is_lost(api, app):
    readers = range(1001, 1101)
    async with app.store.write() as tx:
        for reader in readers:
            api.world.chat(reader)
            await tx.filters.add(
                reader, FilterKind.ALERT, "dockers", languages=["en"], now=app.clock()
            )
    await bring(app, STRIKE)
    await tell_alerts(app)
    api.faults.share("sendMessage", 0.5, *LOST, seed=1)

    async with connected_bot(api) as bot:
        # It takes a burst of faults for an outage and ends; what is left is sent afterwards.
        while DeliveryState.NEW in await states(app.store):
            worker = OutboxWorker(
                store=app.store,
                sender=TelegramSender(bot),
                clock=app.clock,
                owner="a",
                limits=NO_LIMITS,
            )
            await worker.drain()

    received = {reader: len(api.messages(reader)) for reader in readers}
    async with app.store.read() as tx:
        held = {each.message.chat_id for each in await tx.held.newest(limit=len(readers))}
    assert len(api.faults.done) == len(held) > 30
    assert max(received.values()) == 1
    assert {reader for reader, count in received.items() if count == 0} < held
