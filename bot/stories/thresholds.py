"""How alike an item and a story must be to be one: the numbers, for each kind of vectors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.text import embeddings
from bot.weights import read_weights

WINDOW = timedelta(hours=120)
FADE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Rule:
    """Weights and thresholds of the comparison.

    The score is `(1 - meaning) · cosine of the words + meaning · cosine of the vectors`, less
    what is lost where a text and a story share names and hardly what happened, faded by the
    time between the two. `thresholds.toml` has the numbers, and how they were
    chosen.

    Attributes:
        dimensions: How many numbers a vector of this kind has.
        opening_words: How many words of a text, behind its title, a vector is made of.
        text_meaning, text_least: Weight of the vectors and least score for an item with a
            text.
        headline_meaning, headline_least: The same for a headline.
        words_text_least, words_headline_least: Least scores where there are no vectors.
        event_counts, event_least: What a text loses that shares the names of a story alone, and
            how alike the rest must be for it to lose nothing.
        merge_least: Least score at which two stories of headlines become one.
    """

    dimensions: int
    opening_words: int
    text_meaning: float
    text_least: float
    headline_meaning: float
    headline_least: float
    event_counts: float
    event_least: float
    merge_least: float
    words_text_least: float
    words_headline_least: float


_FILE = Path(__file__).with_suffix(".toml")


def _rule(vectors: str) -> Rule:
    dimensions, words, *shares = read_weights(_FILE, Rule.__slots__, table=vectors).values()
    return Rule(int(dimensions), int(words), *shares)


WORDLLAMA, MINILM = map(_rule, (embeddings.WORDLLAMA, embeddings.MINILM))

# By the kind of vectors, as the setting VECTORS names it.
RULES = {embeddings.WORDLLAMA: WORDLLAMA, embeddings.MINILM: MINILM}
