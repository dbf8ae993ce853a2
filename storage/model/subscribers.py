"""Who is owed a digest, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants digests, on the wall clock where the reader lives.

    Attributes:
        times: Times of day to the minute, ascending, at least one.
        weekdays: Days on which they hold; 0 is Monday, as in `date.weekday`.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """One digest that is owed: a time of a schedule on one local day.

    Attributes:
        day: The reader's local day.
        time: The schedule's time, even when the clocks skip it on that day.
        at: The UTC instant from which the digest is owed.
    """

    day: date
    time: time
    at: datetime

    def __str__(self) -> str:
        """Return the slot's name, unique for one subscriber: `2026-11-24T08:00`."""
        return f"{self.day.isoformat()}T{self.time:%H:%M}"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that asked for digests.

    Attributes:
        chat_id: Telegram's chat id, negative for groups; `LOCAL_CHAT` the terminal.
        thread_id: The forum topic in which digests go, or None.
        schedule: When, on the wall clock of `zone`.
        zone: IANA zone, such as `Europe/Kyiv`. Never a fixed offset, because 08:00
            must stay 08:00 when the clocks change.
        next: The slot owed next. Stored, not derived, so that "who is due?" is one
            indexed query.
        since: When the chat subscribed.
        paused: Why nothing is sent, in English (`blocked by the reader`), or empty.
    """

    chat_id: int
    thread_id: int | None
    schedule: Schedule
    zone: ZoneInfo
    next: Slot
    since: datetime
    paused: str = ""
