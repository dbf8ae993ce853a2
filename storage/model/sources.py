"""Where articles come from again and again: feeds, and when each is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from storage.model.news import Kind, Ref


@dataclass(frozen=True, slots=True)
class Timing:
    """When a feed asks to be read.

    Attributes:
        ttl: It may be kept for so many minutes (RSS `ttl`); 0 if it doesn't say.
        skip_hours: Hours of the day, 0 to 23 in UTC, in which it brings nothing.
        skip_days: Days of the week, Monday 0, on which it brings nothing, in UTC.
    """

    ttl: int = 0
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


class SourceState(StrEnum):
    """Whether a source is read.

    OFFERED was found behind a site, and waits for an admin to choose it. STOPPED is gone
    for good, or is read under another address.
    """

    READ = "read"
    STOPPED = "stopped"
    OFFERED = "offered"


class FullText(StrEnum):
    """Which items are fetched from the site: those with little text, all, or none."""

    SHORT = "short"
    ALWAYS = "always"
    NEVER = "never"


class Weight(StrEnum):
    """How much an admin has the stories of a source count; the value is what is typed."""

    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


BROKE_HERE: Final = "an error here; the log has it"
NOW_READ_AS: Final = "its address is now that of "


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from again and again: a feed.

    Attributes:
        id: Typed as `f12`.
        url: Address that is polled. It may hold a secret, so no message shows it.
        title: The feed's own name, or its host until it was read.
        site_url: The page that the feed belongs to, if it says so.
        weight: How much its stories count in digests.
        etag: `ETag` of the last full answer, sent back exactly as received.
        last_modified: `Last-Modified` of the same answer.
        gap: Time between two of its items, as they came lately; None if unknown.
        newest_at: When its newest item was published, or else first seen.
        next_poll_at: When it is due.
        last_success_at: When an answer was last understood (304 included).
        failures: Polls in a row that failed; 0 after a success.
        failing_since: When the first of these was.
        last_error: Why the last poll failed, in English, for logs; or, where no site is to
            blame, `BROKE_HERE`, or `NOW_READ_AS` with the id of another source.
        last_status: The HTTP status that the site gave then, or None.
        moved_to: Where the last answer said that it is for good, or empty.
        moves: How many answers in a row said so.
        added_at: When an admin added it.
    """

    id: int
    url: str
    title: str
    site_url: str | None
    state: SourceState
    full_text: FullText
    weight: Weight
    etag: str
    last_modified: str
    timing: Timing
    gap: timedelta | None
    newest_at: datetime | None
    next_poll_at: datetime
    last_success_at: datetime | None
    failures: int
    failing_since: datetime | None
    last_error: str
    last_status: int | None
    moved_to: str
    moves: int
    added_at: datetime

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.SOURCE, self.id)


@dataclass(frozen=True, slots=True)
class Push:
    """What a hub was asked for, so that it tells of a source's changes (WebSub).

    Attributes:
        source_id: A source has one hub at most.
        topic_url: What the hub calls the feed.
        token: The last part of the address at which the hub reaches us; nobody else knows it.
        secret: What the hub signs with.
        ask_at: When to ask it, for the first time or again.
        tries: Times that it was asked since it last agreed.
        lease_until: Until when it tells us of changes; None if it has not agreed yet.
    """

    source_id: int
    hub_url: str
    topic_url: str
    token: str
    secret: str
    ask_at: datetime
    tries: int = 0
    lease_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of adding one feed.

    Attributes:
        is_new: False if it was read already (and nothing changed).
        items: How many of its items were kept.
    """

    source: Source
    is_new: bool
    items: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A feed that was found behind a page, and is read only if an admin chooses it.

    Attributes:
        source: Stored, and not read.
        items: How many items it lists.
        newest_at: When the newest of them was published, if it says so.
    """

    source: Source
    items: int
    newest_at: datetime | None


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of taking over a list of feeds.

    Attributes:
        added: Sources that are new.
        known: Feeds that were sources already.
        failed: Feeds that could not be had; stored, with the reason, and not read.
    """

    added: int
    known: int
    failed: tuple[Source, ...]
