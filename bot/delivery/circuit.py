"""Whether the other side answers, and how long to wait while it does not. Pure.

    open     messages go out, as many as there is room for
    away     one had no answer: nothing is sent; after a pause, something harmless is asked
    trial    that was answered: one message goes out, and opens the way if it is answered

Telegram goes away for a minute or an hour, and answers nothing, or 502, or nobody is there
to connect to. Whatever is sent then may or may not arrive, and can't be sent again and again
without end. So few messages meet an outage; the others wait for its end as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import TypeVar

_Time = TypeVar("_Time", float, timedelta)

# Seconds between questions. One fault is no outage, so the first question comes at once.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 15.0


def backoff(failures: int, *, first: _Time, longest: _Time) -> _Time:
    """Return how long to wait after so many failures in a row: `first`, doubled by each.

    min(longest, first * 2^(failures - 1)): truncated binary exponential backoff, as in
    IEEE 802.3, without its chance, since only we wait.
    """
    # Doubling stops long before the number would overflow.
    return min(longest, first * (1 << min(max(failures - 1, 0), 16)))


def pauses(*, first: float, longest: float) -> Iterator[float]:
    """Yield how many seconds to wait after each failure in a row."""
    return (backoff(failures, first=first, longest=longest) for failures in count(1))


def pauses_of_storage() -> Iterator[float]:
    """Yield how many seconds to wait after each failure of storage in a row: 0.5, 1 ... 10."""
    return pauses(first=0.5, longest=10.0)


class CircuitBreaker:
    """Tells how many messages may be sent, and when to ask whether anybody is there.

    Instants are seconds of one clock that never goes back, such as the event loop's.
    """

    def __init__(self) -> None:
        """Take it that the other side answers."""
        self._failures = 0
        self._ask_at: float | None = None
        self._is_trying = False

    def room(self, wanted: int) -> int:
        """Return how many of the `wanted` messages may be sent."""
        if not self._failures:
            return wanted
        is_waiting = self._ask_at is not None or self._is_trying
        return 0 if is_waiting else min(wanted, 1)

    def sent(self) -> None:
        """Note that a message was put on its way."""
        # One that was being claimed when another had no answer is on its way besides.
        self._is_trying = self._failures > 0 and self._ask_at is None

    def answered(self) -> None:
        """Note that a message was answered, be it by a refusal."""
        self._failures = 0
        self._ask_at = None
        self._is_trying = False

    def unanswered(self, now: float) -> None:
        """Note that a message had no answer. While the other side is away that is no news."""
        if self._ask_at is None:
            self._put_off(now)

    def is_to_be_asked(self, now: float) -> bool:
        """Return whether it is time to ask the other side something harmless."""
        return self._ask_at is not None and self._ask_at <= now

    def asked(self, *, is_there: bool, now: float) -> None:
        """Note whether that was answered."""
        if self._ask_at is None:
            return
        if is_there:
            self._ask_at = None
        else:
            self._put_off(now)

    def _put_off(self, now: float) -> None:
        pause = backoff(self._failures, first=_FIRST_PAUSE, longest=_LONGEST_PAUSE)
        self._ask_at = now + (pause if self._failures else 0)
        self._failures += 1
        self._is_trying = False
