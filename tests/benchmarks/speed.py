"""What a summary costs: CPU time per article, its growth with the text, and the import.

Ours runs in a process of its own and sumy in another, in turns of a few articles, so that
whatever else the machine does meets both alike. CPU time is that of all threads.
"""

from __future__ import annotations

import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import fmean, median
from types import TracebackType
from typing import Self, TypeAlias

from tests.benchmarks import scoring
from tests.benchmarks.news_sets import Row
from tests.benchmarks.rouge import rouge
from tests.benchmarks.sumy_itself import NAMES as SUMY
from tests.benchmarks.sumy_itself import summarizer

OURS = ("ranker", "lead")
SYSTEMS = (*OURS, *SUMY)

# What sumy's LexRank is given: ten times as many would take it a quarter of an hour and
# gigabytes.
MOST_FOR_LEXRANK = 1_000
LENGTH = 3

# What numpy's libraries ask the environment: with more threads, they are counted while
# they wait for work, which made sumy's LSA ten times slower than it is.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"), "1"
)

# Articles of one turn.
_TURN = 20
# Each round of growth measures about so many sentences, for short texts to count as much.
_SENTENCES_A_ROUND = 1_000

_Text: TypeAlias = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Timed:
    """One run: CPU time, and the sentences that came of it."""

    milliseconds: float
    summary: list[str]


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU time of one system per article, in milliseconds, and what it bought.

    Attributes:
        median: Half of the articles took less.
        p95: 95 % of the articles took less.
        r1: Mean R-1 of these very summaries.
    """

    median: float
    p95: float
    r1: float


@dataclass(frozen=True, slots=True)
class ImportCost:
    """What a fresh process that holds numpy pays on top of it.

    Attributes:
        milliseconds: CPU time.
        megabytes: Resident memory, in units of 1024².
    """

    milliseconds: float
    megabytes: float


class Timers:
    """Processes in which systems are timed, one for ours and one for sumy."""

    def __init__(self) -> None:
        """Start none yet: each starts with its first text."""
        context = multiprocessing.get_context("spawn")
        self._ours = ProcessPoolExecutor(1, mp_context=context)
        self._sumy = ProcessPoolExecutor(1, mp_context=context)

    def __enter__(self) -> Self:
        """Return the timers; they end with the block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes."""
        self._ours.shutdown()
        self._sumy.shutdown()

    def run(self, system: str, texts: Sequence[_Text]) -> list[Timed]:
        """Return what it took `system` to summarise each of `texts`, one after another."""
        pool = self._ours if system in OURS else self._sumy
        return pool.submit(_timed, system, texts).result()


def per_article(
    timers: Timers, rows: Sequence[Row], *, progress: Callable[[int], None]
) -> dict[str, Cost]:
    """Return the cost of every system on the same articles, in turns.

    Args:
        timers: Where they run.
        rows: English articles, at least one.
        progress: Told how many are done, after each turn.
    """
    texts = [(row.text, row.title) for row in rows]
    for system in SYSTEMS:  # libraries are loaded and caches filled
        timers.run(system, texts[:2])
    timed: dict[str, list[Timed]] = {system: [] for system in SYSTEMS}
    for start in range(0, len(texts), _TURN):
        for system in SYSTEMS:
            timed[system] += timers.run(system, texts[start : start + _TURN])
        progress(min(start + _TURN, len(texts)))
    return {system: _cost(runs, rows) for system, runs in timed.items()}


def growth(
    timers: Timers,
    rows: Sequence[Row],
    *,
    sizes: Sequence[int],
    rounds: int,
    progress: Callable[[int], None],
) -> dict[str, dict[int, float]]:
    """Return the median CPU milliseconds of ours and of LexRank by number of sentences.

    The texts are articles chained one after another and cut at the size.

    Args:
        timers: Where they run.
        rows: English articles; they come again if there are too few.
        sizes: Numbers of sentences. LexRank gets those up to `MOST_FOR_LEXRANK`.
        rounds: How often everything is measured.
        progress: Told how many rounds are done, after each.
    """
    chain = _chained(rows)
    found: dict[str, dict[int, list[float]]] = {"ranker": {}, "lexrank": {}}
    for done in range(1, rounds + 1):
        for size in sizes:
            texts = [
                ("\n\n".join(islice(chain, size)), None)
                for _ in range(max(1, _SENTENCES_A_ROUND // size))
            ]
            for system, times in found.items():
                if system == "ranker" or size <= MOST_FOR_LEXRANK:
                    runs = timers.run(system, texts)
                    times.setdefault(size, []).append(fmean(run.milliseconds for run in runs))
        progress(done)
    return {
        system: {size: median(values) for size, values in times.items()}
        for system, times in found.items()
    }


# What is asked of a fresh process, by the name it has in the results.
IMPORTS = {
    "our ranker": "import bot.summarize.ranker.choose",
    "our ranker and its first summary": (
        "from bot.summarize.methods import choose; "
        "choose('ranker', title='', body=('The port of Venn opens again on Monday. ' * 9 "
        "+ '\\n') * 3, language='en', length=3)"
    ),
    "sumy's LexRank": (
        "import sumy.parsers.plaintext, sumy.nlp.tokenizers, sumy.nlp.stemmers, "
        "sumy.summarizers.lex_rank"
    ),
}
_MEASURE = """
import json, time, numpy, psutil
before, clock = psutil.Process().memory_info().rss, time.process_time()
{}
clock = time.process_time() - clock
print(json.dumps([clock * 1000, (psutil.Process().memory_info().rss - before) / 1024**2]))
"""


def imports(*, rounds: int, progress: Callable[[int], None]) -> dict[str, ImportCost]:
    """Return what each of `IMPORTS` costs over numpy, the median of `rounds` processes."""
    measured: dict[str, list[ImportCost]] = {name: [] for name in IMPORTS}
    for done in range(1, rounds + 1):
        for name, statement in IMPORTS.items():
            out = subprocess.run(
                [sys.executable, "-c", _MEASURE.format(statement)],
                cwd=Path(__file__).parents[2],
                capture_output=True,
                check=True,
                text=True,
            ).stdout
            measured[name].append(ImportCost(*json.loads(out)))
        progress(done)
    return {
        name: ImportCost(
            median(cost.milliseconds for cost in costs), median(cost.megabytes for cost in costs)
        )
        for name, costs in measured.items()
    }


def _timed(system: str, texts: Sequence[_Text]) -> list[Timed]:
    """Summarise in this process."""
    run: Callable[[str, str | None], list[str]]
    if system in OURS:

        def run(text: str, title: str | None) -> list[str]:
            return scoring.summarize(text, title, LENGTH, method=system)
    else:
        by_sumy = summarizer(system)

        def run(text: str, title: str | None) -> list[str]:
            return by_sumy(text, LENGTH)

    found = []
    for text, title in texts:
        start = time.process_time()
        summary = run(text, title)
        found.append(Timed((time.process_time() - start) * 1000, summary))
    return found


def _cost(runs: Sequence[Timed], rows: Sequence[Row]) -> Cost:
    times = sorted(run.milliseconds for run in runs)
    scores = [
        rouge(run.summary, row.references, row.language).r1
        for run, row in zip(runs, rows, strict=True)
    ]
    return Cost(median(times), times[int(0.95 * len(times))], fmean(scores))


def _chained(rows: Sequence[Row]) -> Iterator[str]:
    """Yield the sentences of all articles, again and again."""
    for row in cycle(rows):
        yield from scoring.split_sentences(row.text, row.language)
