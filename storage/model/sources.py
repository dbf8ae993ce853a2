"""Where articles come from again and again: feeds, and when each is to be read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from storage.model.refs import Kind, Ref


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


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from again and again: a feed.

    Attributes:
        id: Typed as `f12`.
        url: Address that is polled.
        title: The feed's own name, or its host until it was read.
        site_url: The page that the feed belongs to, if it says so.
        etag: `ETag` of the last full answer, sent back exactly as received.
        last_modified: `Last-Modified` of the same answer.
        next_poll_at: When it is due.
        last_success_at: When an answer was last understood (304 included).
        failures: Polls in a row that failed; 0 after a success.
        last_error: Why the last poll failed, in English, for logs and `/sources`.
        added_at: When an admin added it.
    """

    id: int
    url: str
    title: str
    site_url: str | None
    etag: str
    last_modified: str
    next_poll_at: datetime
    last_success_at: datetime | None
    failures: int
    last_error: str
    added_at: datetime

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.SOURCE, self.id)
