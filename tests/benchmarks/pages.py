"""How well pages are read, beside two libraries used plainly.

    NEWS_DATA=folder python -m tests.benchmarks.pages [--worst N]

`folder/extract` holds pages, what people found on them, and the script that scores readers.
Prints the body's F1, what is found about the article, and the CPU time of both together, each
page alone on one core. "ours" has of a page that the bot refuses, such as the stub before a
paywall, what an admin stores with `/ingest ... anyway`; in "with the gate" it counts as empty.
`--worst` names the pages whose body is read worst.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from bot.errors import NoArticleError
from bot.ingest.extract.page import parse_page
from tests.benchmarks.scoring import page_meta, page_text

# A page may take longer only if something is wrong.
_SECONDS = 60
_SETS = {"aeb": "AEB", "fundus": "Fundus", "ALL": "all"}
_FIELDS = ("title", "authors", "date", "lang")


@dataclass(frozen=True, slots=True)
class Reader:
    """A way to read pages.

    Attributes:
        name: What the table calls it.
        body: HTML and address -> the article's text.
        about: The same -> title, authors, date, lang; None if it reads no such thing.
    """

    name: str
    body: Callable[[str, str | None], str]
    about: Callable[[str, str | None], dict[str, Any]] | None = None


def _body_if_admitted(html: str, url: str | None) -> str:
    """Return what anyone gets: nothing of a page that is refused."""
    try:
        return parse_page(html.encode(), url=url, charset="utf-8", now=datetime.now(UTC)).body
    except NoArticleError:
        return ""


def _plain_body(html: str, url: str | None) -> str:
    return trafilatura.extract(html, url=url, favor_precision=True, include_comments=False) or ""


def _plain_about(html: str, url: str | None) -> dict[str, Any]:
    found = trafilatura.extract_metadata(html, default_url=url)
    authors = (found.author or "").split("; ")
    return {"title": found.title, "authors": authors, "date": found.date, "lang": found.language}


def _resiliparse_body(html: str, _url: str | None) -> str:
    text: str = extract_plain_text(html, main_content=True, comments=False, alt_texts=False)
    return text


READERS = (
    Reader("ours", page_text, page_meta),
    Reader("trafilatura", _plain_body, _plain_about),
    Reader("resiliparse", _resiliparse_body),
)


def evaluation(folder: Path) -> ModuleType:
    """Return the data set's own script, as a module."""
    spec = spec_from_file_location("extract_eval", folder / "eval.py")
    if spec is None or spec.loader is None:
        raise ImportError(f"{folder / 'eval.py'} is no Python script")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def print_bodies(scores: dict[str, dict[str, Any]]) -> None:
    """Print the F1 of each set, from the precision and the recall averaged over its pages."""
    print(f"{'body':14}" + "".join(f"{name + ' F1 (P/R)':>24}" for name in _SETS.values()), end="")
    print("   F1 < 0.5   empty   raised")
    for name, score in scores.items():
        row = "".join(
            f"{score[key]['F1']:11.3f} ({score[key]['precision']:.3f}/{score[key]['recall']:.3f})"
            for key in _SETS
            if key in score
        )
        whole = score["ALL"]
        below, empty, raised = whole["page_F1_below_0.5"], whole["empty"], score["errors"]
        print(f"{name:14}{row}{below:11.1%}{empty:8}{sum(raised.values()):9}")


def print_about(scores: dict[str, dict[str, Any]], *, named: str) -> None:
    """Print the share of pages of which each field is exactly right."""
    print(f"\n{named:12}" + "".join(f"{field:>10}" for field in _FIELDS))
    for name, score in scores.items():
        print(f"{name:12}" + "".join(f"{score[field]['correct']:10.3f}" for field in _FIELDS))


def costs(reader: Reader, pages: Sequence[tuple[str, str | None]]) -> list[float]:
    """Return the CPU milliseconds that each page takes, body and all else, sorted."""
    spent = []
    for html, url in pages:
        start = time.process_time()
        reader.body(html, url)
        # Ours reads both at once.
        if reader.about is not None and reader.about is not page_meta:
            reader.about(html, url)
        spent.append((time.process_time() - start) * 1000)
    return sorted(spent)


def print_costs(readers: Sequence[Reader], pages: Sequence[tuple[str, str | None]]) -> None:
    """Print what pages cost; the first one is read twice, since it loads libraries."""
    print(f"\n{'CPU ms':12}{'mean':>8}{'p95':>8}{'max':>8}   a page on one core")
    for reader in readers:
        reader.body(*pages[0])
        spent = costs(reader, pages)
        p95 = spent[int(0.95 * (len(spent) - 1))]
        what = "body and metadata" if reader.about else "body alone"
        print(f"{reader.name:12}{mean(spent):8.1f}{p95:8.1f}{spent[-1]:8.1f}   {what}")


def print_worst(score: ModuleType, gold: Sequence[dict[str, Any]], folder: Path, most: int) -> None:
    """Print the pages of which our reader's body is furthest from what people found."""
    rows = []
    for row in gold:
        if row.get("body"):
            text = page_text(score.read_html(str(folder / row["file"])), row.get("url"))
            rows.append((score.best(row, text), row["id"]))
    print("\nworst pages   F1 (P/R)")
    for (precision, recall, f1), name in sorted(rows, key=lambda row: row[0][2])[:most]:
        print(f"{f1:8.3f} ({precision:.3f}/{recall:.3f})  {name}")


def measure(folder: Path, *, worst: int) -> None:
    """Print all tables for the pages in `folder`."""
    score = evaluation(folder)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    bodies = {
        each.name: score.body_eval(each.body, gold, _SECONDS, verbose=False)
        for each in (*READERS, Reader("with the gate", _body_if_admitted))
    }
    print_bodies(bodies)
    fundus = [row for row in gold if row["set"] == "fundus"]
    about = {
        each.name: score.meta_eval(each.about, fundus, _SECONDS) for each in READERS if each.about
    }
    print_about(about, named="Fundus")
    pages = [(score.read_html(str(folder / row["file"])), row.get("url")) for row in gold]
    print_costs(READERS, pages)
    if worst:
        print_worst(score, gold, folder, worst)


def main() -> None:
    """Measure, or say what is missing."""
    parser = argparse.ArgumentParser(description="Measure how pages are read.")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="name the worst pages")
    given = parser.parse_args()
    named = os.environ.get("NEWS_DATA", "")
    folder = Path(named, "extract")
    if not named or not (folder / "gold.json").is_file():
        sys.exit("Name in NEWS_DATA a folder with extract/gold.json, its pages and its eval.py.")
    measure(folder, worst=given.worst)


if __name__ == "__main__":
    main()
