"""How surely two headlines tell of the same story."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.stories.counts import shipped
from bot.text.kinds import MINILM, WORDLLAMA, meanings_by
from bot.text.mentions import mentions
from bot.text.words import stems, tokens

FEATURES = (
    "bias",
    "meaning",
    "tf-idf",
    "jaccard",
    "containment",
    "rarest shared",
    "second rarest shared",
    "rarest shared name",
    "no name shared",
    "both name",
    "numbers shared",
    "numbers differ",
    "length",
    "difference of lengths",
    "meaning squared",
    "meaning x tf-idf",
)

# By `tests/benchmarks/fit_pairs.py`, in the order of `FEATURES`. Of two pairs of headlines,
# one of the same story and one of two, they tell which is which in .86 of all cases, and in
# .76 where the two are alike; the cosine of WordLlama's meanings alone does in .83.
_BY_WORDLLAMA = (
    0.05,
    8.19,
    -4.04,
    6.34,
    -3.25,
    1.64,
    1.17,
    1.03,
    -0.16,
    -0.59,
    1.36,
    -0.52,
    -1.34,
    0.02,
    -8.94,
    6.73,
)
# With MiniLM's, in .88 and in .79.
_BY_MINILM = (
    -0.24,
    10.29,
    -6.41,
    4.11,
    -2.83,
    1.69,
    1.16,
    1.01,
    -0.09,
    -0.64,
    1.23,
    -0.69,
    -1.69,
    -0.27,
    -6.58,
    7.42,
)
WEIGHTS = {WORDLLAMA: _BY_WORDLLAMA, MINILM: _BY_MINILM}


@dataclass(frozen=True, slots=True)
class Title:
    """What is compared of a title.

    Attributes:
        rarity: Its stems, each with how much it tells: ln(1 + documents / (df + 1)).
        names: Those of its stems that belong to names.
        numbers: Its numbers, as written.
    """

    rarity: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[str]

    @classmethod
    def of(cls, text: str, language: str = "") -> Title:
        """Read a title.

        Args:
            text: As written.
            language: ISO 639-1 code; empty is taken for English.
        """
        background = shipped()
        frequencies = background.frequencies if language in {"", "en"} else {}
        rarity = {
            stem: math.log(1 + background.documents / (1 + frequencies.get(stem, 0)))
            for stem in stems(text, language)
        }
        named = mentions(text, language, is_title=True)
        return cls(
            rarity=rarity,
            names=frozenset(stem for name in named for stem in stems(name, language)),
            numbers=frozenset(token for token in tokens(text) if token[0].isdigit()),
        )


def likeliness(
    pairs: Sequence[tuple[str, str]], language: str = "", *, vectors: str = WORDLLAMA
) -> list[float]:
    """Return for each pair of titles how likely both tell of the same story, 0 to 1.

    Where half of all pairs do; in a day's news far fewer do.

    Args:
        pairs: Titles, in any order within a pair.
        language: ISO 639-1 code of all; empty is taken for English.
        vectors: The kind that tells what a title means, from `bot.text.kinds`.
    """
    meanings = meanings_by(vectors)
    texts = list(dict.fromkeys(text for pair in pairs for text in pair))
    meant = dict(zip(texts, meanings(texts), strict=True))
    titles = {text: Title.of(text, language) for text in texts}
    return [
        _likely(
            features(titles[one], titles[other], float(meant[one] @ meant[other])), WEIGHTS[vectors]
        )
        for one, other in pairs
    ]


def features(one: Title, other: Title, meaning: float) -> list[float]:
    """Return what is known of two titles, in the order of `FEATURES`.

    Args:
        one: A title.
        other: Another one; the order makes no difference.
        meaning: Cosine of their meanings.
    """
    shared = one.rarity.keys() & other.rarity.keys()
    both = one.rarity.keys() | other.rarity.keys()
    rarest = sorted((one.rarity[stem] for stem in shared), reverse=True)
    names = sorted((one.rarity[stem] for stem in shared & one.names & other.names), reverse=True)
    lengths = len(one.rarity), len(other.rarity)
    short, long = min(lengths), max(lengths)
    words = _cosine(one.rarity, other.rarity, shared)
    named = bool(one.names and other.names)
    numbered = bool(one.numbers and other.numbers)
    same_number = bool(one.numbers & other.numbers)
    return [
        1.0,
        meaning,
        words,
        len(shared) / len(both) if both else 0.0,
        len(shared) / short if short else 0.0,
        rarest[0] / 8 if rarest else 0.0,
        rarest[1] / 8 if len(rarest) > 1 else 0.0,
        names[0] / 8 if names else 0.0,
        float(named and not (one.names & other.rarity.keys() or other.names & one.rarity.keys())),
        float(named),
        float(same_number),
        float(numbered and not same_number),
        math.log1p(short),
        (long - short) / 10,
        meaning**2,
        meaning * words,
    ]


def _cosine(one: Mapping[str, float], other: Mapping[str, float], shared: set[str]) -> float:
    lengths = math.hypot(*one.values()) * math.hypot(*other.values())
    return sum(one[stem] * other[stem] for stem in shared) / lengths if lengths else 0.0


def _likely(values: Sequence[float], weights: Sequence[float]) -> float:
    score = math.fsum(value * weight for value, weight in zip(values, weights, strict=True))
    return 1 / (1 + math.exp(-score))
