"""Summarizers by name: our own ranker, the lead, and the algorithms of sumy.

Everything here runs in a worker process. sumy is imported by whoever asks for one of its
algorithms; its documents are made of our sentences and words, so it needs neither its
own tokenizer nor the NLTK data for it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.errors import NoSummaryError, NoSummaryReason, UsageError
from bot.text import (
    is_aside,
    is_stop_word,
    split_paragraphs,
    split_sentences,
    stem,
    without_dateline,
    words,
)

if TYPE_CHECKING:
    from bot.summarize.ranker import SentenceReason


class Passage(NamedTuple):
    """A sentence as a summary shows it.

    Attributes:
        position: Its place among all sentences of its text, from 0.
        text: Its words, without the dateline that it may begin with.
    """

    position: int
    text: str


def prose_of(body: str, language: str) -> list[Passage]:
    """Return the sentences of `body` in order, without captions, bylines and other asides.

    A text of nothing but asides is returned whole.
    """
    whole = [
        Passage(position, without_dateline(sentence))
        for position, sentence in enumerate(split_sentences(body, language))
    ]
    return [each for each in whole if not is_aside(each.text, language)] or whole


def all_of(body: str, language: str) -> tuple[list[Passage], list[int]]:
    """Return all sentences of `body` in order, and the number of the paragraph of each."""
    split = [split_sentences(paragraph, language) for paragraph in split_paragraphs(body)]
    sentences = [sentence for paragraph in split for sentence in paragraph]
    paragraphs = [number for number, paragraph in enumerate(split) for _ in paragraph]
    passages = [Passage(place, without_dateline(each)) for place, each in enumerate(sentences)]
    return passages, paragraphs


# Raised whenever a method may choose otherwise than before, so that summaries which were
# kept are made anew.
EDITION = 4

# Shorter texts are read faster than a summary of them is asked for, and are captions and
# dialogs as often as articles.
FEWEST_WORDS = 40
_SURELY_ENOUGH = 1_000  # characters for so many words


@dataclass(frozen=True, slots=True)
class _Algorithm:
    """One of sumy's summarizers.

    Attributes:
        module: Its module below `sumy.summarizers`.
        name: Its class.
        most_sentences: Longer texts are refused: at this length of news an answer took
            up to 2 s of one core (Reduction 2.0 s, KL 1.9 s, LexRank 1.6 s, the others
            less), and the time grows with the square, KL's with the cube.
    """

    module: str
    name: str
    most_sentences: int


_SUMY: Mapping[str, _Algorithm] = {
    "lexrank": _Algorithm("lex_rank", "LexRankSummarizer", 600),
    "lsa": _Algorithm("lsa", "LsaSummarizer", 600),
    "textrank": _Algorithm("text_rank", "TextRankSummarizer", 1000),
    "luhn": _Algorithm("luhn", "LuhnSummarizer", 2000),
    "kl": _Algorithm("kl", "KLSummarizer", 150),
    "sumbasic": _Algorithm("sum_basic", "SumBasicSummarizer", 2000),
    "reduction": _Algorithm("reduction", "ReductionSummarizer", 800),
    "edmundson": _Algorithm("edmundson", "EdmundsonSummarizer", 2000),
}

METHODS = ("ranker", "lead", *_SUMY)


class Length(NamedTuple):
    """How long a summary is.

    Attributes:
        sentences: How many sentences, from 1.
        most_characters: How long each may be, if any is so short; None for any length.
    """

    sentences: int
    most_characters: int | None = None


# A line is an entry of a list: nine of ten that editors chose are no longer. A long summary
# still fits one screen.
LENGTHS: Mapping[str, Length] = {
    "line": Length(1, most_characters=240),
    "short": Length(3),
    "long": Length(7),
}


def choose(
    method: str,
    *,
    title: str,
    body: str,
    language: str,
    length: int,
    may_be_shorter: bool = False,
    most_characters: int | None = None,
) -> tuple[Passage, ...]:
    """Return the sentences of `body` that `method` would keep.

    Args:
        method: One of `METHODS`.
        title: The text's title, empty if it has none; the ranker and Edmundson's method look
            at it.
        body: Paragraphs, one a line.
        language: ISO 639-1 code, or empty if unknown.
        length: How many sentences to keep, from 1.
        may_be_shorter: Whether the ranker may keep fewer where others are worth little or
            must not be shown.
        most_characters: How long a sentence of the ranker's may be, if any is so short.

    Returns:
        In reading order, `length` of them; or fewer by sumy's algorithms if sentences
        repeat others or have no words.

    Raises:
        NoSummaryError: The text is too long for `method`, has few words, or is hardly longer
            than the summary, which may not be shorter; or nothing of it may be shown.
        UsageError: There is no such method.
    """
    if method not in METHODS:
        raise UsageError("no-method", method=method, methods=METHODS)
    if method == "ranker":
        return _by_ranker(
            title,
            body,
            language=language,
            length=length,
            may_be_shorter=may_be_shorter,
            most_characters=most_characters,
        )
    passages = prose_of(body, language)
    if method in _SUMY and len(passages) > _SUMY[method].most_sentences:
        raise NoSummaryError(NoSummaryReason.TOO_LONG, method=method, sentences=len(passages))
    if len(passages) <= length or _has_few_words(body):
        raise NoSummaryError(NoSummaryReason.TOO_SHORT, method=method, sentences=len(passages))
    if method == "lead":
        return tuple(passages[:length])
    return _by_sumy(method, title, body, passages, language=language, length=length)


def _by_ranker(
    title: str,
    body: str,
    *,
    language: str,
    length: int,
    may_be_shorter: bool,
    most_characters: int | None,
) -> tuple[Passage, ...]:
    from bot.summarize.ranker import rank

    passages, paragraphs = all_of(body, language)
    if (len(passages) <= length and not may_be_shorter) or _has_few_words(body):
        many = len(prose_of(body, language))
        raise NoSummaryError(NoSummaryReason.TOO_SHORT, method="ranker", sentences=many)
    spots = rank(
        [[passage.text for passage in passages]],
        titles=[title],
        paragraphs=[paragraphs],
        language=language,
        length=length,
        may_be_shorter=may_be_shorter,
        most_characters=most_characters,
    )
    if not spots:
        raise NoSummaryError(NoSummaryReason.TOO_SHORT, method="ranker", sentences=0)
    return tuple(passages[spot.place] for spot in spots)


def _has_few_words(body: str) -> bool:
    return len(body) < _SURELY_ENOUGH and len(words(body)) < FEWEST_WORDS


def explain(
    *, title: str, body: str, language: str, length: int, may_be_shorter: bool = False
) -> tuple[tuple[Passage, SentenceReason], ...]:
    """Return what the ranker chooses of `body`, each sentence with why it was chosen."""
    from bot.summarize.ranker import explain

    passages, paragraphs = all_of(body, language)
    reasons = explain(
        [[passage.text for passage in passages]] if passages else [],
        title=title,
        paragraphs=[paragraphs],
        language=language,
        length=length,
        may_be_shorter=may_be_shorter,
    )
    return tuple((passages[reason.spot.place], reason) for reason in reasons)


def _by_sumy(
    method: str,
    title: str,
    body: str,
    passages: Sequence[Passage],
    *,
    language: str,
    length: int,
) -> tuple[Passage, ...]:
    algorithm = _SUMY[method]
    document = _Document(title, body, passages, language)
    summarizer_class = getattr(
        import_module(f"sumy.summarizers.{algorithm.module}"), algorithm.name
    )
    same_stem = partial(stem, language=language)
    if method == "edmundson":
        # Its cue words come with no language but Czech; title and place need none.
        summarizer = summarizer_class(same_stem, cue_weight=0.0)
        summarizer.null_words = document.stop_words or {""}
    else:
        summarizer = summarizer_class(same_stem)
        summarizer.stop_words = document.stop_words
    with warnings.catch_warnings():
        # LSA warns of texts with few words, LexRank divides by nothing where all
        # sentences differ; both answer all the same.
        warnings.simplefilter("ignore")
        chosen = summarizer(document.dom, length)
    return tuple(sorted(document.passages[id(sentence)] for sentence in chosen))


class _Words:
    """What sumy asks for words; in the place of its own tokenizer."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(words(sentence))


class _Document:
    """A text as sumy's document model.

    Sentences without words, and repetitions, which sumy would rate as one, stay out.

    Attributes:
        dom: The document; its first paragraph is the title, a heading.
        passages: What each of its sentences is, by `id()`, because sumy's sentences are
            equal if their texts are.
        stop_words: Those that occur in it.
    """

    def __init__(self, title: str, body: str, passages: Sequence[Passage], language: str) -> None:
        model = import_module("sumy.models.dom")
        paragraphs = [model.Paragraph([model.Sentence(title, _Words(), is_heading=True)])]
        self.passages: dict[int, Passage] = {}
        by_position = {passage.position: passage for passage in passages}
        vocabulary: set[str] = set()
        known: set[str] = set()
        position = 0
        for paragraph in split_paragraphs(body):
            kept = []
            for _ in split_sentences(paragraph, language):
                passage = by_position.get(position)
                position += 1
                if passage is None or passage.text in known:
                    continue
                if found := words(passage.text):
                    kept.append(model.Sentence(passage.text, _Words()))
                    self.passages[id(kept[-1])] = passage
                    vocabulary.update(found)
                    known.add(passage.text)
            paragraphs.append(model.Paragraph(kept))
        self.dom: Any = model.ObjectDocumentModel(paragraphs)
        self.stop_words = {word for word in vocabulary if is_stop_word(word, language)}
