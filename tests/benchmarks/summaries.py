"""How good our summaries are and what they cost, beside the lead and all of sumy.

    NEWS_DATA=folder python -m tests.benchmarks.summaries

prints the tables and writes them, with a plot, to `tests/benchmarks/results`. Looks at a
part of it (`--sets`, `--limit`, `--quality-only`, `--speed-only`) are only printed, unless
a folder for the results is given. What the folder of news holds is said in the results.
The README repeats a table of them: `python tests/test_readme.py` writes it there.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks import quality, speed
from tests.benchmarks.news_sets import SETS, DataError, Row, files, rows
from tests.benchmarks.plot_summaries import Point, plot
from tests.benchmarks.results_page import (
    LABELS,
    Measured,
    Speed,
    page,
    quality_tables,
    speed_tables,
)

RESULTS = Path(__file__).parent / "results"
PACKAGES = ("numpy", "sumy", "nltk", "rouge-score", "snowballstemmer")

# Timing all of a big set would take longer than the figures get surer.
TIMED_ARTICLES = 300


def main(argv: Sequence[str] | None = None) -> None:
    """Measure what was asked for; exit with a sentence if there is nothing to measure on."""
    given = _arguments(argv)
    try:
        folder = _data_folder(given.sets)
        measured = {} if given.speed_only else _quality(folder, given)
        costs = None if given.quality_only else _speed(folder, given)
    except DataError as error:
        raise SystemExit(str(error)) from error
    if measured:
        print(quality_tables(measured), end="\n\n")
    if costs:
        print(speed_tables(costs))
    is_whole = not given.limit and not given.sets
    if measured and costs and (is_whole or given.results):
        _write(given, measured, costs)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure summaries: quality and speed.")
    parser.add_argument("--sets", type=_sets, default=[], help=f"of {', '.join(SETS)}")
    parser.add_argument("--limit", type=int, help="of each set this many articles")
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--quality-only", action="store_true")
    only.add_argument("--speed-only", action="store_true")
    parser.add_argument("--results", type=Path, help="where the page and the plot go")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument(
        "--growth", type=int, nargs="+", default=[40, 400, 1_000, 10_000], help="in sentences"
    )
    parser.add_argument("--rounds", type=int, default=5, help="of growth and import")
    return parser.parse_args(argv)


def _sets(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in SETS]:
        raise argparse.ArgumentTypeError(
            f"there is no set {unknown[0]}: take some of {', '.join(SETS)}"
        )
    return names


def _data_folder(sets: Sequence[str]) -> Path:
    named = os.environ.get("NEWS_DATA", "")
    folder = Path(named)
    there = [name for name in sets or SETS if named and rows(folder, name, limit=1)]
    if not there or (sets and there != sets):
        raise DataError(
            f"There is no news {'of ' + ', '.join(sets) if sets else 'to measure on'}: name in "
            "NEWS_DATA a folder with files like summ/cnndm.jsonl.gz, made as "
            "tests/benchmarks/results/summaries.md says."
        )
    return folder


def _chosen(folder: Path, given: argparse.Namespace) -> list[str]:
    return [name for name in given.sets or SETS if rows(folder, name, limit=1)]


def _quality(folder: Path, given: argparse.Namespace) -> dict[str, Measured]:
    measured = {}
    with quality.judges(given.processes) as judges:
        for name in _chosen(folder, given):
            found = rows(folder, name, limit=given.limit)
            tell = _progress(f"{name}, articles", found)
            systems = quality.measure(found, by=judges, progress=tell)
            paths = [path.name for path in files(folder, name)]
            measured[name] = Measured(len(found), paths, systems)
    return measured


def _speed(folder: Path, given: argparse.Namespace) -> Speed:
    name = _chosen(folder, given)[0]
    found = _spread(rows(folder, name, limit=given.limit), TIMED_ARTICLES)
    with speed.Timers() as timers:
        costs = speed.per_article(timers, found, progress=_progress("timed articles", found))
        growth = speed.growth(
            timers,
            found,
            sizes=given.growth,
            rounds=given.rounds,
            progress=_progress("rounds of growth", range(given.rounds)),
        )
    imports = speed.imports(
        rounds=given.rounds, progress=_progress("rounds of imports", range(given.rounds))
    )
    return Speed(name, len(found), costs, growth, imports)


def _spread(found: Sequence[Row], most: int) -> list[Row]:
    """Return `most` rows from all over the set."""
    step = max(1.0, len(found) / most)
    return [found[int(place * step)] for place in range(min(most, len(found)))]


def _progress(what: str, all_of_it: Sequence[object]) -> Callable[[int], None]:
    """Return a function that says on stderr, every few seconds, how far it is."""
    start = said = time.monotonic()

    def tell(done: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said > 5 or done == len(all_of_it):
            said = now
            print(f"{what}: {done}/{len(all_of_it)}, {now - start:.0f} s", file=sys.stderr)

    return tell


def _write(given: argparse.Namespace, measured: Mapping[str, Measured], costs: Speed) -> None:
    folder = given.results or RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    text = page(
        measured,
        costs,
        measured_on=datetime.now(UTC).date(),
        machine=_machine(),
        command=_command(given),
    )
    (folder / "summaries.md").write_text(text + "\n")
    first = next(iter(measured))
    points = [
        Point(LABELS[system].partition(":")[0], cost.median, made.gain, is_ours=system == "ranker")
        for system, cost in costs.costs.items()
        for made in [measured[first].systems[system]]
    ]
    title = f"Summaries of {SETS[first].name}: quality against time"
    (folder / "summaries.svg").write_text(plot(points, title=title))


def _command(given: argparse.Namespace) -> str:
    """Return what measures the same again."""
    sets = f" --sets {','.join(given.sets)}" if given.sets else ""
    limit = f" --limit {given.limit}" if given.limit else ""
    return f"NEWS_DATA=folder python -m tests.benchmarks.summaries{sets}{limit}"


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}"
    )


if __name__ == "__main__":
    # Read by the processes that are started.
    os.environ.update(speed.ONE_THREAD)
    main()
