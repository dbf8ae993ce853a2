"""What the ranker's nets see of a text: one row a word, a pair or a sentence.

A text's line breaks are never looked at. In the news that the nets were fitted on, only
texts of several documents have any, so they would mean "several documents".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.summarize.arrays import Numbers, Places
from bot.summarize.occurrences import Occurrences

# A summary's usual length in words, against which a sentence's share of it is counted.
_USUAL_LENGTH = 30
_FAR = 10  # sentences; later places are all alike
_FINISHED = tuple(".!?…")
_CLOSING = "\"'”’)] "
_FIRST_PERSON = ("i", "we", "my", "our", "you")
_SAYING = ("said", "say", "told", "ad")  # stems


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
    return _side_by_side(columns, len(text.row))


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
    return _side_by_side(columns, len(left))


def sentence_features(
    text: Occurrences, table: WordTable, near: Centrality, likely: Numbers
) -> Numbers:
    """Return (S, 34): place, length, centrality, promise and manner of each sentence.

    Args:
        text: Where words occur.
        table: What is known of the words.
        near: How sentences are like one another.
        likely: (W,) how likely each word is in a human summary.
    """
    length, place, order = text.length, text.place, np.arange(len(text.sentences))
    content = 1 - table.is_stop_word
    content_words = np.maximum(text.holds @ content, 1)
    hits = text.holds @ likely
    promise = 2 * hits / (length + _USUAL_LENGTH)
    later = (near.alike * (order[:, None] < order)).sum(1)
    earlier = near.alike.sum(1) - later
    # How like its neighbours in its document each sentence is.
    following, followed = np.zeros((2, len(length)), np.float32)
    following[:-1] = near.alike.diagonal(1) * (place[1:] > 0)
    followed[1:] = following[:-1]
    standing = _standardised(np.array([length, near.central, later, earlier, promise]))
    newest = np.bincount(text.first, minlength=len(length))
    columns = [
        1 / (1 + place),
        np.minimum(place, _FAR) / _FAR,
        place / text.size,
        place == 0,
        place == 1,
        place == 2,  # noqa: PLR2004 - the third sentence
        np.log(length),
        standing[0],
        near.central,
        standing[1],
        _ranks(near.central),
        standing[2],
        standing[3],
        near.alike[:, place == 0].max(1),
        near.alike.max(1),
        following,
        followed,
        newest / np.maximum(text.variety, 1),
        hits / length,
        (text.holds @ (likely * content)) / length,
        (text.holds @ (table.pull * content)) / content_words,
        promise,
        standing[4],
        _ranks(promise),
        np.log(len(length) + 1) / 4,
        np.log(text.documents),
        text.leans,
        text.digits,
        text.capitals,
        text.with_any(_FIRST_PERSON),
        text.with_any(_SAYING),
    ]
    looks = np.array([*map(_looks, text.sentences)])
    return _side_by_side([*columns, *looks.T], len(length))


def _side_by_side(columns: Sequence[Numbers | Places | float], rows: int) -> Numbers:
    """Return (rows, columns) of `columns`, of which some are the same in every row."""
    found = np.empty((len(columns), rows), np.float32)
    for place, column in enumerate(columns):
        found[place] = column
    return found.T


def _looks(sentence: str) -> tuple[bool, bool, bool]:
    return (
        sentence[:1] in "\"“'‘",
        '"' in sentence or "“" in sentence,
        not sentence.rstrip(_CLOSING).endswith(_FINISHED),
    )


def _standardised(values: Numbers) -> Numbers:
    """Return each row in standard deviations from its mean."""
    many = values.shape[1]
    away = values - values.sum(1, keepdims=True) / many
    spread = np.sqrt((away * away).sum(1, keepdims=True) / many)
    standardised: Numbers = away / np.maximum(spread, 1e-6)
    return standardised


def _ranks(values: Numbers) -> Numbers:
    """Return each value's rank, 0 for the highest, 1 for the lowest."""
    many = len(values)
    ranks = np.empty(many)
    ranks[np.argsort(-values, kind="stable")] = np.arange(many)
    return ranks / max(many - 1, 1)
