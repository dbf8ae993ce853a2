"""News that a person sorted by topic, and how often a program agrees."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bot.stories.topics import TopicModel, language_of, named, scores_of
from bot.text.topics import TOPICS
from tests.benchmarks.news_items import NewsItem

LABELS = Path(__file__).with_name("topics.tsv")


@dataclass(frozen=True, slots=True)
class Label:
    """What a person says that an item is about.

    Attributes:
        is_for_fitting: Its half.
        is_read_after: Whether the table of rules was done when it was read.
        topics: Any number, the main one first.
    """

    is_for_fitting: bool
    is_read_after: bool
    topics: tuple[str, ...]


class Score(NamedTuple):
    """Precision, recall and their harmonic mean, 0 to 1."""

    precision: float
    recall: float
    f1: float


def labels() -> dict[tuple[str, str], Label]:
    """Return the labels by set and row."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return {
            (line["set"], line["row"]): Label(
                line["half"] == "fit",
                line["read"] == "after",
                tuple(line["topics"].split(",")) if line["topics"] else (),
            )
            for line in csv.DictReader(lines, delimiter="\t")
        }


def chosen(item: NewsItem, model: TopicModel) -> tuple[str, ...]:
    """Return the topics that `model` alone names."""
    language = language_of(item.title, item.language)
    return named(scores_of(item.title, item.text, language, model))


def score(told: Iterable[tuple[Label, Sequence[str]]], topics: Sequence[str]) -> Score:
    """Return how often these topics were named rightly, over all items together."""
    right = wrong = missed = 0
    for label, topics_told in told:
        for topic in topics:
            is_true, is_named = topic in label.topics, topic in topics_told
            right += is_true and is_named
            wrong += is_named and not is_true
            missed += is_true and not is_named
    precision, recall = right / (right + wrong or 1), right / (right + missed or 1)
    return Score(precision, recall, 2 * precision * recall / (precision + recall or 1))


def print_scores(name: str, told: Sequence[tuple[Label, Sequence[str]]]) -> None:
    """Print a line: over all topics together, the mean of the topics, the first topic."""
    together = score(told, TOPICS)
    mean = sum(score(told, [topic]).f1 for topic in TOPICS) / len(TOPICS)
    first = sum(bool(topics) and topics[0] in label.topics for label, topics in told)
    print(
        f"{name:24} micro {together.precision:.3f} {together.recall:.3f} F1 {together.f1:.3f}"
        f" | macro F1 {mean:.3f} | first right {first / (len(told) or 1):.3f} of {len(told)}"
    )


def print_topics(told: Sequence[tuple[Label, Sequence[str]]]) -> None:
    """Print precision, recall and F1 of each topic, and how many items are about it."""
    for topic in TOPICS:
        found = score(told, [topic])
        count = sum(topic in label.topics for label, _ in told)
        print(f"  {topic:10} {found.precision:.2f} {found.recall:.2f} F1 {found.f1:.2f}  ({count})")
