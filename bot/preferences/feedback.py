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

from bot.stories import opening_of
from bot.summarize import lead_of
from bot.text import names_of
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

# Of so many names in its leading text these are taken.
_MOST_CANDIDATES: Final = 8


def likings_of(ratings: Iterable[Rating]) -> tuple[Liking, ...]:
    """Return what the presses of a chat come to, most points first, then topics before names.

    The points of a trait are the sum of what each press moved them by, at most
    `MOST_OF_ONE` either way.
    """
    moved: defaultdict[Trait, list[float]] = defaultdict(list)
    for rating in ratings:
        for one in rating.likings:
            moved[one.trait].append(one.points)
    found = (
        Liking(trait, _within(math.fsum(points), MOST_OF_ONE)) for trait, points in moved.items()
    )
    kept = [one for one in found if abs(one.points) >= _LEAST]
    return tuple(sorted(kept, key=_order))


def factor_of(likings: Iterable[Liking]) -> float:
    """Return by what the rank of a story is multiplied whose traits are liked so: 0.25 to 4."""
    points = math.fsum(one.points for one in likings)
    return float(2 ** (_within(points, MOST_OF_ALL) / DOUBLES))


def moved_by_story(
    verdict: Verdict, *, topic: str, outlets: Collection[str], names: Sequence[str]
) -> tuple[Liking, ...]:
    """Return by how much a press for one story moves what its reader likes.

    Its topic and each name move by a point, and its outlets share one.
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
    """
    moved: defaultdict[Trait, list[float]] = defaultdict(list)
    for entry in entries:
        topic = entry.reasons.topic if entry.reasons else ""
        outlets = {outlet.name for outlet in entry.outlets}
        for one in moved_by_story(verdict, topic=topic, outlets=outlets, names=()):
            moved[one.trait].append(one.points * _OF_A_DIGEST)
    return tuple(Liking(trait, math.fsum(points)) for trait, points in moved.items())


def muted_stories(ratings: Iterable[Rating]) -> frozenset[int]:
    """Return the ids of the stories that a chat never wants to be told again."""
    return frozenset(one.about.number for one in ratings if one.verdict is Verdict.MUTE)


def names_of_story(story: Story) -> list[str]:
    """Return whom a story is about, as far as it is sure: at most `MOST_NAMES`, best first.

    A single word is sure to be a name if it has its capital within a sentence, too; it counts
    if the title has it, or several texts of the story.
    """
    lead = lead_of(story)
    texts = [f"{item.title}\n{opening_of(item)}" for item in story.members]

    def counts(name: str) -> bool:
        if " " in name:
            return True
        within = re.compile(rf"[^\W\d_],? {re.escape(name)}(?!\w)")
        found = [match for text in texts for match in within.findall(text)]
        is_told = name in lead.title or sum(name in text for text in texts) > 1
        return is_told and any(match[0].islower() for match in found)

    found = names_of(lead.title, lead.body, lead.language, limit=_MOST_CANDIDATES)
    return [name for name in found if counts(name)][:MOST_NAMES]


def _order(liking: Liking) -> tuple[float, int, str]:
    return -liking.points, list(TraitKind).index(liking.trait.kind), liking.trait.name


def _within(points: float, most: float) -> float:
    return max(-most, min(most, points))
