"""The stories that are still moving, in memory, and which of them an item joins.

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
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, timedelta

from bot.stories.centroid import LiveStory
from bot.stories.merging import likest_pairs
from bot.stories.rule import FADE, WINDOW, WORDLLAMA, Rule
from bot.stories.sketch import Sketch
from storage.model import Centroid

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


class LiveStories:
    """The stories that an item can join.

    Instants are aware; an item without one fades nothing and moves no story. An item that
    comes late finds its story by the time between the two, whichever is earlier.
    """

    def __init__(
        self, *, window: timedelta = WINDOW, fade: timedelta = FADE, rule: Rule = WORDLLAMA
    ) -> None:
        """Begin without any story.

        Args:
            window: A story that has not moved for longer is over.
            fade: After this time the likeness counts for a third (1/e).
            rule: The numbers for the kind of vectors that the sketches have.
        """
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

        Args:
            sketch: What the item is compared by.
            at: When it appeared.
            excluded: Stories it was set apart from, which it must not join.
        """
        meaning_counts, least = self._asked(sketch)
        best: tuple[float, int] | None = None
        for story, fading in self._nearest(sketch, _seconds(at), excluded):
            score = fading * _likeness(sketch, story, meaning_counts)
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
        What has not changed since it was last asked about is not compared anew.
        """
        changed = [self._stories[story_id] for story_id in sorted(self._changed)]
        pairs = likest_pairs(
            changed,
            stories=self._stories,
            postings=self._postings,
            fading=self._fading_between,
            least=self._rule.merge_least,
            apart=self._apart,
        )
        self._changed = {story_id for pair in pairs for story_id in pair}
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
            counts, least = (
                0.0,
                (rule.words_text_least if sketch.has_text else rule.words_headline_least),
            )
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

    def _fading_between(self, one: LiveStory, other: LiveStory) -> float:
        return self._fading(one.moved, other.moved)

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


def _seconds(at: datetime | None) -> float | None:
    return None if at is None else at.timestamp()
