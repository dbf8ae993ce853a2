"""How fast news is grouped, and in how much memory, when 10,000 articles come a day."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.stories.assign import TIDIED_EVERY
from bot.stories.cluster import LiveStories
from bot.stories.vectorize import Sketcher
from tests.benchmarks.stories_quality import merged

A_DAY = 10_000
# More of a text is not looked at.
_WORDS = 150
# Words with fewer letters are mostly those that all news has.
_SHORT = 4

Text = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cost:
    """What it took to group a stream of articles.

    Attributes:
        articles: How many came.
        per_second: How many were grouped in a second of CPU time, vectors, stems and merges
            included.
        megabytes: Resident memory at its highest above what it was before, in units of
            1024²; what the texts themselves take is not in it.
        stories: How many were live at the end.
    """

    articles: int
    per_second: float
    megabytes: float
    stories: int


def replicated(texts: Sequence[Text], articles: int) -> Iterator[tuple[str, str, datetime]]:
    """Yield so many articles with times: `texts` again and again, shuffled, in other words.

    In each turn but the first half of the longer words are replaced, each by the same one
    all through the turn, so that what belonged together still does.
    """
    at, step = datetime(2026, 1, 1, tzinfo=UTC), timedelta(days=1) / A_DAY
    turn = 0
    while True:
        random_ = random.Random(turn)
        order, other = list(texts), _Replaced(turn, random_)
        random_.shuffle(order)
        for title, body in order:
            if not articles:
                return
            yield other.words(title), other.words(body), at
            articles -= 1
            at += step
        turn += 1


def cost(stream: Iterable[tuple[str, str, datetime]]) -> Cost:
    """Group a stream as the bot does and return what it took."""
    sketcher, live = Sketcher(), LiveStories()
    sketcher.sketch("Loads the model", "", "en", is_new=False)
    before, seconds, number = _peak_megabytes(), 0.0, 0
    for number, (title, body, at) in enumerate(stream, start=1):
        start = time.process_time()
        sketch = sketcher.sketch(title, body, "en")
        story_id = live.best(sketch, at)
        live.join(number if story_id is None else story_id, sketch, at)
        if number % TIDIED_EVERY == 0:
            merged(live)
            live.expire(at)
        seconds += time.process_time() - start
    return Cost(number, number / seconds, _peak_megabytes() - before, len(live))


class _Replaced(dict[str, str]):
    def __init__(self, turn: int, random_: random.Random) -> None:
        self._turn, self._random = turn, random_

    def __missing__(self, word: str) -> str:
        stays = not self._turn or len(word) < _SHORT or self._random.random() < 0.5
        self[word] = word if stays else f"{word}{self._turn}"
        return self[word]

    def words(self, text: str) -> str:
        return " ".join(self[word] for word in text.split()[:_WORDS])


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024**2 if sys.platform == "darwin" else peak / 1024
