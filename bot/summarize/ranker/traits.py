"""What an editor sees of a sentence: where it stands, what it tells, how it speaks.

None of it depends on what the news is about, and hardly any on the language, so that what was
learned on English news holds for others. `editor.npz`, which `tests/training/fit_editor.py`
makes, has for each net (`short`, `line`) of F traits and H hidden units the arrays of a `Net`:
`NET_mean`, `NET_scale`, `NET_hidden`, `NET_bias`, `NET_out`, `NET_direct`, `NET_base`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import NamedTuple

import numpy as np

from bot.languages import load_language
from bot.summarize.ranker.features import (
    Centrality,
    Net,
    Numbers,
    Occurrences,
    fitted,
    ranks,
    side_by_side,
    standardised,
)
from bot.text import is_lone, is_torn, stems

EDITOR = "editor.npz"


class Aspect(StrEnum):
    """What is looked at; each aspect has several traits."""

    PLACE = "place"  # where it stands
    LENGTH = "length"
    CENTRAL = "central"  # how much others return to what it tells
    TITLE = "title"  # what it has of the title, and what the title lacks
    NEWS = "news"  # what it tells that those before it do not
    FIGURES = "figures"  # numbers, names, days
    MANNER = "manner"  # quotations, questions, who speaks to whom
    AROUND = "around"  # what stands beside it
    TEXT = "text"  # what kind of text it stands in; the same for all its sentences


# Of those that speak for a sentence, these can be told to readers.
EXPLAINING = (
    Aspect.PLACE,
    Aspect.LENGTH,
    Aspect.CENTRAL,
    Aspect.TITLE,
    Aspect.NEWS,
    Aspect.FIGURES,
    Aspect.MANNER,
)


class Setting(NamedTuple):
    """What is known of one text beside its words.

    Attributes:
        title: What stands above it, empty if nothing does.
        language: ISO 639-1 code, empty if unknown.
        is_fit: (S,) 1 for each sentence that may be shown.
        needs: (S,) how many others must be shown with it.
        starts: (S,) 1 where a paragraph begins; all 0 if that is unknown.
        promise: (W,) how likely each word is in a human summary.
    """

    title: str
    language: str
    is_fit: Numbers
    needs: Numbers
    starts: Numbers
    promise: Numbers


_FAR = 40  # sentences; later places are all alike
_NEAR_END = 20
_LONGEST = 80  # words
_MOST_NEW = 25  # words
_MOST_NAMES = 12
_MOST_COMMAS = 8
_MOST_MARKS = 6
_USUAL_LENGTH = 30  # words, of a summary
_LEADING = 3  # sentences


def traits_of(text: Occurrences, near: Centrality, setting: Setting) -> dict[Aspect, Numbers]:
    """Return for each aspect (S, ...) traits of the sentences of one document."""
    many = len(text.sentences)
    length, central = standardised(np.array([text.length, near.central]))
    manner = _manner(text, setting.language)
    columns = {
        Aspect.PLACE: _place(many, setting),
        Aspect.LENGTH: [np.minimum(text.length, _LONGEST), length],
        Aspect.CENTRAL: [near.central, central, *_central(text, near, setting)],
        **_news(text, setting),
        Aspect.FIGURES: [
            text.digits,
            (text.digits > 0).astype(np.float32),
            text.capitals,
            np.minimum(text.capitals * text.length, _MOST_NAMES),
        ],
        Aspect.MANNER: [*manner.T],
        **_around(text, manner, setting),
    }
    return {aspect: side_by_side(columns[aspect], many) for aspect in Aspect}


def _place(many: int, setting: Setting) -> list[Numbers]:
    """Return where sentences stand, among all and among those that may be shown."""
    order = np.arange(many)
    among_fit = np.cumsum(setting.is_fit) - setting.is_fit
    return [
        np.minimum(order, _FAR),
        1 / (1 + order),
        np.minimum(among_fit, _FAR),
        setting.is_fit / (1 + among_fit),
        order / many,
        np.minimum(many - 1 - order, _NEAR_END),
        setting.starts,
    ]


def _central(text: Occurrences, near: Centrality, setting: Setting) -> list[Numbers]:
    """Return how much is told again of what each sentence tells."""
    many = len(text.sentences)
    order = np.arange(many)
    later = (near.alike * (order[:, None] < order)).sum(1)
    earlier = near.alike.sum(1) - later
    beside = np.zeros((2, many), np.float32)
    beside[0, 1:] = beside[1, :-1] = near.alike.diagonal(1)
    hoped = 2 * (text.holds @ setting.promise) / (text.length + _USUAL_LENGTH)
    return [
        ranks(near.central),
        near.alike[int(setting.is_fit.argmax())],
        near.alike[:, :_LEADING].max(1),
        *beside,
        later / np.maximum(many - 1 - order, 1),
        earlier / np.maximum(order, 1),
        near.alike.max(1),
        hoped,
        standardised(hoped[None])[0],
        ranks(hoped),
    ]


def _news(text: Occurrences, setting: Setting) -> dict[Aspect, list[Numbers]]:
    """Return what sentences have of the title, and what neither it nor others tell before."""
    many, order = len(text.sentences), np.arange(len(text.sentences))
    content = text.holds * ~text.is_stop
    size = np.maximum(content.sum(1), 1)
    titled = frozenset(stems(setting.title, setting.language))
    in_title = np.array([word in titled for word in text.words], np.float32)
    # A word is new to a sentence if no sentence before it that may be shown has it.
    is_told = (text.holds * setting.is_fit[:, None]) > 0
    told_at = np.where(is_told, order[:, None], many).min(0, initial=many)
    is_new = content * (told_at >= order[:, None])
    hits = content @ in_title
    covered, shared = hits / max(len(titled), 1), hits / size
    lead = int(setting.is_fit.argmax())
    return {
        Aspect.TITLE: [
            covered,
            shared,
            np.minimum(size - hits, _MOST_NEW),
            (is_new * in_title).sum(1),
            np.full(many, covered[lead]),
            np.full(many, shared[lead]),
            np.full(many, float(bool(titled))),
        ],
        Aspect.NEWS: [is_new.sum(1) / size, (is_new * (1 - in_title)).sum(1) / size],
    }


def _around(text: Occurrences, manner: Numbers, setting: Setting) -> dict[Aspect, list[Numbers]]:
    """Return what stands beside each sentence, and what kind of text all stand in."""
    many, is_fit = len(text.sentences), setting.is_fit
    quoted, asks, speaks = manner[:, _QUOTED], manner[:, _ASKS], manner[:, _SPEAKING_OF_US]
    leans = text.leans.astype(np.float32)
    of_all = (
        min(many, 2 * _FAR),
        np.log(many),
        float(setting.language == "en"),
        is_fit.mean(),
        quoted.mean(),
        speaks.mean(),
        manner[:, _ADDRESSING].mean(),
        asks.mean(),
        manner[:, _SAYING].mean(),
        np.median(text.length),
        text.digits.mean(),
    )
    return {
        Aspect.AROUND: [
            is_fit,
            setting.needs,
            *_beside(is_fit, leans, quoted, asks, text.length, speaks),
        ],
        Aspect.TEXT: [np.full(many, each, np.float32) for each in of_all],
    }


def _beside(*columns: Numbers) -> list[Numbers]:
    """Return what each sentence's neighbours have, the one before and the one after it."""
    found = []
    for column in columns:
        before, after = np.zeros((2, len(column)), np.float32)
        before[1:], after[:-1] = column[:-1], column[1:]
        found += [before, after]
    return found


_MARK = re.compile('["“”„«»]')
_MONEY = re.compile("[%$€£]|per ?cent|Prozent")
_FINISHED = (".", "!", "?", "…")
_CLOSING = "\"'”’)]»“ "
_OPENING = tuple("\"“'‘„«»—–-")

# The kinds of words that are looked for, as places in a row of what is found.
_LEANING, _SPEAKING_OF_US, _ADDRESSING, _SAYING, _QUOTED, _ASKS = 0, 4, 5, 6, 7, 8


@cache
def _kinds_of(language: str) -> Mapping[str, tuple[int, ...]]:
    """Return for each word, in lower case, the kinds that it is of."""
    known = load_language(language)
    calendar = known.weekdays | known.months | known.calendar
    kinds: list[frozenset[str]] = [
        known.leaning,
        frozenset(word.lower() for word in calendar),
        known.negations,
        known.speech_verbs,
        known.own,
        known.addressing,
        known.saying,
    ]
    words = frozenset[str]().union(*kinds)
    return {
        word: tuple(place for place, kind in enumerate(kinds) if word in kind) for word in words
    }


def _manner(text: Occurrences, language: str) -> Numbers:
    """Return (S, ...) how each sentence speaks."""
    kinds = _kinds_of(language)
    found = np.zeros((len(text.sentences), 20), np.float32)
    for row, sentence, tokens in zip(found, text.sentences, text.tokens, strict=True):
        for token in tokens:
            for kind in kinds.get(token.lower(), ()):
                row[kind] += 1
        marks = [mark.start() for mark in _MARK.finditer(sentence)]
        inside = sum(end - start for start, end in zip(marks[::2], marks[1::2], strict=False))
        row[1:_QUOTED] = np.minimum(row[1:_QUOTED], 1)
        row[_LEANING] /= max(len(tokens), 1)
        row[_QUOTED:] = (
            inside / max(len(sentence), 1),
            "?" in sentence,
            "!" in sentence,
            not sentence.rstrip(_CLOSING).endswith(_FINISHED),
            "…" in sentence or "..." in sentence,
            sentence.startswith(_OPENING),
            min(len(marks), _MOST_MARKS),
            is_torn(sentence),
            is_lone(sentence),
            min(sentence.count(","), _MOST_COMMAS),
            bool(_MONEY.search(sentence)),
            0,
            0,
        )
    found[:, -2] = text.leans
    return found[:, :-1]


@dataclass(frozen=True, slots=True)
class Editor:
    """What was learned from editors.

    Attributes:
        short: What a sentence is worth among several: 0 where an editor would never show it,
            0.5 where it is no matter, 0.75 where it is acceptable, 1 where it is chosen.
        line: The same alone: above 0.75 where it is chosen, 0.2 where it is acceptable.
    """

    short: Net
    line: Net


@cache
def load_editor() -> Editor:
    """Return what ships with the package."""
    arrays = fitted(EDITOR)
    return Editor(Net.read(arrays, "short"), Net.read(arrays, "line"))
