"""What a text promises: how likely its parts are in a summary that a human would write.

In English three small nets say so (`nets.py`), each of which builds on the one before it:
words, then pairs of words and sentences. They were fitted to English news; elsewhere a
sentence promises more the earlier it stands and the more of the others' words it has.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from bot.summarize.arrays import Numbers
from bot.summarize.features import centrality, pair_features, sentence_features, word_features
from bot.summarize.nets import load_model
from bot.summarize.occurrences import Occurrences
from bot.text.quotations import is_lone, is_torn
from bot.text.words import is_stop_word

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
    """Return what the parts of `text` promise.

    Args:
        text: What occurs where.
        language: ISO 639-1 code.
    """
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

    Args:
        promise: What the parts of `text` promise.
        text: What occurs where.
        language: ISO 639-1 code. The net that judges English sentences was fitted to
            summaries of several; a single one is chosen for its words.
        length: How many sentences will be chosen.
        is_line: Whether they must be short. A short one has too few words to be chosen for,
            and is judged as one of several.
    """
    counts = length > 1 or is_line or language != "en"
    belonging = _SENTENCE * promise.sentences * counts
    penalties = np.array([_penalty(sentence) for sentence in text.sentences], np.float32)
    penalties += _TOO_SHORT * (text.length < _FEWEST_WORDS)
    return Promise(promise.words, _PAIR * promise.pairs, belonging - penalties * length)


def _penalty(sentence: str) -> float:
    return _TORN * is_torn(sentence) or _LONE * is_lone(sentence)
