"""Who is owed a digest, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

EVERY_DAY = frozenset(range(7))

# A pause without an end ends here. No zone turns it into the year 10000, which Python and
# PostgreSQL's drivers can't hold.
UNTIL_RESUMED = datetime(9000, 1, 1, tzinfo=UTC)


# Most alerts of one local day, for those who chose no number.
ALERTS_A_DAY = 5


class SummaryLength(StrEnum):
    """How much a digest says of each story; the value is what a reader types."""

    LINE = "line"
    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of each day in which nothing arrives that was not just asked for.

    Attributes:
        start: First quiet minute, on the reader's wall clock.
        end: First minute that is no longer quiet; of the next day if it is before `start`.
            Never the same as `start`.
    """

    start: time
    end: time

    def covers(self, wall: time) -> bool:
        """Return whether it is quiet when the clock shows `wall`."""
        if self.start < self.end:
            return self.start <= wall < self.end
        return wall >= self.start or wall < self.end


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants digests, on the wall clock where the reader lives.

    Attributes:
        times: Times of day to the minute, ascending; none if no digests are wanted.
        weekdays: Days on which they hold; 0 is Monday, as in `date.weekday`.
        quiet: Hours in which none comes: it waits for their end. None if there are none.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY
    quiet: Quiet | None = None


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


# What is owed next to who wants no digests: no clock shows it.
NEVER = Slot(UNTIL_RESUMED.date(), time(0), UNTIL_RESUMED)


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that asked for digests, or that chose how it wants them.

    Attributes:
        chat_id: Telegram's chat id, negative for groups; `LOCAL_CHAT` the terminal.
        thread_id: The forum topic in which digests go, or None.
        schedule: When, on the wall clock of `zone`.
        zone: IANA zone, such as `Europe/Kyiv`. Never a fixed offset, because 08:00
            must stay 08:00 when the clocks change.
        next: The slot owed next. Stored, not derived, so that "who is due?" is one
            indexed query. While the reader pauses, the first one after the pause; `NEVER` for who
            wants none.
        since: When the chat subscribed.
        paused: Why nothing can be sent, in English (`blocked by the reader`), or empty.
        paused_until: When the reader's own pause ends, `UNTIL_RESUMED` if it has no end;
            None, or an instant that has passed, if there is none.
        is_confirmed: Whether the reader said that `zone` is right. By a guess, nothing is
            delivered.
        stories: Most stories of a digest, or None for as many as the bot's settings say.
        length: How much is said of each story.
        tells_empty: Whether one line comes when there is nothing new, or nothing at all.
        only_followed: Whether nothing is told but what a filter of the reader follows, if
            there is one.
        alerts: Most alerts of one local day.
        language: What Telegram says that the reader speaks, such as `pt-br`; empty if unknown.
        languages: ISO 639-1 codes of those that the reader reads, as the reader put them; empty
            if that was never said, and news in any come.
    """

    chat_id: int
    thread_id: int | None
    schedule: Schedule
    zone: ZoneInfo
    next: Slot
    since: datetime
    paused: str = ""
    paused_until: datetime | None = None
    is_confirmed: bool = True
    stories: int | None = None
    length: SummaryLength = SummaryLength.SHORT
    tells_empty: bool = True
    only_followed: bool = False
    alerts: int = ALERTS_A_DAY
    language: str = ""
    languages: tuple[str, ...] = ()

    @property
    def is_subscribed(self) -> bool:
        """Return whether digests are wanted: settings are kept without, too."""
        return bool(self.schedule.times)

    def pauses_at(self, now: datetime) -> bool:
        """Return whether the reader's own pause lasts at `now`."""
        return self.paused_until is not None and self.paused_until > now


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom something is worded.

    Attributes:
        now: Aware instant.
        zone: Where the reader lives.
        language: What the reader's Telegram speaks, such as `pt-br`; empty if unknown.
    """

    now: datetime
    zone: ZoneInfo
    language: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the pages of `/settings` show.

    Attributes:
        subscriber: Whose settings.
        now: Aware instant.
        stories: Most stories of a digest, whoever chose that.
        zones: Zones to choose from, likeliest first.
        languages: Codes of languages to choose from, likeliest first.
        can_share: Whether the chat can share a location.
        language: The reader's.
    """

    subscriber: Subscriber
    now: datetime
    stories: int
    zones: Sequence[str]
    languages: Sequence[str]
    can_share: bool
    language: str
