"""A group that Telegram moved goes on under its new id."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from storage.model import DeliveryKind, DigestState, Kind, Outgoing, Ref, Schedule, Slot, Subscriber
from tests.moments import utc

NOW = utc("2026-01-10T06:00")
OLD, NEW, OTHER = -5, -1005, 7

GROUP = Subscriber(
    chat_id=OLD,
    thread_id=None,
    schedule=Schedule((time(8),)),
    zone=ZoneInfo("Europe/Kyiv"),
    next=Slot(date(2026, 1, 10), time(8), NOW),
    since=NOW,
)


def message(key: str, chat_id: int) -> Outgoing:
    return Outgoing(chat_id, DeliveryKind.REPLY, key, "text", about="s1")


async def build(tx, chat_id: int, key: str):
    digest, _ = await tx.digests.add(
        chat_id=chat_id,
        key=key,
        now=NOW,
        state=DigestState.BUILT,
        entries=(),
        stories=0,
        outlets=0,
    )
    return digest


async def test_what_is_kept_about_the_old_chat_is_the_new_ones(store):
    async with store.write() as tx:
        await tx.subscribers.put(GROUP)
        digest = await build(tx, OLD, "a")
        others = await build(tx, OTHER, "a")
        await tx.readings.record(OLD, Ref(Kind.STORY, 1), now=NOW)

        await tx.chats.move(OLD, NEW)

        assert await tx.subscribers.get(OLD) is None
        assert await tx.subscribers.get(NEW) == replace(GROUP, chat_id=NEW)
        assert await tx.digests.of_chat(NEW) == [replace(digest, chat_id=NEW)]
        assert await tx.digests.of_chat(OTHER) == [others]
        assert await tx.readings.last(NEW) == Ref(Kind.STORY, 1)
        assert await tx.readings.last(OLD) is None


async def test_messages_that_are_under_way_reach_the_new_chat(store):
    lease = timedelta(minutes=2)
    async with store.write() as tx:
        await tx.outbox.add([message(key, OLD) for key in "abc"], due_at=NOW)
        [sent] = await tx.outbox.claim(NOW, owner="me", lease=lease, limit=10)
        await tx.outbox.sent(sent.id, owner="me", message_id=55, now=NOW)
        [moved] = await tx.outbox.claim(NOW, owner="me", lease=lease, limit=10)

        await tx.chats.move(OLD, NEW)

        await tx.outbox.retry(moved.id, owner="me", due_at=NOW, error="migrated")
        [again] = await tx.outbox.claim(NOW, owner="me", lease=lease, limit=10)
        assert again.message == message("b", NEW)
        assert await tx.outbox.cancel(NEW, error="") == 1
        # What was sent has its number in the old chat.
        assert await tx.outbox.about(OLD, 55) == "s1"


async def test_what_the_new_chat_has_already_stays(store):
    here = replace(GROUP, chat_id=NEW, zone=ZoneInfo("Europe/Warsaw"))
    async with store.write() as tx:
        await tx.subscribers.put(GROUP)
        await tx.subscribers.put(here)
        await build(tx, OLD, "a")
        known = await build(tx, NEW, "a")
        await tx.readings.record(OLD, Ref(Kind.STORY, 1), now=NOW)
        await tx.readings.record(NEW, Ref(Kind.STORY, 1), now=NOW)

        await tx.chats.move(OLD, NEW)

        assert await tx.subscribers.get(NEW) == here
        assert await tx.subscribers.get(OLD) is None
        assert await tx.digests.of_chat(NEW) == [known]
        assert await tx.readings.has(NEW, Ref(Kind.STORY, 1))


async def test_moving_a_chat_of_which_nothing_is_known_does_nothing(store):
    async with store.write() as tx:
        await tx.chats.move(OLD, NEW)

        assert await tx.subscribers.get(NEW) is None
