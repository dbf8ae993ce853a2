"""What the outbox holds is sent: in order, at a pace, once if the world allows it."""

from __future__ import annotations

import asyncio
from itertools import pairwise, repeat

from bot.delivery import worker
from bot.delivery.outcomes import Outcome, Refused, Sent, Unsure
from bot.delivery.rate_limit import Limits
from storage import StorageError
from storage.model import Delivery, DeliveryKind, DeliveryState
from tests.databases import on_both_databases
from tests.outbox import Clock, Hanging, Recorder, put, running_clock, states, work

pytestmark = on_both_databases

REPLY, ALERT = DeliveryKind.REPLY, DeliveryKind.ALERT
NEW, SENT, UNSURE = DeliveryState.NEW, DeliveryState.SENT, DeliveryState.UNSURE


def fail_writes(store, monkeypatch, *, times: int) -> None:
    """Let the next write transactions of `store` fail."""
    write, failures = store.write, [StorageError("disk full")] * times

    def failing():
        if failures:
            raise failures.pop()
        return write()

    monkeypatch.setattr(store, "write", failing)


async def test_a_message_is_sent_once_and_its_number_is_kept(store):
    await put(store, "Good morning")
    sender = Recorder({"Good morning": [Sent(message_id=42)]})
    worker = work(store, sender)

    assert await worker.drain() == 1
    assert await worker.drain() == 0
    assert sender.sent == [(7, "Good morning")]
    assert await states(store) == {SENT: 1}


async def test_replies_go_before_digests_and_parts_in_order(store):
    await put(store, "part 1", "part 2", "part 3")
    await put(store, "an answer", kind=REPLY)
    sender = Recorder()

    await work(store, sender).drain()

    assert sender.texts == ["an answer", "part 1", "part 2", "part 3"]


async def test_eight_messages_are_in_flight_at_most_and_one_per_chat(store):
    for chat_id in range(1, 21):
        await put(store, "part 1", "part 2", chat_id=chat_id)
    sender = Recorder()

    assert await work(store, sender).drain() == 40
    assert (sender.most_at_once, sender.most_in_a_chat) == (8, 1)


async def test_two_workers_share_the_work_without_sending_twice(store):
    for chat_id in range(1, 31):
        await put(store, "Good morning", chat_id=chat_id)
    sender = Recorder()

    await asyncio.gather(
        work(store, sender, owner="a").drain(), work(store, sender, owner="b").drain()
    )

    assert sorted(chat_id for chat_id, _ in sender.sent) == list(range(1, 31))


async def test_the_terminals_messages_are_left_to_the_terminal(store):
    await put(store, "for the terminal", chat_id=0)
    await put(store, "for Telegram")
    telegram, terminal = Recorder(), Recorder()

    await work(store, telegram).drain()
    await work(store, terminal, local=True).drain()

    assert (telegram.texts, terminal.texts) == (["for Telegram"], ["for the terminal"])


async def test_a_sender_that_raises_leaves_the_message_unsure(store):
    class Broken(Recorder):
        async def send(self, _: Delivery) -> Outcome:
            raise RuntimeError("a bug")

    await put(store, "Good morning")
    await work(store, Broken()).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert [row.error for row in listed] == ["RuntimeError: a bug"]
    assert await states(store) == {NEW: 1}


async def test_a_sender_that_hangs_leaves_the_message_unsure(store, monkeypatch):
    monkeypatch.setattr(worker, "SEND_SECONDS", 0.01)
    await put(store, "Ferry cancelled", kind=ALERT)

    await work(store, Hanging()).drain()

    assert await states(store) == {UNSURE: 1}


async def test_an_outage_touches_one_message_and_the_others_wait_as_they_are(store):
    for chat_id in (1, 2, 3):
        await put(store, "Good morning", chat_id=chat_id)
    sender = Recorder({"Good morning": [Unsure("502")]})
    sender.is_away = True
    worker = work(store, sender, limits=Limits(per_second=1))

    assert await worker.drain() == 1
    assert sender.sent == [(1, "Good morning")]
    assert sender.asked > 0
    async with store.read() as tx:
        assert [row.tries for row in await tx.outbox.unsure_rows()] == [1]


async def test_one_fault_stops_nobody_else_when_the_other_side_answers(store):
    for chat_id in range(1, 21):
        await put(store, f"to {chat_id}", chat_id=chat_id)
    sender = Recorder({"to 3": [Unsure("cut line")]})

    assert await work(store, sender).drain() == 20
    assert await states(store) == {SENT: 19, NEW: 1}


async def test_an_outcome_that_cannot_be_stored_is_kept_and_not_sent_again(store, monkeypatch):
    class Full(Recorder):
        async def send(self, delivery: Delivery) -> Outcome:
            fail_writes(store, monkeypatch, times=3)
            return await super().send(delivery)

    monkeypatch.setattr(worker, "pauses_of_storage", lambda: repeat(0.001))
    await put(store, "Good morning")
    sender = Full()

    await work(store, sender).drain()

    assert sender.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_running_worker_outlives_storage_that_fails(store, monkeypatch):
    monkeypatch.setattr(worker, "pauses_of_storage", lambda: repeat(0.001))
    await put(store, "Good morning")
    sender, stop = Hanging(), asyncio.Event()
    fail_writes(store, monkeypatch, times=3)
    running = asyncio.create_task(work(store, sender).run(stop))
    await sender.started.wait()
    sender.finish.set()
    stop.set()
    await running

    assert await states(store) == {SENT: 1}


async def test_after_a_crash_a_digest_is_sent_once_more_and_listed(store):
    clock = Clock()
    await put(store, "Good morning")
    async with store.write() as tx:
        await tx.outbox.claim(clock(), owner="dead", lease=worker.LEASE, limit=8)
        await tx.outbox.recover(now=clock())
    sender = Recorder()

    await work(store, sender, clock=clock).drain()

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert sender.texts == ["Good morning"]
    assert [row.message.text for row in listed] == ["Good morning"]


async def test_after_a_crash_what_was_not_sent_yet_goes_first(store):
    clock = Clock()
    for chat_id in (1, 2, 3):
        await put(store, f"to {chat_id}", chat_id=chat_id)
    async with store.write() as tx:
        await tx.outbox.claim(clock(), owner="dead", lease=worker.LEASE, limit=1)
        clock.pass_by(seconds=1)
        await tx.outbox.recover(now=clock())
    sender = Recorder()

    await work(store, sender, clock=clock).drain()

    assert sender.texts == ["to 2", "to 3", "to 1"]


async def test_a_late_answer_does_not_overwrite_what_another_worker_did(store):
    clock = Clock()
    await put(store, "Good morning")
    slow, fast = Hanging(Refused("too late")), Recorder()
    drained = asyncio.create_task(work(store, slow, owner="slow", clock=clock).drain())
    await slow.started.wait()
    clock.pass_by(minutes=5)
    await work(store, fast, owner="fast", clock=clock).drain()
    slow.finish.set()
    await drained

    assert fast.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_private_chats_messages_keep_their_distance(store):
    await put(store, "part 1", "part 2", "part 3")
    sender = Recorder()

    await work(store, sender, clock=running_clock, limits=Limits(private_interval=0.05)).drain()

    distances = [later - earlier for earlier, later in pairwise(sender.sent_at)]
    assert sender.texts == ["part 1", "part 2", "part 3"]
    assert [distance >= 0.05 for distance in distances] == [True, True]


async def test_more_than_a_second_holds_is_sent_in_the_next(store):
    for chat_id in range(1, 6):
        await put(store, "Good morning", chat_id=chat_id)
    sender = Recorder()

    assert await work(store, sender, limits=Limits(per_second=4)).drain() == 5
    assert sender.sent_at[4] - sender.sent_at[0] >= 1


async def test_a_running_worker_sends_what_is_added_and_stops_when_told(store):
    sender, stop = Hanging(), asyncio.Event()
    worker = work(store, sender)
    running = asyncio.create_task(worker.run(stop))
    await put(store, "Good morning")
    worker.wake()
    await sender.started.wait()
    sender.finish.set()
    stop.set()
    await running

    assert sender.texts == ["Good morning"]
    assert await states(store) == {SENT: 1}


async def test_a_stop_waits_for_what_is_in_flight_and_begins_nothing(store):
    await put(store, "part 1", "part 2")
    sender, stop = Hanging(), asyncio.Event()
    running = asyncio.create_task(work(store, sender).run(stop))
    await sender.started.wait()
    stop.set()
    sender.finish.set()
    await running

    assert sender.texts == ["part 1"]
    assert await states(store) == {SENT: 1, NEW: 1}


async def test_a_stop_does_not_wait_for_ever(store, monkeypatch):
    monkeypatch.setattr(worker, "STOP_SECONDS", 0.01)
    await put(store, "Good morning")
    sender, stop = Hanging(), asyncio.Event()
    running = asyncio.create_task(work(store, sender).run(stop))
    await sender.started.wait()
    stop.set()
    await running

    async with store.read() as tx:
        listed = await tx.outbox.unsure_rows()
    assert await states(store) == {NEW: 1}
    assert [row.error for row in listed] == ["the bot was stopped before the answer came"]
