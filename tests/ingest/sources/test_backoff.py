"""A feed is asked in its own rhythm, as the site wants, and never given up."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FetchError, NoFeedError, Reason
from bot.ingest.sources.backoff import (
    LONGEST_PAUSE,
    failed,
    gap_between,
    interval_of,
    is_worth_telling,
    moved,
    next_poll,
    put_off,
    succeeded,
)
from storage.model import SourceState, Timing
from tests.moments import utc
from tests.news import NOW, source

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
SHORTEST = 15 * MINUTE


def pause(*, source_id: int = 1, interval: timedelta = HOUR, **arguments: Any) -> timedelta:
    """Return how long after NOW the next poll is."""
    return next_poll(NOW, source_id=source_id, interval=interval, **arguments) - NOW


def is_near(actual: timedelta, wanted: timedelta) -> bool:
    """Return whether `actual` is `wanted`, give or take a tenth."""
    return 0.9 * wanted <= actual <= 1.1 * wanted


def test_the_next_poll_is_an_interval_away_give_or_take_a_tenth():
    pauses = [pause(source_id=number) for number in range(1_000)]
    assert all(is_near(each, HOUR) for each in pauses)
    assert min(pauses) < 0.91 * HOUR
    assert max(pauses) > 1.09 * HOUR


def test_the_jitter_is_the_same_each_time_that_it_is_asked():
    assert pause(source_id=7) == pause(source_id=7)
    assert pause(source_id=7) != pause(source_id=8)
    assert next_poll(NOW + HOUR, source_id=7, interval=HOUR) != NOW + HOUR + pause(source_id=7)


@pytest.mark.parametrize(
    ("failures", "wanted"),
    [
        pytest.param(0, 1 * HOUR, id="none"),
        pytest.param(1, 2 * HOUR, id="one"),
        pytest.param(2, 4 * HOUR, id="two"),
        pytest.param(4, 16 * HOUR, id="four"),
        pytest.param(5, 24 * HOUR, id="five"),
        pytest.param(10**9, 24 * HOUR, id="for years"),
    ],
)
def test_each_failure_doubles_the_pause_up_to_a_day(failures, wanted):
    assert is_near(pause(failures=failures), wanted)
    assert pause(failures=failures) <= LONGEST_PAUSE


@pytest.mark.parametrize(
    ("wait", "ttl", "least"),
    [
        pytest.param(5 * HOUR, 0, 5 * HOUR, id="the answer asks for more"),
        pytest.param(timedelta(), 300, 5 * HOUR, id="the feed asks for more"),
        pytest.param(3 * HOUR, 300, 5 * HOUR, id="both do"),
        pytest.param(5 * DAY, 0, DAY, id="a day at most"),
        pytest.param(timedelta(), 10**6, DAY, id="a day at most for the feed too"),
    ],
)
def test_a_site_is_not_asked_before_it_wants(wait, ttl, least):
    for number in range(100):
        assert least <= pause(source_id=number, wait=wait, timing=Timing(ttl=ttl)) <= 1.1 * least


def test_a_site_that_asks_for_less_than_the_interval_changes_nothing():
    assert pause(wait=MINUTE, timing=Timing(ttl=5)) == pause()


NIGHT = frozenset({22, 23, 0, 1, 2, 3, 4, 5})
WEEKEND = frozenset({5, 6})


@pytest.mark.parametrize(
    ("at", "timing", "expected"),
    [
        pytest.param(
            "2026-11-24T21:30", Timing(skip_hours=NIGHT), "2026-11-25T06:00", id="over the night"
        ),
        pytest.param(
            "2026-11-27T23:30", Timing(skip_days=WEEKEND), "2026-11-30T00:00", id="the weekend"
        ),
        pytest.param(
            "2026-11-27T22:30",
            Timing(skip_hours=NIGHT, skip_days=WEEKEND),
            "2026-11-30T06:00",
            id="the weekend and the night after",
        ),
    ],
)
def test_hours_and_days_that_a_feed_skips_are_skipped(at, timing, expected):
    assert next_poll(utc(at), source_id=1, interval=HOUR, timing=timing) == utc(expected)


@pytest.mark.parametrize(
    "timing",
    [
        pytest.param(Timing(skip_hours=frozenset(range(24))), id="all hours"),
        pytest.param(Timing(skip_days=frozenset(range(7))), id="all days"),
        pytest.param(Timing(skip_hours=frozenset({20}), skip_days=frozenset({0})), id="others"),
    ],
)
def test_a_feed_that_skips_everything_or_another_time_is_asked_as_ever(timing):
    assert pause(timing=timing) == pause()


@given(
    st.integers(min_value=1),
    st.timedeltas(min_value=SHORTEST, max_value=LONGEST_PAUSE),
    st.integers(min_value=0, max_value=10**6),
    st.timedeltas(min_value=timedelta()),
    st.sets(st.integers(0, 23)),
    st.sets(st.integers(0, 6)),
)
def test_the_next_poll_comes_within_the_week_whatever_is_asked(
    number, interval, failures, wait, hours, days
):
    timing = Timing(ttl=failures, skip_hours=frozenset(hours), skip_days=frozenset(days))
    at = next_poll(
        NOW, source_id=number, interval=interval, failures=failures, wait=wait, timing=timing
    )
    assert NOW + 0.9 * SHORTEST <= at <= NOW + 9 * DAY


@pytest.mark.parametrize(
    ("gap", "silence", "expected"),
    [
        pytest.param(None, None, HOUR, id="nothing is known"),
        pytest.param(MINUTE, timedelta(), 15 * MINUTE, id="a wire"),
        pytest.param(2 * HOUR, timedelta(), 30 * MINUTE, id="a newspaper"),
        pytest.param(DAY, timedelta(), 6 * HOUR, id="daily"),
        pytest.param(30 * DAY, timedelta(), DAY, id="monthly"),
        pytest.param(2 * HOUR, 8 * HOUR, HOUR, id="asleep"),
        pytest.param(2 * HOUR, 30 * DAY, DAY, id="asleep for a month"),
        pytest.param(None, 16 * HOUR, 2 * HOUR, id="without dates, asleep"),
    ],
)
def test_a_feed_is_asked_in_its_own_rhythm(gap, silence, expected):
    newest_at = None if silence is None else NOW - silence
    feed = source(gap=gap, newest_at=newest_at)
    assert interval_of(feed, now=NOW, shortest=SHORTEST) == expected


def test_no_feed_is_asked_more_often_than_was_set():
    assert interval_of(source(gap=MINUTE), now=NOW, shortest=HOUR) == HOUR
    assert interval_of(source(gap=MINUTE), now=NOW, shortest=5 * MINUTE) == 5 * MINUTE


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        pytest.param([], None, id="no dates"),
        pytest.param([1, 2], None, id="two are no rhythm"),
        pytest.param([1, 2, 3], HOUR, id="hourly"),
        pytest.param([3, 1, 2], HOUR, id="in any order"),
        pytest.param([0, 1, 9], 4.5 * HOUR, id="now and then"),
        pytest.param([5, 5, 5], timedelta(), id="all at once"),
        pytest.param([*range(20), *range(1_000, 2_000, 100)], HOUR, id="the latest count"),
    ],
)
def test_the_rhythm_is_learned_from_the_latest_items(hours, expected):
    assert gap_between(NOW - each * HOUR for each in hours) == expected


def test_after_a_success_all_failures_are_forgotten():
    broken = source(failures=3, failing_since=NOW - DAY, last_error="x", last_status=500)
    assert succeeded(broken, now=NOW, shortest=SHORTEST) == source(
        last_success_at=NOW, next_poll_at=NOW + pause()
    )


def test_an_answer_that_stays_fresh_for_long_is_not_asked_for_before():
    read = succeeded(source(), now=NOW, shortest=SHORTEST, fresh_for=5 * HOUR)
    assert 5 * HOUR <= read.next_poll_at - NOW <= 5.5 * HOUR


def test_a_failure_is_noted_with_its_reason_and_its_status():
    error = FetchError("x", reason=Reason.STATUS, status=503, retry_after=None)
    first = failed(source(), error, now=NOW, shortest=SHORTEST)
    assert first == source(
        failures=1,
        failing_since=NOW,
        last_error="the site answered with an error",
        last_status=503,
        next_poll_at=NOW + pause(failures=1),
    )
    second = failed(first, NoFeedError("x", reason=Reason.NO_FEED), now=NOW + HOUR, shortest=HOUR)
    assert (second.failures, second.failing_since) == (2, NOW)
    assert (second.last_error, second.last_status) == ("there is no feed", None)


@pytest.mark.parametrize(
    ("seconds", "least", "most"),
    [
        pytest.param(18_000.0, 5 * HOUR, 5.5 * HOUR, id="five hours"),
        pytest.param(60.0, 1.8 * HOUR, 2.2 * HOUR, id="a minute"),
        pytest.param(9e30, DAY, 1.1 * DAY, id="for ever"),
    ],
)
def test_a_site_that_says_when_to_come_back_is_left_alone_until_then(seconds, least, most):
    error = FetchError("x", reason=Reason.BLOCKED, status=429, retry_after=seconds)
    assert least <= failed(source(), error, now=NOW, shortest=SHORTEST).next_poll_at - NOW <= most


@pytest.mark.parametrize(
    ("seconds", "least", "most"),
    [
        pytest.param(18_000.0, 5 * HOUR, 5.5 * HOUR, id="five hours"),
        pytest.param(9e12, DAY, 1.1 * DAY, id="for ever"),
    ],
)
def test_a_source_whose_site_wants_to_be_left_alone_waits_and_did_not_fail(seconds, least, most):
    before = source(next_poll_at=NOW)
    after = put_off(before, now=NOW, seconds=seconds)
    assert least <= after.next_poll_at - NOW <= most
    assert after == replace(before, next_poll_at=after.next_poll_at)


def test_a_source_that_is_due_later_anyway_is_not_read_sooner():
    later = source(next_poll_at=NOW + DAY)
    assert put_off(later, now=NOW, seconds=60) == later


def test_a_feed_that_is_gone_for_good_is_stopped_and_any_other_is_not():
    gone = FetchError("x", reason=Reason.STATUS, status=410)
    missing = FetchError("x", reason=Reason.STATUS, status=404)
    assert failed(source(), gone, now=NOW, shortest=HOUR).state is SourceState.STOPPED
    assert failed(source(), missing, now=NOW, shortest=HOUR).state is SourceState.READ


def test_an_error_of_our_own_is_said_to_be_one():
    broken = failed(source(), None, now=NOW, shortest=SHORTEST)
    assert broken.last_error == "an error here; the log has it"


def test_a_source_that_fails_for_ever_is_asked_once_a_day():
    broken, polls = source(), [NOW]
    for _ in range(100):
        broken = failed(
            broken,
            FetchError("x", reason=Reason.DNS),
            now=broken.next_poll_at,
            shortest=SHORTEST,
        )
        polls.append(broken.next_poll_at)
    pauses = [later - earlier for earlier, later in pairwise(polls)]
    assert all(0.9 * DAY <= each <= DAY for each in pauses[5:])


NEW, NEWER = "https://new.example/feed", "https://newer.example/feed"


def test_an_address_is_believed_at_the_third_time_in_a_row():
    first = moved(source(), NEW)
    second = moved(first, NEW)
    assert (first.url, second.url) == (source().url, source().url)
    assert moved(second, NEW) == source(url=NEW)


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([NEW, NEW, None, NEW, NEW], id="back in between"),
        pytest.param([NEW, NEW, NEWER, NEWER], id="elsewhere"),
        pytest.param([NEW, NEWER, NEW, NEWER], id="to and fro"),
        pytest.param([source().url] * 5, id="where it is"),
    ],
)
def test_an_address_that_changes_is_not_believed(answers):
    feed = source()
    for answer in answers:
        feed = moved(feed, answer)
    assert feed.url == source().url


def test_admins_hear_of_what_fails_for_a_day_or_is_stopped():
    failing = source(failures=6, failing_since=NOW)
    assert not is_worth_telling(source(), now=NOW)
    assert not is_worth_telling(failing, now=NOW + DAY - MINUTE)
    assert is_worth_telling(failing, now=NOW + DAY)
    assert is_worth_telling(replace(source(), state=SourceState.STOPPED), now=NOW)
