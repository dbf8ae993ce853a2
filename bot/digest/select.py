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
    one that the reader muted never is, nor, for who wants nothing else, one that isn't followed.

    A story's rank is the number of its outlets, a tenth more for every further member,
    halved if only headlines tell it, times exp(-age / 24 h) where the age is its newest
    member's. What the reader follows counts three times that: one outlet then weighs as much
    as three, and a day of age is made up for. Stories are picked one by one, the best first;
    for every earlier pick from the same outlet a story counts 0.7 of that, followed or not
    (of its outlets, the one that was heard least decides; texts without any don't count
    against each other). Ties go to the newer story, then to the one stored later.

    Args:
        candidates: Stories that moved lately, in any order.
        told: When this chat was last told of each story, if it was.
        now: Aware instant.
        cap: Most stories to choose.
        taste: What the reader's filters say of the candidates.
    """
    taste = taste or Taste()
    parts = (
        untold(story, since=told.get(story.id)) for story in candidates if taste.allows(story.id)
    )
    left = {part.id: _Runner.of(part, taste, now=now) for part in parts if part is not None}
    considered, outlets = len(left), frozenset[str]().union(*(one.outlets for one in left.values()))
    most = max((len(one.outlets) for one in left.values()), default=0)
    heard: Counter[str] = Counter()
    picks: list[Pick] = []
    while left and len(picks) < cap:
        best = left.pop(max(left, key=lambda story_id: left[story_id].worth(heard)))
        picks.append(best.picked(heard, most=most))
        heard.update(best.outlets)
    return Selection(tuple(picks), considered, len(outlets))


@dataclass(frozen=True, slots=True)
class _Runner:
    """A story in the running, with what its rank is made of."""

    story: Story
    outlets: frozenset[str]
    newest_at: datetime
    rank: float
    filters: tuple[str, ...]

    @classmethod
    def of(cls, story: Story, taste: Taste, *, now: datetime) -> _Runner:
        outlets = frozenset(item.outlet for item in story.members if item.outlet)
        newest_at = max(item.at for item in story.members)
        filters = taste.followed.get(story.id, ())
        # A pasted text is from somewhere, too.
        carried = max(1, len(outlets))
        weight = carried + _FURTHER_MEMBER * (len(story.members) - carried)
        fades = math.exp(-(max(now - newest_at, timedelta()) / FADES_IN))
        text = 1 if story.articles else _WITHOUT_TEXT
        followed = _FOLLOWED if filters else 1
        return cls(story, outlets, newest_at, weight * text * fades * followed, filters)

    def heard(self, heard: Counter[str]) -> int:
        return min((heard[outlet] for outlet in self.outlets), default=0)

    def worth(self, heard: Counter[str]) -> tuple[float, datetime, int]:
        return self.rank * _SAME_OUTLET ** self.heard(heard), self.newest_at, self.story.id

    def picked(self, heard: Counter[str], *, most: int) -> Pick:
        reasons = Reasons(
            outlets=len(self.outlets),
            most=most,
            newest_at=self.newest_at,
            filters=self.filters,
            heard=self.heard(heard),
            has_text=bool(self.story.articles),
        )
        return Pick(self.story, reasons)


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
