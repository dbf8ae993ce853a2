"""Which words and pairs of words stand in which sentences, as arrays.

Everything that the ranker knows of a text it reads off here. A *document* is one article; a
story has several. A *word* is a stem, a *pair* is two words side by side in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.text.openings import leans_back
from bot.text.words import stem, tokens

Numbers: TypeAlias = npt.NDArray[np.floating[Any]]
Places: TypeAlias = npt.NDArray[np.int64]


@lru_cache(maxsize=50_000)
def stem_of(token: str, language: str) -> str:
    """Return the stem of a token as it stands in a text."""
    return stem(token.lower().rstrip("."), language)


class Occurrences:
    """What occurs where in some documents.

    With S sentences, W words and P pairs:

    Attributes:
        documents: How many documents.
        document: (S,) which document each sentence stands in, from 0.
        place: (S,) where in its document, from 0.
        size: (S,) how many sentences that document has.
        length: (S,) tokens of each sentence, at least 1.
        sentences: The sentences as written, all documents' in a row.
        leans: (S,) whether each sentence leans on the one before it.
        digits, capitals: (S,) the share of its tokens that are numbers, and that have a
            capital where no sentence begins.
        words: The words, by first occurrence.
        where: The place of each word in `words`.
        times: (W,) how often each word occurs.
        often_capital: (W,) the share of these with a capital where no sentence begins.
        holds: (S, W) 1 where a sentence holds a word.
        left, right: (P,) the words of each pair, as places in `words`.
        pair_times: (P,) how often each pair occurs.
        holds_pair: (S, P) 1 where a sentence holds a pair.
        is_number: (W,) 1 for words that begin with a digit.
        earliest: (W,) the earliest place of each word in any document.
        pair_earliest: (P,) the same of each pair.
    """

    def __init__(self, documents: Sequence[Sequence[str]], *, language: str) -> None:
        """Read the sentences of `documents`; `language` is an ISO 639-1 code, for stems."""
        sizes = [len(sentences) for sentences in documents]
        self.documents = len(documents)
        self.document: Places = np.repeat(np.arange(self.documents), sizes)
        self.place: Places = np.concatenate([np.arange(size) for size in sizes])
        self.size: Places = np.repeat(sizes, sizes)
        self.sentences = [sentence for sentences in documents for sentence in sentences]
        leaning = [leans_back(sentence, language) for sentence in self.sentences]
        self.leans = np.array(leaning) & (self.place > 0)
        found = [tokens(sentence) for sentence in self.sentences]
        counts = [len(each) for each in found]
        self.length: Numbers = np.maximum(counts, 1).astype(np.float32)
        # Each token is looked at once, however often it stands there.
        seen: dict[str, int] = {}
        token = np.array([seen.setdefault(each, len(seen)) for some in found for each in some], int)
        self.where: dict[str, int] = {}
        stems = [self.where.setdefault(stem_of(each, language), len(self.where)) for each in seen]
        self.words = list(self.where)
        word = np.array(stems, int)[token]
        sentence = np.repeat(np.arange(len(counts)), counts)
        capital = np.array([each[0].isupper() for each in seen], np.float32)[token]
        capital[1:] *= sentence[1:] == sentence[:-1]
        capital[:1] = 0
        self._count_words(word, sentence, capital)
        self._count_pairs(word, sentence)

    def _count_words(self, word: Places, sentence: Places, capital: Numbers) -> None:
        many, sentences = len(self.words), len(self.sentences)
        self.times: Numbers = np.bincount(word, minlength=many).astype(np.float32)
        self.holds: Numbers = np.zeros((sentences, many), np.float32)
        self.holds[sentence, word] = 1
        self.often_capital: Numbers = np.bincount(word, capital, many) / self.times
        self.capitals: Numbers = np.bincount(sentence, capital, sentences) / self.length
        is_number = np.array([each[0].isdigit() for each in self.words], np.float32)
        self.is_number: Numbers = is_number
        self.digits: Numbers = np.bincount(sentence, is_number[word], sentences) / self.length
        self.earliest: Places = np.full(many, sentences)
        np.minimum.at(self.earliest, word, self.place[sentence])

    def _count_pairs(self, word: Places, sentence: Places) -> None:
        inside = sentence[1:] == sentence[:-1]
        keys = (word[:-1] * len(self.words) + word[1:])[inside]
        found, pair = np.unique(keys, return_inverse=True)
        sentence = sentence[:-1][inside]
        self.left, self.right = np.divmod(found, len(self.words) or 1)
        self.pair_times: Numbers = np.bincount(pair, minlength=len(found)).astype(np.float32)
        self.holds_pair: Numbers = np.zeros((len(self.sentences), len(found)), np.float32)
        self.holds_pair[sentence, pair] = 1
        self.pair_earliest: Places = np.full(len(found), len(self.sentences))
        np.minimum.at(self.pair_earliest, pair, self.place[sentence])
