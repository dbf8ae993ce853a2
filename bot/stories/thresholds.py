"""How alike an item and a story must be to be one: the numbers, for each kind of vectors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.text import embeddings

WINDOW = timedelta(hours=120)
FADE = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Rule:
    """Weights and thresholds of the comparison.

    The score is `(1 - meaning) · cosine of the words + meaning · cosine of the vectors`,
    faded by the time between the two. Measured on labelled stories: see
    `tests/benchmarks/stories.py`. With MiniLM's vectors the mean B-cubed F1 is .883, with
    WordLlama's .873, over backgrounds that never saw the story;
    the numbers below were chosen on these stories, so others will be grouped a little worse.

    Attributes:
        dimensions: How many numbers a vector of this kind has.
        opening_words: How many words of a text, behind its title, a vector is made of.
        text_meaning, text_least: Weight of the vectors and least score for an item with a
            text.
        headline_meaning, headline_least: The same for a headline.
        words_text_least, words_headline_least: Least scores where there are no vectors.
        merge_least: Least score at which two stories of headlines become one.
    """

    dimensions: int
    opening_words: int
    text_meaning: float
    text_least: float
    headline_meaning: float
    headline_least: float
    merge_least: float
    words_text_least: float = 0.22
    words_headline_least: float = 0.18


WORDLLAMA = Rule(
    dimensions=256,
    # The beginning says what happened; more words blur their mean, and take longer: 60 group
    # no better.
    opening_words=30,
    text_meaning=0.1,
    text_least=0.245,
    headline_meaning=0.4,
    headline_least=0.23,
    merge_least=0.22,
)
MINILM = Rule(
    dimensions=384,
    opening_words=60,
    text_meaning=0.15,
    text_least=0.265,
    headline_meaning=0.5,
    headline_least=0.24,
    merge_least=0.22,
)

# By the kind of vectors, as the setting VECTORS names it.
RULES = {embeddings.WORDLLAMA: WORDLLAMA, embeddings.MINILM: MINILM}
