"""What came in waits for alerts, and what they told is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from storage import WriteTransaction
from storage.model import (
    Alert,
    DeliveryKind,
    DeliveryState,
    FilterKind,
    Kind,
    Outgoing,
    Ref,
    ShownStory,
)
from tests.moments import utc
from tests.outbox import states

NOW = utc("2026-01-10T06:00")
HOUR = timedelta(hours=1)
CHAT, OTHER = 7, 8
ARTICLE, HEADLINE = Ref(Kind.ARTICLE, 12), Ref(Kind.HEADLINE, 3)

ALERT = Alert(
    chat_id=CHAT,
    story_id=4,
    filter_id=1,
    ref=ARTICLE,
    sentence="All 34 are safe.",
    told_at=NOW,
    due_at=NOW,
    day=date(2026, 1, 10),
)


async def want(tx: WriteTransaction, kind: FilterKind = FilterKind.ALERT) -> None:
    await tx.filters.add(CHAT, kind, "ports", languages=["en"], now=NOW)


async def tell(tx: WriteTransaction, *told: Alert) -> None:
    """Keep alerts and put their messages on their way."""
    await tx.alerts.add(told)
    for one in told:
        message = Outgoing(one.chat_id, DeliveryKind.ALERT, one.key, "text")
        await tx.outbox.add([message], due_at=one.due_at)


async def claim(tx: WriteTransaction, *, now=NOW):
    return await tx.outbox.claim(now, owner="a", lease=HOUR, limit=9)


async def test_what_came_in_waits_in_its_order_until_it_was_looked_at(store):
    async with store.write() as tx:
        await want(tx)
        await tx.alerts.expect([ARTICLE, HEADLINE], now=NOW)
        await tx.alerts.expect([], now=NOW)
    async with store.write() as tx:
        first, second = await tx.alerts.arrivals(9)
        assert [(each.ref, each.at) for each in (first, second)] == [
            (ARTICLE, NOW),
            (HEADLINE, NOW),
        ]
        assert await tx.alerts.arrivals(1) == [first]

        await tx.alerts.settle([first])

        assert await tx.alerts.arrivals(9) == [second]


@pytest.mark.parametrize("kind", [FilterKind.FOLLOW, FilterKind.MUTE])
async def test_nothing_waits_while_nobody_has_an_alert(store, kind):
    async with store.write() as tx:
        await want(tx, kind)
        await tx.alerts.expect([ARTICLE], now=NOW)

        assert await tx.alerts.arrivals(9) == []


async def test_who_was_alerted_of_what_is_known_however_that_ended(store):
    async with store.write() as tx:
        await tell(tx, ALERT, replace(ALERT, story_id=5, day=date(2026, 1, 11)))
        [taken] = await claim(tx)
        await tx.outbox.failed(taken.id, owner="a", error="refused")

        assert await tx.alerts.told([CHAT, OTHER], [4, 6]) == {(CHAT, 4)}
        assert await tx.alerts.counts([CHAT, OTHER], [ALERT.day]) == {(CHAT, ALERT.day): 1}


async def test_of_a_story_that_was_merged_its_alert_is_known(store):
    async with store.write() as tx:
        into, gone = [await tx.stories.create("Ferry sails", now=NOW) for _ in range(2)]
        await tell(tx, replace(ALERT, story_id=gone))

        await tx.stories.merge(into, gone)

        assert await tx.alerts.told([CHAT], [into]) == {(CHAT, into)}
        assert await tx.digests.told(CHAT, [into]) == {into: NOW}


async def test_what_an_alert_told_counts_as_told(store):
    async with store.write() as tx:
        await tell(tx, ALERT)

        assert await tx.digests.told(CHAT, [4, 5]) == {4: NOW}
        assert await tx.digests.told(OTHER, [4]) == {}
        told = await tx.digests.told_of(CHAT, 4)
        assert told == ShownStory(("All 34 are safe.",), alerted=(ALERT.ref,))


async def test_an_alert_that_is_held_or_failed_told_nothing(store):
    async with store.write() as tx:
        await tell(tx, ALERT)
        [taken] = await claim(tx)
        assert await tx.digests.told(CHAT, [4]) == {4: NOW}

        await tx.outbox.unsure(taken.id, owner="a", error="cut", now=NOW)
        assert await tx.digests.told(CHAT, [4]) == {}
        assert await tx.digests.told_of(CHAT, 4) == ShownStory()

        await tx.held.send(taken.id, now=NOW)
        assert await tx.digests.told(CHAT, [4]) == {4: NOW}
        [again] = await claim(tx)
        await tx.outbox.failed(again.id, owner="a", error="refused")
        assert await tx.digests.told(CHAT, [4]) == {}


async def test_of_alerts_that_wait_those_of_one_filter_or_all_are_called_off(store):
    async with store.write() as tx:
        others = replace(ALERT, chat_id=OTHER)
        await tell(
            tx, ALERT, replace(ALERT, story_id=5, filter_id=2), replace(ALERT, story_id=6), others
        )

        assert await tx.alerts.call_off(CHAT, filter_id=2, error="dropped") == 1
        assert await tx.alerts.call_off(CHAT, error="paused") == 2

    assert await states(store) == {DeliveryState.FAILED: 3, DeliveryState.NEW: 1}


async def test_what_is_being_sent_or_may_have_arrived_is_not_called_off(store):
    async with store.write() as tx:
        await tell(tx, ALERT)
        [taken] = await claim(tx)
        assert await tx.alerts.call_off(CHAT, error="paused") == 0
        await tx.outbox.unsure(taken.id, owner="a", error="cut", now=NOW)
        await tx.held.send(taken.id, now=NOW)

        assert await tx.alerts.call_off(CHAT, error="paused") == 0


async def test_what_could_not_be_sent_in_time_is_called_off(store):
    async with store.write() as tx:
        await tell(tx, ALERT, replace(ALERT, story_id=5, due_at=NOW + 2 * HOUR))
        [taken] = await claim(tx)
        # However often it is tried again.
        await tx.outbox.retry(taken.id, owner="a", due_at=NOW + HOUR, error="no network")

        assert not await tx.alerts.are_late(NOW)
        assert await tx.alerts.are_late(NOW + HOUR)
        assert await tx.alerts.call_off_late(NOW + HOUR, error="too late") == 1
        assert not await tx.alerts.are_late(NOW + HOUR)


async def test_alerts_wait_for_other_quiet_hours_when_these_change(store):
    async with store.write() as tx:
        await tell(
            tx,
            replace(ALERT, due_at=NOW + 2 * HOUR),
            replace(ALERT, chat_id=OTHER, due_at=NOW + 2 * HOUR),
        )

        await tx.alerts.put_off(CHAT, until=NOW)

        assert [each.message.chat_id for each in await claim(tx)] == [CHAT]


async def test_alerts_go_with_a_group_that_telegram_moved(store):
    async with store.write() as tx:
        await tell(tx, ALERT)

        await tx.chats.move(CHAT, OTHER)

        assert await tx.alerts.told([CHAT, OTHER], [4]) == {(OTHER, 4)}
        assert await tx.digests.told(OTHER, [4]) == {4: NOW}
