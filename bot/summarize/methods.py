"""Summarizers by name: our own ranker, the lead, and the algorithms of sumy.

Everything here runs in a worker process. sumy is imported by whoever asks for one of its
algorithms; its documents are made of our sentences and words, so it needs neither its
own tokenizer nor the NLTK data for it.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

from bot.errors import NoSummaryError, NoSummaryReason, UsageError
from bot.summarize import ranker
from bot.text.sentences import split_paragraphs, split_sentences
from bot.text.words import is_stop_word, stem, words

# Shorter texts are read faster than a summary of them is asked for, and are captions and
# dialogs as often as articles.
FEWEST_WORDS = 40


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


def choose(
    method: str, *, title: str, body: str, language: str, length: int
) -> tuple[tuple[int, str], ...]:
    """Return the sentences of `body` that `method` would keep.

    Args:
        method: One of `METHODS`.
        title: The text's title; Edmundson's method alone looks at it.
        body: Paragraphs, one a line.
        language: ISO 639-1 code, or empty if unknown.
        length: How many sentences to keep, from 1.

    Returns:
        Each with its place among all sentences of `body`, in reading order: `length` of
        them, or fewer by sumy's algorithms if sentences repeat others or have no words.

    Raises:
        NoSummaryError: The text is hardly longer than the summary, or too long for
            `method`.
        UsageError: There is no such method.
    """
    if method not in METHODS:
        raise UsageError(f"There is no method {method}: take one of {', '.join(METHODS)}.")
    sentences = split_sentences(body, language)
    if method in _SUMY and len(sentences) > _SUMY[method].most_sentences:
        raise NoSummaryError(NoSummaryReason.TOO_LONG, method=method, sentences=len(sentences))
    if len(sentences) <= length or len(words(body)) < FEWEST_WORDS:
        raise NoSummaryError(NoSummaryReason.TOO_SHORT, method=method, sentences=len(sentences))
    if method == "ranker":
        positions = ranker.rank(sentences, language=language, length=length)
    elif method == "lead":
        positions = list(range(length))
    else:
        positions = _by_sumy(method, title, body, language=language, length=length)
    return tuple((position, sentences[position]) for position in positions)


def _by_sumy(method: str, title: str, body: str, *, language: str, length: int) -> list[int]:
    algorithm = _SUMY[method]
    document = _Document(title, body, language)
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
    return sorted(document.positions[id(sentence)] for sentence in chosen)


class _Words:
    """What sumy asks for words; in the place of its own tokenizer."""

    def to_words(self, sentence: str) -> tuple[str, ...]:
        return tuple(words(sentence))


class _Document:
    """A text as sumy's document model.

    Sentences without words, and repetitions, which sumy would rate as one, stay out.

    Attributes:
        dom: The document; its first paragraph is the title, a heading.
        positions: The place of each of its sentences in the text, by `id()`, because
            sumy's sentences are equal if their texts are.
        stop_words: Those that occur in it.
    """

    def __init__(self, title: str, body: str, language: str) -> None:
        model = import_module("sumy.models.dom")
        paragraphs = [model.Paragraph([model.Sentence(title, _Words(), is_heading=True)])]
        self.positions: dict[int, int] = {}
        vocabulary: set[str] = set()
        known: set[str] = set()
        position = 0
        for paragraph in split_paragraphs(body):
            kept = []
            for sentence in split_sentences(paragraph, language):
                found = words(sentence)
                if found and sentence not in known:
                    kept.append(model.Sentence(sentence, _Words()))
                    self.positions[id(kept[-1])] = position
                    vocabulary.update(found)
                    known.add(sentence)
                position += 1
            paragraphs.append(model.Paragraph(kept))
        self.dom: Any = model.ObjectDocumentModel(paragraphs)
        self.stop_words = {word for word in vocabulary if is_stop_word(word, language)}
