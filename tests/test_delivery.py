"""What the outbox holds is sent: in order, at a pace, once if the world allows it."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta
from itertools import pairwise, repeat
from zoneinfo import ZoneInfo

import pytest

from bot.digest import delivery
from bot.digest.delivery import OutboxWorker
from bot.digest.outcomes import (
    Gone,
    Later,
    Moved,
    Outcome,
    Refused,
    Sent,
    Unparsable,
    Unsure,
)
from bot.digest.pacing import NO_LIMITS, Limits
from bot.digest.schedule import next_delivery
from storage.errors import StorageError
from storage.model import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Outgoing,
    Schedule,
    Subscriber,
)
from tests.news import NOW
from tests.outbox import Clock, Hanging, Recorder, running_clock

UTC_ZONE = ZoneInfo("UTC")
DIGEST, REPLY, ALERT = DeliveryKind.DIGEST, DeliveryKind.REPLY, DeliveryKind.ALERT
NEW, SENT, UNSURE, FAILED = (
    DeliveryState.NEW,
    DeliveryState.SENT,
    DeliveryState.UNSURE,
    DeliveryState.FAILED,
)


@pytest.fixture
def clock() -> Clock:
    """Return a clock that shows NOW."""
    return Clock()


@pytest.fixture
def work(store, clock):
    """Return a function that makes a worker for a sender."""

    def make(sender, *, owner="a", limits=NO_LIMITS, local=False) -> OutboxWorker:
        return OutboxWorker(
            store=store, sender=sender, clock=clock, owner=owner, limits=limits, local=local
        )

    return make


@pytest.fixture
def live(store):
    """Return a function that makes a worker with a clock that runs."""

    def make(sender, *, limits=NO_LIMITS) -> OutboxWorker:
        return OutboxWorker(
            store=store, sender=sender, clock=running_clock, owner="a", limits=limits
        )

    return make


@pytest.fixture
async def subscriber(store) -> Subscriber:
    """Return a subscriber in chat 7."""
    schedule = Schedule((time(8),))
    slot = next_delivery(NOW, schedule, UTC_ZONE)
    reader = Subscriber(7, None, schedule, UTC_ZONE, next=slot, since=NOW)
    async with store.write() as tx:
        await tx.subscribers.put(reader)
    return reader


@pytest.fixture
def put(store, clock):
    """Return a function that puts messages into the outbox."""

    async def add(*texts: str, chat_id: int = 7, kind: DeliveryKind = DIGEST) -> None:
        messages = [Outgoing(chat_id, kind, f"{chat_id}:{text}", text) for text in texts]
        async with store.write() as tx:
            await tx.outbox.add(messages, due_at=clock())

    return add


async def states(store) -> dict[DeliveryState, int]:
    """Return how many messages are in each state, leaving out those without."""
    async with store.read() as tx:
        return {state: count for state, count in (await tx.outbox.counts()).items() if count}


def fail_writes(store, monkeypatch, *, times: int) -> None:
    """Let the next write transactions of `store` fail."""
    write, failures = store.write, [StorageError("disk full")] * times

    def failing():
        if failures:
            raise failures.pop()
        return write()

    monkeypatch.setattr(store, "write", failing)


async def test_a_message_is_sent_once_and_its_number_is_kept(store, work, put):
    await put("Good morning")
    sender = Recorder(**{"Good morning": [Sent(message_id=42)]})
    worker = work(sender)

    assert await worker.drain() == 1
    assert await worker.drain() == 0
    assert sender.sent == [(7, "Good morning")]
    assert await states(store) == {SENT: 1}


async def test_replies_go_before_digests_and_parts_in_order(work, put):
    await put("part 1", "part 2", "part 3")
    await put("an answer", kind=REPLY)
    sender = Recorder()

    await work(sender).drain()

    assert sender.texts == ["an answer", "part 1", "part 2", "part 3"]


async def test_eight_messages_are_in_flight_at_most_and_one_per_chat(work, put):
    for chat_id in range(1, 21):
        await put("part 1", "part 2", chat_id=chat_id)
    sender = Recorder()

    assert await work(sender).drain() == 40
    assert (sender.most_at_once, sender.most_in_a_chat) == (8, 1)


async def test_two_workers_share_the_work_without_sending_twice(work, put):
    for chat_id in range(1, 31):
        await put("Good morning", chat_id=chat_id)
    sender = Recorder()

    await asyncio.gather(work(sender, owner="a").drain(), work(sender, owner="b").drain())

    assert sorted(chat_id for chat_id, _ in sender.sent) == list(range(1, 31))


async def test_the_terminals_messages_are_left_to_the_terminal(work, put):
    await put("for the terminal", chat_id=0)
    await put("for Telegram")
    telegram, terminal = Recorder(), Recorder()

    await work(telegram).drain()
    await work(terminal, local=True).drain()

    assert (telegram.texts, terminal.texts) == (["for Telegram"], ["for the terminal"])


async def test_what_surely_did_not_arrive_is_tried_again_ever_more_slowly(work, put, clock):
    await put("Good morning")
    sender = Recorder(**{"Good morning": [Later("connection refused")] * 4})
    worker = work(sender)
    tried_at = []

    for _ in range(16):
        tried_at += [clock().second] * await worker.drain()
        clock.pass_by(seconds=1)

    assert tried_at == [0, 1, 3, 7, 15]


async def test_the_wait_between_tries_ends_growing_at_five_minutes(store, work, put, clock):
    await put("Good morning")
    sender = Recorder(**{"Good morning": [Later("connection refused")] * 20})
    worker = work(sender)
    for _ in range(15):
        await worker.drain()
        clock.pass_by(minutes=5)

    assert await worker.drain() == 1
    assert await states(store) == {NEW: 1}


async def test_a_chat_that_telegram_holds_waits_while_others_get_theirs(work, put, clock):
    await put("part 1", "part 2", chat_id=7)
    await put("Good morning", chat_id=8)
    held = Later("retry later", after=timedelta(seconds=30), whole_chat=True)
    sender = Recorder(**{"part 1": [held]})
    worker = work(sender)

    await worker.drain()
    clock.pass_by(seconds=29)
    await worker.drain()

    assert sorted(sender.sent) == [(7, "part 1"), (8, "Good morning")]


async def test_a_held_chat_gets_everything_in_order_afterwards(live, put):
    await put("part 1", "part 2")
    held = Later("retry later", after=timedelta(milliseconds=20), whole_chat=True)
    sender = Recorder(**{"part 1": [held]})
    worker = live(sender)

    await worker.drain()
    await put("an answer", kind=REPLY)
    await asyncio.sleep(0.03)
    await worker.drain()

    assert sender.texts == ["part 1", "an answer", "part 1", "part 2"]


@pytest.mark.parametrize("seconds", [pytest.param(90, id="digest"), pytest.param(5, id="reply")])
async def test_what_may_have_arrived_is_sent_once_more_when_an_outage_may_be_over(
    store, work, put, clock, seconds
):
    await put("Good morning", kind=DIGEST if seconds == 90 else REPLY)
    sender = Recorder(**{"Good morning": [Unsure("cut line")] * 3})
    worker = work(sender)

    sent = [await worker.drain()]
    clock.pass_by(seconds=seconds - 1)
    sent.append(await worker.drain())
    clock.pass_by(seconds=1)
    sent.append(await worker.drain())

    assert sent == [1, 0, 1]
    assert await states(store) == {UNSURE: 1}


async def test_an_alert_that_may_have_arrived_is_not_sent_again_but_listed(store, work, put):
    await put("Ferry cancelled", kind=ALERT)
    sender = Recorder(**{"Ferry cancelled": [Unsure("cut line")]})

    await work(sender).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert sender.texts == ["Ferry cancelled"]
    assert [(row.message.text, row.error) for row in listed] == [("Ferry cancelled", "cut line")]


async def test_a_refused_part_does_not_hold_up_the_next(store, work, put):
    await put("part 1", "part 2")
    sender = Recorder(**{"part 1": [Refused("message is too long")]})

    await work(sender).drain()

    assert sender.texts == ["part 1", "part 2"]
    assert await states(store) == {FAILED: 1, SENT: 1}


async def test_markup_that_is_not_understood_is_sent_as_plain_text(store, work, put):
    await put("<b>Ships</b> &amp; ports")
    sender = Recorder(**{"<b>Ships</b> &amp; ports": [Unparsable("can't parse entities")]})

    await work(sender).drain()

    assert sender.texts == ["<b>Ships</b> &amp; ports", "Ships &amp; ports"]
    assert await states(store) == {SENT: 1}


async def test_plain_text_that_is_not_understood_is_given_up(store, work, put):
    await put("Ships")
    sender = Recorder(Ships=[Unparsable("can't parse entities")])

    await work(sender).drain()

    assert sender.texts == ["Ships"]
    assert await states(store) == {FAILED: 1}


async def test_a_chat_that_blocked_the_bot_gets_no_more(store, work, put, subscriber):
    await put("part 1", "part 2")
    await put("Good morning", chat_id=8)
    sender = Recorder(**{"part 1": [Gone("blocked by the reader")]})

    await work(sender).drain()

    async with store.read() as tx:
        paused = await tx.subscribers.get(subscriber.chat_id)
    assert sorted(sender.sent) == [(7, "part 1"), (8, "Good morning")]
    assert await states(store) == {FAILED: 2, SENT: 1}
    assert paused.paused == "blocked by the reader"


async def test_a_group_that_moved_gets_its_messages_at_its_new_id(store, work, put):
    await put("part 1", "part 2", chat_id=-7)
    sender = Recorder(**{"part 1": [Moved(-1007)]})

    await work(sender).drain()

    assert sender.sent == [(-7, "part 1"), (-1007, "part 1"), (-1007, "part 2")]
    assert await states(store) == {SENT: 2}


async def test_a_sender_that_raises_leaves_the_message_unsure(store, work, put):
    class Broken:
        async def send(self, _: Delivery) -> Outcome:
            raise RuntimeError("a bug")

    await put("Good morning")
    await work(Broken()).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert [row.error for row in listed] == ["RuntimeError: a bug"]
    assert await states(store) == {NEW: 1}


async def test_a_sender_that_hangs_leaves_the_message_unsure(store, work, put, monkeypatch):
    monkeypatch.setattr(delivery, "SEND_SECONDS", 0.01)
    await put("Ferry cancelled", kind=ALERT)

    await work(Hanging()).drain()

    assert await states(store) == {UNSURE: 1}


async def test_an_outcome_that_cannot_be_stored_is_kept_and_not_sent_again(
    store, work, put, monkeypatch
):
    class Full(Recorder):
        async def send(self, delivery: Delivery) -> Outcome:
            fail_writes(store, monkeypatch, times=3)
            return await super().send(delivery)

    monkeypatch.setattr(delivery, "_pauses", lambda: repeat(0.001))
    await put("Good morning")
    sender = Full()

    await work(sender).drain()

    assert sender.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_running_worker_outlives_storage_that_fails(store, work, put, monkeypatch):
    monkeypatch.setattr(delivery, "_pauses", lambda: repeat(0.001))
    await put("Good morning")
    sender, stop = Hanging(), asyncio.Event()
    fail_writes(store, monkeypatch, times=3)
    running = asyncio.create_task(work(sender).run(stop))
    await sender.started.wait()
    sender.finish.set()
    stop.set()
    await running

    assert await states(store) == {SENT: 1}


async def test_after_a_crash_a_digest_is_sent_once_more_and_listed(store, work, put, clock):
    await put("Good morning")
    async with store.write() as tx:
        await tx.outbox.claim(clock(), owner="dead", lease=delivery.LEASE, limit=8)
        await tx.outbox.recover(now=clock())
    sender = Recorder()

    await work(sender).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert sender.texts == ["Good morning"]
    assert [row.message.text for row in listed] == ["Good morning"]


async def test_a_late_answer_does_not_overwrite_what_another_worker_did(store, work, put, clock):
    await put("Good morning")
    slow, fast = Hanging(Refused("too late")), Recorder()
    drained = asyncio.create_task(work(slow, owner="slow").drain())
    await slow.started.wait()
    clock.pass_by(minutes=5)
    await work(fast, owner="fast").drain()
    slow.finish.set()
    await drained

    assert fast.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_private_chats_messages_keep_their_distance(live, put):
    await put("part 1", "part 2", "part 3")
    sender = Recorder()

    await live(sender, limits=Limits(private_interval=0.05)).drain()

    distances = [later - earlier for earlier, later in pairwise(sender.sent_at)]
    assert sender.texts == ["part 1", "part 2", "part 3"]
    assert [distance >= 0.05 for distance in distances] == [True, True]


async def test_more_than_a_second_holds_is_sent_in_the_next(work, put):
    for chat_id in range(1, 6):
        await put("Good morning", chat_id=chat_id)
    sender = Recorder()

    assert await work(sender, limits=Limits(per_second=4)).drain() == 5
    assert sender.sent_at[4] - sender.sent_at[0] >= 1


async def test_a_running_worker_sends_what_is_added_and_stops_when_told(store, work, put):
    sender, stop = Hanging(), asyncio.Event()
    worker = work(sender)
    running = asyncio.create_task(worker.run(stop))
    await put("Good morning")
    worker.wake()
    await sender.started.wait()
    sender.finish.set()
    stop.set()
    await running

    assert sender.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_stop_waits_for_what_is_in_flight_and_begins_nothing(store, work, put):
    await put("part 1", "part 2")
    sender, stop = Hanging(), asyncio.Event()
    running = asyncio.create_task(work(sender).run(stop))
    await sender.started.wait()
    stop.set()
    sender.finish.set()
    await running

    assert sender.texts == ["part 1"]
    assert await states(store) == {SENT: 1, NEW: 1}


async def test_a_stop_does_not_wait_for_ever(store, work, put, monkeypatch):
    monkeypatch.setattr(delivery, "STOP_SECONDS", 0.01)
    await put("Good morning")
    sender, stop = Hanging(), asyncio.Event()
    running = asyncio.create_task(work(sender).run(stop))
    await sender.started.wait()
    stop.set()
    await running

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert await states(store) == {NEW: 1}
    assert [row.error for row in listed] == ["the bot was stopped before the answer came"]
