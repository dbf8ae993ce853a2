"""Fit the weights of `bot.stories.topics` to labelled news.

    NEWS_DATA=... python -m tests.training.fit_topics           judge and write the weights
    NEWS_DATA=... python -m tests.training.fit_topics --check   judge alone

They are fitted to the news whose story is in the half for fitting, by hash, English alone:

- labels made by reading (`topics.tsv`, its lines `fit`), which count eight times;
- what the UCI aggregator and the BBC filed their news under (one topic that is right, the
  others as the rules say);
- all other news of the sets, as the rules of the table say: their words learn which words
  come with them.

An article with a title is learnt twice, once without its body. One logistic regression for
each topic, with a quadratic penalty. Figures are for news by weights that were fitted to
the other two thirds, over labels of news that was read after the table was written. No
randomness is used: the same news gives the same weights.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.stories.topics import (
    FITTED,
    RULES,
    UNIT,
    WEIGHTS,
    TopicModel,
    language_of,
    rule_features,
    stem_features,
)
from bot.text.topics import TOPICS
from tests.benchmarks.news_items import NewsItem, data_folder, news_items
from tests.benchmarks.topic_labels import Label, chosen, labels, print_scores

Numbers: TypeAlias = NDArray[np.float64]

FILED = {
    ("uci", "b"): "business",
    ("uci", "t"): "tech",
    ("uci", "e"): "culture",
    ("uci", "m"): "health",
    ("bbc", "business"): "business",
    ("bbc", "entertainment"): "culture",
    ("bbc", "politics"): "politics",
    ("bbc", "sport"): "sport",
    ("bbc", "tech"): "tech",
}
# Chosen by cross-validation; the figures change little between half and double of each.
LABEL_WEIGHT = 8.0
STEM_PENALTY, RULE_PENALTY = 1.0, 0.1
FEWEST_TEXTS = 4
STEPS, STEP = 120, 0.15
FOLDS = 3
# How the share of a topic's words in a text becomes the belief that it is about the topic.
HINT, HALF_SURE, STEEPNESS = 0.4, 0.24, 14.0
# Weights below are as good as none.
LEAST_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Example:
    """A text to learn from.

    Attributes:
        rules: Its `rule_features`.
        stems: Its `stem_features`.
        wanted: For each topic how surely it is about it, 0 to 1.
        weight: How much it counts.
        group: What it must not be parted from.
    """

    rules: Sequence[float]
    stems: Mapping[str, float]
    wanted: Numbers
    weight: float
    group: str


def example(item: NewsItem, wanted: Numbers, weight: float, *, body: bool = True) -> Example:
    """Return an item, or its title alone, to learn from."""
    text = item.text if body else ""
    return Example(
        rule_features(item.title, text, FITTED),
        stem_features(item.title, text),
        wanted,
        weight,
        item.group,
    )


def unlabelled(items: Iterable[NewsItem], known: set[tuple[str, str]]) -> list[Example]:
    """Return the news of the half for fitting as the rules and the sets' editors see it."""
    found: list[Example] = []
    for item in items:
        is_read = (item.news_set, item.row) in known
        if is_read or not item.is_for_fitting or _language(item) != FITTED:
            continue
        wanted = _believed(rule_features(item.title, item.text, FITTED))
        if filed := FILED.get((item.news_set, item.category)):
            wanted[TOPICS.index(filed)] = 1.0
        has_both = bool(item.title and item.text)
        found.append(example(item, wanted, 0.5 if has_both else 1.0))
        if has_both:
            found.append(example(item, wanted, 0.5, body=False))
    return found


def _language(item: NewsItem) -> str:
    return language_of(item.title, item.language)


def _believed(features: Sequence[float]) -> Numbers:
    shares = np.array(features).reshape(len(TOPICS), 2) @ (1.0, HINT)
    belief: Numbers = 1 / (1 + np.exp(-STEEPNESS * (shares - HALF_SURE)))
    return belief


class Table:
    """The features of texts as rows of numbers, most of them zero.

    Attributes:
        vocabulary: The columns after those of the rules.
    """

    def __init__(self, examples: Sequence[Example], vocabulary: Sequence[str]) -> None:
        """Lay out the examples' features; stems outside of `vocabulary` are left out."""
        column = {stem: place for place, stem in enumerate(vocabulary, start=len(RULES))}
        columns: list[int] = []
        values: list[float] = []
        rows: list[int] = []
        for row, each in enumerate(examples):
            found = [(place, value) for place, value in enumerate(each.rules) if value]
            found += [(column[stem], v) for stem, v in each.stems.items() if stem in column]
            rows += [row] * len(found)
            columns += [place for place, _ in found]
            values += [value for _, value in found]
        self.width = len(RULES) + len(vocabulary)
        self.height = len(examples)
        self._rows, self._columns = np.array(rows, int), np.array(columns, int)
        self._values = np.array(values)[:, None]
        self._order = np.argsort(self._columns, kind="stable")

    def times(self, weights: Numbers) -> Numbers:
        """Return the sums of each text's features times their weights, by topic."""
        return _sums(weights[self._columns] * self._values, self._rows, self.height)

    def transposed_times(self, errors: Numbers) -> Numbers:
        """Return the sums of each feature's values times the errors of its texts, by topic."""
        ordered = self._order
        products = errors[self._rows[ordered]] * self._values[ordered]
        return _sums(products, self._columns[ordered], self.width)


def _sums(products: Numbers, places: NDArray[np.int64], size: int) -> Numbers:
    """Return the sums of the rows of `products` by place; places come in order."""
    running = np.vstack([np.zeros((1, products.shape[1])), np.cumsum(products, axis=0)])
    ends = np.searchsorted(places, np.arange(size + 1))
    total: Numbers = running[ends[1:]] - running[ends[:-1]]
    return total


def fit(
    examples: Sequence[Example], *, with_rules: bool = True, with_stems: bool = True
) -> TopicModel:
    """Return the weights that fit the examples best, by full-batch steps of Adam."""
    counts = Counter(stem for each in examples for stem in each.stems)
    vocabulary = sorted(stem for stem, texts in counts.items() if texts >= FEWEST_TEXTS)
    table = Table(examples, vocabulary if with_stems else ())
    wanted = np.array([each.wanted for each in examples])
    importance = np.array([[each.weight] for each in examples])
    importance /= importance.sum()
    penalty = np.full((table.width + 1, 1), STEM_PENALTY)
    penalty[: len(RULES)], penalty[-1] = RULE_PENALTY, 0.0
    penalty /= sum(each.weight for each in examples)
    weights = np.zeros((table.width + 1, len(TOPICS)))
    weights[-1] = -2.0
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, STEPS + 1):
        logits = table.times(weights[:-1]) + weights[-1]
        errors = (1 / (1 + np.exp(-logits)) - wanted) * importance
        slope = np.vstack([table.transposed_times(errors), errors.sum(axis=0)])
        slope += penalty * weights
        if not with_rules:
            slope[: len(RULES)] = 0.0
        mean = 0.9 * mean + 0.1 * slope
        square = 0.99 * square + 0.01 * slope**2
        size = STEP * (0.3 if step > 0.6 * STEPS else 1.0)
        unbiased = (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
        weights -= size * unbiased
    return TopicModel(
        tuple(weights[-1]),
        [tuple(row) for row in weights[: len(RULES)]],
        {s: tuple(row) for s, row in zip(vocabulary, weights[len(RULES) : -1], strict=False)},
    )


def judge(learnt: Sequence[Example], read: Sequence[tuple[Label, NewsItem]]) -> None:
    """Print how models fitted to other news of the half for fitting do."""
    fold = [int(hashlib.sha256(item.group.encode()).hexdigest(), 16) % FOLDS for _, item in read]
    kinds = {"rules alone": (True, False), "weights alone": (False, True), "both": (True, True)}
    for name, (rules, stems) in kinds.items():
        told: list[tuple[Label, tuple[str, ...]]] = []
        for part in range(FOLDS):
            apart = {
                item.group for (_, item), place in zip(read, fold, strict=True) if place == part
            }
            examples = [each for each in learnt if each.group not in apart]
            model = fit(examples, with_rules=rules, with_stems=stems)
            told += [
                (label, chosen(item, model))
                for (label, item), place in zip(read, fold, strict=True)
                if place == part and label.is_read_after
            ]
        print_scores(name, told)


def write(alone: TopicModel, both: TopicModel) -> None:
    """Write the weights of the two models, in hundredths."""
    lines = ["\t".join(("feature", *TOPICS))]
    for mark, model in (("~", alone), ("=", both)):
        lines.append(_line(f"{mark}bias", model.bias))
        pairs = zip(RULES, model.rules, strict=True)
        lines += [_line(mark + rule, row) for rule, row in pairs]
    for stem, row in both.stems.items():
        kept = tuple(weight if abs(weight) >= LEAST_WEIGHT else 0.0 for weight in row)
        if any(kept):
            lines.append(_line(stem, kept))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, row: Sequence[float]) -> str:
    return "\t".join((name, *(str(round(weight / UNIT)) for weight in row)))


def training(items: Sequence[NewsItem]) -> tuple[list[Example], list[tuple[Label, NewsItem]]]:
    """Return what is learnt from, and the labelled English news among it."""
    known = labels()
    read = [
        (known[key], item)
        for item in items
        if (key := (item.news_set, item.row)) in known
        and known[key].is_for_fitting
        and _language(item) == FITTED
    ]
    learnt = unlabelled(items, set(known))
    for label, item in read:
        wanted = np.array([float(topic in label.topics) for topic in TOPICS])
        learnt.append(example(item, wanted, LABEL_WEIGHT))
    return learnt, read


def main() -> int:
    """Judge the weights, and write them."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="judge alone, write nothing")
    is_check = parser.parse_args().check
    if (folder := data_folder()) is None:
        return 1
    learnt, read = training(list(news_items(folder)))
    print(f"{len(learnt)} texts, {len(read)} of them labelled")
    judge(learnt, read)
    if not is_check:
        write(fit(learnt, with_stems=False), fit(learnt))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
