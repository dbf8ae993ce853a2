"""Which of what a chat's alerts match it is told at once, and when. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.digest.schedule import awake
from bot.digest.watch import Match
from storage.model import ALERTS_A_DAY, Article, Item, Subscriber

# What was published longer ago is for digests: whoever is told at once takes it for new.
LATEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Turn:
    """When a chat can be alerted next.

    Attributes:
        at: When: now, or at the end of the reader's quiet hours.
        zone: The reader's.
        day: The reader's local day then.
        most: Most alerts of a day.
    """

    at: datetime
    zone: ZoneInfo
    day: date
    most: int


@dataclass(frozen=True, slots=True)
class Chosen:
    """One story that a chat is told at once.

    Attributes:
        story_id: The story.
        match: What of it is told, and which filter asked for it.
        number: Of the alert, among those of its day.
        is_update: Whether the chat was told the story before.
    """

    story_id: int
    match: Match
    number: int
    is_update: bool


def is_fresh(item: Item, *, now: datetime) -> bool:
    """Return whether the item was published no longer than `LATEST` ago.

    Where its source names no more than a day, it counts from the end of that day.
    """
    at = item.at
    if item.day is not None:
        at = min(at + timedelta(days=1), item.added_at)
    return now - at <= LATEST


def turn_of(subscriber: Subscriber | None, *, home: ZoneInfo, now: datetime) -> Turn | None:
    """Return when a chat can be alerted next; None if it wants or can get nothing now.

    Args:
        subscriber: What the chat set; None if it has no subscription.
        home: The zone of those.
        now: Aware instant.
    """
    if subscriber is None:
        return Turn(now, home, now.astimezone(home).date(), ALERTS_A_DAY)
    if subscriber.paused or subscriber.pauses_at(now):
        return None
    at = awake(now, subscriber.schedule.quiet, subscriber.zone)
    return Turn(at, subscriber.zone, at.astimezone(subscriber.zone).date(), subscriber.alerts)


def choose(
    found: Sequence[tuple[int, Match]],
    turn: Turn,
    *,
    done: Collection[int],
    told: Mapping[int, datetime],
    had: int,
) -> list[Chosen]:
    """Return what a chat is told at once, in the order in which it came.

    Each story is told once, by an article if one matches. Of a story that a digest told
    already only a later article is news, and no copy of another.

    Args:
        found: Stories, each with what matches the chat's alerts of it.
        turn: When the chat is told; no more than `turn.most` of that day.
        done: Stories that it is not to be told: it mutes them, or was alerted of them.
        told: When digests told it of stories, if they did.
        had: How many alerts it had on the day already.
    """
    best: dict[int, Match] = {}
    for story_id, match in sorted(found, key=_by_worth):
        if story_id not in done and _is_news(match, told.get(story_id)):
            best.setdefault(story_id, match)
    in_order = sorted(best.items(), key=lambda one: one[1].came.arrival.id)
    room = max(turn.most - had, 0)
    return [
        Chosen(story_id, match, had + place, is_update=story_id in told)
        for place, (story_id, match) in enumerate(in_order[:room], 1)
    ]


def _by_worth(one: tuple[int, Match]) -> tuple[bool, int, int]:
    _, match = one
    is_bare = not isinstance(match.came.item, Article)
    return is_bare, match.came.arrival.id, match.filter.id


def _is_news(match: Match, told_at: datetime | None) -> bool:
    if told_at is None:
        return True
    item = match.came.item
    is_later = match.came.arrival.at > told_at
    return is_later and isinstance(item, Article) and item.copy_of is None
