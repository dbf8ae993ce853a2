"""Whether the other side answers, told by what became of the last messages. Pure.

    open     messages go out, as many as there is room for
    away     one had no answer: nothing is sent; after a pause, something harmless is asked
    trial    that was answered: one message goes out, and opens the way if it is answered

Telegram goes away for a minute or an hour, and answers nothing, or 502, or nobody is there
to connect to. Whatever is sent then may or may not arrive, and can't be sent again and again
without end. So few messages meet an outage; the others wait for its end as they are.
"""

from __future__ import annotations

# Seconds before each question in a row: one fault is no outage, so the first comes at once.
_PAUSES = (0, 1, 2, 4, 8, 15)


class Reach:
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
        self._ask_at = now + _PAUSES[min(self._failures, len(_PAUSES) - 1)]
        self._failures += 1
        self._is_trying = False
