"""What the members of a story have in common, as it grows and as it is kept."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

import numpy as np

from bot.stories.sketch import Sketch, Vector
from bot.stories.terms import heaviest
from storage.model import Centroid

# How a vector is kept, on whatever machine.
_KEPT = np.dtype("<f4")

# A story is cut to so many of its heaviest terms whenever it has half more.
MOST_TERMS = 80
_TOO_MANY_TERMS = 120


class LiveStory:
    """A story as it grows.

    Attributes:
        story_id, terms, size, headlines: As in `Centroid`.
        meaning: The sum of the members' vectors, of any length; None if none had one.
        length: The length of the vector `terms`.
        breadth: The length of the vector `meaning`.
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
