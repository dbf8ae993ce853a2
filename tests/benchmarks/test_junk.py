"""The benchmark of the gate has enough pages of every kind, and says what it measured."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from tests.benchmarks.junk_pages import REASONS, invented, is_for_tuning

ROOT = Path(__file__).parents[2]


def test_there_are_enough_pages_of_every_kind_in_both_halves():
    samples = list(invented())
    junk = [sample for sample in samples if REASONS[sample.kind] is not None]
    halves = Counter((sample.kind, is_for_tuning(sample.name)) for sample in samples)
    assert len(junk) >= 120
    assert len({sample.page for sample in samples}) == len(samples)
    assert set(halves) == {(kind, half) for kind in REASONS for half in (True, False)}


def test_it_runs_without_real_articles_and_says_that_they_are_missing():
    environment = {name: value for name, value in os.environ.items() if name != "NEWS_DATA"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.junk"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.startswith("Without NEWS_DATA")
    assert run.stdout.count("all junk") == 2


def test_weights_are_fitted_to_data_that_is_named():
    run = subprocess.run(
        [sys.executable, "-m", "tests.training.newspage_weights"],
        cwd=ROOT,
        env={**os.environ, "NEWS_DATA": "nowhere"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Name in NEWS_DATA a folder")
