"""Which words and pairs of words stand in which sentences, as arrays.

Everything that the ranker knows of a text it reads off here. A *document* is one article; a
story has several. A *word* is a stem, a *pair* is two words side by side in a sentence.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import chain

import numpy as np

from bot.summarize.arrays import Numbers, Places
from bot.summarize.vocabulary import vocabulary_of
from bot.text.openings import leans_back
from bot.text.words import tokens


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
        row: (W,) the row of each word in the table of known words; -1 for others.
        letters: (W,) how many characters each word has.
        is_number: (W,) 1 for words that begin with a digit.
        times: (W,) how often each word occurs.
        often_capital: (W,) the share of these with a capital where no sentence begins.
        holds: (S, W) 1 where a sentence holds a word.
        frequency: (W,) how many sentences hold each word.
        variety: (S,) how many words each sentence holds.
        left, right: (P,) the words of each pair, as places in `words`.
        pair_times: (P,) how often each pair occurs.
        holds_pair: (S, P) 1 where a sentence holds a pair.
        first: (W,) the first sentence that holds each word.
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
        vocabulary = vocabulary_of(language)
        token = np.fromiter(map(vocabulary.__getitem__, chain.from_iterable(found)), np.intp)
        number, word, first = _numbered(np.asarray(vocabulary.word)[token])
        # The vocabulary may forget both, and then has others.
        self._listed, self._numbers, self._number = vocabulary.words, vocabulary.numbers, number
        self.row: Places = np.asarray(vocabulary.row)[number]
        self.letters: Places = np.asarray(vocabulary.letters)[number]
        self.is_number: Numbers = np.asarray(vocabulary.is_number)[number].astype(np.float32)
        sentence = np.repeat(np.arange(len(counts)), counts)
        self.first: Places = sentence[first]
        is_inside = sentence[1:] == sentence[:-1]
        capital = np.asarray(vocabulary.has_capital)[token].astype(np.float32)
        capital[1:] *= is_inside
        capital[:1] = 0
        self._count_words(word, sentence, capital)
        self._count_pairs(word, sentence, is_inside)

    @cached_property
    def words(self) -> list[str]:
        """The words, by first occurrence."""
        return [self._listed[number] for number in self._number.tolist()]

    def with_any(self, words: Sequence[str]) -> Numbers:
        """Return (S,) 1 for each sentence with one of `words`."""
        numbers = [self._numbers[word] for word in words if word in self._numbers]
        is_one = (self._number == np.array(numbers, int)[:, None]).any(0)
        has: Numbers = self.holds[:, is_one].max(1, initial=0)
        return has

    def _count_words(self, word: Places, sentence: Places, capital: Numbers) -> None:
        many, sentences = len(self.row), len(self.sentences)
        self.times: Numbers = np.bincount(word, minlength=many).astype(np.float32)
        self.holds: Numbers = np.zeros((sentences, many), np.float32)
        self.holds[sentence, word] = 1
        self.frequency: Numbers = self.holds.sum(0)
        self.variety: Numbers = self.holds.sum(1)
        self.often_capital: Numbers = np.bincount(word, capital, many) / self.times
        self.capitals: Numbers = np.bincount(sentence, capital, sentences) / self.length
        is_number = self.is_number[word]
        self.digits: Numbers = np.bincount(sentence, is_number, sentences) / self.length
        self.earliest: Places = np.full(many, sentences)
        np.minimum.at(self.earliest, word, self.place[sentence])

    def _count_pairs(self, word: Places, sentence: Places, is_inside: Places) -> None:
        keys = (word[:-1] * len(self.row) + word[1:])[is_inside]
        found, pair = _sorted_out(keys)
        sentence = sentence[:-1][is_inside]
        self.left, self.right = np.divmod(found, len(self.row) or 1)
        self.pair_times: Numbers = np.bincount(pair, minlength=len(found)).astype(np.float32)
        self.holds_pair: Numbers = np.zeros((len(self.sentences), len(found)), np.float32)
        self.holds_pair[sentence, pair] = 1
        self.pair_earliest: Places = np.full(len(found), len(self.sentences))
        np.minimum.at(self.pair_earliest, pair, self.place[sentence])


def _numbered(keys: Places) -> tuple[Places, Places, Places]:
    """Return the distinct `keys` (from 0) in order of first occurrence.

    Returns:
        They, the place among them of each of `keys`, and where each occurs first.
    """
    order = np.arange(len(keys))
    # Where a key comes again, the last of these assignments stays: that of its first place.
    first_of = np.empty(keys.max(initial=0) + 1, np.intp)
    first_of[keys[::-1]] = order[::-1]
    first = first_of[keys]
    is_first = first == order
    return keys[is_first], (np.cumsum(is_first) - 1)[first], np.flatnonzero(is_first)


def _sorted_out(keys: Places) -> tuple[Places, Places]:
    """Return the distinct `keys` in order, and the place of each of `keys` among them.

    As `np.unique` does, in half its time.
    """
    order = keys.argsort()
    ordered = keys[order]
    is_new = np.empty(len(keys), bool)
    is_new[:1] = True
    np.not_equal(ordered[1:], ordered[:-1], out=is_new[1:])
    places = np.empty(len(keys), np.intp)
    places[order] = np.cumsum(is_new) - 1
    return ordered[is_new], places
