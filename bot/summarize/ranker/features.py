"""What the ranker sees of a text, and the nets that judge its words and pairs of words.

A *document* is one article; a story has several. A token is a word as it stands in a text, a
*word* its stem, a *pair* two words side by side in a sentence. Each token is looked at once,
in whatever texts it comes: to do so anew in every text would take a third of the time that a
summary takes. Line breaks are never looked at: in the news that the nets were fitted on, only
texts of several documents have any, so they would mean "several documents".

`ranker.npz`, which `tests/training/fit_ranker.py` makes, has these arrays:

- `stems`: the words of the table, UTF-8, one a line (bytes); N of them.
- `rarity`, `pull` (N + 1 numbers), `known`, `stop` (N + 1 flags): see `WordTable`; the last
  entry is for all other words.
- for each net (`word`, `pair`) of F features and H hidden units: `NET_mean`,
  `NET_scale` (F) of the features where it was fitted, `NET_hidden` (F, H), `NET_bias` (H),
  `NET_out` (H), `NET_direct` (F), `NET_base` (1).
"""

from __future__ import annotations

import threading
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from itertools import chain
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from bot.text import is_stop_word, leans_back, stemmer_of, tokens

Numbers: TypeAlias = npt.NDArray[np.floating[Any]]
Places: TypeAlias = npt.NDArray[np.integer[Any]]

FILE = "ranker.npz"


@cache
def fitted(file: str = FILE) -> Mapping[str, Numbers]:
    """Return the numbers of a file of fitted ones, by name."""
    stored = _stored(file)
    return {name: array.astype(np.float32) for name, array in stored.items() if name != "stems"}


@cache
def known_rows() -> Mapping[str, int]:
    """Return where each word that something is known of stands in the table."""
    stems = bytes(_stored(FILE)["stems"]).decode().split("\n")
    return {stem: row for row, stem in enumerate(stems)}


@cache
def _stored(file: str) -> Mapping[str, npt.NDArray[Any]]:
    with files(__package__).joinpath(file).open("rb") as opened, np.load(opened) as stored:
        return {name: stored[name] for name in stored.files}


# So many tokens take 11 MB, and 1,400 articles of English news to meet.
_MOST_TOKENS = 50_000
_MOST_LANGUAGES = 8


class Vocabulary(dict[str, int]):
    """The tokens that were met in a language: `vocabulary[token]` is a token's number.

    Tokens and words are numbered apart, each from 0, in the order in which they were met.

    Attributes:
        word: The number of each token's word.
        has_capital: 1 for each token that begins with a capital letter.
        words: The words.
        numbers: The number of each word.
        is_number: 1 for each word that begins with a digit.
        letters: How many characters each word has.
        row: The row of each word in the table of known words; -1 for others.
        is_stop: 1 for each word that tells nothing about a subject.
    """

    def __init__(self, language: str) -> None:
        """Know nothing yet of `language`, an ISO 639-1 code."""
        super().__init__()
        self._language = language
        self._stem = stemmer_of(language)
        self._rows = known_rows() if language == "en" else {}
        self.forget()

    def forget(self) -> None:
        """Begin anew, with no tokens."""
        self.clear()
        self.numbers: dict[str, int] = {}
        self.word, self.has_capital = array("i"), array("b")
        self.words: list[str] = []
        self.is_number, self.is_stop = array("b"), array("b")
        self.letters, self.row = array("i"), array("i")

    def __missing__(self, token: str) -> int:
        """Look at a token that was not met before."""
        stem = self._stem(token.lower().rstrip("."))
        number = self.numbers.get(stem)
        self.word.append(self._add(stem) if number is None else number)
        self.has_capital.append(token[0].isupper())
        self[token] = number = len(self)
        return number

    def _add(self, word: str) -> int:
        self.numbers[word] = number = len(self.words)
        self.words.append(word)
        self.is_number.append(word[0].isdigit())
        self.is_stop.append(is_stop_word(word, self._language))
        self.letters.append(len(word))
        self.row.append(self._rows.get(word, -1))
        return number

    def stem_of(self, token: str) -> str:
        """Return the word of a token as it stands in a text."""
        return self.words[self.word[self[token]]]


def vocabulary_of(language: str) -> Vocabulary:
    """Return what was met in `language`, for the calling thread to read one text with."""
    vocabulary = _vocabulary(language, threading.get_ident())
    if len(vocabulary) > _MOST_TOKENS:
        vocabulary.forget()
    return vocabulary


@lru_cache(maxsize=_MOST_LANGUAGES)
def _vocabulary(language: str, _thread: int) -> Vocabulary:
    # Numbers would be given twice if threads shared one.
    return Vocabulary(language)


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
        tokens: The words of each sentence as written.
        leans: (S,) whether each sentence leans on the one before it.
        digits, capitals: (S,) the share of its tokens that are numbers, and that have a
            capital where no sentence begins.
        row: (W,) the row of each word in the table of known words; -1 for others.
        letters: (W,) how many characters each word has.
        is_stop: (W,) whether each word tells nothing about a subject.
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
        self.tokens = found = [tokens(sentence) for sentence in self.sentences]
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
        self.is_stop = np.asarray(vocabulary.is_stop)[number].astype(bool)
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


# A summary's usual length in words, against which a sentence's share of it is counted.
_USUAL_LENGTH = 30
_FAR = 10  # sentences; later places are all alike


class WordTable(NamedTuple):
    """What is known of the words of a text beforehand; one entry a word.

    Attributes:
        rarity: The logarithm of how many news texts there are for one with the word.
        pull: How much likelier human summaries take up the word than its place and
            number in the text suggest, as a logarithm; 0 where that is unknown.
        is_known: 1 where the pull is known.
        is_stop_word: 1 for function words.
    """

    rarity: Numbers
    pull: Numbers
    is_known: Numbers
    is_stop_word: Numbers


class Centrality(NamedTuple):
    """How sentences are like one another and the whole, by the cosine of tf-isf vectors.

    Attributes:
        alike: (S, S) each sentence with each; 0 on the diagonal.
        central: (S,) each sentence with the whole text.
    """

    alike: Numbers
    central: Numbers


def centrality(text: Occurrences) -> Centrality:
    """Return how near the sentences of `text` are to one another and to the whole."""
    many = len(text.sentences)
    weights = text.holds * np.log((many + 1) / text.frequency)
    weights /= np.maximum(np.sqrt((weights * weights).sum(1, keepdims=True)), 1e-9)
    whole = weights.sum(0)
    alike = weights @ weights.T
    np.fill_diagonal(alike, 0)
    return Centrality(alike, weights @ whole / max(float(np.sqrt(whole @ whole)), 1e-9))


def word_features(text: Occurrences, table: WordTable, near: Centrality) -> Numbers:
    """Return (W, 27): how often, how early, how central and how telling each word is."""
    sentences, frequency = len(text.sentences), text.frequency
    often, first = np.log1p(text.times), 1 / (1 + text.earliest)
    size = np.log(sentences + 1) / 4
    leading = _leading(text, 3)
    documents = _documents_with(text)
    columns = [
        often,
        np.log1p(frequency),
        frequency / sentences,
        np.minimum(text.earliest, _FAR) / _FAR,
        first,
        *np.minimum(leading, 3),
        leading[0] / text.documents,
        table.is_stop_word,
        table.is_stop_word * often,
        table.rarity,
        table.pull,
        table.is_known,
        text.is_number,
        text.often_capital,
        text.often_capital > 0.5,  # noqa: PLR2004 - more often than not
        text.letters / 8,
        (near.central @ text.holds) / frequency,
        (text.length @ text.holds) / frequency / _USUAL_LENGTH,
        size,
        np.log(text.length.sum() + 1) / 6,
        often * size,
        first * size,
        np.log(documents),
        documents / text.documents,
        np.log(text.documents),
    ]
    return side_by_side(columns, len(text.row))


def _leading(text: Occurrences, many: int) -> Numbers:
    """Return (many, W) how many documents have each word in their first, second, ... sentence."""
    stands_there = text.place == np.arange(many)[:, None]
    found: Numbers = stands_there.astype(np.float32) @ text.holds
    return found


def _documents_with(text: Occurrences) -> Numbers:
    if text.documents == 1:
        return np.ones(len(text.row), np.float32)
    starts = np.flatnonzero(text.place == 0)
    documents: Numbers = np.maximum.reduceat(text.holds, starts, axis=0).sum(0)
    return documents


def pair_features(text: Occurrences, table: WordTable, likely: Numbers) -> Numbers:
    """Return (P, 23) of each pair, from how `likely` (W,) its words are in a summary."""
    left, right = text.left, text.right
    stops = table.is_stop_word[left], table.is_stop_word[right]
    odds = likely[left], likely[right]
    size = np.log(len(text.sentences) + 1) / 4
    times = text.times[left], text.times[right]
    frequency, often = np.log(text.frequency), np.log1p(text.pair_times)
    promising = text.holds @ likely / np.maximum(text.variety, 1)
    columns = [
        often,
        np.minimum(text.pair_earliest, _FAR) / _FAR,
        1 / (1 + text.pair_earliest),
        text.pair_earliest == 0,
        text.pair_earliest == 1,
        odds[0],
        odds[1],
        odds[0] * odds[1],
        np.minimum(*odds),
        stops[0] + stops[1],
        stops[0] * stops[1],
        (text.pair_times == times[0]) & (text.pair_times == times[1]),
        text.pair_times / np.minimum(*times),
        size,
        size * (text.pair_times > 1),
        text.often_capital[left] * text.often_capital[right],
        table.rarity[left],
        table.rarity[right],
        frequency[left],
        frequency[right],
        (promising @ text.holds_pair) / text.holds_pair.sum(0),
        np.log(text.documents),
        often * np.log(text.documents),
    ]
    return side_by_side(columns, len(left))


def side_by_side(columns: Sequence[Numbers | Places | float], rows: int) -> Numbers:
    """Return (rows, columns) of `columns`, of which some are the same in every row."""
    found = np.empty((len(columns), rows), np.float32)
    for place, column in enumerate(columns):
        found[place] = column
    return found.T


def standardised(values: Numbers) -> Numbers:
    """Return each row of numbers in standard deviations from its mean."""
    many = values.shape[1]
    away = values - values.sum(1, keepdims=True) / many
    spread = np.sqrt((away * away).sum(1, keepdims=True) / many)
    standardised: Numbers = away / np.maximum(spread, 1e-6)
    return standardised


def ranks(values: Numbers) -> Numbers:
    """Return each value's rank, 0 for the highest, 1 for the lowest."""
    many = len(values)
    ranks = np.empty(many)
    ranks[np.argsort(-values, kind="stable")] = np.arange(many)
    return ranks / max(many - 1, 1)


# Standard deviations; farther than that from its mean a feature tells nothing more.
_FARTHEST = 5


@dataclass(frozen=True, slots=True)
class Net:
    """A net of one hidden layer, with a direct way around it, that answers a probability.

    Attributes:
        mean, scale: (F,) of the features where it was fitted; a scale is infinite where a
            feature never changed.
        hidden: (F, H) weights into the hidden layer.
        bias: (H,) of the hidden layer.
        out: (H,) weights out of it.
        direct: (F,) weights around it.
        base: (1,) what is added.
    """

    mean: Numbers
    scale: Numbers
    hidden: Numbers
    bias: Numbers
    out: Numbers
    direct: Numbers
    base: Numbers

    @classmethod
    def read(cls, arrays: Mapping[str, Numbers], name: str) -> Net:
        """Take the net `name` out of the file's arrays."""
        return cls(*(arrays[f"{name}_{part}"] for part in cls.__slots__))

    def scaled(self, features: Numbers) -> Numbers:
        """Return `features` in standard deviations from where the net was fitted."""
        scaled: Numbers = features - self.mean
        scaled /= self.scale
        return scaled.clip(-_FARTHEST, _FARTHEST, out=scaled)

    def odds(self, scaled: Numbers) -> Numbers:
        """Return the logarithm of the odds for each row of scaled features."""
        inner = scaled @ self.hidden
        inner += self.bias
        np.tanh(inner, out=inner)
        odds: Numbers = inner @ self.out + scaled @ self.direct + self.base
        return odds

    def __call__(self, features: Numbers) -> Numbers:
        """Return a probability for each row of (N, F) features."""
        chance: Numbers = 1 / (1 + np.exp(-self.odds(self.scaled(features))))
        return chance


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted.

    Attributes:
        table: What is known of words: one entry for each of `known_rows`, and one for all
            others, which is the last.
        word: How likely a word of a text is in a human summary of it.
        pair: The same for two words side by side.
    """

    table: WordTable
    word: Net
    pair: Net

    def look_up(self, rows: Places) -> WordTable:
        """Return what is known of some words, from their rows in the table or -1."""
        return WordTable(*(column[rows] for column in self.table))


@cache
def load_model() -> Model:
    """Return the model that ships with the package."""
    arrays = fitted()
    return Model(
        table=WordTable(*(arrays[name] for name in ("rarity", "pull", "known", "stop"))),
        word=Net.read(arrays, "word"),
        pair=Net.read(arrays, "pair"),
    )
