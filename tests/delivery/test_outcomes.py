"""What becomes of a message by what came of sending it."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.delivery import circuit
from bot.delivery.outcomes import Gone, Later, Moved, Refused, Unparsable, Unsure
from bot.schedule.slots import next_delivery
from storage.model import DeliveryKind, DeliveryState, Schedule, Subscriber
from tests.news import NOW
from tests.outbox import Clock, Recorder, put, running_clock, states, work

UTC_ZONE = ZoneInfo("UTC")
DIGEST, REPLY, ALERT = DeliveryKind.DIGEST, DeliveryKind.REPLY, DeliveryKind.ALERT
NEW, SENT = DeliveryState.NEW, DeliveryState.SENT
UNSURE, FAILED = DeliveryState.UNSURE, DeliveryState.FAILED


@pytest.fixture
def no_outage(monkeypatch) -> None:
    """Let the worker go on after a fault as if it had been one message's alone."""
    monkeypatch.setattr(circuit, "_LONGEST_PAUSE", 0.0)


@pytest.fixture
async def subscriber(store) -> Subscriber:
    """Return a subscriber in chat 7."""
    schedule = Schedule((time(8),))
    slot = next_delivery(NOW, schedule, UTC_ZONE)
    reader = Subscriber(7, None, schedule, UTC_ZONE, next=slot, since=NOW)
    async with store.write() as tx:
        await tx.subscribers.put(reader)
    return reader


async def test_what_surely_did_not_arrive_is_tried_again_ever_more_slowly(store, no_outage):
    clock = Clock()
    await put(store, "Good morning")
    sender = Recorder({"Good morning": [Later("connection refused")] * 4})
    worker = work(store, sender, clock=clock)
    tried_at = []

    for _ in range(16):
        tried_at += [clock().second] * await worker.drain()
        clock.pass_by(seconds=1)

    assert tried_at == [0, 1, 3, 7, 15]


async def test_the_wait_between_tries_ends_growing_at_a_quarter_of_a_minute(store, no_outage):
    clock = Clock()
    await put(store, "Good morning")
    sender = Recorder({"Good morning": [Later("connection refused")] * 20})
    worker = work(store, sender, clock=clock)
    for _ in range(15):
        await worker.drain()
        clock.pass_by(seconds=15)

    assert await worker.drain() == 1
    assert await states(store) == {NEW: 1}


async def test_a_chat_that_telegram_holds_waits_while_others_get_theirs(store):
    clock = Clock()
    await put(store, "part 1", "part 2", chat_id=7)
    await put(store, "Good morning", chat_id=8)
    held = Later("retry later", after=timedelta(seconds=30), whole_chat=True)
    sender = Recorder({"part 1": [held]})
    worker = work(store, sender, clock=clock)

    await worker.drain()
    clock.pass_by(seconds=29)
    await worker.drain()

    assert sorted(sender.sent) == [(7, "part 1"), (8, "Good morning")]


async def test_a_held_chat_gets_everything_in_order_afterwards(store):
    await put(store, "part 1", "part 2")
    held = Later("retry later", after=timedelta(milliseconds=400), whole_chat=True)
    sender = Recorder({"part 1": [held]})
    worker = work(store, sender, clock=running_clock)

    await worker.drain()
    await put(store, "an answer", kind=REPLY)
    await asyncio.sleep(0.4)
    await worker.drain()

    assert sender.texts == ["part 1", "an answer", "part 1", "part 2"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        pytest.param(DIGEST, [0, 30, 120, 390], id="digest"),
        pytest.param(REPLY, [0, 5, 20, 65], id="reply"),
    ],
)
async def test_what_may_have_arrived_is_sent_again_ever_later_and_held_after_four_times(
    store, no_outage, kind, expected
):
    clock = Clock()
    await put(store, "Good morning", kind=kind)
    sender = Recorder({"Good morning": [Unsure("cut line")] * 9})
    worker = work(store, sender, clock=clock)
    sent_at = []

    for second in range(0, 500, 5):
        sent_at += [second] * await worker.drain()
        clock.pass_by(seconds=5)

    assert sent_at == expected
    assert await states(store) == {UNSURE: 1}


async def test_what_may_have_arrived_holds_up_the_next_part_and_no_reply(store):
    await put(store, "part 1", "part 2")
    sender = Recorder({"part 1": [Unsure("cut line")]})
    worker = work(store, sender)
    await worker.drain()
    await put(store, "an answer", kind=REPLY)

    await worker.drain()

    assert sender.texts == ["part 1", "an answer"]


async def test_an_alert_that_may_have_arrived_is_not_sent_again_but_listed(store):
    await put(store, "Ferry cancelled", kind=ALERT)
    sender = Recorder({"Ferry cancelled": [Unsure("cut line")]})

    await work(store, sender).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert sender.texts == ["Ferry cancelled"]
    assert [(row.message.text, row.error) for row in listed] == [("Ferry cancelled", "cut line")]


async def test_a_refused_part_does_not_hold_up_the_next(store):
    await put(store, "part 1", "part 2")
    sender = Recorder({"part 1": [Refused("message is too long")]})

    await work(store, sender).drain()

    assert sender.texts == ["part 1", "part 2"]
    assert await states(store) == {FAILED: 1, SENT: 1}


async def test_markup_that_is_not_understood_is_sent_as_plain_text(store):
    await put(store, "<b>Ships</b> &amp; ports")
    sender = Recorder({"<b>Ships</b> &amp; ports": [Unparsable("can't parse entities")]})

    await work(store, sender).drain()

    assert sender.texts == ["<b>Ships</b> &amp; ports", "Ships &amp; ports"]
    assert await states(store) == {SENT: 1}


async def test_plain_text_that_is_not_understood_is_given_up(store):
    await put(store, "Ships")
    sender = Recorder({"Ships": [Unparsable("can't parse entities")]})

    await work(store, sender).drain()

    assert sender.texts == ["Ships"]
    assert await states(store) == {FAILED: 1}


async def test_a_chat_that_blocked_the_bot_gets_no_more(store, subscriber):
    await put(store, "part 1", "part 2")
    await put(store, "Good morning", chat_id=8)
    sender = Recorder({"part 1": [Gone("blocked by the reader")]})

    await work(store, sender).drain()

    async with store.read() as tx:
        paused = await tx.subscribers.get(subscriber.chat_id)
    assert sorted(sender.sent) == [(7, "part 1"), (8, "Good morning")]
    assert await states(store) == {FAILED: 2, SENT: 1}
    assert paused.paused == "blocked by the reader"


async def test_a_group_that_moved_gets_its_messages_at_its_new_id(store):
    await put(store, "part 1", "part 2", chat_id=-7)
    sender = Recorder({"part 1": [Moved(-1007)]})

    await work(store, sender).drain()

    assert sender.sent == [(-7, "part 1"), (-1007, "part 1"), (-1007, "part 2")]
    assert await states(store) == {SENT: 2}
