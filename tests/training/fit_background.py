"""Count in how many articles of public collections each stem stands, for `background.tsv`.

    NEWS_DATA=... python -m tests.training.fit_background

Only numbers are shipped, no text. A stem of a single article is left out: it weighs what a
stem that was never seen weighs. Articles with labelled stories and articles with summaries
are counted. Who measures on the labelled ones must not let an article be weighed by counts
that it took part in, or that an article of the same story took part in: `left_out` gives
the counts without one of five parts, in which whole stories (of ECB+: whole topics) are
together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from bot.stories.vectorize import BODY_STEMS, FILE, Background, Counts
from bot.text.words import stems
from tests.benchmarks import news_sets
from tests.benchmarks.story_sets import Row, folder, rows

FOLDS = 5
LABELLED = ("uci", "allsides", "ecbplus")
OTHERS = ("bbc", "cnndm", "multinews", "xsum")
LEAST = 2


class LeftOut(Counts):
    """Counts whose background never saw the story, or the topic, of the row at hand."""

    def __init__(self) -> None:
        """Count all articles, for each fold without its own."""
        super().__init__({})
        others = _others()
        every = [row for name in LABELLED for row in rows(name)]
        self._without = [
            counted((row for row in every if fold(row) != part), others) for part in range(FOLDS)
        ]

    def turn_to(self, row: Row) -> None:
        """Weigh what comes next by the background for `row`."""
        self._backgrounds = {"en": self._without[fold(row)]}


def fold(row: Row) -> int:
    """Return the part that the row's story, or its topic, is in: 0 to `FOLDS` - 1."""
    return hashlib.sha256(row.topic.encode()).digest()[0] % FOLDS


def counted(some: Iterable[Row], others: Iterable[frozenset[str]] = ()) -> Background:
    """Return the counts over `some` rows, and over articles that are known by their stems."""
    documents, frequencies = 0, Counter[str]()
    for found in (*(_said(row.title, row.text) for row in some), *others):
        documents += 1
        frequencies.update(found)
    return Background(documents, {stem: n for stem, n in frequencies.items() if n >= LEAST})


def _said(title: str, text: str) -> frozenset[str]:
    return frozenset([*stems(title), *stems(text)[:BODY_STEMS]])


def _others() -> list[frozenset[str]]:
    found = (row for name in OTHERS for row in news_sets.rows(folder().parent, name))
    by_opening = {row.text[:200]: row for row in found}
    return [_said(row.title or "", row.text[:3_000]) for row in by_opening.values()]


def main() -> None:
    """Write the file."""
    background = counted((row for name in LABELLED for row in rows(name)), _others())
    lines = [str(background.documents)]
    lines += [f"{stem}\t{count}" for stem, count in sorted(background.frequencies.items())]
    path = Path(__file__).parents[2] / "bot/stories" / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
