"""Every slot ends in one digest: sent, empty or skipped; none twice, none never."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule.slots import (
    LATEST,
    awake,
    due_slots,
    first_unserved,
    missed_by_moving,
    next_delivery,
    owed_at,
)
from storage.model import Quiet, Schedule, Slot
from tests.moments import utc
from tests.subscription import Subscription

KYIV, TOKYO, NEW_YORK = (
    ZoneInfo(name) for name in ("Europe/Kyiv", "Asia/Tokyo", "America/New_York")
)
EIGHT = Schedule((time(8),))
THRICE = Schedule((time(8), time(12), time(18)))
SINCE = utc("2026-01-01T00:00")

zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
starts = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001 - the strategy wants naive bounds
    max_value=datetime(2030, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)
# From one look to the next: a tick, an hour of downtime, 26 hours, days.
pauses = st.sampled_from([15 / 3600, 0.25, 1, 1, 5, 11, 13, 26, 70]).map(
    lambda hours: timedelta(hours=hours)
)


def decide(first: str, now: str, schedule: Schedule = EIGHT, zone: ZoneInfo = KYIV):
    """Return the names of what is sent, skipped and next, and when that is."""
    slot = datetime.fromisoformat(first)
    at = owed_at(slot.date(), slot.time(), schedule, zone)
    found = due_slots(
        Slot(slot.date(), slot.time(), at), now=utc(now), schedule=schedule, zone=zone
    )
    return (
        found.send and str(found.send),
        [str(each) for each in found.skipped],
        str(found.next),
        found.next.at,
    )


@pytest.mark.parametrize(
    ("now", "sent", "skipped"),
    [
        pytest.param("2026-01-10T06:00", "2026-01-10T08:00", [], id="in time"),
        pytest.param("2026-01-10T07:00", "2026-01-10T08:00", [], id="an hour of downtime"),
        pytest.param("2026-01-10T18:00", "2026-01-10T08:00", [], id="twelve hours late"),
        pytest.param("2026-01-10T18:01", None, ["2026-01-10T08:00"], id="later"),
    ],
)
def test_a_digest_is_sent_once_up_to_twelve_hours_late(now, sent, skipped):
    assert decide("2026-01-10T08:00", now) == (
        sent,
        skipped,
        "2026-01-11T08:00",
        utc("2026-01-11T06:00"),
    )


def test_after_26_hours_one_slot_is_recorded_as_skipped_and_one_is_sent():
    sent, skipped, following, _ = decide("2026-01-10T08:00", "2026-01-11T08:00")

    assert (sent, skipped, following) == (
        "2026-01-11T08:00",
        ["2026-01-10T08:00"],
        "2026-01-12T08:00",
    )


def test_of_several_slots_that_passed_the_newest_is_sent_and_each_is_accounted_for():
    sent, skipped, following, _ = decide("2026-01-10T08:00", "2026-01-10T17:00", THRICE)

    assert (sent, skipped, following) == (
        "2026-01-10T18:00",
        ["2026-01-10T08:00", "2026-01-10T12:00"],
        "2026-01-11T08:00",
    )


def test_a_long_outage_is_recorded_by_its_first_slot_and_its_last_week():
    _, skipped, following, _ = decide("2026-01-10T08:00", "2026-06-01T20:00")

    assert (skipped[0], skipped[1], len(skipped)) == ("2026-01-10T08:00", "2026-05-26T08:00", 8)
    assert following == "2026-06-02T08:00"


def test_what_is_late_waits_for_the_end_of_quiet_hours():
    schedule = replace(EIGHT, times=(time(20),), quiet=Quiet(time(22), time(7)))

    held = decide("2026-01-10T20:00", "2026-01-10T21:00", schedule)
    assert held == (None, [], "2026-01-10T20:00", utc("2026-01-11T05:00"))

    put_off = Slot(date(2026, 1, 10), time(20), utc("2026-01-11T05:00"))
    later = due_slots(put_off, now=put_off.at, schedule=schedule, zone=KYIV)
    assert (later.send, str(later.next)) == (put_off, "2026-01-11T20:00")


def test_what_would_be_too_late_after_quiet_hours_is_skipped():
    schedule = replace(EIGHT, times=(time(18),), quiet=Quiet(time(22), time(7)))

    sent, skipped, following, _ = decide("2026-01-10T18:00", "2026-01-10T21:00", schedule)

    assert (sent, skipped, following) == (None, ["2026-01-10T18:00"], "2026-01-11T18:00")


def test_whoever_moves_west_is_not_told_the_same_day_twice():
    served = {"2026-01-10T08:00"}

    slot = first_unserved(utc("2026-01-10T07:00"), EIGHT, NEW_YORK, served=served)

    assert str(slot) == "2026-01-11T08:00"


def move(pending: str, now: str, zone: ZoneInfo, *, since: datetime = SINCE, served=()):
    """Return the slot that a reader of Kyiv missed by moving to `zone` at `now`."""
    slot = datetime.fromisoformat(pending)
    at = owed_at(slot.date(), slot.time(), EIGHT, KYIV)
    return missed_by_moving(
        Slot(slot.date(), slot.time(), at),
        now=utc(now),
        since=since,
        schedule=EIGHT,
        zone=zone,
        served=served,
    )


def test_whoever_moves_east_gets_the_digest_of_that_day_at_once():
    # 07:00 in Kyiv is 14:00 in Tokyo.
    slot = move("2026-01-10T08:00", "2026-01-10T05:00", TOKYO)

    assert slot == Slot(date(2026, 1, 10), time(8), utc("2026-01-09T23:00"))


@pytest.mark.parametrize(
    ("pending", "now", "facts"),
    [
        pytest.param("2026-01-11T08:00", "2026-01-10T07:00", {}, id="that is still to come"),
        pytest.param(
            "2026-01-10T08:00", "2026-01-10T05:00", {"served": {"2026-01-10T08:00"}}, id="served"
        ),
        pytest.param(
            "2026-01-10T08:00",
            "2026-01-10T05:00",
            {"since": utc("2026-01-10T04:00")},
            id="before the subscription",
        ),
        pytest.param("2026-01-09T08:00", "2026-01-09T11:30", {}, id="too late"),
    ],
)
def test_moving_owes_nothing_else(pending, now, facts):
    assert move(pending, now, TOKYO, **facts) is None


@settings(max_examples=250, deadline=None)
@given(
    start=starts,
    walls=st.sets(minutes, min_size=1, max_size=3),
    quiet=st.sampled_from([None, None, Quiet(time(22), time(7)), Quiet(time(1), time(2, 30))]),
    zone=zones,
    steps=st.lists(pauses, min_size=5, max_size=40),
)
def test_whatever_the_downtime_each_slot_ends_once_and_none_is_left_out(
    start, walls, quiet, zone, steps
):
    schedule = Schedule(tuple(sorted(walls)), quiet=quiet)
    reader = Subscription(schedule, zone, start)
    now = start
    for step in steps:
        now += step
        reader.look(now)

    expected = set[str]()
    slot = next_delivery(start, schedule, zone)
    while slot.at <= now:
        expected.add(str(slot))
        slot = next_delivery(slot.at, schedule, zone)
    held = {str(reader.next)} & expected
    assert not held or awake(now, quiet, zone) > now
    assert set(reader.ends) == expected - held
    for sent, _, when in reader.sent:
        due = owed_at(sent.day, sent.time, schedule, zone)
        assert timedelta() <= when - due <= LATEST
        assert awake(when, quiet, zone) == when


@settings(max_examples=250, deadline=None)
@given(
    start=starts,
    wall=minutes,
    zone=zones,
    journey=st.lists(st.tuples(pauses, st.none() | zones), min_size=5, max_size=40),
)
def test_whoever_travels_gets_one_digest_for_each_local_day_at_most(start, wall, zone, journey):
    reader = Subscription(Schedule((wall,)), zone, start)
    now = start
    for step, destination in journey:
        now += step
        reader.look(now)
        if destination is not None:
            reader.move(destination, now)
            reader.look(now)
        assert reader.next.at > now
        assert reader.next.at <= now + timedelta(days=4)

    days = Counter(sent.day for sent, _, _ in reader.sent)
    assert set(days.values()) <= {1}


@settings(max_examples=150, deadline=None)
@given(start=starts, wall=minutes, zone=zones, away=st.lists(zones, min_size=1, max_size=8))
def test_whoever_travels_while_the_bot_runs_misses_no_day(start, wall, zone, away):
    """One move a day, looked after every quarter of an hour: each day has its digest."""
    reader = Subscription(Schedule((wall,)), zone, start)
    now = start
    for destination in away:
        for _ in range(96):
            now += timedelta(minutes=15)
            reader.look(now)
        reader.move(destination, now)
        reader.look(now)

    days = sorted({date.fromisoformat(name[:10]) for name in reader.ends})
    for before, after in pairwise(days):
        # A move across the date line takes a day out of the reader's calendar.
        assert (after - before).days <= 2
