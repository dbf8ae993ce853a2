"""ROUGE against what people wrote, the best that sentences can reach, and how sure a gain is.

ROUGE counts the words (R-1), pairs of words (R-2) and longest common sequences of words
(R-Lsum) that a summary shares with a reference: Lin 2004, as `rouge-score` computes it.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Any, NamedTuple, Protocol

import numpy as np

from tests.benchmarks.scoring import split_sentences

_SEED = 1
_RESAMPLES = 5_000


class Rouge(NamedTuple):
    """F1 of R-1, R-2 and R-Lsum, in percent."""

    r1: float
    r2: float
    rlsum: float


class Gain(NamedTuple):
    """A mean difference, and between which values it lies with 95 % certainty."""

    mean: float
    low: float
    high: float


class _Words(Protocol):
    def tokenize(self, text: str) -> list[str]: ...


class _EnglishWords:
    """The stemmed words of rouge-score, each stemmed once: most of the time goes there."""

    def __init__(self) -> None:
        # NLTK takes two seconds to load, and most tests of this folder need none of it.
        from nltk.stem.porter import PorterStemmer  # noqa: PLC0415 - see above

        self.stem = lru_cache(maxsize=None)(PorterStemmer().stem)

    def tokenize(self, text: str) -> list[str]:
        from rouge_score.tokenize import tokenize  # noqa: PLC0415

        found: list[str] = tokenize(text, self)
        return found


class _OtherWords:
    """Words in any script, unstemmed; those of Chinese and Japanese character by character."""

    def tokenize(self, text: str) -> list[str]:
        lettered = "".join(
            char if char.isalnum() or unicodedata.category(char)[0] == "M" else " "
            for char in unicodedata.normalize("NFC", text.lower())
        )
        found: list[str] = []
        for word in lettered.split():
            spaceless = any("\u3040" <= char <= "\u9fff" for char in word)
            found.extend(word if spaceless else [word])
        return found


def rouge(summary: Sequence[str], references: Sequence[str], language: str) -> Rouge:
    """Return how well sentences match the reference that they match best.

    Args:
        summary: Sentences.
        references: At least one text, whose lines are sentences.
        language: ISO 639-1 code. English is stemmed; other words are compared as they are.
    """
    scorer = _scorer(is_english=language == "en")
    text = "\n".join(summary)
    return max((_rouge(scorer.score(each, text)) for each in references), key=sum)


def oracle(text: str, reference: str, language: str, length: int) -> list[str]:
    """Return the sentences, `length` at most, that match a reference best: a ceiling.

    They are found greedily by R-1 + R-2, until none improves it, which is usual since
    Nallapati et al. 2017 (SummaRuNNer).
    """
    tokenize = _tokenizer(is_english=language == "en").tokenize
    wanted = tokenize(reference)
    wanted_words, wanted_pairs = Counter(wanted), Counter(pairwise(wanted))
    sentences = split_sentences(text, language)
    found = [tokenize(sentence) for sentence in sentences]
    counts = [(Counter(words), Counter(pairwise(words))) for words in found]
    words, pairs = Counter[str](), Counter[tuple[str, str]]()
    left, taken, reached = set(range(len(sentences))), list[int](), 0.0
    while left and len(taken) < length:
        value, best = max(
            (
                _f1(words + counts[i][0], wanted_words) + _f1(pairs + counts[i][1], wanted_pairs),
                -i,
            )
            for i in left
        )
        if value <= reached:
            break
        reached = value
        left.remove(-best)
        taken.append(-best)
        words += counts[-best][0]
        pairs += counts[-best][1]
    return [sentences[i] for i in sorted(taken)]


def gain(scores: Sequence[float], baseline: Sequence[float]) -> Gain:
    """Return by how much `scores` lie above `baseline`, article by article.

    A paired bootstrap: the same articles are drawn for both, with the same seed each time
    (Koehn 2004, Statistical Significance Tests for Machine Translation Evaluation).
    """
    differences = np.subtract(scores, baseline)
    drawn = _drawn(len(differences))
    means = differences[drawn].mean(axis=1)
    low, high = np.percentile(means, [2.5, 97.5])
    return Gain(float(differences.mean()), float(low), float(high))


@lru_cache(maxsize=1)
def _drawn(count: int) -> Any:
    return np.random.default_rng(_SEED).integers(count, size=(_RESAMPLES, count))


def _rouge(score: Any) -> Rouge:
    return Rouge(*(100 * score[kind].fmeasure for kind in ("rouge1", "rouge2", "rougeLsum")))


@cache
def _tokenizer(*, is_english: bool) -> _Words:
    return _EnglishWords() if is_english else _OtherWords()


@cache
def _scorer(*, is_english: bool) -> Any:
    from rouge_score.rouge_scorer import RougeScorer  # noqa: PLC0415

    return RougeScorer(
        ["rouge1", "rouge2", "rougeLsum"], tokenizer=_tokenizer(is_english=is_english)
    )


def _f1(given: Counter[Any], wanted: Counter[Any]) -> float:
    shared = (given & wanted).total()
    return 2 * shared / (given.total() + wanted.total()) if shared else 0.0
