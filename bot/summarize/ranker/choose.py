"""Our own summarizer: the sentences that together promise most of a human summary.

What occurs where in a text (`features.py`) tells how likely each word, each pair of words and
each sentence is in a summary that a human would write: its *promise*. In English three small
nets say so, each of which builds on the one before it: words, then pairs and sentences. They
were fitted to English news; elsewhere a sentence promises more the earlier it stands and the
more of the others' words it has. Sentences are taken one by one, each time the one with which
the summary promises most hits for its length, in the manner of ROUGE, the measure of
summaries. A word promises once: what was said is worth nothing a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from threadpoolctl import threadpool_limits

from bot.summarize.novelty import KnownFacts
from bot.summarize.ranker.features import (
    Numbers,
    Occurrences,
    centrality,
    pair_features,
    sentence_features,
    vocabulary_of,
    word_features,
)
from bot.summarize.ranker.model import load_model
from bot.text import is_lone, is_stop_word, is_torn, stems, tokens

# The numbers below were chosen on the news that the nets were fitted to, and are flat:
# half or twice as much moves ROUGE-1 by 0.3 at most.
_PAIR = 2.0
_SENTENCE = 0.5
FIRST = 0.03
# A quotation that does not say whose it is must promise so much more than the next best
# sentence, and one of which only one end is seen still more: it reads like a misprint.
_LONE = 0.02
_TORN = 0.1
# What has fewer words is an exclamation or half a question.
_FEWEST_WORDS = 6
_TOO_SHORT = 0.1
# In other languages: the chance that a word is told again, the share of that for
# function words, and what being first and being central count.
_AGAIN = 0.2
_FUNCTION_WORD = 0.3
_LEAD = 2.0
_CENTRAL = 1.0


class Promise(NamedTuple):
    """How likely each part of a text is in a human summary of it.

    Attributes:
        words: (W,) each word.
        pairs: (P,) each pair of words side by side.
        sentences: (S,) each sentence, among the best few.
    """

    words: Numbers
    pairs: Numbers
    sentences: Numbers


def promise_of(text: Occurrences, *, language: str) -> Promise:
    """Return what the parts of `text` promise."""
    near = centrality(text)
    if language != "en":
        is_function_word = np.array([is_stop_word(word, language) for word in text.words], bool)
        again = 1 - (1 - _AGAIN) ** text.frequency
        return Promise(
            np.where(is_function_word, _FUNCTION_WORD * again, again).astype(np.float32),
            np.zeros(len(text.left), np.float32),
            _LEAD / (1 + text.place.astype(np.float32)) + _CENTRAL * near.central,
        )
    model = load_model()
    table = model.look_up(text.row)
    words = model.word(word_features(text, table, near))
    return Promise(
        words,
        model.pair(pair_features(text, table, words)),
        model.sentence(sentence_features(text, table, near, words)) + FIRST * (text.place == 0),
    )


def weighed(
    promise: Promise, text: Occurrences, *, language: str, length: int, is_line: bool = False
) -> Promise:
    """Return `promise` with its parts as they count beside one another in a choice.

    The net that judges English sentences was fitted to summaries of several: a single one is
    chosen for its words. But one that must be short (`is_line`) has too few words to be chosen
    for, and is judged as one of several.
    """
    counts = length > 1 or is_line or language != "en"
    belonging = _SENTENCE * promise.sentences * counts
    penalties = np.array([_penalty(sentence) for sentence in text.sentences], np.float32)
    penalties += _TOO_SHORT * (text.length < _FEWEST_WORDS)
    return Promise(promise.words, _PAIR * promise.pairs, belonging - penalties * length)


def _penalty(sentence: str) -> float:
    return _TORN * is_torn(sentence) or _LONE * is_lone(sentence)


# News tells what matters first; ranking more sentences only costs time.
MOST_SENTENCES = 150

# Words that a summary is granted before its length counts against it. A single sentence
# may be long; of three, short ones tell more; several articles have more to tell. Chosen on
# the news that the nets were fitted to, and flat: half or twice as much moves ROUGE-1 by
# 0.3 at most.
_GRANTED_TO_ONE = 150
_GRANTED = 9.5  # a sentence, for three at least
_GRANTED_IN_STORIES = 16  # a sentence
# A summary that may be shorter ends where its promise for its length, so many words
# granted, would fall.
_ENOUGH = 35
# Sentences that share less than this of their words tell different things.
_ALIKE = 0.5
# More than any sentence is worth.
_UNFIT = 100.0
# How many of its words a choice is explained by.
_TELLING = 4


class Spot(NamedTuple):
    """Where a chosen sentence stands.

    Attributes:
        document: Its document, from 0.
        place: Its place among the sentences given of that document, from 0.
    """

    document: int
    place: int


class SentenceReason(NamedTuple):
    """Why a sentence was chosen.

    Attributes:
        spot: Where it stands.
        share: The share of the summary's promise that it brought when it was taken, 0 to 1.
        words: Up to four words that it brought, as written, the most promising first.
        title_words: Its words that the title has, as written, in the title's order.
    """

    spot: Spot
    share: float
    words: tuple[str, ...]
    title_words: tuple[str, ...]


def rank(
    documents: Sequence[Sequence[str]],
    *,
    language: str,
    length: int,
    may_be_shorter: bool = False,
    most_characters: int | None = None,
) -> list[Spot]:
    """Return the most telling sentences of an article, or of several on one event.

    None comes without the sentence that it leans on, and none repeats another, as long as
    there are others. The same input gives the same answer everywhere. Time is linear in
    the text but for `length`.

    Args:
        documents: Sentences of each article in order, none empty, without datelines and
            asides. Of more than `MOST_SENTENCES`, the beginning of each is considered.
        language: ISO 639-1 code; empty if unknown.
        length: How many sentences to return, from 1; all if there are fewer.
        may_be_shorter: Whether to end where further sentences add little.
        most_characters: How long a sentence may be, if there are any so short.

    Returns:
        Where they stand, in reading order.
    """
    if not documents:
        return []
    text = read(documents, language=language)
    promise = weighed(
        promise_of(text, language=language),
        text,
        language=language,
        length=length,
        is_line=most_characters is not None,
    )
    taken = gather(
        text,
        promise,
        language=language,
        length=length,
        may_be_shorter=may_be_shorter,
        most_characters=most_characters,
    )
    return [_spot(text, sentence) for sentence in sorted(taken)]


def explain(
    documents: Sequence[Sequence[str]], *, title: str, language: str, length: int
) -> list[SentenceReason]:
    """Return why `rank` chooses what it chooses, in reading order.

    Args:
        documents: As in `rank`.
        title: What stands above them. It explains choices and makes none, since no news
            with human summaries that the nets could learn from has titles.
        language: ISO 639-1 code; empty if unknown.
        length: How many sentences, from 1.
    """
    if not documents:
        return []
    text = read(documents, language=language)
    promise = promise_of(text, language=language)
    taken = gather(
        text,
        weighed(promise, text, language=language, length=length),
        language=language,
        length=length,
    )
    in_title = dict.fromkeys(stems(title, language))
    is_telling = [len(word) > 1 and not is_stop_word(word, language) for word in text.words]
    left = promise.words * np.array(is_telling)
    total = float(left[text.holds[taken].max(0) > 0].sum()) or 1.0
    stem_of = vocabulary_of(language).stem_of
    found: dict[int, SentenceReason] = {}
    for sentence in taken:
        brought = left * text.holds[sentence]
        telling = np.argsort(-brought, kind="stable")[:_TELLING]
        written = {stem_of(each): each for each in tokens(text.sentences[sentence])}
        found[sentence] = SentenceReason(
            _spot(text, sentence),
            share=float(brought.sum()) / total,
            words=tuple(written[text.words[word]] for word in telling if brought[word] > 0),
            title_words=tuple(written[word] for word in in_title if word in written),
        )
        left = left - brought
    return [found[sentence] for sentence in sorted(found)]


def read(documents: Sequence[Sequence[str]], *, language: str) -> Occurrences:
    """Return what occurs where in the part of `documents` that is considered."""
    _use_one_thread()
    return Occurrences(within_cap(documents), language=language)


def _spot(text: Occurrences, sentence: int) -> Spot:
    return Spot(int(text.document[sentence]), int(text.place[sentence]))


@cache
def _use_one_thread() -> None:
    """Let arrays so small be multiplied by one thread; more cost more than they give."""
    threadpool_limits(limits=1, user_api="blas")


def within_cap(documents: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the beginnings of `documents`, equally long where they do not fit."""
    room, most = MOST_SENTENCES, MOST_SENTENCES
    for taken, size in enumerate(sorted(map(len, documents))):
        most = max(1, room // (len(documents) - taken))
        if size > most:
            break
        room -= size
    return [list(document[:most]) for document in documents][:MOST_SENTENCES]


def gather(
    text: Occurrences,
    promise: Promise,
    *,
    language: str,
    length: int,
    may_be_shorter: bool = False,
    most_characters: int | None = None,
) -> list[int]:
    """Return up to `length` sentences, each the most promising beside those before it.

    They come in the order in which they were taken; `promise` is weighed, the rest is as in
    `rank`.
    """
    words, pairs = promise.words.copy(), promise.pairs.copy()
    granted = _granted(length, text.documents)
    sentences, leaning = text.sentences, text.leans.copy()
    repeating = np.zeros(len(sentences), bool)
    # What is unfit comes after all else: if there is nothing else.
    unfit = np.array([len(each) > (most_characters or len(each)) for each in sentences])
    hits, size, belonging, reached = 0.0, 0.0, 0.0, 0.0
    chosen: list[int] = []
    while len(chosen) < min(length, len(sentences)):
        hits_with, size_with = (
            hits + text.holds @ words + text.holds_pair @ pairs,
            size + text.length,
        )
        worth = 2 * hits_with / (size_with + granted) + (belonging + promise.sentences) / length
        worth -= _UNFIT * (unfit + leaning + 2.0 * repeating)
        worth[chosen] = -np.inf
        best = int(worth.argmax())
        if not repeating[best] and _repeats(text, chosen, best, language):
            repeating[best] = True
            continue
        enough = 2 * float(hits_with[best]) / (float(size_with[best]) + _ENOUGH)
        if may_be_shorter and chosen and enough < reached:
            break
        chosen.append(best)
        hits, size, reached = float(hits_with[best]), float(size_with[best]), enough
        belonging += float(promise.sentences[best])
        words[text.holds[best] > 0] = 0
        pairs[text.holds_pair[best] > 0] = 0
        leaning[best + 1 : best + 2] = False
    return chosen


def _granted(length: int, documents: int) -> float:
    if length == 1:
        return _GRANTED_TO_ONE
    return _GRANTED_IN_STORIES * length if documents > 1 else _GRANTED * max(length, 3)


def _repeats(text: Occurrences, chosen: Sequence[int], sentence: int, language: str) -> bool:
    """Return whether `sentence` surely tells what the chosen ones tell."""
    if not chosen:
        return False
    # Most share so few words that no closer look is needed.
    shared = text.holds[chosen].max(0) @ text.holds[sentence]
    if shared < _ALIKE * text.variety[sentence]:
        return False
    told = KnownFacts((text.sentences[each] for each in chosen), language=language)
    return told.is_surely_told(text.sentences[sentence])
