"""Measure what a start costs: the processor's time of `news-digest-bot do /help`.

    python -m tests.benchmarks.start --times 5

Beside it stands that of an interpreter which imports the database library and the HTTP client
alone: on a busy machine both take longer, and what is said of the bot is how many times that is.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]

HELP = ("-m", "bot", "do", "/help")
LIBRARIES = ("-c", "import sqlalchemy, aiohttp")


def start(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python with these arguments in `folder`, where it finds our code and no settings."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        check=True,
        capture_output=True,
        text=True,
    )


def processor_seconds(arguments: Sequence[str], *, folder: Path, times: int) -> float:
    """Return the median of what Python takes with these arguments, after a start to warm up."""
    start(*arguments, folder=folder)
    taken = []
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        start(*arguments, folder=folder)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        taken.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return median(taken)


def main(given: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Measure what a start costs.")
    parser.add_argument("--times", type=int, default=5)
    times = parser.parse_args(given).times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        libraries = processor_seconds(LIBRARIES, folder=folder, times=times)
        answer = processor_seconds(HELP, folder=folder, times=times)
    print(f"import sqlalchemy, aiohttp: {libraries:.2f} s of the processor")
    print(f"news-digest-bot do /help: {answer:.2f} s, {answer / libraries:.1f} times as much")


if __name__ == "__main__":
    main()
