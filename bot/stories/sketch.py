"""What an item is compared by: its heaviest words, and what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bot.stories.counts import Counts
from bot.stories.rule import RULES
from bot.stories.terms import BODY_STEMS, heaviest, weigh
from bot.text.kinds import WORDLLAMA, meanings_by
from bot.text.words import stems

Vector = npt.NDArray[np.float32]

# An opening this short is a teaser under a headline: it is compared as a headline is.
LEAST_TEXT = 20
# Fewer tell stories of like kinds apart worse, such as two earthquakes; 90 no better.
TERMS = 60
# Vectors of other languages are near each other whatever the texts say: two Arabic headlines
# on different events have cosines of 0.8, two English ones 0.0.
_UNDERSTOOD = frozenset({"", "en"})
# Longer beginnings have more than `BODY_STEMS` stems in every language that was tried.
_BODY_CHARACTERS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """What is compared of an item.

    Attributes:
        terms: Its heaviest stems, heaviest first, as a vector of length 1 at most.
        meaning: Its vector of length 1, or None where it has none: in other languages than
            English, words alone are compared.
        has_text: Whether it has a body; a headline is compared by other numbers.
        counted: How many documents of its language the weights were counted over.
    """

    terms: Mapping[str, float]
    meaning: Vector | None
    has_text: bool
    counted: int


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
            vectors: A kind that `bot.text.kinds` names.
        """
        self.counts = counts or Counts()
        self._meanings = meanings
        self._vectors = vectors

    def sketch(self, title: str, body: str, language: str, *, is_new: bool = True) -> Sketch:
        """Return the sketch of an item, and count it.

        Args:
            title: Its title.
            body: Its body; empty for a headline.
            language: ISO 639-1 code; empty where it is unknown.
            is_new: Whether it is to be counted; False if it was sketched before.
        """
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
        )

    def _meaning(self, text: str) -> Vector | None:
        if self._meanings is None:
            # It takes 40 MB or more, which most commands never need.
            self._meanings = meanings_by(self._vectors)
        found: Vector = self._meanings([text])[0]
        return found if found.any() else None
