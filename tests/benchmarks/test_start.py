"""A start loads what every command needs and no more; the benchmark says what that costs."""

from __future__ import annotations

import re

from tests.benchmarks import start

LOADED = """
import sys
sys.argv = ["news-digest-bot", "do", "/help"]
from bot.__main__ import main
main()
print("LOADED", *sys.modules)
"""

# The slowest to load of what most commands don't use.
LATE = {
    "aiohttp",
    "alembic",
    "concurrent.futures.process",
    "feedparser",
    "htmldate",
    "markdown_it",
    "numpy",
    "pebble",
    "prompt_toolkit",
    "pypdf",
    "rapidfuzz",
    "rich.progress",
    "safetensors",
    "sumy",
    "telegram",
    "tokenizers",
    "trafilatura",
    "tzfpy",
}


def test_a_command_loads_nothing_that_it_does_not_use(tmp_path):
    # The first start makes the database, for which more is needed.
    start.start(*start.HELP, folder=tmp_path)

    shown = start.start("-c", LOADED, folder=tmp_path).stdout
    assert "/help" in shown
    assert LATE & {*shown.rpartition("LOADED ")[2].split()} == set()


def test_it_prints_what_a_start_costs_beside_two_libraries(capsys):
    start.main(["--times", "1"])

    found = capsys.readouterr().out
    assert re.search(r"^import sqlalchemy, aiohttp: \d+\.\d\d s", found, re.MULTILINE)
    assert re.search(r"^news-digest-bot do /help: .* \d+\.\d times as much$", found, re.MULTILINE)
