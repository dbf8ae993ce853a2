"""How near each summarizer comes to what people wrote, all on the same articles."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import fmean
from typing import TypeAlias

from bot.errors import NoSummaryError, NoSummaryReason
from bot.summarize.methods import METHODS, choose
from tests.benchmarks import scoring
from tests.benchmarks.news_sets import SETS, Row
from tests.benchmarks.rouge import Gain, Rouge, gain, oracle, rouge

ORACLE = "oracle"
# The ranker, where a summary may be shorter than asked.
UP_TO = "up to"
SYSTEMS = (*METHODS, UP_TO, ORACLE)

# Articles that a process takes at a time.
_BATCH = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """What one system made of one article.

    Attributes:
        rouge: Against the reference that it matches best.
        words: How many the summary has.
        is_refused: Whether the article was too long for the system, so that the first
            sentences stand in.
    """

    rouge: Rouge
    words: int
    is_refused: bool


Judges: TypeAlias = Callable[[Sequence[Row]], Iterator[Mapping[str, Judged]]]


@dataclass(frozen=True, slots=True)
class Quality:
    """What one system made of one set.

    Attributes:
        rouge: Mean over the articles.
        gain: Of R-1 over the lead.
        words: Mean length of a summary.
        refused: How many articles were too long for the system.
    """

    rouge: Rouge
    gain: Gain
    words: float
    refused: int


@contextmanager
def judges(processes: int) -> Iterator[Judges]:
    """Give what judges rows, in as many processes side by side, in the order of the rows."""
    if processes == 1:
        yield lambda rows: map(judge, rows)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        yield lambda rows: pool.map(judge, rows, chunksize=_BATCH)


def measure(
    rows: Sequence[Row], *, by: Judges, progress: Callable[[int], None]
) -> dict[str, Quality]:
    """Return the quality of every system on the rows of one set.

    Args:
        rows: At least one.
        by: What judges them.
        progress: Told how many rows are done, after each.
    """
    judged = []
    for done, row in enumerate(by(rows), start=1):
        judged.append(row)
        progress(done)
    return {system: _quality([row[system] for row in judged], judged) for system in SYSTEMS}


def judge(row: Row) -> dict[str, Judged]:
    """Return what each system makes of an article."""
    summaries = {method: _summary(method, row) for method in METHODS}
    lead = summaries["lead"]
    summaries[UP_TO] = _ours(row, may_be_shorter=True)
    summaries[ORACLE] = oracle(row.text, row.references[0], row.language, row.length)
    return {
        system: Judged(
            rouge(summary, row.references, row.language),
            sum(len(sentence.split()) for sentence in summary),
            # What is refused gets its first sentences: nothing else need be asked again.
            is_refused=system in METHODS and summary == lead and _is_refused(system, row),
        )
        for system, summary in summaries.items()
    }


def _summary(method: str, row: Row) -> list[str]:
    if method == "ranker":
        return _ours(row)
    return scoring.summarize(row.text, row.title, row.length, method=method)


def _ours(row: Row, *, may_be_shorter: bool = False) -> list[str]:
    is_story = SETS[row.news_set].is_story
    summarize = scoring.summarize_story if is_story else scoring.summarize
    return summarize(row.text, row.title, row.length, may_be_shorter=may_be_shorter)


def _is_refused(method: str, row: Row) -> bool:
    title = row.title or ""
    try:
        choose(method, title=title, body=row.text, language=row.language, length=row.length)
    except NoSummaryError as error:
        return error.reason is NoSummaryReason.TOO_LONG
    return False


def _quality(judged: Sequence[Judged], rows: Iterable[Mapping[str, Judged]]) -> Quality:
    scores = [each.rouge for each in judged]
    return Quality(
        Rouge(*map(fmean, zip(*scores, strict=True))),
        gain([score.r1 for score in scores], [row["lead"].rouge.r1 for row in rows]),
        fmean(each.words for each in judged),
        sum(each.is_refused for each in judged),
    )
