"""Who is owed a digest is one question, and a stored instant answers it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from zoneinfo import ZoneInfo

from storage.model import NEVER, UNTIL_RESUMED, Quiet, Schedule, Slot, Subscriber, SummaryLength
from tests.moments import utc

SLOT = Slot(date(2026, 1, 10), time(8), utc("2026-01-10T06:00"))
NEXT = Slot(date(2026, 1, 10), time(18, 30), utc("2026-01-10T16:30"))
READER = Subscriber(
    chat_id=7,
    thread_id=None,
    schedule=Schedule((time(8), time(18, 30)), frozenset({0, 5, 6})),
    zone=ZoneInfo("Europe/Kyiv"),
    next=SLOT,
    since=utc("2026-01-01T12:00"),
)
GROUP = replace(READER, chat_id=-1001234567890, thread_id=3, next=NEXT)


async def test_what_goes_in_comes_out(store):
    async with store.write() as tx:
        await tx.subscribers.put(READER)
        await tx.subscribers.put(GROUP)

    async with store.read() as tx:
        assert await tx.subscribers.get(7) == READER
        assert await tx.subscribers.get(-1001234567890) == GROUP
        assert await tx.subscribers.get(8) is None
        assert await tx.subscribers.count() == 2


async def test_a_chat_subscribes_once(store):
    changed = replace(
        GROUP,
        chat_id=7,
        zone=ZoneInfo("America/New_York"),
        paused="why not",
        only_followed=True,
        language="uk",
    )
    async with store.write() as tx:
        await tx.subscribers.put(READER)
        await tx.subscribers.put(changed)

        assert await tx.subscribers.get(7) == changed
        assert await tx.subscribers.count() == 1


async def test_a_subscriber_is_due_from_the_stored_minute_on(store):
    async with store.write() as tx:
        await tx.subscribers.put(READER)

        assert await tx.subscribers.due(utc("2026-01-10T05:59")) == []
        assert await tx.subscribers.due(utc("2026-01-10T06:00")) == [READER]


async def test_who_is_owed_the_newest_slot_is_first(store):
    async with store.write() as tx:
        await tx.subscribers.put(GROUP)
        await tx.subscribers.put(READER)

        assert await tx.subscribers.due(utc("2026-01-11T00:00")) == [GROUP, READER]
        assert await tx.subscribers.due(utc("2026-01-11T00:00"), limit=1) == [GROUP]


async def test_who_was_told_waits_for_the_next_slot(store):
    async with store.write() as tx:
        await tx.subscribers.put(READER)
        await tx.subscribers.advance(7, NEXT)

        assert await tx.subscribers.get(7) == replace(READER, next=NEXT)
        assert await tx.subscribers.due(SLOT.at) == []


async def test_who_paused_is_owed_nothing_until_resumed(store):
    async with store.write() as tx:
        await tx.subscribers.put(READER)
        await tx.subscribers.pause(7, "blocked by the reader")
        assert await tx.subscribers.get(7) == replace(READER, paused="blocked by the reader")
        assert await tx.subscribers.due(SLOT.at) == []

        await tx.subscribers.resume(7)
        assert await tx.subscribers.due(SLOT.at) == [READER]


async def test_every_choice_is_kept(store):
    chosen = replace(
        READER,
        schedule=replace(READER.schedule, quiet=Quiet(time(22), time(7, 30))),
        paused_until=utc("2026-02-01T00:00"),
        is_confirmed=False,
        stories=10,
        length=SummaryLength.LONG,
        tells_empty=False,
    )
    endless = replace(GROUP, paused_until=UNTIL_RESUMED)
    async with store.write() as tx:
        await tx.subscribers.put(chosen)
        await tx.subscribers.put(endless)

        assert await tx.subscribers.get(7) == chosen
        assert await tx.subscribers.get(GROUP.chat_id) == endless


async def test_a_guessed_zone_owes_nothing(store):
    async with store.write() as tx:
        await tx.subscribers.put(replace(READER, is_confirmed=False))

        assert await tx.subscribers.due(SLOT.at) == []
        assert await tx.subscribers.owed_after(SLOT.at.replace(hour=1)) == []


async def test_who_is_owed_later_is_told_apart(store):
    async with store.write() as tx:
        await tx.subscribers.put(READER)
        await tx.subscribers.put(GROUP)

        assert await tx.subscribers.owed_after(SLOT.at) == [GROUP]


def test_a_pause_ends_by_itself():
    pausing = replace(READER, paused_until=utc("2026-02-01T00:00"))

    assert pausing.pauses_at(utc("2026-01-31T23:59"))
    assert not pausing.pauses_at(utc("2026-02-01T00:00"))
    assert not READER.pauses_at(utc("2026-01-31T23:59"))


async def test_who_wants_no_digests_is_kept_and_owed_none(store):
    settled = replace(READER, schedule=Schedule(()), next=NEVER, languages=("en", "de"))
    async with store.write() as tx:
        await tx.subscribers.put(settled)

        assert await tx.subscribers.get(7) == settled
        assert not settled.is_subscribed
        assert await tx.subscribers.count() == 0
        assert await tx.subscribers.due(NEVER.at) == []
        assert await tx.subscribers.owed_after(SLOT.at) == []
