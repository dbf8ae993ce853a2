"""Count in how many articles of public collections each stem stands, for `background.tsv`.

    NEWS_DATA=... python -m tests.benchmarks.fit_background

Only numbers are shipped, no text. A stem of a single article is left out: it weighs what a
stem that was never seen weighs. Who measures on these same articles must not let an article
be weighed by counts that it took part in, or that an article of the same story took part
in: `left_out` gives the counts without one of five parts, in which whole stories (of ECB+:
whole topics) are together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.stories.counts import FILE, Background
from bot.stories.terms import BODY_STEMS
from bot.text.words import stems
from tests.benchmarks.story_sets import Row, rows

FOLDS = 5
SETS = ("uci", "allsides", "ecbplus")
LEAST = 2


def fold(row: Row) -> int:
    """Return the part that the row's story, or its topic, is in: 0 to `FOLDS` - 1."""
    digest = hashlib.sha256(row.topic.encode()).digest()
    return digest[0] % FOLDS


def counted(some: Iterable[Row]) -> Background:
    """Return the counts over `some` rows."""
    documents, frequencies = 0, Counter[str]()
    for row in some:
        documents += 1
        frequencies.update({*stems(row.title), *stems(row.text)[:BODY_STEMS]})
    return Background(documents, {stem: n for stem, n in frequencies.items() if n >= LEAST})


def left_out() -> Iterator[Background]:
    """Yield, for each part, the counts over all rows that are not in it."""
    every = [row for name in SETS for row in rows(name)]
    for part in range(FOLDS):
        yield counted(row for row in every if fold(row) != part)


def main() -> None:
    """Write the file."""
    background = counted(row for name in SETS for row in rows(name))
    lines = [str(background.documents)]
    lines += [f"{stem}\t{count}" for stem, count in sorted(background.frequencies.items())]
    path = Path(__file__).parents[2] / "bot/stories" / FILE
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
