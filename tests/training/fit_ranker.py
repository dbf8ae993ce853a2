"""Fit the nets of `bot.summarize.ranker` that judge words to news with human summaries.

    NEWS_DATA=... python -m tests.training.fit_ranker          judge and write the model
    NEWS_DATA=... python -m tests.training.fit_ranker --check  judge alone

One model is fitted to all of four sets: CNN/DailyMail and XSum (an article and its
summary), NeuS and Multi-News (several articles and their summary). What ships are weights
and, for each word, how rare it is and how much summaries like it; no text.

The news is cut into five parts. Each net learns from what the net before it, fitted to the
other parts, says of a part; and the figures printed are for summaries of each part by nets
fitted to the others. They are a little too good: the net before a net has seen the part
that this one is judged on. The seed is fixed: the same news gives the same model.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.summarize.methods import prose_of
from bot.summarize.printable import Judgement
from bot.summarize.ranker import features
from bot.summarize.ranker.choose import PAIR_WEIGHT, Promise, gather, within_cap
from bot.summarize.ranker.features import (
    Numbers,
    Occurrences,
    WordTable,
    centrality,
    pair_features,
    vocabulary_of,
    word_features,
)
from bot.text.words import is_stop_word, tokens
from tests.benchmarks import news_sets
from tests.benchmarks.rouge import gain, rouge
from tests.training.fit_net import FOLDS, Examples, Plan, fit, out_of_fold

# How much an article of each set counts.
WEIGHTS = {"cnndm": 1.0, "xsum": 0.6, "neus": 0.5, "multinews": 0.6}

FIRST_GUESS = Plan(hidden=24, rounds=8, batch=4096, nets=1)
WORD = Plan(hidden=24, rounds=10, batch=4096, nets=3)
PAIR = Plan(hidden=12, rounds=5, batch=8192, nets=3)

# Words of fewer texts are too rare to know anything of them, or to know their pull.
FEWEST_TEXTS, FEWEST_FOR_PULL = 4, 15
# As if each word had been expected and taken up so often before.
DOUBT = 4.0
UNKNOWN_WORD = (9.0, 0.0, 0.0, 0.0)


class Row:
    """A text with human summaries, and what the fitting finds out about it.

    Attributes:
        text, near: What the ranker makes of it.
        wanted_words, wanted_pairs: The share of its summaries with each word and pair.
        table, words, pairs: What was said of it by models that did not see it.
    """

    def __init__(self, given: news_sets.Row) -> None:
        """Prepare a row as the bot prepares a text."""
        self.news_set, self.length, self.references = given.news_set, given.length, given.references
        self.fold = int(hashlib.sha256(given.text.encode()).hexdigest(), 16) % FOLDS
        is_story = news_sets.SETS[given.news_set].is_story
        documents = given.text.split("\n\n") if is_story else [given.text]
        found = [[each.text for each in prose_of(one, "en")] for one in documents]
        prose = [sentences for sentences in found if sentences]
        sizes = within_cap([len(sentences) for sentences in prose])
        prose = [each[:size] for each, size in zip(prose, sizes, strict=False)]
        self.text = Occurrences(prose, language="en")
        self.near = centrality(self.text)
        self._read_references()
        self.table: WordTable
        self.words: Numbers
        self.pairs: Numbers

    def _read_references(self) -> None:
        stem_of = vocabulary_of("en").stem_of
        words, pairs, size = Counter[str](), Counter[tuple[str, str]](), 0
        for reference in self.references:
            found = [stem_of(token) for token in tokens(reference)]
            words.update(set(found))
            pairs.update(set(pairwise(found)))
            size += len(found)
        many, names = len(self.references), self.text.words
        self.reference_size = size / many
        self.wanted_words = np.array([words[word] / many for word in names], np.float32)
        both = zip(self.text.left, self.text.right, strict=True)
        self.wanted_pairs = np.array(
            [pairs[names[left], names[right]] / many for left, right in both], np.float32
        )


class Task(NamedTuple):
    """What one of the nets is asked: of a row, features, and what should come out."""

    features: Callable[[Row], Numbers]
    wanted: Callable[[Row], Numbers]

    def examples(self, rows: Sequence[Row]) -> tuple[Examples, list[int]]:
        """Return the examples of all rows, and how many each row has."""
        features = [self.features(row) for row in rows]
        sizes = [len(each) for each in features]
        weights = np.array([WEIGHTS[row.news_set] for row in rows], np.float32)
        return (
            Examples(
                np.concatenate(features),
                np.concatenate([self.wanted(row) for row in rows]),
                np.repeat(weights, sizes),
                np.repeat([row.fold for row in rows], sizes),
            ),
            sizes,
        )


WORD_TASK = Task(
    lambda row: word_features(row.text, row.table, row.near), lambda row: row.wanted_words
)
PAIR_TASK = Task(
    lambda row: pair_features(row.text, row.table, row.words), lambda row: row.wanted_pairs
)
_Table = Mapping[str, tuple[float, float, float, float]]


def word_table(rows: Sequence[Row], pulls: Mapping[str, float]) -> _Table:
    """Return for each common word what `WordTable` has of it."""
    texts = Counter(word for row in rows for word in row.text.words)
    return {
        word: (
            float(np.log((len(rows) + 1) / (count + 1))),
            pulls.get(word, 0.0),
            float(word in pulls),
            float(is_stop_word(word, "en")),
        )
        for word, count in sorted(texts.items())
        if count >= FEWEST_TEXTS
    }


def look_up(row: Row, table: _Table) -> WordTable:
    """Return what is known of the words of a row."""
    found = np.array([table.get(word, UNKNOWN_WORD) for word in row.text.words], np.float32)
    return WordTable(*found.T)


def pulls_of(rows: Sequence[Row], expected: Sequence[Numbers]) -> Mapping[str, float]:
    """Return how much more summaries take up each word than was expected, as a logarithm."""
    taken, likely, texts = (
        defaultdict[str, float](float),
        defaultdict[str, float](float),
        Counter[str](),
    )
    for row, said in zip(rows, expected, strict=True):
        texts.update(row.text.words)
        both = zip(row.text.words, row.wanted_words.tolist(), said.tolist(), strict=True)
        for word, wanted, chance in both:
            taken[word] += WEIGHTS[row.news_set] * wanted
            likely[word] += WEIGHTS[row.news_set] * chance
    return {
        word: float(np.log((taken[word] + DOUBT) / (likely[word] + DOUBT)))
        for word, count in texts.items()
        if count >= FEWEST_FOR_PULL
    }


def judge_unseen(rows: Sequence[Row]) -> _Table:
    """Let models judge each row that did not see it; return the table of all words."""
    bare = word_table(rows, {})
    for row in rows:
        row.table = look_up(row, bare)
    guesses = out_of_fold(*_with_plan(WORD_TASK, FIRST_GUESS, rows))
    both = list(zip(rows, guesses, strict=True))
    for fold in range(FOLDS):
        others = [(row, guess) for row, guess in both if row.fold != fold]
        table = word_table(rows, pulls_of(*zip(*others, strict=True)))
        for row in rows:
            if row.fold == fold:
                row.table = look_up(row, table)
    _say("words")
    for row, said in zip(rows, out_of_fold(*_with_plan(WORD_TASK, WORD, rows)), strict=True):
        row.words = said
    _say("pairs")
    for row, said in zip(rows, out_of_fold(*_with_plan(PAIR_TASK, PAIR, rows)), strict=True):
        row.pairs = said
    return word_table(rows, pulls_of(rows, guesses))


def _with_plan(task: Task, plan: Plan, rows: Sequence[Row]) -> tuple[Examples, Plan, list[int]]:
    examples, sizes = task.examples(rows)
    return examples, plan, sizes


def report(rows: Sequence[Row]) -> None:
    """Print what summaries of unseen news by their words alone score, beside the lead."""
    for news_set in WEIGHTS:
        some = [row for row in rows if row.news_set == news_set]
        ours = [rouge(_summary(row), row.references, "en") for row in some]
        lead = [rouge(row.text.sentences[: row.length], row.references, "en") for row in some]
        more = gain([each.r1 for each in ours], [each.r1 for each in lead])
        means = ["/".join(f"{mean:.2f}" for mean in np.mean(each, 0)) for each in (ours, lead)]
        print(
            f"{news_set} ({len(some)}), {some[0].length} sentences: {means[0]}, lead {means[1]}; "
            f"R-1 {more.mean:+.2f} [{more.low:+.2f}, {more.high:+.2f}]",
            flush=True,
        )


def _summary(row: Row) -> list[str]:
    many = len(row.text.sentences)
    taken = gather(
        row.text,
        Promise(row.words, PAIR_WEIGHT * row.pairs),
        np.zeros(many, np.float32),
        [Judgement(None)] * many,
        language="en",
        length=row.length,
    )
    return [row.text.sentences[each] for each in sorted(taken)]


def write(rows: Sequence[Row], table: _Table) -> None:
    """Fit the nets to all rows and write the model beside the ranker."""
    columns = np.array([*table.values(), UNKNOWN_WORD], np.float16).T
    fitted = dict(zip(("rarity", "pull", "known", "stop"), columns, strict=True))
    fitted["stems"] = np.frombuffer("\n".join(table).encode(), np.uint8)
    for name, task, plan in (
        ("word", WORD_TASK, WORD),
        ("pair", PAIR_TASK, PAIR),
    ):
        net = fit(task.examples(rows)[0], plan)
        fitted |= {f"{name}_{part}": getattr(net, part) for part in net.__slots__}
    path = Path(features.__file__).with_name(features.FILE)
    np.savez_compressed(path, **fitted)
    print(f"{path.name}: {path.stat().st_size:,} bytes, {len(table):,} words")


def _say(doing: str) -> None:
    print(f"fitting {doing}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    folder = Path(os.environ.get("NEWS_DATA", ""))
    missing = [name for name in WEIGHTS if not news_sets.files(folder, name)]
    if not os.environ.get("NEWS_DATA") or missing:
        print("Name the folder with the news in NEWS_DATA; see the results page.", file=sys.stderr)
        return 2
    rows = [Row(each) for name in WEIGHTS for each in news_sets.rows(folder, name)]
    table = judge_unseen(rows)
    report(rows)
    if not options.check:
        write(rows, table)
    return 0


if __name__ == "__main__":
    sys.exit(main())
