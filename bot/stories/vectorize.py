"""Sketch what items are compared by: their heaviest words, and what they mean.

A word weighs more the fewer documents say it. Two counts of documents are added up: the
background, which is shipped and never changes, and what this bot has read, which grows,
follows the news and is kept small.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from bot.stories.thresholds import RULES
from bot.text import mentions, stems
from bot.text.embeddings import WORDLLAMA, meanings_by
from storage.model import Article, Headline

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

FILE = "background.tsv"

# Past so many stems in one language all counts are halved and those that vanish are
# dropped: words of a single old document, which say nothing that "never seen" does not.
MOST_STEMS = 60_000


@dataclass(frozen=True, slots=True)
class Background:
    """Counts over a collection of English news.

    Attributes:
        frequencies: In how many of them each stem is; stems of one document are left out.
    """

    documents: int
    frequencies: Mapping[str, int]


@dataclass(slots=True)
class _Read:
    documents: int = 0
    frequencies: dict[str, int] = field(default_factory=dict)


class Counts:
    """In how many documents each stem was read, for each language by itself.

    A word that is common in one language may be a rare name in another, and languages with
    few documents would find all their words rare beside those of one with many.
    """

    def __init__(self, backgrounds: Mapping[str, Background] | None = None) -> None:
        """Begin with what is shipped, or with `backgrounds` by language."""
        self._backgrounds = {"en": shipped()} if backgrounds is None else dict(backgrounds)
        self._read: dict[str, _Read] = {}

    def add(self, stems: Iterable[str], language: str) -> None:
        """Count one more document by its stems, each once; no language is taken for English."""
        read = self._read.setdefault(language or "en", _Read())
        read.documents += 1
        frequencies = read.frequencies
        for stem in stems:
            frequencies[stem] = frequencies.get(stem, 0) + 1
        if len(frequencies) > MOST_STEMS:
            read.documents //= 2
            read.frequencies = {stem: n // 2 for stem, n in frequencies.items() if n > 1}

    def documents(self, language: str) -> int:
        """Return how many documents of `language` were counted, the background included."""
        code = language or "en"
        background, read = self._backgrounds.get(code), self._read.get(code)
        return (background.documents if background else 0) + (read.documents if read else 0)

    def frequencies(self, stems: Iterable[str], language: str) -> dict[str, int]:
        """Return in how many documents of `language` each stem is, the background included."""
        code = language or "en"
        background, read = self._backgrounds.get(code), self._read.get(code)
        shipped_ones = background.frequencies if background else {}
        read_ones = read.frequencies if read else {}
        return {stem: shipped_ones.get(stem, 0) + read_ones.get(stem, 0) for stem in stems}

    @property
    def read(self) -> int:
        """Return how many documents were read, the background apart."""
        return sum(one.documents for one in self._read.values())

    def dump(self) -> bytes:
        """Return what was read, without the background, to be kept and given to `load`.

        About 300 KB and 50 ms for a full count of one language. Keep it now and then: an
        item read since the last time is then missing from the counts, which changes little.
        """
        read = {code: [one.documents, one.frequencies] for code, one in self._read.items()}
        return zlib.compress(json.dumps(read, ensure_ascii=False).encode(), 1)

    def load(self, dumped: bytes) -> None:
        """Take up what `dump` returned, in place of what was read so far."""
        read = json.loads(zlib.decompress(dumped))
        self._read = {code: _Read(n, frequencies) for code, (n, frequencies) in read.items()}


@cache
def shipped() -> Background:
    """Return the background of English news that comes with the bot.

    The file's first line is the number of documents, each other one a stem and the number
    of documents that have it; `tests/training/fit_background.py` makes it.
    """
    lines = (files("bot.stories") / FILE).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines[1:])
    return Background(int(lines[0]), {stem: int(count) for stem, count in pairs})


# A title says what a text is about; its words count as if they stood twice. News puts
# the event first, so later words add topics, not the event. Both measured on labelled
# stories: title weights 1 and 3 group no better.
TITLE_WEIGHT = 2
BODY_STEMS = 120


def title_stems(item: Article | Headline) -> list[str]:
    """Return the stems of the item's title, in order."""
    return stems(item.title, item.language)


def body_stems(item: Article | Headline) -> list[str]:
    """Return the stems of the item's body, in order; none for a headline."""
    return stems(item.body, item.language)


def weigh(
    title: Iterable[str],
    body: Iterable[str],
    *,
    documents: int,
    frequencies: Mapping[str, int],
) -> dict[str, float]:
    """Return the item's terms as a vector of length 1.

    A term weighs (1 + ln tf) · ln(1 + documents / df): the usual tf-idf, smoothed so that
    a term seen in every document still counts a little. `documents` and `frequencies` count
    this item too. Stems past the first `BODY_STEMS` of the body are not looked at.
    """
    counts: dict[str, int] = {}
    for stem in title:
        counts[stem] = counts.get(stem, 0) + TITLE_WEIGHT
    for stem in islice(body, BODY_STEMS):
        counts[stem] = counts.get(stem, 0) + 1
    log = math.log
    weights = {
        stem: (1 + log(count)) * log(1 + documents / (frequencies.get(stem) or 1))
        for stem, count in counts.items()
    }
    return normalised(weights)


def heaviest(terms: Mapping[str, float], count: int) -> dict[str, float]:
    """Return the `count` heaviest terms, heaviest first, ties in alphabetical order."""
    return dict(sorted(terms.items(), key=lambda term: (-term[1], term[0]))[:count])


def normalised(terms: Mapping[str, float]) -> dict[str, float]:
    """Return the vector with length 1; an empty one stays empty."""
    length = math.sqrt(sum(weight * weight for weight in terms.values()))
    return {stem: weight / length for stem, weight in terms.items()} if length else {}


Vector: TypeAlias = "npt.NDArray[np.float32]"

# An opening this short is a teaser under a headline: it is compared as a headline is.
LEAST_TEXT = 20
# Fewer tell stories of like kinds apart worse, such as two earthquakes; 90 no better.
TERMS = 60
# Vectors of other languages are near each other whatever the texts say: two Arabic headlines
# on different events have cosines of 0.8, two English ones 0.0.
_UNDERSTOOD = frozenset({"", "en"})
# Whom and what a text names is said in its beginning.
NAMING_CHARACTERS = 900
# Longer beginnings have more than `BODY_STEMS` stems in every language that was tried.
_BODY_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is compared of an item.

    Attributes:
        terms: Its heaviest stems, heaviest first, as a vector of length 1 at most.
        names: Stems of the persons, places and organisations that its title and beginning name.
        meaning: Its vector of length 1, or None where it has none: in other languages than
            English, words alone are compared.
        has_text: Whether it has a body; a headline is compared by other numbers.
        counted: How many documents of its language the weights were counted over.
    """

    terms: Mapping[str, float]
    meaning: Vector | None
    has_text: bool
    counted: int
    names: frozenset[str] = frozenset()


class Sketcher:
    """Makes sketches, and counts what it has sketched.

    Attributes:
        counts: The documents counted so far. Store `counts.dump()` with the stories and
            give it to `counts.load()` at the start, and the next sketches are the same as
            if the program had never stopped.
    """

    def __init__(
        self,
        *,
        counts: Counts | None = None,
        meanings: Callable[[Sequence[str]], npt.NDArray[np.float32]] | None = None,
        vectors: str = WORDLLAMA,
    ) -> None:
        """Take counts that begin with the background, and WordLlama's vectors, by default.

        Args:
            counts: What was counted before.
            meanings: Returns a row of length 1, or of zeros, for each text; by default, as
                `vectors` says.
            vectors: A kind that `bot.text.embeddings` names.
        """
        self.counts = counts or Counts()
        self._meanings = meanings
        self._vectors = vectors

    def sketch(self, title: str, body: str, language: str, *, is_new: bool = True) -> Sketch:
        """Return the sketch of an item, and count it unless it was sketched before."""
        title_stems = stems(title, language)
        body_stems = stems(body[:_BODY_CHARACTERS], language)[:BODY_STEMS] if body else []
        distinct = dict.fromkeys((*title_stems, *body_stems))
        if is_new:
            self.counts.add(distinct, language)
        counted = self.counts.documents(language)
        terms = weigh(
            title_stems,
            body_stems,
            documents=counted,
            frequencies=self.counts.frequencies(distinct, language),
        )
        words = RULES[self._vectors].opening_words
        opening = body.split(maxsplit=words)[:words]
        return Sketch(
            terms=heaviest(terms, TERMS),
            meaning=(
                self._meaning(" ".join([f"{title}.", *opening]))
                if language in _UNDERSTOOD
                else None
            ),
            has_text=len(body_stems) >= LEAST_TEXT,
            counted=counted,
            names=_named(title, body, language) if body else frozenset(),
        )

    def _meaning(self, text: str) -> Vector | None:
        if self._meanings is None:
            # It takes 40 MB or more, which most commands never need.
            self._meanings = meanings_by(self._vectors)
        found: Vector = self._meanings([text])[0]
        return found if found.any() else None


def _named(title: str, body: str, language: str) -> frozenset[str]:
    """Return the stems of the names in a title and the beginning of its text."""
    named = set(mentions(body[:NAMING_CHARACTERS], language))
    named.update(mentions(title, language, is_title=True, inside=named))
    return frozenset(stem for name in named for stem in stems(name, language))
