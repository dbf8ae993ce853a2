"""How well `bot.text.names` finds the main names of an article, and how fast.

    NEWS_DATA=folder python -m tests.benchmarks.names [--wrong]

`names.tsv` names rows of the development sets of the half for judging and the names that a
person finds main in their titles and first sentences, at most a handful; a `/` parts forms
that are right alike.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from bot.stories.vectorize import shipped
from bot.text.names import names_of
from tests.benchmarks.news_items import NewsItem, data_folder, news_items

LABELS = Path(__file__).with_suffix(".tsv")
AT = 5


def labels() -> dict[tuple[str, str], list[set[str]]]:
    """Return the main names by set and row, each as its forms in lower case."""
    with LABELS.open(encoding="utf-8", newline="") as lines:
        return {
            (line["set"], line["row"]): [
                set(name.casefold().split("/")) for name in line["names"].split(";")
            ]
            for line in csv.DictReader(lines, delimiter="\t")
        }


def named(item: NewsItem) -> list[str]:
    """Return the names that the program finds, rarities counted over English news."""
    background = shipped()
    return names_of(
        item.title,
        item.text,
        item.language,
        documents=background.documents,
        frequencies=background.frequencies,
        limit=AT,
    )


def main() -> int:
    """Print precision and recall at five, and the speed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--wrong", action="store_true", help="show what was found and missed")
    wants_names = parser.parse_args().wrong
    if (folder := data_folder()) is None:
        return 1
    known = labels()
    items = list(news_items(folder))
    judged = [(item, wanted) for item in items if (wanted := known.get((item.news_set, item.row)))]
    for name, is_english in (("English", True), ("other languages", False)):
        _print_scores(name, [pair for pair in judged if (pair[0].language == "en") is is_english])
    if wants_names:
        for item, wanted in judged:
            print(item.row, named(item), [max(forms) for forms in wanted])
    timed = [item for item in items if item.text][:5_000]
    for turn in ("cold", "warm"):
        begun = process_time()
        for item in timed:
            names_of(item.title, item.text, item.language)
        print(f"{len(timed) / (process_time() - begun):,.0f} articles a CPU second, {turn}")
    return 0


def _print_scores(name: str, judged: Sequence[tuple[NewsItem, list[set[str]]]]) -> None:
    right = found = wanted_ones = 0
    for item, wanted in judged:
        told = [each.casefold() for each in named(item)]
        right += sum(any(each in forms for forms in wanted) for each in told)
        found += len(told)
        wanted_ones += min(AT, len(wanted))
    print(
        f"{name}: {len(judged)} articles, precision {right / (found or 1):.2f}, "
        f"recall {right / (wanted_ones or 1):.2f} at {AT}"
    )


if __name__ == "__main__":
    raise SystemExit(main())
