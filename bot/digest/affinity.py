"""Find which stories of an edition readers like, by arrays: there are thousands of both.

Which stories have a trait is found once. A reader's points are added up for all stories at
once, and of those that they bring forward the first few are looked at.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.digest.candidates import Candidates, RankedStory
from bot.preferences import DOUBLES, MOST_OF_ALL
from bot.stories import opening_of
from storage.model import Liking, Story, Trait, TraitKind

Numbers: TypeAlias = npt.NDArray[np.floating[Any]]
Places: TypeAlias = npt.NDArray[np.integer[Any]]

# Texts of a story that are searched for names, the newest; more repeat them.
_MOST_TEXTS: Final = 4

# Of so many stories the best are put in order first; hardly any reader needs more.
_FIRST: Final = 100

_WORD: Final = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class _Having:
    """The stories that have a trait.

    Attributes:
        ids: Theirs.
        places: Theirs among all stories, ascending.
    """

    ids: frozenset[int]
    places: Places


class TraitIndex:
    """Which stories of an edition have which traits: found once for all readers."""

    def __init__(self, candidates: Candidates) -> None:
        """Keep the stories; they are searched when somebody likes anything."""
        self._stories = _Stories(candidates)
        self._by_trait: dict[Trait, _Having] = {}
        self._texts: dict[int, str] = {}
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)

    def ask(self, likings: Iterable[Liking]) -> None:
        """Find out which stories have what is liked, for `affinity` to know.

        The first name makes all titles and openings be read: most of a second for 5,000
        stories. Not to be called in two threads at once.
        """
        for trait in {one.trait for one in likings}:
            if not self._by_trait:
                self._by_trait = self._topics_and_sources()
            if trait not in self._by_trait:
                is_name = trait.kind is TraitKind.NAME
                self._by_trait[trait] = self._having(self._naming(trait.name) if is_name else ())

    def affinity(self, likings: Sequence[Liking]) -> Affinity | None:
        """Return what a reader likes of the stories, asked before; None if that is nothing."""
        having = [(one, self._by_trait[one.trait]) for one in likings]
        found = [(one, each) for one, each in having if each.ids]
        return Affinity(self._stories, found) if found else None

    def _topics_and_sources(self) -> dict[Trait, _Having]:
        having: defaultdict[Trait, list[int]] = defaultdict(list)
        for ranked in self._stories.in_order:
            for outlet in ranked.outlets:
                having[Trait(TraitKind.SOURCE, outlet)].append(ranked.story.id)
            if ranked.topic:
                having[Trait(TraitKind.TOPIC, ranked.topic)].append(ranked.story.id)
        return {trait: self._having(story_ids) for trait, story_ids in having.items()}

    def _having(self, story_ids: Collection[int]) -> _Having:
        places = sorted(self._stories.places[story_id] for story_id in story_ids)
        return _Having(frozenset(story_ids), np.array(places, dtype=np.intp))

    def _naming(self, name: str) -> list[int]:
        """Return the stories in whose titles or openings a name stands as it is written."""
        if not self._texts:
            for ranked in self._stories.in_order:
                text = _text_of(ranked.story)
                self._texts[ranked.story.id] = text
                for word in set(_WORD.findall(text)):
                    self._by_word[word].add(ranked.story.id)
        words = [self._by_word.get(word, set()) for word in set(_WORD.findall(name))]
        if not words:
            return []
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        near = set.intersection(*words)
        return [story_id for story_id in near if whole.search(self._texts[story_id])]


class Affinity:
    """What one reader likes of the stories of an edition."""

    def __init__(self, stories: _Stories, having: Sequence[tuple[Liking, _Having]]) -> None:
        """Add up the points of each story."""
        self._stories = stories
        self._having = having
        points = np.zeros(len(stories.in_order))
        for liking, each in having:
            points[each.places] += liking.points
        # As `factor_of` has it for one story.
        self._factors = np.exp2(np.clip(points, -MOST_OF_ALL, MOST_OF_ALL) / DOUBLES)

    def factor(self, story_id: int) -> float:
        """Return by what the rank of a story is multiplied."""
        return float(self._factors[self._stories.places[story_id]])

    def likings(self, story_id: int) -> tuple[Liking, ...]:
        """Return what the reader likes about a story, or doesn't."""
        return tuple(liking for liking, each in self._having if story_id in each.ids)

    def best_first(self, *, without: Collection[int]) -> Iterator[RankedStory]:
        """Yield the stories by their rank times their factor, but for those with these ids.

        Those that are worth the same come in the order of `RankedStory.worth`.
        """
        worth = self._stories.ranks * self._factors
        worth[[self._stories.places[story_id] for story_id in without]] = -1.0
        left = len(worth) - len(without)
        first = min(_FIRST, left)
        if not first:
            return
        # All that are as good as the last of the first: among these the newer ones come first.
        least = np.partition(worth, -first)[-first]
        best = np.flatnonzero(worth >= least)
        yield from self._ordered(best, worth)
        rest = np.flatnonzero((worth < least) & (worth >= 0))
        yield from self._ordered(rest, worth)

    def _ordered(self, places: Places, worth: Numbers) -> Iterator[RankedStory]:
        stories = self._stories
        order = np.lexsort((-stories.ids[places], -stories.instants[places], -worth[places]))
        return (stories.in_order[place] for place in places[order])


class _Stories:
    """The stories of an edition, each at its place in arrays.

    Attributes:
        places: Of each story by its id.
        instants: When the newest member of each was published, in seconds.
    """

    def __init__(self, candidates: Candidates) -> None:
        self.in_order = [candidates[story.id] for story in candidates.stories]
        self.places = {one.story.id: place for place, one in enumerate(self.in_order)}
        self.ids = np.array([one.story.id for one in self.in_order], dtype=np.int64)
        self.ranks = np.array([one.rank for one in self.in_order])
        self.instants = np.array([one.newest_at.timestamp() for one in self.in_order])


def _text_of(story: Story) -> str:
    titles = [item.title for item in story.members]
    return "\n".join((*titles, *map(opening_of, story.articles[-_MOST_TEXTS:])))
