"""What a reader likes: learned from buttons, told in points, forgotten when the reader says so.

A story has traits: its topic, its outlets, whom it names. A button under a story or a digest
moves the points of its traits; what they come to multiplies the rank of all stories that
have them. That is the multiplicative weights method with one expert for each trait (Arora,
Hazan and Kale, "The Multiplicative Weights Update Method", Theory of Computing 8, 2012),
w <- w * 2^(points / 4), kept as the presses themselves: points are their sum, so their order
doesn't matter, and one of them can be replaced or taken back.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from bot.digest.standing import Standings
from bot.stories.shared import opening_of
from storage.model import DigestEntry, Liking, Rating, Story, Trait, TraitKind, Verdict

# So many points double what a story counts for.
DOUBLES: Final = 4.0

# No single trait counts more than a half more than that, and all of a story's traits together
# no more than four times, or a quarter: taste must not drown what everybody tells.
MOST_OF_ONE: Final = 5.0
MOST_OF_ALL: Final = 8.0

# Whoever rates a digest rates each of its stories a little.
_OF_A_DIGEST: Final = 0.2

# What is shown as nothing counts for nothing.
_LEAST: Final = 0.05

# Whom a story is about, of all whom it names.
MOST_NAMES: Final = 3

# Texts of a story that are searched for names, the newest; more repeat them.
_MOST_TEXTS: Final = 4

_WORD: Final = re.compile(r"\w+")


def likings_of(ratings: Iterable[Rating]) -> tuple[Liking, ...]:
    """Return what the presses of a chat come to, most points first.

    The points of a trait are the sum of what each press moved them by, at most
    `MOST_OF_ONE` either way.

    Args:
        ratings: In any order.
    """
    moved: defaultdict[Trait, list[float]] = defaultdict(list)
    for rating in ratings:
        for one in rating.likings:
            moved[one.trait].append(one.points)
    found = (
        Liking(trait, _within(math.fsum(points), MOST_OF_ONE)) for trait, points in moved.items()
    )
    kept = [one for one in found if abs(one.points) >= _LEAST]
    return tuple(sorted(kept, key=lambda one: (-one.points, one.trait.kind, one.trait.name)))


def factor_of(likings: Iterable[Liking]) -> float:
    """Return by what the rank of a story is multiplied whose traits are liked so: 0.25 to 4."""
    points = math.fsum(one.points for one in likings)
    return float(2 ** (_within(points, MOST_OF_ALL) / DOUBLES))


def moved_by_story(
    verdict: Verdict, *, topic: str, outlets: Collection[str], names: Sequence[str]
) -> tuple[Liking, ...]:
    """Return by how much a press for one story moves what its reader likes.

    Its topic and each name move by a point, and its outlets share one.

    Args:
        verdict: Which button.
        topic: The story's, or empty.
        outlets: Who carries it.
        names: Whom it is about.
    """
    sign = 1.0 if verdict is Verdict.MORE else -1.0
    share = sign / max(1, len(outlets))
    return (
        *([Liking(Trait(TraitKind.TOPIC, topic), sign)] if topic else ()),
        *(Liking(Trait(TraitKind.SOURCE, name), share) for name in sorted(outlets)),
        *(Liking(Trait(TraitKind.NAME, name), sign) for name in dict.fromkeys(names)),
    )


def moved_by_digest(verdict: Verdict, entries: Iterable[DigestEntry]) -> tuple[Liking, ...]:
    """Return by how much a press for a digest moves what its reader likes.

    Each of its stories moves its topic by a fifth of a point, and its outlets share another.

    Args:
        verdict: Which button.
        entries: What the digest told.
    """
    moved: defaultdict[Trait, list[float]] = defaultdict(list)
    for entry in entries:
        topic = entry.reasons.topic if entry.reasons else ""
        outlets = {outlet.name for outlet in entry.outlets}
        for one in moved_by_story(verdict, topic=topic, outlets=outlets, names=()):
            moved[one.trait].append(one.points * _OF_A_DIGEST)
    return tuple(Liking(trait, math.fsum(points)) for trait, points in moved.items())


class Traits:
    """Which stories of an edition have which traits: found once for all readers.

    Args:
        standings: The stories.
    """

    def __init__(self, standings: Standings) -> None:
        """Keep the stories; they are searched when somebody likes anything."""
        self._standings = standings
        self._by_trait: dict[Trait, tuple[int, ...]] = {}
        self._texts: dict[int, str] = {}
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)

    def ask(self, likings: Iterable[Liking]) -> None:
        """Find out which stories have what is liked, for `liked` to know.

        The first name makes all titles and openings be read, half a second for 5,000 stories.
        """
        for trait in {one.trait for one in likings}:
            if not self._by_trait:
                self._by_trait = self._topics_and_sources()
            if trait not in self._by_trait:
                is_name = trait.kind is TraitKind.NAME
                self._by_trait[trait] = self._naming(trait.name) if is_name else ()

    def liked(self, likings: Sequence[Liking]) -> dict[int, tuple[Liking, ...]]:
        """Return by story what a reader likes about it, as far as there is any.

        Args:
            likings: All that the reader likes, in the order of the reasons; asked before.
        """
        found: dict[int, tuple[Liking, ...]] = {}
        for one in likings:
            for story_id in self._by_trait[one.trait]:
                found[story_id] = (*found.get(story_id, ()), one)
        return found

    def _topics_and_sources(self) -> dict[Trait, tuple[int, ...]]:
        having: defaultdict[Trait, list[int]] = defaultdict(list)
        for story in self._standings.stories:
            standing = self._standings[story.id]
            for outlet in standing.outlets:
                having[Trait(TraitKind.SOURCE, outlet)].append(story.id)
            if standing.topic:
                having[Trait(TraitKind.TOPIC, standing.topic)].append(story.id)
        return {trait: tuple(story_ids) for trait, story_ids in having.items()}

    def _naming(self, name: str) -> tuple[int, ...]:
        """Return the stories in whose titles or openings a name stands as it is written."""
        if not self._texts:
            for story in self._standings.stories:
                text = _text_of(story)
                self._texts[story.id] = text
                for word in set(_WORD.findall(text)):
                    self._by_word[word].add(story.id)
        words = [self._by_word.get(word, set()) for word in set(_WORD.findall(name))]
        if not words:
            return ()
        whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
        near = sorted(set.intersection(*words))
        return tuple(story_id for story_id in near if whole.search(self._texts[story_id]))


def muted_stories(ratings: Iterable[Rating]) -> frozenset[int]:
    """Return the ids of the stories that a chat never wants to be told again."""
    return frozenset(one.about.number for one in ratings if one.verdict is Verdict.MUTE)


def _text_of(story: Story) -> str:
    titles = [item.title for item in story.members]
    return "\n".join((*titles, *map(opening_of, story.articles[-_MOST_TEXTS:])))


def _within(points: float, most: float) -> float:
    return max(-most, min(most, points))
