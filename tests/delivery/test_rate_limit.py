"""How fast messages go out."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.rate_limit import NO_LIMITS, Limits, Pacer

READER, GROUP = 7, -7


def test_a_new_pacer_lets_one_go_at_once() -> None:
    pacer = Pacer(Limits())

    assert pacer.room(8, now=0) == 1
    assert pacer.room_in(now=0) == 0
    assert pacer.wait(READER, now=0) == 0


def test_messages_go_out_evenly() -> None:
    pacer, sent = Pacer(Limits()), list[float]()
    for millisecond in range(2000):
        now = millisecond / 1000
        for _ in range(pacer.room(8, now)):
            pacer.sent(now)
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
    pacer = Pacer(Limits())
    for at in (0.0, 0.04, 0.08, 0.12):
        pacer.sent(at)

    assert pacer.room(8, now) == room


def test_a_second_holds_twenty_five_messages() -> None:
    pacer = Pacer(Limits())
    for n in range(25):
        pacer.sent(n / 100)

    assert pacer.room(8, now=0.5) == 0
    assert pacer.room_in(now=0.5) == 0.5
    assert pacer.room(8, now=1.0) == 1
    assert pacer.room(8, now=1.25) == 1


def test_a_private_chat_waits_a_second_from_the_answer() -> None:
    pacer = Pacer(Limits())
    pacer.sent(0)
    pacer.answered(READER, now=0.25)

    assert pacer.wait(READER, now=0.5) == 0.75
    assert pacer.wait(READER, now=1.25) == 0
    assert pacer.wait(READER + 1, now=0.5) == 0


def test_a_group_gets_twenty_messages_a_minute() -> None:
    pacer = Pacer(Limits())
    for n in range(19):
        pacer.answered(GROUP, now=n)
    assert pacer.wait(GROUP, now=19) == 0

    pacer.answered(GROUP, now=19)
    assert pacer.wait(GROUP, now=19) == 41
    assert pacer.wait(GROUP, now=60) == 0

    pacer.answered(GROUP, now=60)
    assert pacer.wait(GROUP, now=60) == 1


def test_a_chat_that_telegram_holds_waits_alone_and_for_the_longer_time() -> None:
    pacer = Pacer(Limits())
    pacer.hold(READER, until=30)
    pacer.hold(READER, until=20)
    pacer.answered(READER, now=1)

    assert pacer.wait(READER, now=10) == 20
    assert pacer.wait(READER + 1, now=10) == 0


@pytest.mark.parametrize(
    "chat_id", [pytest.param(READER, id="private"), pytest.param(GROUP, id="group")]
)
def test_without_limits_nothing_waits(chat_id: int) -> None:
    pacer = Pacer(NO_LIMITS)
    for _ in range(100):
        pacer.sent(0)
        pacer.answered(chat_id, now=0)

    assert (pacer.room(8, now=0), pacer.room_in(now=0), pacer.wait(chat_id, now=0)) == (
        8,
        0,
        0,
    )


def test_what_is_over_is_forgotten() -> None:
    pacer = Pacer(Limits())
    for chat_id in range(-500, 500):
        pacer.answered(chat_id, now=0)
    pacer.answered(READER, now=61)

    assert (len(pacer._free_at), len(pacer._groups)) == (1, 0)


@given(
    chats=st.lists(st.sampled_from([1, 2, 3, -1, -2]), max_size=120),
    delays=st.lists(st.sampled_from([0.0, 0.01, 0.3, 0.9]), min_size=1, max_size=20),
)
def test_whoever_obeys_the_pacer_stays_within_every_limit(
    chats: list[int], delays: list[float]
) -> None:
    pacer, now = Pacer(Limits()), 0.0
    arrivals: list[tuple[float, int]] = []
    for n, chat_id in enumerate(chats):
        now += max(pacer.wait(chat_id, now), pacer.room_in(now))
        pacer.sent(now)
        arrivals.append((now, chat_id))
        now += delays[n % len(delays)]
        pacer.answered(chat_id, now)

    for start, chat_id in arrivals:
        tolerance = 1e-6
        second = [chat for at, chat in arrivals if start <= at < start + 1 - tolerance]
        minute = [chat for at, chat in arrivals if start <= at < start + 60 - tolerance]
        assert len(second) <= 25
        assert chat_id < 0 or Counter(second)[chat_id] == 1
        assert chat_id > 0 or Counter(minute)[chat_id] <= 20
