"""Whether the other side answers, and how few messages meet an outage."""

from __future__ import annotations

from bot.delivery.circuit import Reach


def fail_and_ask(reach: Reach, *, until: float, tries: bool) -> tuple[list[float], int]:
    """Pass seconds in an outage; return when was asked, and how many messages were sent.

    Args:
        reach: What decides.
        until: The last second.
        tries: Whether what is asked is answered, and only messages are not.
    """
    asked_at, sent = list[float](), 0
    for second in range(int(until)):
        if reach.is_to_be_asked(second):
            asked_at.append(second)
            reach.asked(is_there=tries, now=second)
        for _ in range(reach.room(8)):
            reach.sent()
            sent += 1
        if reach.room(8) == 0 and not reach.is_to_be_asked(second):
            reach.unanswered(second)
    return asked_at, sent


def test_while_all_is_well_there_is_room_for_all() -> None:
    reach = Reach()
    reach.sent()
    reach.answered()

    assert reach.room(8) == 8
    assert not reach.is_to_be_asked(100)


def test_after_one_fault_something_harmless_is_asked_at_once() -> None:
    reach = Reach()
    reach.unanswered(10)

    assert reach.room(8) == 0
    assert reach.is_to_be_asked(10)


def test_when_that_is_answered_one_message_is_tried_and_opens_the_way() -> None:
    reach = Reach()
    reach.unanswered(10)
    reach.asked(is_there=True, now=10)

    assert reach.room(8) == 1
    reach.sent()
    assert reach.room(8) == 0
    reach.answered()
    assert reach.room(8) == 8


def test_the_answer_to_a_message_that_was_under_way_opens_the_way_too() -> None:
    reach = Reach()
    reach.unanswered(10)
    reach.answered()

    assert reach.room(8) == 8
    reach.asked(is_there=False, now=11)
    assert reach.room(8) == 8


def test_what_fails_while_the_other_side_is_away_is_no_news() -> None:
    reach = Reach()
    for _ in range(8):
        reach.unanswered(10)
    reach.asked(is_there=False, now=10)

    assert not reach.is_to_be_asked(10.9)
    assert reach.is_to_be_asked(11)


def test_what_was_being_claimed_when_the_other_side_went_away_does_not_stop_all() -> None:
    reach = Reach()
    reach.unanswered(10)
    reach.sent()
    reach.unanswered(11)
    reach.asked(is_there=True, now=11)

    assert reach.room(8) == 1


def test_it_is_asked_ever_more_slowly_and_no_message_is_sent_meanwhile() -> None:
    reach = Reach()
    reach.unanswered(0)

    asked_at, sent = fail_and_ask(reach, until=70, tries=False)

    assert asked_at == [0, 1, 3, 7, 15, 30, 45, 60]
    assert sent == 0


def test_an_outage_of_messages_alone_meets_few_of_them() -> None:
    reach = Reach()
    reach.unanswered(0)

    _, sent = fail_and_ask(reach, until=600, tries=True)

    assert sent == 43
