"""Tell what kind of text something is, and how grave and wide what it tells.

Words of some themes (deaths, votes, advice, offers ...) stand in `bot/languages` for ten
languages of the news; in others the topics' words and the looks of a text decide. How much
each counts was fitted to judgements of editors (`tests/training/fit_genre.py`): one softmax
regression for the genre, one ridge regression for the worth. What a site calls a text, in
its address or before the title, decides the genre.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.languages import ANY, TOPICS, Theme, all_languages, load_language
from bot.text.sentences import split_paragraphs
from bot.text.words import Lexicon, words
from storage.model import Genre

WEIGHTS = Path(__file__).with_suffix(".tsv")

# News says first what it is about; the rest shows how it is written.
_BEGINNING = 120  # words
_READ = 5_000  # characters
# A theme that stands in a title more often says no more.
_MOST_IN_TITLE = 3
# What a site calls a text is to be believed against the text's own looks.
_NAMED = 0.9
# Between the least and the greatest worth that editors gave.
LEAST, MOST = 0.0, 5.0

# What makes a text grave or wide, and how many of them are named.
_GRAVE = (Theme.DEATHS, Theme.DISASTER, Theme.POWER, Theme.POWERS, Theme.MANY, Theme.DISCOVERY)
_MOST_THEMES = 2

_QUOTED = re.compile(r'["“„«»][^"“”„«»]{1,600}["”“»«]')
_HEADING = re.compile(r"[.!?…\"”»:]$")
_CLOCK = re.compile(r"\W*\d{1,2}[:.h]\d\d\b")
_NUMBERED = re.compile(r"\W*\d{1,2}[.):] ")
_SCORE = re.compile(r"\b\d{1,2}[-–:]\d{1,2}\b")
_PRICE = re.compile(r"[$€£]\s?\d|\d\s?[€£$]")
_MARKS = re.compile(r'["“”„«»]')
_ENDS = re.compile(r"[.!?…]+")


Row: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Appraisal:
    """What kind of text something is, and how grave and wide what it tells.

    Attributes:
        genre: The likeliest one.
        shares: How likely each is, 0 to 1; together 1.
        worth: In a general digest, 0 (never) to 5 (nobody may miss it), by the text alone.
    """

    genre: Genre
    shares: Mapping[Genre, float]
    worth: float


def appraise(title: str, body: str, language: str, *, url: str = "") -> Appraisal:
    """Return what a front page has to know of a text.

    Args:
        title: One line.
        body: Its text, or empty; only the beginning is read.
        language: ISO 639-1 code, or empty if unknown.
        url: Its address, which may name the genre.
    """
    model = _model()
    worth, *logits = model.answers(features(title, body, language))
    highest = max(logits)
    odds = [math.exp(logit - highest) for logit in logits]
    shares = dict.fromkeys(Genre, 0.0)
    shares |= {genre: odd / sum(odds) for genre, odd in zip(model.genres, odds, strict=True)}
    if (named := genre_named(title, url)) is not None:
        shares = {genre: (1 - _NAMED) * share for genre, share in shares.items()}
        shares[named] += _NAMED
    genre = max(shares, key=shares.__getitem__)
    return Appraisal(genre, shares, min(max(worth, LEAST), MOST))


def telling_themes(title: str, body: str, language: str) -> tuple[str, ...]:
    """Return up to two themes that say most that a text is grave or wide, as keys of `Theme`.

    Those of the title come first, then those that stand more often at the beginning.
    """
    themes = _themes(language)
    of_title = _counts(list(words(title)), themes)
    of_first = _counts(list(islice(words(body[:_READ]), _BEGINNING)), themes)
    order = {theme: (of_title[number], of_first[number]) for number, theme in enumerate(Theme)}
    found = [theme for theme in _GRAVE if order[theme] > (0, 1)]
    return tuple(sorted(found, key=order.__getitem__, reverse=True)[:_MOST_THEMES])


def genre_named(title: str, url: str) -> Genre | None:
    """Return what a site calls a text in its address (`/opinion/`) or before its title."""
    known = _genre_names()
    label = re.match(r"\W*([^\W\d_][\w' -]{2,20}?)\s*[:|»]\s", title)
    if label and (genre := known.get(label[1].casefold().replace(" ", "-"))):
        return genre
    try:
        parts = urlsplit(url).path.casefold().split("/")[:-1]
    except ValueError:
        return None
    return next((known[part] for part in parts if part in known), None)


_LOOKS = (
    *("title length", "title asks", "title exclaims", "title begins with a number"),
    *("title has a number", "title has a colon", "title begins quoted", "title has a price"),
    *("no title", "title in capitals", "length", "sentence length", "asks", "exclaims"),
    *("quotes", "headings", "clocks", "numbered", "scores", "prices", "digits"),
)
_PLACES = ("title", "beginning", "unquoted", "all")
FEATURES = (
    "language known",
    *(f"{theme} {place}" for theme in Theme for place in _PLACES),
    *(f"{topic} {place}" for topic in TOPICS for place in _PLACES[:2]),
    *_LOOKS,
)


def features(title: str, body: str, language: str) -> list[float]:
    """Return the numbers by which a text is known, those of `FEATURES`.

    For each theme how often it stands in the title, at the beginning and in all; for each
    topic the same of the title and the beginning; then how the text looks.
    """
    begun = body[:_READ]
    headline, said = list(words(title)), list(words(begun))
    first = list(islice(said, _BEGINNING))
    unquoted = list(words(_QUOTED.sub(" ", begun)))
    themes = _themes(language)
    of_title, of_first = _counts(headline, themes), _counts(first, themes)
    of_all, of_unquoted = _counts(said, themes), _counts(unquoted, themes)
    found: list[float] = [float(themes is not None)]
    for number in range(len(Theme)):
        found.append(min(of_title[number], _MOST_IN_TITLE))
        found.append(of_first[number] / math.sqrt(len(first) + 1))
        found.append(math.sqrt(of_unquoted[number] / (len(unquoted) + 20)))
        found.append(of_all[number] / (len(said) + 1))
    for listed in _topics(language):
        found.append(sum(bool(listed.of_word(word)) for word in set(headline)))
        found.append(sum(bool(listed.of_word(word)) for word in set(first)) / 10)
    return found + _looks(title, begun)


def _looks(title: str, body: str) -> list[float]:
    """Return what is seen of a text in any language."""
    paragraphs = split_paragraphs(body)
    many = max(len(paragraphs), 1)
    sentences = max(len(_ENDS.findall(body)), 1)
    typed = title.split()
    return [
        len(typed) / 10,
        title.rstrip().endswith("?"),
        "!" in title,
        bool(re.match(r"\W*\d+ ", title)),
        any(map(str.isdigit, title)),
        ":" in title,
        title[:1] in "\"'“„«‘" if title else False,
        bool(_PRICE.search(title)),
        not title,
        sum(len(word) > 2 and word.isupper() for word in typed) / max(len(typed), 1),  # noqa: PLR2004 - `US` is no shout
        math.log1p(len(body)) / 8,
        len(body.split()) / sentences / 30,
        body.count("?") / sentences,
        body.count("!") / sentences,
        len(_MARKS.findall(body)) / 2 / sentences,
        sum(not _HEADING.search(each.rstrip()) for each in paragraphs) / many,
        sum(bool(_CLOCK.match(each)) for each in paragraphs) / many,
        sum(bool(_NUMBERED.match(each)) for each in paragraphs) / many,
        len(_SCORE.findall(body)) / 10,
        len(_PRICE.findall(body)) / 10,
        sum(map(str.isdigit, body)) / (len(body) + 1) * 10,
    ]


def _counts(said: Sequence[str], themes: Lexicon | None) -> list[float]:
    found = [0.0] * len(Theme)
    if themes is None:
        return found
    for word in said:
        for number in themes.of_word(word):
            found[number] += 1
    for number, _ in themes.of_phrases(said):
        found[number] += 1
    return found


@cache
def _themes(language: str) -> Lexicon | None:
    listed = load_language(language or "en").themes
    return Lexicon(listed.get(theme, ()) for theme in Theme) if listed else None


@cache
def _topics(language: str) -> tuple[Lexicon, ...]:
    """Return for each topic the words that speak for it."""
    known = load_language(language or "en")
    return tuple(
        Lexicon([(*known.topics_sure.get(topic, ()), *known.topics_hint.get(topic, ()))])
        for topic in TOPICS
    )


@cache
def _genre_names() -> Mapping[str, Genre]:
    return {
        name: genre
        for language in (load_language(ANY), *all_languages())
        for genre, names in language.genre_names.items()
        for name in names
    }


@dataclass(frozen=True, slots=True)
class _Model:
    """The fitted numbers.

    Attributes:
        genres: Those that were seen when it was fitted.
        bias: Of the worth, then of each genre.
        rows: For each feature its mean, and by how much each deviation from that moves the
            worth and the genres.
    """

    genres: tuple[Genre, ...]
    bias: Row
    rows: tuple[tuple[float, Row], ...]

    def answers(self, found: Sequence[float]) -> list[float]:
        """Return the worth, and the logit of each genre."""
        moved = [self.bias]
        for value, (mean, weights) in zip(found, self.rows, strict=True):
            if value != mean:
                moved.append(tuple([(value - mean) * weight for weight in weights]))
        return [math.fsum(column) for column in zip(*moved, strict=True)]


@cache
def _model() -> _Model:
    """Return the fitted numbers: a line for the bias, then one for each of `features`.

    A line is a name, a mean, what moves the worth, and what moves each genre of the head.
    """
    head, *lines = WEIGHTS.read_text(encoding="utf-8").splitlines()
    (_, *bias), *rows = ([*map(float, line.split("\t")[1:])] for line in lines)
    genres = tuple(map(Genre, head.split("\t")[3:]))
    return _Model(genres, tuple(bias), tuple((mean, tuple(row)) for mean, *row in rows))
