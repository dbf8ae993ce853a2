"""When the next digest is owed: on the wall clock, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.digest.schedule import next_delivery, parse_time
from bot.errors import UsageError
from storage.model import Schedule, Slot
from tests.moments import utc

KYIV = ZoneInfo("Europe/Kyiv")
APIA = ZoneInfo("Pacific/Apia")
EIGHT = Schedule((time(8),))

zones = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
minutes = st.builds(time, st.integers(0, 23), st.integers(0, 59))
instants = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy wants naive bounds
    max_value=datetime(2037, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.just(UTC),
)


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


def test_forty_years_of_days_in_every_zone_that_jumps_over_midnight_or_a_day() -> None:
    for name in ("Pacific/Apia", "America/Nuuk", "Africa/Cairo", "Pacific/Kiritimati"):
        zone = ZoneInfo(name)
        slots = slots_from(utc("1985-01-01T12:00"), Schedule((time(23, 30),)), zone, count=14_600)
        first, last = slots[0].day, slots[-1].day
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        assert [slot.day for slot in slots] == [day for day in days if is_seen(day, zone)]


def offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    """Return how far the clocks of `zone` are ahead of UTC at `instant`."""
    return instant.astimezone(zone).utcoffset() or timedelta()


def is_seen(day: date, zone: ZoneInfo) -> bool:
    """Return whether the clocks of `zone` ever showed `day`, looked up hour by hour."""
    noon = datetime.combine(day, time(12), UTC)
    return any(
        (noon + timedelta(hours=hours)).astimezone(zone).date() == day for hours in range(-27, 28)
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("08:00", time(8), id="full"),
        pytest.param("8", time(8), id="hour alone"),
        pytest.param("7:30", time(7, 30), id="one digit"),
        pytest.param(" 20.15 ", time(20, 15), id="dot"),
        pytest.param("8am", time(8), id="am"),
        pytest.param("10 pm", time(22), id="pm"),
        pytest.param("7:30 P.M.", time(19, 30), id="pm with dots"),
        pytest.param("12am", time(0), id="midnight"),
        pytest.param("12 pm", time(12), id="noon"),
        pytest.param("0:00", time(0), id="first minute"),
        pytest.param("23:59", time(23, 59), id="last minute"),
    ],
)
def test_times_are_read_as_people_type_them(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize(
    "text", ["25:00", "24:00", "8:60", "8:5", "13pm", "0am", "-1", "8:00:00", "morning", ""]
)
def test_what_is_no_time_is_quoted_with_an_example(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_time(text)

    assert caught.value.problem == (
        f'"{text}" is no time of day. Example: /subscribe 7:30 Europe/Kyiv'
    )
