"""Rank the stories of an edition before any reader's taste is asked, once for all readers.

There are thousands of stories and tens of thousands of readers. `select` then looks only at
the few that can win, and at what a reader follows, mutes and was told.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

from storage.model import Genre, Item, Ref, Story, Weight

# A story keeps 37 % of its rank after a day, 14 % after two.
FADES_IN = timedelta(hours=24)

# A story that only headlines tell has no sentences to offer: it fills up.
_WITHOUT_TEXT = 0.5

# What so many outlets have a headline of is the news, whether or not its text is known.
_OUTLETS_OF_NEWS = 3

# Reports of one event that are no further apart are equally new.
_EQUALLY_NEW = timedelta(hours=3)

# By the text alone, a story that nobody may miss (5) counts 20 times one of the usual worth
# (2), which is as much as ten outlets more and a day's lead; one that is hardly worth telling
# (0) a seventh. Before it, the order was one of outlets and hours: of ten stories of one outlet
# each, an editor's ten best were the first ten by chance (tests/training/fit_genre.py).
USUAL_WORTH = 2.0

# What nobody asked for is not told below this worth, and what is no news below the second:
# of 22 such texts that were judged by reading, one was worth 3 of 5 and 16 were worth nothing.
_LEAST_WORTH, _LEAST_OF_NO_NEWS = 1.3, 1.8
_NO_NEWS = frozenset(
    {Genre.LISTICLE, Genre.GUIDE, Genre.COLUMN, Genre.PROMOTION, Genre.PRESS_RELEASE, Genre.TABLE}
)

# Views and long reads wait behind the news of the day.
_BEHIND_NEWS = 0.5
_NO_REPORTS = frozenset({Genre.OPINION, Genre.FEATURE, Genre.INTERVIEW, Genre.REVIEW})

# An outlet that comes back to a story finds it worth more, if not as much as two do.
_FURTHER_MEMBER = 0.1


# A source that the admin trusts counts as two that nobody spoke of, one that is only to fill up
# as half of one: enough to pass its neighbours, and not what three others tell.
_TIMES = {Weight.HIGH: 2.0, Weight.NORMAL: 1.0, Weight.LOW: 0.5}


@dataclass(frozen=True, slots=True)
class RankedStory:
    """A story, and its rank before any reader's taste is asked.

    Attributes:
        story: The story; if it was told before, with no more than what came since.
        outlets: Names of those that carry it; texts without any have none.
        newest_at: When its newest member was published (or first seen).
        rank: The number of its outlets, a tenth more for every further member, halved if
            only headlines tell it, times exp(-age / 24 h) where the age is its newest
            member's; by what the admin has the best-weighted of its sources count; times
            exp(gravity - 2), halved if it is opinion or a feature.
        weight: The weight of that source.
        weighed: The outlets with this weight, if it is not normal.
        gravity: The mean worth of its members by their texts, 0 to 5.
        genre: What most of its members are.
    """

    story: Story
    outlets: frozenset[str]
    newest_at: datetime
    rank: float
    topic: str
    weight: Weight = Weight.NORMAL
    weighed: tuple[str, ...] = ()
    gravity: float = USUAL_WORTH
    genre: Genre = Genre.NEWS

    @classmethod
    def of(
        cls,
        story: Story,
        *,
        now: datetime,
        topic: str = "",
        weights: Mapping[int, Weight] | None = None,
    ) -> RankedStory:
        """Return how the story stands at `now`, an aware instant.

        Args:
            story: With at least one member.
            now: Aware.
            topic: What it is about, or empty.
            weights: By source id what the admin weighs high or low.
        """
        outlets = frozenset(item.outlet for item in story.members if item.outlet)
        newest_at = max(item.at for item in story.members)
        # A pasted text is from somewhere, too.
        carried = max(1, len(outlets))
        weight = carried + _FURTHER_MEMBER * (len(story.members) - carried)
        fades = math.exp(-(max(now - newest_at, timedelta()) / FADES_IN))
        text = 1 if story.articles else _WITHOUT_TEXT
        trust, trusted = _trust(story, weights or {})
        gravity, genre = _appraised(story)
        behind = _BEHIND_NEWS if genre in _NO_REPORTS else 1
        rank = weight * text * fades * _TIMES[trust] * behind * math.exp(gravity - USUAL_WORTH)
        return cls(story, outlets, newest_at, rank, topic, trust, trusted, gravity, genre)

    @property
    def is_unwanted(self) -> bool:
        """Return whether it is told only to who asked for it: it is no news, or worth too little.

        What one report calls news is news.
        """
        is_no_news = self.genre in _NO_NEWS and self.gravity < _LEAST_OF_NO_NEWS
        return self.gravity < _LEAST_WORTH or is_no_news

    @property
    def worth(self) -> tuple[float, datetime, int]:
        """Return what stories are compared by: rank, then the newer, then the later stored."""
        return self.rank, self.newest_at, self.story.id


class Candidates:
    """The stories that an edition may tell, as they stand for all its readers."""

    def __init__(
        self,
        stories: Sequence[Story],
        *,
        now: datetime,
        topics: Mapping[Ref, Sequence[str]] | None = None,
        weights: Mapping[int, Weight] | None = None,
    ) -> None:
        """Reckon how each of them stands; see `RankedStory.of` for the `weights`."""
        about = {story.id: main_topic(story, topics or {}) for story in stories}
        self.stories = stories
        self._ranked = partial(RankedStory.of, now=now, weights=weights)
        self._by_id = {story.id: self._ranked(story, topic=about[story.id]) for story in stories}
        self._best_first = sorted(self._by_id.values(), key=_worth, reverse=True)
        self._widest_first = sorted(self._best_first, key=_width, reverse=True)
        self._carried = Counter(outlet for one in self._best_first for outlet in one.outlets)
        self._unwanted = frozenset(
            story_id for story_id, one in self._by_id.items() if one.is_unwanted
        )
        self._foreign: dict[tuple[str, ...], frozenset[int]] = {}
        self._carried_by: dict[frozenset[int], Counter[str]] = {}
        self._bare: dict[tuple[str, ...], frozenset[int]] = {}
        self._later: dict[tuple[int, datetime], RankedStory | None] = {}

    def __len__(self) -> int:
        """Return how many stories there are."""
        return len(self._by_id)

    def __getitem__(self, story_id: int) -> RankedStory:
        """Return how the story with this id, which is one of them, stands."""
        return self._by_id[story_id]

    @property
    def unwanted(self) -> frozenset[int]:
        """Return the ids of those that are told only to who asked for them."""
        return self._unwanted

    @property
    def outlets(self) -> Collection[str]:
        """Return the names of all outlets."""
        return self._carried.keys()

    @property
    def ids(self) -> Collection[int]:
        """Return the ids of the stories."""
        return self._by_id.keys()

    def _outlets_of(self, story_ids: Iterable[int]) -> Iterator[str]:
        return (outlet for each in story_ids for outlet in self._by_id[each].outlets)

    def among(self, story_ids: Collection[int]) -> set[int]:
        """Return those of the ids that stories here have."""
        return self._by_id.keys() & story_ids

    def foreign_to(self, languages: tuple[str, ...]) -> frozenset[int]:
        """Return the ids of the stories without a member that a reader of these can read."""
        if languages not in self._foreign:
            self._foreign[languages] = frozenset(
                story.id for story in self.stories if read_in(story, languages) is None
            )
        return self._foreign[languages]

    def bare_to(self, languages: tuple[str, ...]) -> frozenset[int]:
        """Return the ids of the stories that are bare to a reader of these; see `is_bare`."""
        if languages not in self._bare:
            self._bare[languages] = frozenset(
                story.id for story in self.stories if is_bare(story, languages)
            )
        return self._bare[languages]

    def since(self, story_id: int, told_at: datetime) -> RankedStory | None:
        """Return how what came of a story since a reader was told stands; None if nothing came."""
        key = story_id, told_at
        if key not in self._later:
            known = self._by_id[story_id]
            part = untold(known.story, since=told_at)
            self._later[key] = None if part is None else self._ranked(part, topic=known.topic)
        return self._later[key]

    def best_first(self, *, without: Collection[int]) -> Iterator[RankedStory]:
        """Yield the stories by `RankedStory.worth`, but for those with these ids."""
        return (one for one in self._best_first if one.story.id not in without)

    def widest(self, *, without: Collection[int]) -> int:
        """Return how many outlets the story has that most carry, but for those left out."""
        found = (_width(one) for one in self._widest_first if one.story.id not in without)
        return next(found, 0)

    def outlets_of_none_but(
        self, story_ids: set[int], *, foreign: frozenset[int] = frozenset()
    ) -> set[str]:
        """Return the names of the outlets that carry none but the stories with these ids.

        Most of the ids may be those that are `foreign_to` some languages: these are counted once
        for all readers.
        """
        if foreign not in self._carried_by:
            self._carried_by[foreign] = Counter(self._outlets_of(foreign))
        carried = self._carried_by[foreign].copy()
        carried.update(self._outlets_of(story_ids - foreign))
        carried.subtract(self._outlets_of(foreign - story_ids))
        return {outlet for outlet, count in carried.items() if count == self._carried[outlet]}


def main_topic(story: Story, topics: Mapping[Ref, Sequence[str]]) -> str:
    """Return the topic that most members of a story have first, or empty if none has any.

    Of two that as many have, it is the one that comes first in the story.
    """
    first = Counter(found[0] for item in story.members if (found := topics.get(item.ref)))
    return max(first, key=first.__getitem__, default="")


def _appraised(story: Story) -> tuple[float, Genre]:
    """Return the mean worth of the reports, and what most of them are; headlines' if alone.

    What was stored before texts were appraised counts as usual news; it is soon old.
    """
    told: Sequence[Item] = story.articles or story.headlines
    worth = [USUAL_WORTH if item.worth is None else item.worth for item in told]
    genres = Counter(item.genre or Genre.NEWS for item in told)
    return math.fsum(worth) / len(worth), max(genres, key=genres.__getitem__)


def untold(story: Story, *, since: datetime) -> Story | None:
    """Return what came of a story since it was last told: its later members, or None."""
    articles = tuple(item for item in story.articles if item.added_at > since)
    headlines = tuple(item for item in story.headlines if item.added_at > since)
    return replace(story, articles=articles, headlines=headlines) if articles or headlines else None


def news_of(story: Story) -> Story | None:
    """Return the story without pages of which nobody says when they are from; None if that is all.

    A page that names no date may be of any year, unless a feed brought it now. A text without
    an address was pasted or sent as a file by an admin, who means it as news.
    """
    articles = tuple(item for item in story.articles if not _is_undated(item))
    headlines = tuple(item for item in story.headlines if not _is_undated(item))
    if len(articles) + len(headlines) == len(story.members):
        return story
    return replace(story, articles=articles, headlines=headlines) if articles or headlines else None


def _is_undated(item: Item) -> bool:
    return item.published_at is None and item.source_id is None and item.url is not None


def read_in(story: Story, languages: Collection[str]) -> Story | None:
    """Return the story with what a reader of these languages can read; None if that is nothing.

    All, if none are named. A text whose language is unknown may be in any.
    """
    if not languages:
        return story
    known = {"", *languages}
    articles = tuple(item for item in story.articles if item.language in known)
    headlines = tuple(item for item in story.headlines if item.language in known)
    if not articles and not headlines:
        return None
    return replace(story, articles=articles, headlines=headlines)


def is_bare(story: Story, languages: Collection[str] = ()) -> bool:
    """Return whether a reader of these languages can read nothing of a story but headlines.

    What several outlets have a headline of is not bare: it is the news.
    """
    found = read_in(story, languages)
    if found is None or found.articles:
        return False
    return len({item.outlet for item in found.members if item.outlet}) < _OUTLETS_OF_NEWS


def spoken_in(story: Story, language: str) -> Story:
    """Return the story with the reports in one language, if they are as new as the others.

    Args:
        story: With at least one member.
        language: What the reader speaks, such as `pt-br`; empty if that is unknown.
    """
    code = language[:2].lower()
    own = tuple(item for item in story.articles if item.language == code)
    if not own or len(own) == len(story.articles):
        return story
    newest = max(item.at for item in story.members)
    if newest - max(item.at for item in own) > _EQUALLY_NEW:
        return story
    headlines = tuple(item for item in story.headlines if item.language == code)
    return replace(story, articles=own, headlines=headlines)


def _trust(story: Story, weights: Mapping[int, Weight]) -> tuple[Weight, tuple[str, ...]]:
    """Return the best weight that a source of the story has, and whose it is if not normal."""
    outlets: dict[Weight, list[str]] = {}
    for item in story.members if weights else ():
        weight = weights.get(item.source_id or 0, Weight.NORMAL)
        outlets.setdefault(weight, []).append(item.outlet)
    best = max(outlets, key=_TIMES.__getitem__, default=Weight.NORMAL)
    if best is Weight.NORMAL:
        return best, ()
    return best, tuple(name for name in dict.fromkeys(outlets[best]) if name)


def _width(one: RankedStory) -> int:
    return len(one.outlets)


def _worth(one: RankedStory) -> tuple[float, datetime, int]:
    return one.worth
