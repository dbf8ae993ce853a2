"""When the next digest is owed: on the wall clock, whatever the clocks do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.schedule.slots import awake, next_delivery, owed_at
from storage.model import Quiet, Schedule, Slot
from tests.moments import utc

KYIV = ZoneInfo("Europe/Kyiv")
APIA = ZoneInfo("Pacific/Apia")
EIGHT = Schedule((time(8),))

zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
# Quiet hours of at most 16 hours, as readers may have them.
quiets = st.builds(
    lambda start, length: Quiet(start, (datetime.combine(date.min, start) + length).time()),
    minutes,
    st.timedeltas(timedelta(minutes=1), timedelta(hours=16)),
)
instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy wants naive bounds
    max_value=datetime(2037, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


NEAREST_FIRST = sorted(range(-27, 28), key=abs)


def slots_from(after: datetime, schedule: Schedule, zone: ZoneInfo, *, count: int) -> list[Slot]:
    """Return the next `count` slots, each asked for with the one before."""
    slots: list[Slot] = []
    for _ in range(count):
        slots.append(next_delivery(slots[-1].at if slots else after, schedule, zone))
    return slots


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        pytest.param("2026-01-10T05:59", "2026-01-10T06:00", id="later today"),
        pytest.param("2026-01-10T06:00", "2026-01-11T06:00", id="just sent"),
        pytest.param("2026-03-28T06:00", "2026-03-29T05:00", id="clocks go forward"),
        pytest.param("2026-10-24T05:00", "2026-10-25T06:00", id="clocks go back"),
    ],
)
def test_eight_stays_eight_in_the_subscribers_zone(after: str, expected: str) -> None:
    assert next_delivery(utc(after), EIGHT, KYIV).at == utc(expected)


def test_a_slot_is_named_by_the_day_and_time_that_the_reader_sees() -> None:
    slot = next_delivery(utc("2026-01-10T23:00"), EIGHT, ZoneInfo("Asia/Tokyo"))

    assert str(slot) == "2026-01-12T08:00"


@pytest.mark.parametrize(
    ("after", "wall", "zone", "expected"),
    [
        pytest.param(
            "2026-03-28T12:00", time(3, 30), "Europe/Kyiv", "2026-03-29T01:30", id="skipped"
        ),
        pytest.param(
            "2026-10-24T12:00", time(3, 30), "Europe/Kyiv", "2026-10-25T00:30", id="doubled"
        ),
        pytest.param(
            "2026-04-23T12:00",
            time(0, 15),
            "Africa/Cairo",
            "2026-04-23T22:15",
            id="midnight",
        ),
        pytest.param(
            "2026-03-28T12:00",
            time(23, 30),
            "America/Nuuk",
            "2026-03-29T01:30",
            id="before it",
        ),
    ],
)
def test_skipped_times_come_late_and_doubled_times_once(
    after: str, wall: time, zone: str, expected: str
) -> None:
    slot = next_delivery(utc(after), Schedule((wall,)), ZoneInfo(zone))

    assert (slot.time, slot.at) == (wall, utc(expected))


def test_a_doubled_hour_has_no_second_slot() -> None:
    schedule = Schedule((time(3, 30),))

    assert next_delivery(utc("2026-10-25T00:30"), schedule, KYIV).day == date(2026, 10, 26)


def test_two_times_that_meet_in_a_gap_are_one_slot() -> None:
    schedule = Schedule((time(3, 30), time(4, 30)))

    slots = slots_from(utc("2026-03-28T12:00"), schedule, KYIV, count=2)

    assert [str(slot) for slot in slots] == ["2026-03-29T03:30", "2026-03-30T03:30"]


def test_a_day_that_was_left_out_has_no_slot() -> None:
    slots = slots_from(utc("2011-12-28T20:00"), EIGHT, APIA, count=3)

    assert [str(slot) for slot in slots] == [
        "2011-12-29T08:00",
        "2011-12-31T08:00",
        "2012-01-01T08:00",
    ]


def test_a_weekly_digest_waits_a_fortnight_when_its_day_was_left_out() -> None:
    fridays = Schedule((time(8),), frozenset({4}))

    slots = slots_from(utc("2011-12-21T20:00"), fridays, APIA, count=2)

    assert [str(slot) for slot in slots] == ["2011-12-23T08:00", "2012-01-06T08:00"]


def test_only_the_chosen_weekdays_count() -> None:
    weekdays = Schedule((time(8), time(18)), frozenset(range(5)))

    slots = slots_from(utc("2026-01-09T00:00"), weekdays, KYIV, count=4)

    assert [str(slot) for slot in slots] == [
        "2026-01-09T08:00",
        "2026-01-09T18:00",
        "2026-01-12T08:00",
        "2026-01-12T18:00",
    ]


@settings(max_examples=300, deadline=None)
@given(after=instants, wall=minutes, zone=zones)
def test_every_local_day_that_exists_has_exactly_one_slot(
    after: datetime, wall: time, zone: ZoneInfo
) -> None:
    slots = slots_from(after, Schedule((wall,)), zone, count=40)

    instants = [slot.at for slot in slots]
    assert instants == sorted(set(instants))
    assert instants[0] > after
    first, last = slots[0].day, slots[-1].day
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [slot.day for slot in slots] == [day for day in days if is_seen(day, zone)]


@settings(max_examples=300, deadline=None)
@given(after=instants, wall=minutes, zone=zones)
def test_a_slot_is_delivered_at_its_time_or_just_after_a_gap(
    after: datetime, wall: time, zone: ZoneInfo
) -> None:
    slot = next_delivery(after, Schedule((wall,)), zone)

    shown = slot.at.astimezone(zone).replace(tzinfo=None)
    late = shown - datetime.combine(slot.day, slot.time)
    gap = offset(slot.at, zone) - offset(slot.at - timedelta(hours=26), zone)
    assert late in {timedelta(), gap}


@settings(max_examples=200, deadline=None)
@given(
    after=instants,
    walls=st.sets(minutes, min_size=1, max_size=4),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    zone=zones,
)
def test_no_slot_lies_between_an_instant_and_the_next_one(
    after: datetime, walls: set[time], weekdays: frozenset[int], zone: ZoneInfo
) -> None:
    schedule = Schedule(tuple(sorted(walls)), weekdays)
    slot = next_delivery(after, schedule, zone)
    between = after + (slot.at - after) / 2

    assert next_delivery(between, schedule, zone) == slot


NIGHT = Quiet(time(22), time(7))


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        pytest.param("2026-01-10T21:59", "Europe/Kyiv", "2026-01-10T19:59", id="before"),
        pytest.param("2026-01-10T22:00", "Europe/Kyiv", "2026-01-11T05:00", id="evening"),
        pytest.param("2026-01-10T06:59", "Europe/Kyiv", "2026-01-10T05:00", id="morning"),
        pytest.param("2026-01-10T07:00", "Europe/Kyiv", "2026-01-10T05:00", id="after"),
        pytest.param("2026-03-28T23:00", "Europe/Kyiv", "2026-03-29T04:00", id="forward"),
        pytest.param("2026-10-24T23:00", "Europe/Kyiv", "2026-10-25T05:00", id="back"),
    ],
)
def test_what_is_due_in_quiet_hours_is_owed_when_they_end(local, zone, expected) -> None:
    at = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    assert awake(at, NIGHT, ZoneInfo(zone)) == utc(expected)


def test_times_that_meet_after_quiet_hours_are_one_slot_of_the_earlier_one() -> None:
    schedule = Schedule((time(6), time(8), time(23)), quiet=NIGHT)

    slots = slots_from(utc("2026-01-10T12:00"), schedule, KYIV, count=4)

    assert [(str(slot), slot.at) for slot in slots] == [
        ("2026-01-10T23:00", utc("2026-01-11T05:00")),
        ("2026-01-11T08:00", utc("2026-01-11T06:00")),
        ("2026-01-11T23:00", utc("2026-01-12T05:00")),
        ("2026-01-12T08:00", utc("2026-01-12T06:00")),
    ]


def test_quiet_hours_end_once_more_in_the_second_of_two_equal_hours() -> None:
    # At 04:00 the clocks of Kyiv go back to 03:00.
    short = Quiet(time(2), time(3, 30))
    second_quarter = utc("2026-10-25T01:15")

    assert awake(second_quarter, short, KYIV) == utc("2026-10-25T01:30")


@settings(max_examples=500, deadline=None)
@given(at=instants, quiet=quiets, zone=zones)
def test_nobody_is_woken_in_quiet_hours_in_any_zone(
    at: datetime, quiet: Quiet, zone: ZoneInfo
) -> None:
    woken = awake(at, quiet, zone)

    assert at <= woken <= at + timedelta(hours=16) + timedelta(hours=26)
    assert not quiet.covers(woken.astimezone(zone).time())
    assert (woken == at) is not quiet.covers(at.astimezone(zone).time())


@settings(max_examples=300, deadline=None)
@given(
    after=instants,
    walls=st.sets(minutes, min_size=1, max_size=4),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    quiet=st.none() | quiets,
    zone=zones,
)
def test_the_next_slot_is_the_first_of_all_that_any_day_has(
    after: datetime,
    walls: set[time],
    weekdays: frozenset[int],
    quiet: Quiet | None,
    zone: ZoneInfo,
) -> None:
    schedule = Schedule(tuple(sorted(walls)), weekdays, quiet)
    today = after.astimezone(zone).date()
    days = [today + timedelta(days=n) for n in range(-4, 18)]
    every = [
        owed_at(day, wall, schedule, zone)
        for day in days
        for wall in walls
        if day.weekday() in weekdays and is_seen(day, zone)
    ]

    assert next_delivery(after, schedule, zone).at == min(at for at in every if at > after)


def test_forty_years_of_days_in_every_zone_that_jumps_over_midnight_or_a_day() -> None:
    for name in ("Pacific/Apia", "America/Nuuk", "Africa/Cairo", "Pacific/Kiritimati"):
        zone = ZoneInfo(name)
        slots = slots_from(utc("1985-01-01T12:00"), Schedule((time(23, 30),)), zone, count=14_600)
        first, last = slots[0].day, slots[-1].day
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        assert [slot.day for slot in slots] == [day for day in days if is_seen(day, zone)]


def test_every_change_of_clocks_of_ten_years_in_every_zone_leaves_one_slot_a_day() -> None:
    walls = (time(0, 30), time(2, 30), time(23, 30))
    changes = 0
    for name in sorted(available_timezones() - {"localtime"}):
        zone = ZoneInfo(name)
        for change in changes_of_clocks(zone, utc("2020-01-01T00:00"), utc("2030-01-01T00:00")):
            changes += 1
            for wall in walls:
                before = change - timedelta(days=2)
                slots = slots_from(before, Schedule((wall,)), zone, count=4)
                first, last = slots[0].day, slots[-1].day
                days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
                assert [slot.day for slot in slots] == [day for day in days if is_seen(day, zone)]
    assert changes > 4_000


def changes_of_clocks(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield when the offset of `zone` changes, to the minute; no two within a week."""
    step, minute = timedelta(days=7), timedelta(minutes=1)
    while start < end:
        low, high = start, start + step
        if offset(low, zone) != offset(high, zone):
            while high - low > minute:
                middle = low + (high - low) / 2
                same = offset(middle, zone) == offset(low, zone)
                low, high = (middle, high) if same else (low, middle)
            yield high
        start += step


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far the clocks of `zone` are ahead of UTC at `instant`."""
    return instant.astimezone(zone).utcoffset() or timedelta()


def is_seen(day: date, zone: ZoneInfo) -> bool:
    """Return whether the clocks of `zone` ever showed `day`, looked up hour by hour."""
    noon = datetime.combine(day, time(12), UTC)
    return any(
        (noon + timedelta(hours=hours)).astimezone(zone).date() == day for hours in NEAREST_FIRST
    )
