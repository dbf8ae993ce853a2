"""What articles add to what a reader was told."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from bot.summarize.claims import claim_of
from bot.summarize.novelty import Told
from bot.text.asides import is_aside
from bot.text.datelines import without_dateline
from bot.text.sentences import split_sentences
from storage.model import Article, Sentence

# What comes later in an article is background more often than news, and costs time.
_MOST_SENTENCES = 60
# With fewer words a sentence hangs on the one before it.
_FEWEST_STEMS = 4
# The eightieth sentence counts a third of the first.
_FADE = 0.25
# A new number is the likeliest part of a sentence to be the news.
_NUMBER = 2.0


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that may be told.

    Attributes:
        sentence: The sentence.
        stems: What it says.
        known: What its readers know so far, in its language.
    """

    sentence: Sentence
    stems: frozenset[str]
    known: Told


def by_place(sentence: Sentence) -> float:
    """Return how telling a sentence is for its place: news tells what matters first."""
    return float((1 + sentence.position) ** -_FADE)


def whats_new(
    told: Sequence[str],
    articles: Sequence[Article],
    *,
    length: int,
    earlier: Sequence[Article] = (),
    telling: Callable[[Sentence], float] = by_place,
) -> tuple[Sentence, ...]:
    """Return the sentences of `articles` that add most to what was told.

    None repeats what was told, or what another one of them tells. One by one, that one is
    taken which has the most new words and numbers for its length, those more that other
    sentences return to, times how new and how telling it is. Of two alike, the newer
    article's is taken.

    Args:
        told: What the reader knows.
        articles: In the order of reading; asides and datelines are left out.
        length: Most sentences to return, from 1.
        earlier: Articles that came before. What repeats them is background.
        telling: How telling a sentence is, above 0. A ranker's scores go here.

    Returns:
        In reading order, each with its place among all sentences of its article; empty if
        nothing is new.
    """
    left = _candidates(told, articles, earlier)
    times = Counter(stem for each in left for stem in each.stems)
    chosen: list[Sentence] = []
    while left and len(chosen) < length:
        best = max(left, key=lambda each: telling(each.sentence) * _gain(each, times))
        chosen.append(best.sentence)
        for known in {id(each.known): each.known for each in left}.values():
            known.add(best.sentence.text)
        left = [each for each in left if not each.known.repeats(each.sentence.text)]
    places = {article.id: place for place, article in enumerate(articles)}
    return tuple(sorted(chosen, key=lambda each: (places[each.article_id], each.position)))


def _candidates(
    told: Sequence[str], articles: Sequence[Article], earlier: Sequence[Article]
) -> list[_Candidate]:
    """Return the sentences that are surely new, those of the newest article first."""
    languages = {article.language for article in articles}
    history = [sentence.text for article in earlier for sentence in _sentences(article)]
    known = {language: Told(told, language=language) for language in languages}
    background = {language: Told(history, language=language) for language in languages}
    return [
        _Candidate(sentence, stems, known[article.language])
        for article in sorted(articles, key=lambda article: article.at, reverse=True)
        for sentence in _sentences(article)
        if len(stems := claim_of(sentence.text, article.language).stems) >= _FEWEST_STEMS
        and known[article.language].is_surely_new(sentence.text)
        and not background[article.language].repeats(sentence.text)
    ]


def _sentences(article: Article) -> list[Sentence]:
    found = split_sentences(article.body, article.language)[:_MOST_SENTENCES]
    return [
        Sentence(without_dateline(text), article.id, position)
        for position, text in enumerate(found)
        if not is_aside(text, article.language)
    ]


def _gain(candidate: _Candidate, times: Mapping[str, int]) -> float:
    """Return how much is gained by telling a sentence, given how often each stem occurs."""
    known, text = candidate.known, candidate.sentence.text
    added = math.fsum(
        math.log1p(times[stem]) * (_NUMBER if stem[0].isdigit() else 1) for stem in known.adds(text)
    )
    return (1 - known.overlap(text)) * added / math.sqrt(len(candidate.stems))
