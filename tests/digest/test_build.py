"""Digests that are owed: each is built once, with its messages, or not at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import messages
from bot.digest.build import compose, deliver_due
from bot.digest.compose import Edition, Recipient
from bot.schedule.slots import next_delivery
from storage.model import (
    NEVER,
    Alert,
    Delivery,
    DeliveryKind,
    DigestState,
    Kind,
    Quiet,
    Ref,
    Schedule,
    Subscriber,
    SummaryLength,
)
from tests.moments import utc
from tests.news import NOW
from tests.newsroom import ICEBREAKER, STRIKE, publish

KYIV = ZoneInfo("Europe/Kyiv")
EIGHT = Schedule((time(8),))

# 08:00 in Kyiv is NOW.
DUE = NOW


@pytest.fixture
def deliver(store, workers):
    """Return a function that builds what is due at an instant."""

    async def at(now: datetime, *, limit: int = 100) -> int:
        return await deliver_due(
            store=store, workers=workers, now=now, cap=5, method="lead", limit=limit
        )

    return at


@pytest.fixture
def subscribe(store):
    """Return a function that subscribes a chat just before NOW."""

    async def add(chat_id: int = 7, *, schedule: Schedule = EIGHT, **also) -> Subscriber:
        since = NOW - timedelta(minutes=1)
        slot = next_delivery(since, schedule, KYIV)
        reader = Subscriber(
            chat_id, also.pop("thread_id", None), schedule, KYIV, slot, since=since, **also
        )
        async with store.write() as tx:
            await tx.subscribers.put(reader)
        return reader

    return add


async def waiting(store, now: datetime = NOW) -> list[Delivery]:
    """Take up and return the messages that wait in the outbox, one of each chat."""
    async with store.write() as tx:
        claimed: list[Delivery] = await tx.outbox.claim(
            now, owner="a", lease=timedelta(minutes=2), limit=500
        )
    return claimed


async def digests_of(store, chat_id: int) -> list[tuple[str, DigestState]]:
    """Return key and state of the chat's digests, oldest first."""
    async with store.read() as tx:
        found = await tx.digests.of_chat(chat_id, limit=100)
    return [(digest.key, digest.state) for digest in reversed(found)]


async def next_of(store, chat_id: int) -> str:
    """Return the name of the slot that the chat is owed next."""
    async with store.read() as tx:
        reader = await tx.subscribers.get(chat_id)
    return str(reader.next)


async def test_a_digest_its_messages_and_the_next_slot_are_stored_together(
    store, deliver, subscribe
):
    await publish(store, ICEBREAKER)
    await subscribe(thread_id=3)

    assert await deliver(DUE) == 1

    [sent] = await waiting(store)
    assert sent.message.key == "digest:7:2026-11-24T08:00"
    assert (sent.message.kind, sent.message.thread_id) == (DeliveryKind.DIGEST, 3)
    assert ICEBREAKER.title in sent.message.text
    assert sent.message.about == "d1"
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.BUILT)]
    assert await next_of(store, 7) == "2026-11-25T08:00"


async def test_nobody_is_served_before_the_time(store, deliver, subscribe):
    await subscribe()

    assert await deliver(DUE - timedelta(seconds=1)) == 0
    assert await digests_of(store, 7) == []


async def test_a_slot_is_served_once(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe()

    assert [await deliver(DUE), await deliver(DUE)] == [1, 0]
    assert len(await waiting(store)) == 1


async def test_a_slot_that_was_served_before_is_not_served_again_but_passed(
    store, deliver, subscribe
):
    await publish(store, ICEBREAKER)
    await subscribe()
    await deliver(DUE)
    await waiting(store)
    await subscribe()

    assert await deliver(DUE) == 1
    assert await waiting(store) == []
    assert await next_of(store, 7) == "2026-11-25T08:00"


async def test_a_day_without_news_is_one_line(store, deliver, subscribe):
    await subscribe()

    await deliver(DUE)

    [sent] = await waiting(store)
    assert "Nothing is read here yet." in sent.message.text
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.EMPTY)]


async def test_yesterdays_stories_are_not_told_again(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe(schedule=Schedule((time(8), time(18))))
    await deliver(DUE)
    await publish(store, STRIKE)
    await deliver(utc("2026-11-24T16:00"))

    async with store.read() as tx:
        evening, morning = await tx.digests.of_chat(7)
    assert [entry.title for entry in morning.entries] == [ICEBREAKER.title]
    assert [entry.title for entry in evening.entries] == [STRIKE.title]


async def test_a_digest_that_is_twelve_hours_late_is_still_sent_once(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe()

    await deliver(DUE + timedelta(hours=12))

    assert len(await waiting(store, DUE + timedelta(hours=12))) == 1
    assert await next_of(store, 7) == "2026-11-25T08:00"


async def test_a_digest_that_is_later_is_skipped_and_recorded(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe()

    await deliver(DUE + timedelta(hours=12, seconds=1))

    assert await waiting(store, DUE + timedelta(days=1)) == []
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.SKIPPED)]
    assert await next_of(store, 7) == "2026-11-25T08:00"


async def test_a_long_outage_is_one_digest_and_some_records(store, deliver, subscribe):
    await subscribe()

    await deliver(DUE + timedelta(days=100, hours=1))

    stored = await digests_of(store, 7)
    assert stored[0] == ("2026-11-24T08:00", DigestState.SKIPPED)
    assert stored[1] == ("2027-02-26T08:00", DigestState.SKIPPED)
    assert stored[-1] == ("2027-03-04T08:00", DigestState.EMPTY)
    assert len(stored) == 8
    assert await next_of(store, 7) == "2027-03-05T08:00"


async def test_slots_that_passed_during_a_short_outage_are_one_message(store, deliver, subscribe):
    await subscribe(schedule=Schedule((time(8), time(12), time(18))))

    await deliver(DUE + timedelta(hours=11))

    assert len(await waiting(store, DUE + timedelta(hours=11))) == 1
    assert await digests_of(store, 7) == [
        ("2026-11-24T08:00", DigestState.SKIPPED),
        ("2026-11-24T12:00", DigestState.SKIPPED),
        ("2026-11-24T18:00", DigestState.EMPTY),
    ]
    assert await next_of(store, 7) == "2026-11-25T08:00"


async def test_everyone_who_is_due_is_served_however_many(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    for chat_id in range(1, 8):
        await subscribe(chat_id)

    assert await deliver(DUE, limit=3) == 7
    assert sorted(sent.message.chat_id for sent in await waiting(store)) == list(range(1, 8))


async def test_a_digest_speaks_its_subscribers_language(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe(1, language="de")
    await subscribe(2)

    await deliver(DUE)

    texts = {sent.message.chat_id: sent.message.text for sent in await waiting(store)}
    assert texts[1].startswith("<b>Morgenausgabe</b> · Di., 24. Nov.\n1 Geschichte von 1,")
    assert texts[2].startswith("<b>Morning digest</b> · Tue 24 Nov\n1 story out of 1,")


async def test_a_paused_subscriber_is_owed_nothing(deliver, subscribe):
    await subscribe(paused="blocked by the reader")

    assert await deliver(DUE) == 0


async def test_one_digest_that_fails_does_not_hold_up_the_others(
    store, deliver, subscribe, monkeypatch
):
    word = messages.digest

    def fails_for_chat_1(digest, **reader):
        if digest.chat_id == 1:
            raise RuntimeError("a bug")
        return word(digest, **reader)

    for chat_id in (1, 2, 3):
        await subscribe(chat_id)
    monkeypatch.setattr(messages, "digest", fails_for_chat_1)

    assert await deliver(DUE, limit=2) == 2
    assert await digests_of(store, 1) == []
    assert await next_of(store, 1) == "2026-11-24T08:00"

    monkeypatch.undo()
    assert await deliver(DUE) == 1
    assert await digests_of(store, 1) == [("2026-11-24T08:00", DigestState.EMPTY)]


async def test_however_many_fail_the_others_are_served(store, deliver, subscribe, monkeypatch):
    for chat_id in (1, 2, 3, 4):
        await subscribe(chat_id)
    word = messages.digest

    def fails_for_most(digest, **reader):
        if digest.chat_id < 4:
            raise RuntimeError("a bug")
        return word(digest, **reader)

    monkeypatch.setattr(messages, "digest", fails_for_most)

    assert await deliver(DUE, limit=2) == 1
    assert await digests_of(store, 4) == [("2026-11-24T08:00", DigestState.EMPTY)]


async def test_after_an_outage_the_newest_slot_is_told_first(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    for chat_id, times in ((1, [8]), (2, [11]), (3, [8, 12]), (4, [9]), (5, [9])):
        await subscribe(chat_id, schedule=Schedule(tuple(time(hour) for hour in times)))

    # 13:30 in Kyiv.
    now = DUE + timedelta(hours=5, minutes=30)
    assert await deliver(now) == 5

    assert [sent.message.chat_id for sent in await waiting(store, now)] == [3, 2, 4, 5, 1]


async def test_what_could_not_be_sent_for_twelve_hours_is_skipped_and_not_told(
    store, deliver, subscribe
):
    await publish(store, ICEBREAKER)
    await subscribe()
    await deliver(DUE)

    await deliver(DUE + timedelta(hours=12))
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.BUILT)]

    await deliver(DUE + timedelta(hours=12, seconds=1))
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.SKIPPED)]
    assert await waiting(store, DUE + timedelta(hours=13)) == []

    await deliver(DUE + timedelta(hours=24))
    [sent] = await waiting(store, DUE + timedelta(hours=24))
    assert ICEBREAKER.title in sent.message.text


async def test_what_was_sent_or_is_being_sent_is_never_skipped(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    for chat_id in (1, 2):
        await subscribe(chat_id)
    await deliver(DUE)
    first, _ = await waiting(store)
    async with store.write() as tx:
        await tx.outbox.sent(first.id, owner="a", message_id=9, now=NOW)

    await deliver(DUE + timedelta(hours=13))

    assert await digests_of(store, 1) == [("2026-11-24T08:00", DigestState.BUILT)]
    assert await digests_of(store, 2) == [("2026-11-24T08:00", DigestState.BUILT)]


async def test_what_may_have_arrived_is_never_skipped(store, deliver, subscribe):
    await publish(store, ICEBREAKER)
    await subscribe()
    await deliver(DUE)
    [taken] = await waiting(store)
    async with store.write() as tx:
        await tx.outbox.unsure(taken.id, owner="a", error="cut", now=NOW, again_at=NOW)

    await deliver(DUE + timedelta(hours=13))

    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.BUILT)]


async def test_a_subscription_that_changes_while_its_digest_is_made_wins(
    store, deliver, subscribe, monkeypatch
):
    await subscribe()
    compose_digests = Edition.compose_all

    async def reader_leaves_meanwhile(self, readers):
        composed = await compose_digests(self, readers)
        async with store.write() as tx:
            known = await tx.subscribers.get(7)
            await tx.subscribers.put(replace(known, schedule=Schedule(()), next=NEVER))
        return composed

    monkeypatch.setattr(Edition, "compose_all", reader_leaves_meanwhile)

    await deliver(DUE)

    assert await waiting(store) == []
    assert await digests_of(store, 7) == []


async def test_what_an_alert_tells_while_the_digest_is_made_is_not_told_twice(
    store, deliver, subscribe, monkeypatch
):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    await subscribe(7)
    await subscribe(8)
    compose_digests = Edition.compose_all
    alert = Alert(7, 1, 1, Ref(Kind.ARTICLE, 1), "", told_at=NOW, due_at=NOW, day=NOW.date())

    async def alerted_meanwhile(self, readers):
        composed = await compose_digests(self, readers)
        async with store.write() as tx:
            if not await tx.alerts.told([7], [1]):
                await tx.alerts.add([alert])
        return composed

    monkeypatch.setattr(Edition, "compose_all", alerted_meanwhile)

    assert await deliver(DUE) == 1
    assert await digests_of(store, 7) == []
    assert await deliver(DUE) == 1

    mine, others = sorted(await waiting(store), key=lambda each: each.message.chat_id)
    assert ICEBREAKER.title in others.message.text
    assert ICEBREAKER.title not in mine.message.text
    assert STRIKE.title in mine.message.text


async def test_a_digest_on_demand_stores_nothing_by_itself(store, workers):
    await publish(store, ICEBREAKER)

    composed = await compose(
        Recipient(7), now=NOW, store=store, workers=workers, cap=5, method="lead"
    )

    assert [entry.title for entry in composed.entries] == [ICEBREAKER.title]
    assert await digests_of(store, 7) == []


async def test_hourly_looks_across_a_change_of_clocks_make_one_digest_a_day(
    store, deliver, subscribe
):
    reader = await subscribe()
    slot = next_delivery(utc("2026-03-27T12:00"), EIGHT, KYIV)
    async with store.write() as tx:
        await tx.subscribers.put(replace(reader, next=slot))

    for hours in range(72):
        await deliver(utc("2026-03-27T12:00") + timedelta(hours=hours))

    assert [key for key, _ in await digests_of(store, 7)] == [
        "2026-03-28T08:00",
        "2026-03-29T08:00",
        "2026-03-30T08:00",
    ]


async def test_a_reader_gets_as_many_stories_and_as_much_of_each_as_chosen(
    store, deliver, subscribe
):
    await publish(store, ICEBREAKER)
    await publish(store, STRIKE)
    await subscribe(1)
    await subscribe(2, stories=1, length=SummaryLength.LONG)
    await subscribe(3, length=SummaryLength.LINE)

    await deliver(DUE)

    async with store.read() as tx:
        told = {chat_id: (await tx.digests.of_chat(chat_id))[0].entries for chat_id in (1, 2, 3)}
    assert {
        chat_id: [len(entry.sentences) for entry in entries] for chat_id, entries in told.items()
    } == {1: [2, 2], 2: [4], 3: [1, 1]}


async def test_who_wants_no_word_about_nothing_gets_none(store, deliver, subscribe):
    await subscribe(tells_empty=False)

    await deliver(DUE)

    assert await waiting(store) == []
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.EMPTY)]


async def test_by_a_guessed_zone_nothing_is_delivered(deliver, subscribe):
    await subscribe(is_confirmed=False)

    assert await deliver(DUE) == 0


async def test_what_is_late_waits_while_the_reader_sleeps(store, deliver, subscribe):
    sleeps = Schedule((time(18),), quiet=Quiet(time(22), time(5)))
    await subscribe(schedule=sleeps)
    evening = utc("2026-11-24T16:00")

    await deliver(evening + timedelta(hours=5))
    assert await waiting(store, evening + timedelta(hours=5)) == []

    await deliver(evening + timedelta(hours=11))
    assert len(await waiting(store, evening + timedelta(hours=11))) == 1
    assert await next_of(store, 7) == "2026-11-25T18:00"


async def test_a_clock_that_ran_ahead_costs_no_day_when_it_is_set_right(store, deliver, subscribe):
    await subscribe()
    await deliver(DUE + timedelta(days=365))
    assert await next_of(store, 7) == "2027-11-25T08:00"

    for hours in (1, 24, 48):
        await deliver(DUE + timedelta(hours=hours))

    stored = [key for key, _ in await digests_of(store, 7)]
    assert {"2026-11-25T08:00", "2026-11-26T08:00"} < set(stored)
    assert await next_of(store, 7) == "2026-11-27T08:00"


async def test_a_clock_that_jumps_back_repeats_no_digest(store, deliver, subscribe):
    await subscribe()

    for minutes in (0, 5, -30, 0, 5):
        await deliver(DUE + timedelta(minutes=minutes))

    assert len(await waiting(store)) == 1
    assert await digests_of(store, 7) == [("2026-11-24T08:00", DigestState.EMPTY)]
