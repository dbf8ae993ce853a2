"""Fit what tells the paragraphs of an article from what stands around them.

    NEWS_DATA=folder python -m tests.training.body_weights

Takes the pages in `folder/extract` whose body people marked, and of each the pieces that some
reader took for the article. A piece counts as far as its words are in that body, and weighs
as many words as it has, so that every page weighs the same.

Prints the F1 of bodies chosen by weights that were fitted without any page of their site,
then writes the weights fitted to all pages.
"""

from __future__ import annotations

import json
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean
from types import ModuleType
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from bot.ingest.extract.body import (
    WEIGHTS_FILE,
    BlockSigns,
    BodyCandidates,
    BodyWeights,
    by_resiliparse,
    candidates,
    chosen,
    parse_tree,
)
from bot.ingest.extract.metadata import read_metadata
from tests.benchmarks.pages import evaluation
from tests.training.weights import write_weights

Floats: TypeAlias = NDArray[np.float64]

FOLDS = 10
# Keeps the weights of rare signs from growing without end.
RIDGE = 3.0
ROUNDS = 20
# Headings and names weigh little, shorter articles not more than others.
LEAST_TOKENS = 0.5
LEAST_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page whose body is known.

    Attributes:
        row: What people found on it.
        site: Its host's last two parts.
        found: What may be its body.
        truth: How far each of those is, from 0 to 1.
        weights: How much each counts.
    """

    row: dict[str, Any]
    site: str
    found: BodyCandidates
    truth: Floats
    weights: Floats


def read_page(row: dict[str, Any], folder: Path, score: ModuleType) -> Page:
    """Return the page of a row of the gold answers."""
    html = score.read_html(str(folder / row["file"]))
    metadata = read_metadata(html, now=datetime.now(UTC), url=row.get("url"))
    found = candidates(parse_tree(html), title=metadata.title, broad=by_resiliparse(html))
    body = row["body"]
    # A standfirst may be taken for the first paragraph or not.
    with_summary = f"{row.get('summary') or ''}\n{body}"
    read = "\n".join(block.text for block in found.blocks)
    if score.prf(*score.counts(with_summary, read))[2] > score.prf(*score.counts(body, read))[2]:
        body = with_summary
    lines, shingles = set(map(str.strip, body.split("\n"))), score.shingles(body)
    truth, sizes = [], []
    for block in found.blocks:
        own = score.shingles(block.text)
        size = len(score.TOKEN.findall(block.text))
        shared = sum((own & shingles).values()) / max(1, sum(own.values()))
        # Of fewer words than a shingle has, nothing can be shared.
        truth.append(shared if size > len(next(iter(own), ())) else float(block.text in lines))
        sizes.append(max(LEAST_TOKENS, size))
    weights = np.array(sizes, dtype=float)
    weights /= max(LEAST_LENGTH, float(weights @ np.array(truth, dtype=float)))
    site = ".".join((urlsplit(row.get("url") or "").hostname or row["id"]).split(".")[-2:])
    return Page(row, site, found, np.array(truth, dtype=float), weights)


def fit(pages: Sequence[Page]) -> BodyWeights:
    """Return the bias and the weights of the likeliest logistic regression."""
    signs = np.array([[*map(float, signs), 1.0] for page in pages for signs in page.found.signs])
    truth = np.concatenate([page.truth for page in pages])
    weights = np.concatenate([page.weights for page in pages])
    weights /= weights.mean()
    ridge = np.diag([RIDGE] * (signs.shape[1] - 1) + [0.0])
    found = np.zeros(signs.shape[1])
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-signs @ found))
        slope = signs.T @ (weights * (likely - truth)) + ridge @ found
        curve = (signs.T * (weights * likely * (1 - likely))) @ signs + ridge
        found -= np.linalg.solve(curve, slope)
    return BodyWeights(float(found[-1]), BlockSigns(*map(float, found[:-1])))


def print_quality(pages: Sequence[Page], score: ModuleType) -> None:
    """Print the F1 of bodies by weights that saw no page of the same site."""
    sites = sorted({page.site for page in pages})
    scores: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for fold in range(FOLDS):
        held = set(sites[fold::FOLDS])
        weights = fit([page for page in pages if page.site not in held])
        for page in pages:
            if page.site in held:
                body = "\n".join(chosen(page.found, weights=weights))
                scores[page.row["set"]].append(score.best(page.row, body))
    scores["all"] = [each for rows in scores.values() for each in rows]
    for name, rows in scores.items():
        precision, recall = mean(row[0] for row in rows), mean(row[1] for row in rows)
        f1 = 2 * precision * recall / (precision + recall)
        print(f"{name:12} {len(rows):4} pages  F1 {f1:.4f} ({precision:.3f}/{recall:.3f})")


def main() -> None:
    """Judge and fit, or say what is missing."""
    named = os.environ.get("NEWS_DATA", "")
    folder = Path(named, "extract")
    if not named or not (folder / "gold.json").is_file():
        sys.exit("Name in NEWS_DATA a folder with extract/gold.json, its pages and its eval.py.")
    score = evaluation(folder)
    gold = json.loads((folder / "gold.json").read_text(encoding="utf-8"))
    pages = [read_page(row, folder, score) for row in gold if row.get("body")]
    print_quality(pages, score)
    fitted = fit(pages)
    write_weights(WEIGHTS_FILE, {"bias": fitted.bias} | fitted.signs._asdict())


if __name__ == "__main__":
    main()
