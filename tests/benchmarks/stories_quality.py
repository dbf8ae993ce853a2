"""How well news is grouped into stories, as people would group it.

Each article is weighed by background counts that never saw its story (`fit_background`):
with those that are shipped, the figures would flatter.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import fmean

from bot.settings import load_settings
from bot.stories.assign import TIDIED_EVERY
from bot.stories.cluster import LiveStories
from bot.stories.thresholds import RULES, WORDLLAMA
from bot.stories.vectorize import Counts, Sketch, Sketcher
from bot.text import embeddings
from tests.benchmarks.story_sets import SETS, Row, rows
from tests.training.fit_background import LeftOut

# Rows without times are streamed in so many orders, for one may be lucky.
ORDERS = 3

# What anybody would begin with: tf-idf over what was read so far, the cosine to a story's
# sum, and one threshold for all, the best of these on the very data.
PLAIN_THRESHOLDS = (0.12, 0.15, 0.18, 0.21, 0.24, 0.27, 0.3)
_NEVER = 2.0


@dataclass(frozen=True, slots=True)
class Figures:
    """How two ways to group the same articles agree, 0 to 1 unless said otherwise.

    Attributes:
        precision, recall: B-cubed (Bagga and Baldwin 1998): of the articles that are with
            an article, how many belong there; of those that belong there, how many are.
        pieces: Over how many groups a story is spread on average, from 1.
        mixed: Share of articles in a group that is mostly about another story.
    """

    precision: float
    recall: float
    pieces: float
    mixed: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def figures(gold: Sequence[str], found: Sequence[int]) -> Figures:
    """Return how well `found` agrees with `gold`, one label an article in both."""
    stories, groups = Counter(gold), Counter(found)
    both = Counter(zip(gold, found, strict=True))
    largest: Counter[int] = Counter()
    for (_, group), count in both.items():
        largest[group] = max(largest[group], count)
    return Figures(
        precision=sum(n * n / groups[group] for (_, group), n in both.items()) / len(gold),
        recall=sum(n * n / stories[story] for (story, _), n in both.items()) / len(gold),
        pieces=len(both) / len(stories),
        mixed=1 - sum(largest.values()) / len(gold),
    )


def grouped(stream: Iterable[tuple[Sketch, datetime | None]], live: LiveStories) -> list[int]:
    """Return the story of each item, placed one by one as the bot places them."""
    became: dict[int, int] = {}
    placed: list[int] = []
    for number, (sketch, at) in enumerate(stream, start=1):
        story_id = live.best(sketch, at)
        placed.append(number if story_id is None else story_id)
        live.join(placed[-1], sketch, at)
        if number % TIDIED_EVERY == 0:
            became |= merged(live)
            if at:
                live.expire(at)
    became |= merged(live)
    return [_last(story_id, became) for story_id in placed]


def merged(live: LiveStories) -> dict[int, int]:
    """Merge what turned out to be one story, and return what each story became."""
    became: dict[int, int] = {}
    while pairs := live.merges():
        for into, gone in pairs:
            live.merge(into, gone)
            became[gone] = into
    return became


def ours() -> dict[str, Figures]:
    """Return the figures of what the bot does, by set, with the vectors that VECTORS names."""
    vectors = load_settings().vectors
    counts = LeftOut()
    return {
        name: _mean(
            [
                _measured(
                    order,
                    _streamed(order, counts, vectors=vectors),
                    LiveStories(rule=RULES[vectors]),
                )
                for order in _orders(name)
            ]
        )
        for name in SETS
    }


def plain() -> dict[str, Figures]:
    """Return the figures of tf-idf and cosine, at its best threshold, by set."""
    streams = {
        name: [(order, _streamed(order, Counts({}), no_meaning=True)) for order in _orders(name)]
        for name in SETS
    }
    found = [
        {
            name: _mean([_measured(*each, _plain_stories(least)) for each in orders])
            for name, orders in streams.items()
        }
        for least in PLAIN_THRESHOLDS
    ]
    return max(found, key=mean_f1)


def mean_f1(by_set: dict[str, Figures]) -> float:
    """Return the mean over the sets."""
    return fmean(each.f1 for each in by_set.values())


def _plain_stories(least: float) -> LiveStories:
    rule = replace(
        WORDLLAMA, words_text_least=least, words_headline_least=least, merge_least=_NEVER
    )
    return LiveStories(rule=rule, fade=timedelta(days=10_000))


def _orders(name: str) -> list[list[Row]]:
    first = rows(name)
    if first[0].at:
        return [first]
    return [first, *(random.Random(seed).sample(first, len(first)) for seed in range(1, ORDERS))]


def _streamed(
    order: Sequence[Row],
    counts: Counts,
    *,
    vectors: str = embeddings.WORDLLAMA,
    no_meaning: bool = False,
) -> list[tuple[Sketch, datetime | None]]:
    counts.load(Counts({}).dump())
    sketcher = Sketcher(counts=counts, vectors=vectors)
    stream = []
    for row in order:
        if isinstance(counts, LeftOut):
            counts.turn_to(row)
        sketch = sketcher.sketch(row.title, row.text, "en")
        stream.append((replace(sketch, meaning=None) if no_meaning else sketch, row.at))
    return stream


def _measured(
    order: Sequence[Row], stream: Iterable[tuple[Sketch, datetime | None]], live: LiveStories
) -> Figures:
    return figures([row.story for row in order], grouped(stream, live))


def _mean(some: Sequence[Figures]) -> Figures:
    def mean(of: Callable[[Figures], float]) -> float:
        return fmean(of(each) for each in some)

    return Figures(
        precision=mean(lambda each: each.precision),
        recall=mean(lambda each: each.recall),
        pieces=mean(lambda each: each.pieces),
        mixed=mean(lambda each: each.mixed),
    )


def _last(story_id: int, became: dict[int, int]) -> int:
    while story_id in became:
        story_id = became[story_id]
    return story_id
