"""Whether the other side answers, and how few messages meet an outage."""

from __future__ import annotations

from datetime import timedelta

from bot.delivery.circuit import CircuitBreaker, backoff

DAY = timedelta(days=1)


def fail_and_ask(circuit: CircuitBreaker, *, until: float, tries: bool) -> tuple[list[float], int]:
    """Pass seconds in an outage; return when was asked, and how many messages were sent.

    Args:
        circuit: What decides.
        until: The last second.
        tries: Whether what is asked is answered, and only messages are not.
    """
    asked_at, sent = list[float](), 0
    for second in range(int(until)):
        if circuit.is_to_be_asked(second):
            asked_at.append(second)
            circuit.asked(is_there=tries, now=second)
        for _ in range(circuit.room(8)):
            circuit.sent()
            sent += 1
        if circuit.room(8) == 0 and not circuit.is_to_be_asked(second):
            circuit.unanswered(second)
    return asked_at, sent


def test_while_all_is_well_there_is_room_for_all() -> None:
    circuit = CircuitBreaker()
    circuit.sent()
    circuit.answered()

    assert circuit.room(8) == 8
    assert not circuit.is_to_be_asked(100)


def test_after_one_fault_something_harmless_is_asked_at_once() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(10)

    assert circuit.room(8) == 0
    assert circuit.is_to_be_asked(10)


def test_when_that_is_answered_one_message_is_tried_and_opens_the_way() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(10)
    circuit.asked(is_there=True, now=10)

    assert circuit.room(8) == 1
    circuit.sent()
    assert circuit.room(8) == 0
    circuit.answered()
    assert circuit.room(8) == 8


def test_the_answer_to_a_message_that_was_under_way_opens_the_way_too() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(10)
    circuit.answered()

    assert circuit.room(8) == 8
    circuit.asked(is_there=False, now=11)
    assert circuit.room(8) == 8


def test_what_fails_while_the_other_side_is_away_is_no_news() -> None:
    circuit = CircuitBreaker()
    for _ in range(8):
        circuit.unanswered(10)
    circuit.asked(is_there=False, now=10)

    assert not circuit.is_to_be_asked(10.9)
    assert circuit.is_to_be_asked(11)


def test_what_was_being_claimed_when_the_other_side_went_away_does_not_stop_all() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(10)
    circuit.sent()
    circuit.unanswered(11)
    circuit.asked(is_there=True, now=11)

    assert circuit.room(8) == 1


def test_it_is_asked_ever_more_slowly_and_no_message_is_sent_meanwhile() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(0)

    asked_at, sent = fail_and_ask(circuit, until=70, tries=False)

    assert asked_at == [0, 1, 3, 7, 15, 30, 45, 60]
    assert sent == 0


def test_an_outage_of_messages_alone_meets_few_of_them() -> None:
    circuit = CircuitBreaker()
    circuit.unanswered(0)

    _, sent = fail_and_ask(circuit, until=600, tries=True)

    assert sent == 43


def test_waits_double_with_each_failure_up_to_the_longest() -> None:
    waits = [backoff(failures, first=0.5, longest=10.0) for failures in range(1, 8)]

    assert waits == [0.5, 1, 2, 4, 8, 10, 10]
    assert backoff(10**9, first=DAY, longest=7 * DAY) == 7 * DAY
