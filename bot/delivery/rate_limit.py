"""How fast messages may go out. Pure: it is told what was sent and what time it is."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass

_MINUTE = 60.0

# What timers made late follows at once, up to so many; after a longer rest nothing was late.
_LATE = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """How many messages may be sent; 0 means any number.

    The defaults are what core.telegram.org/bots/faq asks for, except that Telegram takes
    about 30 a second in all: it counts arrivals, which bunch up on the way.

    Attributes:
        per_second: Messages to all chats in any second.
        private_interval: Seconds between two messages to one private chat.
        group_per_minute: Messages to one group (a negative id) in any minute.
    """

    per_second: int = 25
    private_interval: float = 1.0
    group_per_minute: int = 20


NO_LIMITS = Limits(per_second=0, private_interval=0, group_per_minute=0)


class RateLimiter:
    """Tells how long a message must wait.

    Messages go out evenly, not all of a second's at its beginning: fewer are on their way
    at a time, so a crash leaves fewer that may have arrived, and a reply that comes between
    digests waits for one of them.

    Instants are seconds of one clock that never goes back, such as the event loop's.
    A chat has one message in flight at a time, and its limits count from the answer: the
    message arrived before that, so on Telegram's clock the distance is never shorter.
    """

    def __init__(self, limits: Limits) -> None:
        """Start with nothing sent."""
        self._limits = limits
        self._sends: deque[float] = deque(maxlen=limits.per_second)
        self._interval = 1 / limits.per_second if limits.per_second else 0.0
        self._next_at = float("-inf")
        self._free_at: dict[int, float] = {}
        self._groups: defaultdict[int, deque[float]] = defaultdict(
            lambda: deque(maxlen=limits.group_per_minute)
        )

    def room(self, wanted: int, now: float) -> int:
        """Return how many of the `wanted` messages may be sent right now."""
        if not self._limits.per_second:
            return wanted
        if self.room_in(now) > 0:
            return 0
        this_second = self._limits.per_second - sum(at > now - 1 for at in self._sends)
        return min(wanted, this_second, 1 + int(self._late(now) / self._interval))

    def room_in(self, now: float) -> float:
        """Return in how many seconds there is room for a message, to whomever."""
        is_full = 0 < self._limits.per_second == len(self._sends)
        return max(self._sends[0] + 1 - now if is_full else 0, self._next_at - now, 0)

    def wait(self, chat_id: int, now: float) -> float:
        """Return in how many seconds this chat may get its next message."""
        return max(self._free_at.get(chat_id, now) - now, 0)

    def sent(self, now: float) -> None:
        """Note that a message was put on its way."""
        self._sends.append(now)
        self._next_at = now - self._late(now) + self._interval

    def answered(self, chat_id: int, now: float) -> None:
        """Note that the message in flight to `chat_id` has arrived, or may have."""
        self._forget(now)
        if chat_id > 0:
            self.hold(chat_id, now + self._limits.private_interval)
        elif chat_id < 0 and self._limits.group_per_minute:
            group = self._groups[chat_id]
            group.append(now)
            if len(group) == self._limits.group_per_minute:
                self.hold(chat_id, group[0] + _MINUTE)

    def hold(self, chat_id: int, until: float) -> None:
        """Send nothing to `chat_id` before `until`."""
        self._free_at[chat_id] = max(until, self._free_at.get(chat_id, until))

    def _late(self, now: float) -> float:
        """Return by how many seconds the next message is late, in a row without a rest."""
        late = now - self._next_at
        return late if 0 < late <= _LATE * self._interval else 0.0

    def _forget(self, now: float) -> None:
        for chat_id in [chat for chat, until in self._free_at.items() if until <= now]:
            del self._free_at[chat_id]
        for chat_id in [g for g, ats in self._groups.items() if ats[-1] <= now - _MINUTE]:
            del self._groups[chat_id]
