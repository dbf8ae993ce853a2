"""What the ranker's nets see of a text: one row a word, a pair or a sentence.

A text's line breaks are never looked at. In the news that the nets were fitted on, only
texts of several documents have any, so they would mean "several documents".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.summarize.occurrences import Numbers, Occurrences

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
    weights = text.holds * np.log((many + 1) / text.holds.sum(0))
    weights /= np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)
    whole = weights.sum(0)
    alike = weights @ weights.T
    np.fill_diagonal(alike, 0)
    return Centrality(alike, weights @ whole / max(float(np.linalg.norm(whole)), 1e-9))


def word_features(text: Occurrences, table: WordTable, near: Centrality) -> Numbers:
    """Return (W, 27): how often, how early, how central and how telling each word is."""
    sentences = len(text.sentences)
    frequency, often = text.holds.sum(0), np.log1p(text.times)
    size = np.full(len(text.words), np.log(sentences + 1) / 4)
    first = 1 / (1 + text.earliest)
    leading = [text.holds[text.place == place].sum(0) for place in range(3)]
    documents = _documents_with(text)
    columns = [
        often,
        np.log1p(frequency),
        frequency / sentences,
        np.minimum(text.earliest, _FAR) / _FAR,
        first,
        *(np.minimum(count, 3) for count in leading),
        leading[0] / text.documents,
        table.is_stop_word,
        table.is_stop_word * often,
        table.rarity,
        table.pull,
        table.is_known,
        text.is_number,
        text.often_capital,
        text.often_capital > 0.5,  # noqa: PLR2004 - more often than not
        np.array([len(word) for word in text.words]) / 8,
        (near.central @ text.holds) / frequency,
        (text.length @ text.holds) / frequency / _USUAL_LENGTH,
        size,
        np.full(len(text.words), np.log(text.length.sum() + 1) / 6),
        often * size,
        first * size,
        np.log(documents),
        documents / text.documents,
        np.full(len(text.words), np.log(text.documents)),
    ]
    return np.array(columns, np.float32).T


def _documents_with(text: Occurrences) -> Numbers:
    if text.documents == 1:
        return np.ones(len(text.words), np.float32)
    starts = np.flatnonzero(text.place == 0)
    documents: Numbers = np.maximum.reduceat(text.holds, starts, axis=0).sum(0)
    return documents


def pair_features(text: Occurrences, table: WordTable, likely: Numbers) -> Numbers:
    """Return (P, 23) of each pair, from how `likely` (W,) its words are in a summary."""
    left, right = text.left, text.right
    stops = table.is_stop_word[left], table.is_stop_word[right]
    odds = likely[left], likely[right]
    size = np.full(len(left), np.log(len(text.sentences) + 1) / 4)
    fewer = np.minimum(text.times[left], text.times[right])
    frequency = text.holds.sum(0)
    promising = text.holds @ likely / np.maximum(text.holds.sum(1), 1)
    columns = [
        np.log1p(text.pair_times),
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
        (text.pair_times == text.times[left]) & (text.pair_times == text.times[right]),
        text.pair_times / fewer,
        size,
        size * (text.pair_times > 1),
        text.often_capital[left] * text.often_capital[right],
        table.rarity[left],
        table.rarity[right],
        np.log(frequency[left]),
        np.log(frequency[right]),
        (promising @ text.holds_pair) / text.holds_pair.sum(0),
        np.full(len(left), np.log(text.documents)),
        np.log1p(text.pair_times) * np.log(text.documents),
    ]
    return np.array(columns, np.float32).T


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
    length, place = text.length, text.place
    content = 1 - table.is_stop_word
    content_words = np.maximum(text.holds @ content, 1)
    hits = text.holds @ likely
    promise = 2 * hits / (length + _USUAL_LENGTH)
    later = np.triu(near.alike).sum(1)
    following = np.append(np.diagonal(near.alike, 1), 0) * np.append(place[1:] > 0, 0)
    earlier = near.alike.sum(1) - later
    standing = _standardised(np.array([length, near.central, later, earlier, promise]))
    newest = np.bincount(text.holds.argmax(0), minlength=len(length))
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
        np.append(0, following[:-1]),
        newest / np.maximum(text.holds.sum(1), 1),
        hits / length,
        (text.holds @ (likely * content)) / length,
        (text.holds @ (table.pull * content)) / content_words,
        promise,
        standing[4],
        _ranks(promise),
        np.full(len(length), np.log(len(length) + 1) / 4),
        np.full(len(length), np.log(text.documents)),
        text.leans,
        text.digits,
        text.capitals,
        _with_any(text, _FIRST_PERSON),
        _with_any(text, _SAYING),
    ]
    looks = zip(*map(_looks, text.sentences), strict=True)
    return np.array([*columns, *looks], np.float32).T


def _looks(sentence: str) -> tuple[bool, bool, bool]:
    return (
        sentence[:1] in "\"“'‘",
        '"' in sentence or "“" in sentence,
        not sentence.rstrip(_CLOSING).endswith(_FINISHED),
    )


def _with_any(text: Occurrences, words: Sequence[str]) -> Numbers:
    """Return (S,) whether each sentence has one of `words`."""
    places = [text.where[word] for word in words if word in text.where]
    has: Numbers = text.holds[:, places].max(1, initial=0)
    return has


def _standardised(values: Numbers) -> Numbers:
    """Return each row in standard deviations from its mean."""
    away = values - values.mean(1, keepdims=True)
    standardised: Numbers = away / np.maximum(np.sqrt((away**2).mean(1, keepdims=True)), 1e-6)
    return standardised


def _ranks(values: Numbers) -> Numbers:
    """Return each value's rank, 0 for the highest, 1 for the lowest."""
    order = np.argsort(np.argsort(-values, kind="stable"), kind="stable")
    return order / max(len(values) - 1, 1)
