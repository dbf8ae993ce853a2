"""How well the bot tells news from what was told already, beside two simple ways.

    NEWS_DATA=folder python -m tests.benchmarks.whats_new [--wrong]

Each case is a sentence of one report, and one to four sentences that another report of the
same story begins with. Someone read both and wrote down whether the sentence tells
anything worth telling to a reader of the others. `whats_new.tsv` holds the answers, and
where the sentences stand: characters from and to, and how their SHA-256 begins, but none of
their text. That is read from the data folder: NeuS and Multi-News as the benchmark of
summaries has them, and `related/stories_ecbplus.jsonl`, a row for each article of ECB+ with
`story`, `title` and `text`.

Thresholds were set on the cases marked `fit`. Those marked `judge`, of other stories, judge.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.summarize.novelty import KnownFacts
from bot.text.sentences import split_sentences
from bot.text.words import stems
from tests.benchmarks.news_sets import files

LABELS = Path(__file__).with_suffix(".tsv")
_CLUSTERS = "stories_ecbplus.jsonl"

# A way of judging: the higher, the likelier the sentence of the case is told already.
Method = Callable[["Case"], float]


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence that is new, or is not.

    Attributes:
        told: What the reader was told.
        sentence: What another report says.
        reports: The texts of all reports of the story.
        label: `new`; `told`, perhaps with a detail that is not worth telling; or
            `background`: not told, and no news either.
        is_for_fitting: Whether thresholds may be set on it.
    """

    told: tuple[str, ...]
    sentence: str
    reports: tuple[str, ...]
    label: str
    is_for_fitting: bool


@dataclass(frozen=True, slots=True)
class Score:
    """How well `new` was found.

    Attributes:
        precision: Share of the sentences called new that are.
        recall: Share of the new sentences that were called so.
        accuracy: Share of all sentences, new or told, that were called right.
        background: How many sentences of background were called new.
    """

    precision: float
    recall: float
    accuracy: float
    background: int

    @property
    def f1(self) -> float:
        """Return the harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def load_cases(folder: Path) -> list[Case]:
    """Return the cases whose reports the folder has.

    Raises:
        SystemExit: It has none, or a report is not the one that was labelled.
    """
    stories = _stories(folder)
    cases = []
    for line in LABELS.read_text().splitlines()[1:]:
        half, news_set, row, *places, digest, label = line.split("\t")
        told_document, told, document, sentence = places
        if (reports := stories.get((news_set, row))) is None:
            continue
        text = _cut(reports[int(document)], sentence)
        if hashlib.sha256(text.encode()).hexdigest()[: len(digest)] != digest:
            raise SystemExit(f"Report {document} of {row} is not the text that was labelled.")
        cases.append(
            Case(
                told=tuple(_cut(reports[int(told_document)], span) for span in told.split(",")),
                sentence=text,
                reports=reports,
                label=label,
                is_for_fitting=half == "fit",
            )
        )
    if not cases:
        raise SystemExit(
            f"There is nothing labelled in {folder}: it should hold summ/neus*.jsonl.gz, "
            f"summ/multinews*.jsonl.gz or related/{_CLUSTERS}."
        )
    return cases


def by_jaccard(case: Case) -> float:
    """Return the share of common stems, of all in the sentence and the told one nearest to it."""
    own = set(stems(case.sentence, "en"))
    told = [set(stems(sentence, "en")) for sentence in case.told]
    return max(len(own & each) / (len(own | each) or 1) for each in told)


def by_containment(case: Case) -> float:
    """Return the share of the sentence's weight, by tf-isf of the story, that was told."""
    sentences = [
        set(stems(sentence, "en"))
        for report in case.reports
        for sentence in split_sentences(report, "en")
    ]
    carriers = Counter(stem for each in sentences for stem in each)
    own = set(stems(case.sentence, "en"))
    weights = {stem: math.log((len(sentences) + 1) / max(1, carriers[stem])) for stem in own}
    told = {stem for sentence in case.told for stem in stems(sentence, "en")}
    return sum(weights[stem] for stem in own & told) / (sum(weights.values()) or 1)


def by_the_bot(case: Case) -> float:
    """Return 1 if the bot holds the sentence for told, else 0."""
    return float(KnownFacts(case.told, language="en").repeats(case.sentence))


def by_the_bot_with_care(case: Case) -> float:
    """Return 0 if the bot would tell the sentence as an update, else 1."""
    return float(not KnownFacts(case.told, language="en").is_surely_new(case.sentence))


# The bot comes with its own thresholds.
METHODS: Sequence[tuple[str, Method, float | None]] = (
    ("stem Jaccard", by_jaccard, None),
    ("tf-isf containment", by_containment, None),
    ("Told.repeats", by_the_bot, 0.5),
    ("Told.is_surely_new", by_the_bot_with_care, 0.5),
)


def score(cases: Sequence[Case], values: Sequence[float], threshold: float) -> Score:
    """Return how well a sentence is called new whose value is below `threshold`."""
    called = Counter(
        (case.label, value < threshold) for case, value in zip(cases, values, strict=True)
    )
    new, told = called["new", True], called["told", False]
    asked = sum(count for (label, _), count in called.items() if label != "background")
    return Score(
        precision=new / ((new + called["told", True]) or 1),
        recall=new / ((new + called["new", False]) or 1),
        accuracy=(new + told) / (asked or 1),
        background=called["background", True],
    )


def fitted(cases: Sequence[Case], values: Sequence[float]) -> float:
    """Return the threshold of the best accuracy, the lowest of several."""
    return max(
        sorted({*values, math.inf}),
        key=lambda threshold: score(cases, values, threshold).accuracy,
    )


def report(cases: Sequence[Case]) -> Iterator[str]:
    """Yield the lines of the table."""
    for is_for_fitting, name in ((True, "fitting half"), (False, "judging half")):
        half = [case for case in cases if case.is_for_fitting is is_for_fitting]
        count = Counter(case.label for case in half)
        yield (
            f"{name}: {count['new']} new, {count['told']} told, {count['background']} background"
        )
        yield f"  {'':19} precision  recall     F1  accuracy  background called new"
        for title, method, threshold in METHODS:
            fitting = [case for case in cases if case.is_for_fitting]
            limit = threshold or fitted(fitting, [method(case) for case in fitting])
            got = score(half, [method(case) for case in half], limit)
            yield (
                f"  {title:19} {got.precision:9.3f} {got.recall:7.3f} {got.f1:6.3f} "
                f"{got.accuracy:9.3f} {got.background:6}"
            )
    started = time.process_time()
    for case in cases:
        by_the_bot(case)
    each = (time.process_time() - started) / sum(len(case.told) for case in cases)
    yield f"{each * 1e6:.0f} µs of CPU for a pair of sentences that were read before"


def main() -> None:
    """Print the table, and what was judged wrong if asked."""
    parser = argparse.ArgumentParser(description="Measure what is called new.")
    parser.add_argument("--wrong", action="store_true", help="show what was judged wrong")
    given = parser.parse_args()
    named = os.environ.get("NEWS_DATA", "")
    if not named:
        raise SystemExit(
            "Name in NEWS_DATA a folder with files like summ/neus.jsonl.gz, "
            f"summ/multinews.jsonl.gz and related/{_CLUSTERS}."
        )
    cases = load_cases(Path(named))
    for line in report(cases):
        print(line)
    for case in cases if given.wrong else ():
        if case.is_for_fitting and (case.label == "new") is bool(by_the_bot(case)):
            print(f"\n{case.label}: {case.sentence}", *case.told, sep="\n  told: ")


def _stories(folder: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    stories: dict[tuple[str, str], tuple[str, ...]] = {}
    for news_set in ("neus", "multinews"):
        for path in files(folder, news_set):
            for row in _rows(gzip.decompress(path.read_bytes()).decode()):
                stories[news_set, row["id"]] = tuple(row["docs"])
    for path in sorted(folder.rglob(_CLUSTERS)):
        for row in _rows(path.read_text(encoding="utf-8")):
            place = ("ecb", row["story"])
            text = f"{row['title'].strip()}\n{row['text']}"
            stories[place] = (*stories.get(place, ()), text)
    return stories


def _rows(lines: str) -> Iterator[Any]:
    # Not `splitlines`: texts hold other marks that it takes for ends of lines.
    return map(json.loads, filter(None, lines.split("\n")))


def _cut(text: str, span: str) -> str:
    start, _, end = span.partition("-")
    return text[int(start) : int(end)]


if __name__ == "__main__":
    main()
