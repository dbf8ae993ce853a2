"""How well an item fits what is searched for. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.model import Term

# A word in the title outweighs any number of the same word in the body.
_TITLE = 2.0
# So many in the body count half of what endlessly many would, as in bm25.
_HALF = 2.0

# News: of two that fit alike, an item of today beats one of last week, but not the one
# that has the words in its title. A large story is likelier to be what is meant.
_FRESHNESS = 0.4
_HALF_LIFE = timedelta(days=4)
_SIZE = 0.2
_LARGE = 32


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that matches.

    Attributes:
        item: Its number, see `storage.search`.
        at: When it counts as news.
        text: How well its words fit, 0 to 1.
        story: Members of its story.
    """

    item: int
    at: datetime
    text: float
    story: int = 1


def weights(
    terms: Sequence[Term], *, documents: int, frequencies: Mapping[str, int]
) -> list[float]:
    """Return what each term tells: ln(1 + documents / df) of its rarest word, summing to 1.

    Args:
        terms: With words.
        documents: How many were counted in all.
        frequencies: In how many of them each stem is; one that is not there counts as 1.
    """
    telling = [
        max(math.log(1 + max(1, documents) / frequencies.get(word, 1)) for word in term.words)
        for term in terms
    ]
    return [weight / sum(telling) for weight in telling]


def text_score(occurrences: Iterable[tuple[int, int]], weights: Iterable[float]) -> float:
    """Return how well an item's words fit, 0 to 1.

    Args:
        occurrences: How often each term stands in the title and in the body.
        weights: What each of them tells, by `weights`.
    """
    found = 0.0
    for (title, body), weight in zip(occurrences, weights, strict=True):
        found += weight * ((_TITLE if title else 0) + body / (body + _HALF))
    return found / (_TITLE + 1)


def score(candidate: Candidate, *, now: datetime) -> float:
    """Return the candidate's rank: text, freshness at `now` and size of its story, added."""
    age = max(now - candidate.at, timedelta(0))
    fresh: float = 0.5 ** (age / _HALF_LIFE)
    size = min(1.0, math.log(max(1, candidate.story)) / math.log(_LARGE))
    return candidate.text + _FRESHNESS * fresh + _SIZE * size


def ranked(candidates: Sequence[Candidate], *, now: datetime) -> list[Candidate]:
    """Return the candidates, best first, then newest first."""
    return sorted(candidates, key=lambda one: (score(one, now=now), one.at, one.item), reverse=True)
