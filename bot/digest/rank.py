"""Choose the stories of a digest. Pure: everything it decides by is an argument."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import heapify, heappop, heappush, heapreplace
from typing import TYPE_CHECKING, TypeAlias

from bot.digest.candidates import Candidates, RankedStory
from bot.preferences import Filtered
from bot.text import telling_themes
from storage.model import Item, Reasons, Story

if TYPE_CHECKING:
    from bot.digest.affinity import Affinity

# What a reader follows passes the ordinary news of a day, which one or two outlets carry,
# and not what everybody tells.
_FOLLOWED = 3

# Each story already chosen from an outlet makes the next one from it count less.
_SAME_OUTLET = 0.7

# Likewise of a topic: of five stories, fewer than two are then about the same on a usual day
# instead of almost three, for 2.5 % of the rank (tests/training/fit_diversity.py). Up to the
# third: on a day when all is about one thing, that is the news.
_SAME_TOPIC = 0.8
_MOST_OF_TOPIC = 3


# From this worth on, of 5, a story is told however many are about its topic.
_GRAVE = 3.0

# What comes first is less: worth, newest instant and id, each below 0.
_Order: TypeAlias = tuple[float, float, int]


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
        headlines: Those that take no places, as headlines alone tell them, best first.
        considered: How many stories were in the running: those not told yet, or not since
            they moved on, and none that the reader muted.
        outlets: How many outlets with a name these came from.
    """

    picks: tuple[Pick, ...]
    considered: int
    outlets: int
    headlines: tuple[Pick, ...] = ()

    @property
    def stories(self) -> tuple[Story, ...]:
        """Return the stories alone, best first."""
        return tuple(pick.story for pick in self.picks)


def select(
    candidates: Candidates,
    *,
    told: Mapping[int, datetime],
    cap: int,
    filtered: Filtered | None = None,
    affinity: Affinity | None = None,
    bare: Collection[int] = (),
) -> Selection:
    """Return the stories worth telling now, best first.

    A story that was told before is in the running with the reports that came since, if any;
    one that the reader muted never is, nor, for who wants nothing else, one that isn't followed;
    and what is told only to who asked for it (`Candidates.unwanted`) is if it is followed.

    A story's rank is that of `RankedStory`, times three if the reader follows it: one outlet
    then weighs as much as three, and a day of age is made up for; and times what the reader's
    likings come to (`feedback.factor_of`), a quarter to four. Stories are picked one by
    one, the best first; for every earlier pick from the same outlet a story counts 0.7 of
    that, followed or not (of its outlets, the one that was heard least decides; texts
    without any don't count against each other), and for each of the first three earlier
    picks about the same topic 0.8, unless the reader follows it or it is grave. Ties
    go to the newer story, then to the one stored later.

    Args:
        candidates: Stories that moved lately.
        told: When this chat was last told of each story, if it was.
        cap: Most stories to choose.
        filtered: What the reader's filters say of the stories.
        affinity: What the reader likes of the stories; None if that is nothing.
        bare: Those that take no places, unless the reader follows them: of these, too, the
            best are picked, among themselves. One that was told does not return.
    """
    filtered = filtered or Filtered()
    running = _running(candidates, told, filtered, affinity, bare)
    picks = tuple(_picked(running, affinity, cap=cap))
    headlines: tuple[Pick, ...] = ()
    if bare and not filtered.only_followed:
        without = candidates.among(filtered.muted.union(told, filtered.followed))
        best = (affinity or candidates).best_first(without=without)
        others = (
            _Runner.of(one, affinity)
            for one in best
            if one.story.id in bare and not one.is_unwanted
        )
        headlines = tuple(_picked(replace(running, own=[], others=others), affinity, cap=cap))
    return Selection(picks, running.considered, running.outlets, headlines)


@dataclass(slots=True)
class _Heard:
    """What was picked so far: how many stories came from each outlet, and about each topic."""

    outlets: Counter[str]
    topics: Counter[str]

    def add(self, one: RankedStory) -> None:
        self.outlets.update(one.outlets)
        if one.topic:
            self.topics[one.topic] += 1


# Each is compared by what it is worth, and never read through.
@dataclass(frozen=True, slots=True, eq=False)
class _Runner:
    """A story in the running, as one reader sees it: `rank` is before anything was heard."""

    ranked: RankedStory
    rank: float
    filters: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, ranked: RankedStory, affinity: Affinity | None, filters: tuple[str, ...] = ()
    ) -> _Runner:
        factor = affinity.factor(ranked.story.id) if affinity else 1.0
        return cls(ranked, ranked.rank * factor * (_FOLLOWED if filters else 1), filters)

    def order(self, worth: float) -> _Order:
        """Return by what it is put in order if it is worth that: what is best comes first."""
        ranked = self.ranked
        return -worth, -ranked.newest_at.timestamp(), -ranked.story.id

    def same_outlet(self, heard: _Heard) -> int:
        least = 0
        for outlet in self.ranked.outlets:
            times = heard.outlets.get(outlet, 0)
            if not times:
                return 0
            least = min(least or times, times)
        return least

    def same_topic(self, heard: _Heard) -> int:
        # An earthquake must not hide the storm of tonight, though both are weather.
        is_told_anyway = self.filters or self.ranked.gravity >= _GRAVE
        return 0 if is_told_anyway else heard.topics.get(self.ranked.topic, 0)

    def worth(self, heard: _Heard) -> float:
        """Return what it is worth when that was heard: never more than `rank`."""
        worth = self.rank * _SAME_OUTLET ** self.same_outlet(heard)
        return worth * _SAME_TOPIC ** min(self.same_topic(heard), _MOST_OF_TOPIC)

    def picked(self, heard: _Heard, affinity: Affinity | None, *, most: int) -> Pick:
        story = self.ranked.story
        reasons = Reasons(
            outlets=len(self.ranked.outlets),
            most=most,
            newest_at=self.ranked.newest_at,
            filters=self.filters,
            heard=self.same_outlet(heard),
            has_text=bool(story.articles),
            topic=self.ranked.topic,
            same_topic=self.same_topic(heard),
            likings=affinity.likings(story.id) if affinity else (),
            times=affinity.factor(story.id) if affinity else 1.0,
            weight=self.ranked.weight,
            weighed=self.ranked.weighed,
            genre=self.ranked.genre,
            worth=self.ranked.gravity,
            themes=_themes(story),
        )
        return Pick(story, reasons)


@dataclass(frozen=True, slots=True)
class _Running:
    """All that is in the running for one reader.

    Attributes:
        own: Those that rank otherwise for this reader than for everybody, in any order.
        others: All others by their rank, best first.
        outlets: How many outlets carry them.
        most: How many carry the one that most carry.
    """

    own: list[_Runner]
    others: Iterable[_Runner]
    considered: int
    outlets: int
    most: int


def _themes(story: Story) -> tuple[str, ...]:
    """Return what says most that a story is grave or wide."""
    told: Sequence[Item] = story.articles or story.headlines
    newest = max(told, key=lambda item: item.at)
    return telling_themes(newest.title, newest.body, newest.language)


def _running(
    candidates: Candidates,
    told: Mapping[int, datetime],
    filtered: Filtered,
    affinity: Affinity | None,
    bare: Collection[int],
) -> _Running:
    unasked = (filtered.foreign | (candidates.unwanted - told.keys())) - filtered.followed.keys()
    hidden = filtered.muted | unasked
    out = candidates.among(hidden.union(told))
    moved = {
        story_id: later
        for story_id in out - hidden
        if (story_id not in bare or story_id in filtered.followed)
        and (later := candidates.since(story_id, told[story_id])) is not None
    }
    special = candidates.among(filtered.followed.keys() - out)
    own = moved | {story_id: candidates[story_id] for story_id in special}
    if filtered.only_followed:
        own = {story_id: own[story_id] for story_id in own.keys() & filtered.followed.keys()}
    runners = [
        _Runner.of(one, affinity, filtered.followed.get(story_id, ()))
        for story_id, one in own.items()
    ]
    carried = frozenset[str]().union(*(one.outlets for one in own.values()))
    most = max((len(one.outlets) for one in own.values()), default=0)
    if filtered.only_followed:
        return _Running(runners, (), len(own), len(carried), most)
    others = (affinity or candidates).best_first(without=out | special)
    return _Running(
        own=runners,
        others=(_Runner.of(one, affinity) for one in others if one.story.id not in bare),
        considered=len(candidates) - len(out) + len(moved),
        outlets=len(candidates.outlets)
        - len(candidates.outlets_of_none_but(out, foreign=filtered.foreign) - carried),
        most=max(most, candidates.widest(without=out)),
    )


def _picked(running: _Running, affinity: Affinity | None, *, cap: int) -> Iterator[Pick]:
    """Yield the best, then the best of the others when that was heard, and so on.

    What a story is worth only falls: behind one that can't pass the best so far, none can,
    and whoever is first by what it was worth before is the best if that is still so (Minoux,
    "Accelerated greedy algorithms", 1978).
    """
    heard = _Heard(Counter(), Counter())
    waiting = [(one.order(one.rank), one) for one in running.own]
    heapify(waiting)
    coming = iter(running.others)
    ahead = next(coming, None)
    picks = 0
    while picks < cap:
        while ahead is not None and (not waiting or ahead.order(ahead.rank) < waiting[0][0]):
            heappush(waiting, (ahead.order(ahead.worth(heard)), ahead))
            ahead = next(coming, None)
        if not waiting:
            return
        before, best = waiting[0]
        now = best.order(best.worth(heard))
        if now != before:
            heapreplace(waiting, (now, best))
            continue
        heappop(waiting)
        yield best.picked(heard, affinity, most=running.most)
        heard.add(best.ranked)
        picks += 1
