"""Which stories a digest tells. Pure: everything it decides by is an argument."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.digest.taste import Taste
from storage.model import Reasons, Story

# A story keeps 37 % of its rank after a day, 14 % after two.
FADES_IN = timedelta(hours=24)

# A story that only headlines tell has no sentences to offer: it fills up.
_WITHOUT_TEXT = 0.5

# An outlet that comes back to a story finds it worth more, if not as much as two do.
_FURTHER_MEMBER = 0.1

# What a reader follows passes the ordinary news of a day, which one or two outlets carry,
# and not what everybody tells.
_FOLLOWED = 3

# Each story already chosen from an outlet makes the next one from it count less.
_SAME_OUTLET = 0.7


@dataclass(frozen=True, slots=True)
class Pick:
    """A story that was chosen.

    Attributes:
        story: The story; if it was told before, with no more than what came since.
        reasons: What gave it its place.
    """

    story: Story
    reasons: Reasons


@dataclass(frozen=True, slots=True)
class Selection:
    """What a digest will tell.

    Attributes:
        picks: Best first.
        considered: How many stories were in the running: those not told yet, or not since
            they moved on, and none that the reader muted.
        outlets: How many outlets with a name these came from.
    """

    picks: tuple[Pick, ...]
    considered: int
    outlets: int

    @property
    def stories(self) -> tuple[Story, ...]:
        """Return the stories alone, best first."""
        return tuple(pick.story for pick in self.picks)


def select(
    candidates: Sequence[Story],
    *,
    told: Mapping[int, datetime],
    now: datetime,
    cap: int,
    taste: Taste | None = None,
) -> Selection:
    """Return the stories worth telling now, best first.

    A story that was told before is in the running with the reports that came since, if any;
    one that the reader muted never is.

    A story's rank is the number of its outlets, a tenth more for every further member,
    halved if only headlines tell it, times exp(-age / 24 h) where the age is its newest
    member's. What the reader follows counts three times that: one outlet then weighs as much
    as three, and a day of age is made up for. Stories are picked one by one, the best first;
    for every earlier pick from the same outlet a story counts 0.7 of that, followed or not
    (of its outlets, the one that was heard least decides). Ties go to the newer story, then
    to the one stored later.

    Args:
        candidates: Stories that moved lately, in any order.
        told: When this chat was last told of each story, if it was.
        now: Aware instant.
        cap: Most stories to choose.
        taste: What the reader's filters say of the candidates.
    """
    taste = taste or Taste()
    parts = (
        untold(story, since=told.get(story.id))
        for story in candidates
        if story.id not in taste.muted
    )
    fresh = [part for part in parts if part is not None]
    outlets = {story.id: frozenset(item.outlet for item in story.members) for story in fresh}
    ranks = {
        story.id: _rank(story, outlets=len(outlets[story.id]), now=now)
        * (_FOLLOWED if story.id in taste.followed else 1)
        for story in fresh
    }
    newest = {story.id: _newest(story) for story in fresh}
    heard: Counter[str] = Counter()
    most = max(map(len, outlets.values()), default=0)
    chosen: list[Pick] = []
    left = {story.id: story for story in fresh}

    def repeated(story_id: int) -> int:
        return min(heard[outlet] for outlet in outlets[story_id])

    def worth(story_id: int) -> tuple[float, datetime, int]:
        rank = ranks[story_id] * _SAME_OUTLET ** repeated(story_id)
        return rank, newest[story_id], story_id

    while left and len(chosen) < cap:
        best = left.pop(max(left, key=worth))
        reasons = Reasons(
            outlets=len(outlets[best.id]),
            most=most,
            newest_at=newest[best.id],
            filters=taste.followed.get(best.id, ()),
            heard=repeated(best.id),
            has_text=bool(best.articles),
        )
        chosen.append(Pick(best, reasons))
        heard.update(outlets[best.id])
    return Selection(
        picks=tuple(chosen),
        considered=len(fresh),
        outlets=len(frozenset().union(*outlets.values())),
    )


def untold(story: Story, *, since: datetime | None) -> Story | None:
    """Return what of a story was not told: all of it, its later reports, or None.

    Copies of a text and bare headlines add nothing to a story that was told.

    Args:
        story: The story.
        since: When it was last told, or None.
    """
    if since is None:
        return story
    later = tuple(
        article
        for article in story.articles
        if article.added_at > since and article.copy_of is None
    )
    return replace(story, articles=later, headlines=()) if later else None


def _rank(story: Story, *, outlets: int, now: datetime) -> float:
    age = max(now - _newest(story), timedelta())
    weight = outlets + _FURTHER_MEMBER * (len(story.members) - outlets)
    return weight * (1 if story.articles else _WITHOUT_TEXT) * math.exp(-(age / FADES_IN))


def _newest(story: Story) -> datetime:
    return max(item.at for item in story.members)
