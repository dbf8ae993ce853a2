"""Decide when a source is read again, and what a reading makes of it. Pure.

A feed is asked in its own rhythm, between every 15 minutes and once a day, never sooner than
the site wants, and half as often after each failure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from http import HTTPStatus

from bot.delivery import backoff
from bot.errors import FetchError, IngestError
from storage.model import BROKE_HERE, Source, SourceState, Timing

# However rarely a feed brings something, or however often it fails.
LONGEST_PAUSE = timedelta(hours=24)

# Where nothing is known of a feed's rhythm.
_UNKNOWN_GAP = timedelta(hours=4)

# Asked four times as often as a feed brings something, its items wait for an eighth of the
# time between them. One that fell silent is asked less and less: after a week, once a day.
_POLLS_PER_GAP = 4
_POLLS_PER_SILENCE = 8

# The rhythm of so many of the newest items counts; of fewer than three there is none.
_LATEST = 20
_FEWEST = 3

# So that sources that were added together are not asked together for ever.
_JITTER = 0.1

# An answer may be a mistake, three in a row are meant.
MOVES_BELIEVED = 3

# What fails for so long is told to the admins; most troubles are over sooner.
_TOLD_AFTER = timedelta(hours=24)

_HOURS_OF_A_WEEK = 7 * 24


def next_poll(
    now: datetime,
    *,
    source_id: int,
    interval: timedelta,
    failures: int = 0,
    wait: timedelta = timedelta(),
    timing: Timing | None = None,
) -> datetime:
    """Return when to read a source again that was read at `now`.

    Args:
        now: Aware instant in UTC.
        source_id: With `now` it gives the jitter: up to a tenth of the interval, sooner or
            later; the same each time that it is asked.
        interval: How often it should be read, if all is well.
        failures: Readings in a row that failed, this one included; each doubles the
            interval, up to 24 hours.
        wait: How long the site asked to be left alone; at most 24 hours are granted.
        timing: What the feed itself asks for: no reading before its `ttl` is over, nor in
            an hour or on a day that it skips.
    """
    timing = timing or Timing()
    jitter = _jitter(source_id, now)
    doubled = backoff(failures + 1, first=interval, longest=LONGEST_PAUSE)
    asked = min(max(wait, timedelta(minutes=timing.ttl)), LONGEST_PAUSE)
    pause = max(min(doubled * (1 + jitter), LONGEST_PAUSE), asked * (1 + abs(jitter)))
    return _not_skipped(now + pause, timing)


def interval_of(source: Source, *, now: datetime, shortest: timedelta) -> timedelta:
    """Return how often to read a source by its own rhythm, but not more often than `shortest`."""
    silence = now - (source.newest_at or now)
    wanted = max((source.gap or _UNKNOWN_GAP) / _POLLS_PER_GAP, silence / _POLLS_PER_SILENCE)
    return min(max(wanted, shortest), LONGEST_PAUSE)


def gap_between(instants: Iterable[datetime]) -> timedelta | None:
    """Return the mean time between the latest of these instants; None of fewer than three."""
    latest = sorted(instants)[-_LATEST:]
    if len(latest) < _FEWEST:
        return None
    return (latest[-1] - latest[0]) / (len(latest) - 1)


def succeeded(
    source: Source, *, now: datetime, shortest: timedelta, fresh_for: timedelta = timedelta()
) -> Source:
    """Return the source after a reading that went well (a 304 included).

    What the answer told is in it already; `fresh_for` is how long the site says that nothing
    new comes (`max-age`).
    """
    return replace(
        source,
        state=SourceState.READ,
        last_success_at=now,
        failures=0,
        failing_since=None,
        last_error="",
        last_status=None,
        next_poll_at=next_poll(
            now,
            source_id=source.id,
            interval=interval_of(source, now=now, shortest=shortest),
            wait=fresh_for,
            timing=source.timing,
        ),
    )


def failed(
    source: Source, error: IngestError | None, *, now: datetime, shortest: timedelta
) -> Source:
    """Return the source after a reading that failed; `error` is None if the fault is ours.

    One that is gone for good (410) is stopped.
    """
    status = error.status if isinstance(error, FetchError) else None
    retry_after = error.retry_after if isinstance(error, FetchError) else None
    # Longer than any `timedelta`, if a site likes.
    seconds = min(retry_after or 0.0, LONGEST_PAUSE.total_seconds())
    failures = source.failures + 1
    since = source.failing_since or now
    return replace(
        source,
        state=SourceState.STOPPED if status == HTTPStatus.GONE else source.state,
        failures=failures,
        failing_since=since,
        last_error=error.reason.value if error else BROKE_HERE,
        last_status=status,
        next_poll_at=next_poll(
            now,
            source_id=source.id,
            # What it brought meanwhile nobody knows: that is no silence.
            interval=interval_of(source, now=since, shortest=shortest),
            failures=failures,
            wait=timedelta(seconds=seconds),
            timing=source.timing,
        ),
    )


def put_off(source: Source, *, now: datetime, seconds: float) -> Source:
    """Return a source that was not asked, as its site wants to be left alone for some seconds."""
    wait = min(timedelta(seconds=seconds), LONGEST_PAUSE)
    at = now + wait * (1 + abs(_jitter(source.id, now)))
    return replace(source, next_poll_at=max(at, source.next_poll_at))


def moved(source: Source, to: str | None) -> Source:
    """Return the source after an answer that came from `to`, where the feed is for good.

    Args:
        source: As it was.
        to: Where all redirects, at least one, said that they are there to stay; None if
            there were none or others. At the third time in a row it is the source's address.
    """
    if to is None or to == source.url:
        return replace(source, moved_to="", moves=0)
    moves = source.moves + 1 if to == source.moved_to else 1
    if moves >= MOVES_BELIEVED:
        return replace(source, url=to, moved_to="", moves=0)
    return replace(source, moved_to=to, moves=moves)


def is_worth_telling(source: Source, *, now: datetime) -> bool:
    """Return whether admins should know of it: stopped, or failing for a day."""
    if source.state is SourceState.STOPPED:
        return True
    return source.failing_since is not None and now - source.failing_since >= _TOLD_AFTER


def _jitter(source_id: int, now: datetime) -> float:
    """Return a number from -0.1 to 0.1, which looks like chance and is none."""
    key = f"{source_id} {now.isoformat()}".encode()
    number = int.from_bytes(hashlib.blake2b(key, digest_size=4).digest(), "big")
    return _JITTER * (2 * number / (2**32 - 1) - 1)


def _not_skipped(at: datetime, timing: Timing) -> datetime:
    """Return `at`, or the beginning of the next hour that the feed does not skip."""
    hour = at
    for _ in range(_HOURS_OF_A_WEEK):
        if hour.hour not in timing.skip_hours and hour.weekday() not in timing.skip_days:
            return hour
        hour = hour.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    # Whoever skips all of them made a mistake.
    return at
