"""Hold the stories that still move in memory, and decide which of them an item joins.

    story_id = live.best(sketch, at)      decides, changes nothing
    live.join(story_id, sketch, at)       with that id, or with a new one
    while pairs := live.merges():         now and then, and before a digest
        for into, gone in pairs:
            live.merge(into, gone)
    live.expire(at)

What was decided is kept in `centroid(story_id)`; `load` takes it up again. Decisions depend
on the centroids and on what is asked, never on the order in which they were loaded.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from bot.stories.thresholds import FADE, WINDOW, WORDLLAMA, Rule
from bot.stories.vectorize import Sketch, Vector, heaviest
from storage.model import Centroid

# How a vector is kept, on whatever machine.
_KEPT = "<f4"

# A story is cut to so many of its heaviest terms whenever it has half more.
MOST_TERMS = 80
_TOO_MANY_TERMS = 120

# Two handfuls of headlines are alike by chance too often; with a story of so many, the
# words that it has in common are known.
LEAST_SIZE = 12
# A term of more live stories tells none from another, and takes long to look up.
_MOST_STORIES = 3_000

# A story has been found among the few nearest by its words in every set that was tried.
CANDIDATES = 5
# Those are picked from so many, before time is looked at, which takes longer.
_GLANCED_AT = 20
# The heaviest terms are looked up first; after so many stories the lighter ones, which half
# of the news has, find none that is nearer.
MOST_LOOKED_UP = 300

# While few documents were counted, nothing tells "president" from a rare name, so more
# agreement is asked; the surplus has faded to a third after this many documents.
COLD_SURPLUS = 0.10
COLD_DOCUMENTS = 50


class LiveStory:
    """A story as it grows.

    Attributes:
        story_id, terms, size, headlines: As in `Centroid`.
        meaning: The sum of the members' vectors, of any length; None if none had one.
        moved: Seconds since 1970, or None.
    """

    __slots__ = (
        "breadth",
        "headlines",
        "length",
        "meaning",
        "moved",
        "size",
        "story_id",
        "terms",
    )

    def __init__(self, story_id: int) -> None:
        """Begin without members."""
        self.story_id = story_id
        self.terms: dict[str, float] = {}
        self.meaning: Vector | None = None
        self.size = self.headlines = 0
        self.moved: float | None = None
        self.length = self.breadth = 0.0

    @classmethod
    def restored(cls, centroid: Centroid, *, dimensions: int) -> LiveStory:
        """Return the story that `centroid` was kept of.

        Args:
            centroid: What was kept.
            dimensions: How many numbers a vector has; one with others is of another kind,
                and no angle is between the two, so it is left out.
        """
        story = cls(centroid.story_id)
        story.terms = dict(centroid.terms)
        if centroid.meaning is not None:
            import numpy as np

            meaning = np.frombuffer(centroid.meaning, _KEPT).astype(np.float32)
            story.meaning = meaning if len(meaning) == dimensions else None
        story.size, story.headlines = centroid.size, centroid.headlines
        story.moved = centroid.moved.timestamp() if centroid.moved else None
        story._measure()
        return story

    @property
    def is_of_headlines(self) -> bool:
        """Whether half of its members or more have no text."""
        return 2 * self.headlines >= self.size

    def centroid(self) -> Centroid:
        """Return what to keep."""
        return Centroid(
            story_id=self.story_id,
            terms=dict(self.terms),
            meaning=None if self.meaning is None else self.meaning.astype(_KEPT).tobytes(),
            size=self.size,
            headlines=self.headlines,
            moved=None if self.moved is None else datetime.fromtimestamp(self.moved, UTC),
        )

    def add(self, sketch: Sketch, when: float | None) -> list[str]:
        """Add a member, and return the terms that no longer fit in."""
        self.size += 1
        self.headlines += not sketch.has_text
        return self._take_in(sketch.terms, sketch.meaning, when)

    def absorb(self, other: LiveStory) -> list[str]:
        """Add all members of `other`, and return the terms that no longer fit in."""
        self.size += other.size
        self.headlines += other.headlines
        return self._take_in(other.terms, other.meaning, other.moved)

    def _take_in(
        self, terms: Mapping[str, float], meaning: Vector | None, when: float | None
    ) -> list[str]:
        own = self.terms
        for term, weight in terms.items():
            own[term] = own.get(term, 0.0) + weight
        if meaning is not None:
            self.meaning = meaning.copy() if self.meaning is None else self.meaning + meaning
        if when is not None and (self.moved is None or when > self.moved):
            self.moved = when
        dropped: list[str] = []
        if len(own) > _TOO_MANY_TERMS:
            self.terms = heaviest(own, MOST_TERMS)
            dropped = [term for term in own if term not in self.terms]
        self._measure()
        return dropped

    def _measure(self) -> None:
        self.length = length(self.terms.values())
        self.breadth = 0.0 if self.meaning is None else math.sqrt(self.meaning @ self.meaning)


def length(weights: Iterable[float]) -> float:
    """Return the length of a vector, the same for any order of its weights."""
    return math.sqrt(math.fsum(weight * weight for weight in weights))


class LiveStories:
    """The stories that an item can join.

    Instants are aware; an item without one fades nothing and moves no story. An item that
    comes late finds its story by the time between the two, whichever is earlier.
    """

    def __init__(
        self, *, window: timedelta = WINDOW, fade: timedelta = FADE, rule: Rule = WORDLLAMA
    ) -> None:
        """Begin without any story; `window` and `fade` are as in `Grouper`."""
        self._window, self._fade = window.total_seconds(), fade.total_seconds()
        self._rule = rule
        self._stories: dict[int, LiveStory] = {}
        self._postings: dict[str, dict[int, float]] = {}
        # Stories that changed since they were last compared with all others.
        self._changed: set[int] = set()
        self._apart: dict[int, set[int]] = {}

    def __contains__(self, story_id: object) -> bool:
        """Return whether the story is live."""
        return story_id in self._stories

    def __iter__(self) -> Iterator[int]:
        """Yield the ids of the live stories, smallest first."""
        return iter(sorted(self._stories))

    def __len__(self) -> int:
        """Return how many stories are live."""
        return len(self._stories)

    def best(
        self, sketch: Sketch, at: datetime | None, *, excluded: Collection[int] = frozenset()
    ) -> int | None:
        """Return the id of the story that an item belongs to, or None if it begins its own.

        The smaller id wins a tie.
        """
        meaning_counts, least = self._asked(sketch)
        best: tuple[float, int] | None = None
        for story, fading in self._nearest(sketch, _seconds(at), excluded):
            strange = _strangeness(sketch, story, self._rule.event_least)
            likeness = _likeness(sketch, story, meaning_counts)
            score = fading * (likeness - self._rule.event_counts * strange)
            if score >= least and (best is None or (score, -story.story_id) > best):
                best = (score, -story.story_id)
        return None if best is None else -best[1]

    def join(self, story_id: int, sketch: Sketch, at: datetime | None) -> None:
        """Add an item to a story; an id that is not live begins one."""
        story = self._stories.get(story_id)
        if story is None:
            story = self._stories[story_id] = LiveStory(story_id)
        self._index(story, sketch.terms, story.add(sketch, _seconds(at)))

    def load(self, centroid: Centroid) -> None:
        """Take up a story as it was kept, in place of what is known of it.

        Vectors of another kind, from before the setting changed, are left out: its words are
        compared, and the vectors of what joins it.
        """
        self._remove(centroid.story_id)
        story = LiveStory.restored(centroid, dimensions=self._rule.dimensions)
        self._stories[story.story_id] = story
        self._index(story, story.terms, ())

    def centroid(self, story_id: int) -> Centroid:
        """Return what to keep of a story.

        Raises:
            KeyError: It is not live.
        """
        return self._stories[story_id].centroid()

    def merges(self) -> list[tuple[int, int]]:
        """Return which stories to merge, as pairs `(into, gone)`, likest first.

        Each story is in one pair at most: merge them, then ask again until there are none.
        What has not changed since it was last asked about is not compared anew. Only stories
        of headlines are merged, and the larger of two must have `LEAST_SIZE` members: on
        labelled news, stories of texts that were merged were different ones too often. The
        larger one keeps its id, the one with the smaller id if they are as large.
        """
        found = self._likenesses()
        taken: set[int] = set()
        pairs: list[tuple[int, int]] = []
        for pair in sorted(found, key=lambda pair: (-found[pair], pair)):
            if taken.isdisjoint(pair):
                taken.update(pair)
                pairs.append(pair)
        self._changed = taken
        return pairs

    def merge(self, into: int, gone: int) -> None:
        """Make two stories one, with the id `into`; what `gone` is apart from, `into` is.

        Raises:
            KeyError: One of them is not live.
        """
        story, other = self._stories[into], self._stories[gone]
        self._remove(gone)
        for third in self._apart.pop(gone, set()):
            self._apart[third].discard(gone)
            self.apart(into, third)
        self._index(story, other.terms, story.absorb(other))

    def apart(self, one: int, other: int) -> None:
        """Never merge these two stories, whether they are live yet or not."""
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def forget(self, story_id: int) -> None:
        """Drop a story and what it is apart from, if it is live."""
        self._remove(story_id)
        for third in self._apart.pop(story_id, set()):
            self._apart[third].discard(story_id)

    def expire(self, at: datetime) -> list[int]:
        """Drop the stories that have not moved within the window, and return their ids."""
        first = at.timestamp() - self._window
        over = [
            story.story_id
            for story in self._stories.values()
            if story.moved is not None and story.moved < first
        ]
        for story_id in over:
            self.forget(story_id)
        return sorted(over)

    def _asked(self, sketch: Sketch) -> tuple[float, float]:
        """Return how much the vectors count for this item, and the least score."""
        rule = self._rule
        if sketch.meaning is None:
            counts = 0.0
            least = rule.words_text_least if sketch.has_text else rule.words_headline_least
        elif sketch.has_text:
            counts, least = rule.text_meaning, rule.text_least
        else:
            counts, least = rule.headline_meaning, rule.headline_least
        return counts, least + COLD_SURPLUS * math.exp(-sketch.counted / COLD_DOCUMENTS)

    def _nearest(
        self, sketch: Sketch, when: float | None, excluded: Collection[int]
    ) -> list[tuple[LiveStory, float]]:
        """Return the stories nearest by their words, with how much of it time has left."""
        dots: dict[int, float] = {}
        looked_up = 0
        for term, weight in sketch.terms.items():
            posting = self._postings.get(term, {})
            looked_up += len(posting)
            if dots and looked_up > MOST_LOOKED_UP:
                break
            for story_id, other in posting.items():
                if story_id in dots:
                    dots[story_id] += weight * other
                else:
                    dots[story_id] = weight * other
        stories = self._stories
        known = heapq.nlargest(
            _GLANCED_AT,
            ((dot / stories[story_id].length, -story_id) for story_id, dot in dots.items()),
        )
        near: list[tuple[float, int, float]] = []
        for likeness, negative in known:
            fading = self._fading(stories[-negative].moved, when)
            if fading and -negative not in excluded:
                near.append((fading * likeness, negative, fading))
        near.sort(reverse=True)
        return [(stories[-negative], fading) for _, negative, fading in near[:CANDIDATES]]

    def _likenesses(self) -> dict[tuple[int, int], float]:
        """Return which stories, of which one changed, are one, with their faded likeness."""
        least = self._rule.merge_least
        mergeable = {each.story_id for each in self._stories.values() if each.is_of_headlines}
        large = {story_id for story_id in mergeable if self._stories[story_id].size >= LEAST_SIZE}
        found: dict[tuple[int, int], float] = {}
        for story_id in sorted(self._changed & mergeable):
            story = self._stories[story_id]
            others = mergeable if story_id in large else large
            for other_id, dot in self._dots(story, others).items():
                other = self._stories[other_id]
                if other is story or other_id in self._apart.get(story_id, ()):
                    continue
                likeness = dot / (story.length * other.length)
                if likeness >= least:
                    likeness *= self._fading(story.moved, other.moved)
                if likeness >= least:
                    into, gone = sorted((story, other), key=lambda one: (-one.size, one.story_id))
                    found[into.story_id, gone.story_id] = likeness
        return found

    def _dots(self, story: LiveStory, others: set[int]) -> dict[int, float]:
        dots: dict[int, float] = {}
        for term in sorted(story.terms):
            posting = self._postings[term]
            if len(posting) <= _MOST_STORIES:
                weight = story.terms[term]
                # Whichever is smaller is looked through.
                for story_id in posting.keys() & others:
                    dots[story_id] = dots.get(story_id, 0.0) + weight * posting[story_id]
        return dots

    def _fading(self, one: float | None, other: float | None) -> float:
        """Return what is left of a likeness by the time between two: 1 if it is unknown."""
        if one is None or other is None:
            return 1.0
        age = abs(one - other)
        return math.exp(-age / self._fade) if age <= self._window else 0.0

    def _index(self, story: LiveStory, terms: Iterable[str], dropped: Iterable[str]) -> None:
        story_id = story.story_id
        for term in terms:
            if term in story.terms:
                self._postings.setdefault(term, {})[story_id] = story.terms[term]
        self._unindex(story_id, dropped)
        self._changed.add(story_id)

    def _unindex(self, story_id: int, terms: Iterable[str]) -> None:
        for term in terms:
            posting = self._postings.get(term)
            if posting and posting.pop(story_id, None) is not None and not posting:
                del self._postings[term]

    def _remove(self, story_id: int) -> None:
        story = self._stories.pop(story_id, None)
        if story:
            self._unindex(story_id, story.terms)
            self._changed.discard(story_id)


def _likeness(sketch: Sketch, story: LiveStory, meaning_counts: float) -> float:
    """Return how alike an item and a story are, before time is looked at: at most 1."""
    own = story.terms
    dot = 0.0
    for term, weight in sketch.terms.items():
        if term in own:
            dot += weight * own[term]
    likeness = (1 - meaning_counts) * dot / story.length if story.length else 0.0
    if meaning_counts and sketch.meaning is not None and story.meaning is not None:
        likeness += meaning_counts * float(sketch.meaning @ story.meaning) / story.breadth
    return likeness


def _strangeness(sketch: Sketch, story: LiveStory, least: float) -> float:
    """Return how much of what happened, by a text, is missing in a story: 0 to `least`.

    A crash and a stabbing in one town name the same town, street and police, and two matches
    the same club. Of one event two texts say more alike than its names: of what is no name,
    the cosine is `least` or more.
    """
    if not sketch.has_text or not story.length:
        return 0.0
    own, names = story.terms, sketch.names
    dot = square = 0.0
    for term, weight in sketch.terms.items():
        if term not in names:
            square += weight * weight
            if term in own:
                dot += weight * own[term]
    return max(0.0, least - dot / (math.sqrt(square) * story.length)) if square else 0.0


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()
