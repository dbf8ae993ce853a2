"""Decide which alerts to send now. Pure.

Filters are understood once for as long as the program runs, and asked by their sense.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.preferences import Sense, Senses
from bot.schedule import awake
from bot.stories import document_of
from bot.text.query import Asker
from storage.model import ALERTS_A_DAY, Arrival, Article, Filter, Item, Ref, Subscriber

_UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Came:
    """An item that came in."""

    arrival: Arrival
    item: Item


@dataclass(frozen=True, slots=True)
class Match:
    """An item that a chat wants to be told of at once."""

    came: Came
    filter: Filter


class Watch:
    """All alerts, asked of what comes in; not to be asked in two threads at once."""

    def __init__(self) -> None:
        """Know no filters yet."""
        self._senses = Senses()

    def matches(
        self,
        filters: Sequence[Filter],
        came: Sequence[Came],
        topics: Mapping[Ref, tuple[str, ...]],
        *,
        languages: Sequence[str],
    ) -> list[Match]:
        """Return which items which filters match, but none that came before the filter."""
        # No alert has a time in it, so that neither the moment nor the zone matters.
        asker = Asker(datetime.min.replace(tzinfo=UTC), _UTC, tuple(languages))
        self._senses.forget_all_but(filters, asker)
        by_sense: defaultdict[Sense, list[Filter]] = defaultdict(list)
        for one in filters:
            if sense := self._senses.of(one, asker):
                by_sense[sense].append(one)
        documents = [(each, document_of(each.item, topics.get(each.item.ref, ()))) for each in came]
        found: list[Match] = []
        for sense, same in by_sense.items():
            for each, document in documents:
                if sense.matcher.matches(document):
                    found += [Match(each, one) for one in same if one.made_at <= each.arrival.at]
        return found


# What was published longer ago is for digests: whoever is told at once takes it for new.
LATEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Turn:
    """When a chat can be alerted next.

    Attributes:
        at: When: now, or at the end of the reader's quiet hours.
        day: The reader's local day then.
        language: In which alerts are worded, as `Reader.language`.
    """

    at: datetime
    zone: ZoneInfo
    day: date
    most: int
    language: str = ""


@dataclass(frozen=True, slots=True)
class DueAlert:
    """One story that a chat is told at once.

    Attributes:
        match: What of it is told, and which filter asked for it.
        number: Of the alert, among those of its day.
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


def turn_of(
    subscriber: Subscriber | None, *, home: ZoneInfo, now: datetime, language: str = ""
) -> Turn | None:
    """Return when a chat can be alerted next; None if it wants or can get nothing now.

    A chat without a subscription lives in the zone `home`; one of which no language is known
    speaks `language`.
    """
    if subscriber is None:
        return Turn(now, home, now.astimezone(home).date(), ALERTS_A_DAY, language)
    if subscriber.paused or subscriber.pauses_at(now):
        return None
    at = awake(now, subscriber.schedule.quiet, subscriber.zone)
    day = at.astimezone(subscriber.zone).date()
    return Turn(at, subscriber.zone, day, subscriber.alerts, subscriber.language or language)


def choose(
    found: Sequence[tuple[int, Match]],
    turn: Turn,
    *,
    done: Collection[int],
    told: Mapping[int, datetime],
    had: int,
) -> list[DueAlert]:
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
        DueAlert(story_id, match, had + place, is_update=story_id in told)
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
