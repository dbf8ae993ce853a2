"""How fast messages go out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import NO_LIMITS, Limits, RateLimiter

READER, GROUP = 7, -7


def test_a_new_pacer_lets_one_go_at_once() -> None:
    limiter = RateLimiter(Limits())

    assert limiter.room(8, now=0) == 1
    assert limiter.room_in(now=0) == 0
    assert limiter.wait(READER, now=0) == 0


def test_messages_go_out_evenly() -> None:
    limiter, sent = RateLimiter(Limits()), list[float]()
    for millisecond in range(2000):
        now = millisecond / 1000
        for _ in range(limiter.room(8, now)):
            limiter.sent(now)
            sent.append(now)

    distances = [later - earlier for earlier, later in pairwise(sent)]
    assert (min(distances) > 0.038, max(distances) < 0.042, len(sent)) == (True, True, 50)


@pytest.mark.parametrize(
    ("now", "room"),
    [
        pytest.param(0.16, 1, id="in time"),
        pytest.param(0.25, 3, id="late"),
        pytest.param(0.9, 1, id="after a rest"),
    ],
)
def test_what_a_late_timer_left_out_follows_at_once(now: float, room: int) -> None:
    limiter = RateLimiter(Limits())
    for at in (0.0, 0.04, 0.08, 0.12):
        limiter.sent(at)

    assert limiter.room(8, now) == room


def test_a_second_holds_twenty_five_messages() -> None:
    limiter = RateLimiter(Limits())
    for n in range(25):
        limiter.sent(n / 100)

    assert limiter.room(8, now=0.5) == 0
    assert limiter.room_in(now=0.5) == 0.5
    assert limiter.room(8, now=1.0) == 1
    assert limiter.room(8, now=1.25) == 1


def test_a_private_chat_waits_a_second_from_the_answer() -> None:
    limiter = RateLimiter(Limits())
    limiter.sent(0)
    limiter.answered(READER, now=0.25)

    assert limiter.wait(READER, now=0.5) == 0.75
    assert limiter.wait(READER, now=1.25) == 0
    assert limiter.wait(READER + 1, now=0.5) == 0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    limiter = RateLimiter(Limits())
    for n in range(19):
        limiter.answered(GROUP, now=n)
    assert limiter.wait(GROUP, now=19) == 0

    limiter.answered(GROUP, now=19)
    assert limiter.wait(GROUP, now=19) == 41
    assert limiter.wait(GROUP, now=60) == 0

    limiter.answered(GROUP, now=60)
    assert limiter.wait(GROUP, now=60) == 1


def test_a_chat_that_telegram_holds_waits_alone_and_for_the_longer_time() -> None:
    limiter = RateLimiter(Limits())
    limiter.hold(READER, until=30)
    limiter.hold(READER, until=20)
    limiter.answered(READER, now=1)

    assert limiter.wait(READER, now=10) == 20
    assert limiter.wait(READER + 1, now=10) == 0


@pytest.mark.parametrize(
    "chat_id", [pytest.param(READER, id="private"), pytest.param(GROUP, id="group")]
)
def test_without_limits_nothing_waits(chat_id: int) -> None:
    limiter = RateLimiter(NO_LIMITS)
    for _ in range(100):
        limiter.sent(0)
        limiter.answered(chat_id, now=0)

    assert (limiter.room(8, now=0), limiter.room_in(now=0), limiter.wait(chat_id, now=0)) == (
        8,
        0,
        0,
    )


def test_what_is_over_is_forgotten() -> None:
    limiter = RateLimiter(Limits())
    for chat_id in range(-500, 500):
        limiter.answered(chat_id, now=0)
    limiter.answered(READER, now=61)

    assert (len(limiter._free_at), len(limiter._groups)) == (1, 0)


@given(
    chats=st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=120),
    delays=st.lists(st.sampled_from([0.0, 0.01, 0.3, 0.9]), min_size=1, max_size=20),
)
def test_whoever_obeys_the_pacer_stays_within_every_limit(
    chats: list[int], delays: list[float]
) -> None:
    limiter, now = RateLimiter(Limits()), 0.0
    arrivals: list[tuple[float, int]] = []
    for n, chat_id in enumerate(chats):
        now += max(limiter.wait(chat_id, now), limiter.room_in(now))
        limiter.sent(now)
        arrivals.append((now, chat_id))
        now += delays[n % len(delays)]
        limiter.answered(chat_id, now)

    for start, chat_id in arrivals:
        tolerance = 1e-6
        second = [chat for at, chat in arrivals if start <= at < start + 1 - tolerance]
        minute = [chat for at, chat in arrivals if start <= at < start + 60 - tolerance]
        assert len(second) <= 25
        assert chat_id < 0 or Counter(second)[chat_id] == 1
        assert chat_id > 0 or Counter(minute)[chat_id] <= 20
