"""Fit `bot.text.genre` to what editors said of articles.

    NEWS_DATA=... python -m tests.training.fit_genre [FILE ...]     judge and write the weights
    NEWS_DATA=... python -m tests.training.fit_genre --check [...]  judge alone

It reads `editors/articles.dev.jsonl.gz` and `languages.dev.jsonl.gz` below NEWS_DATA, and
further files of the same form: the kind that editors saw in each article, and its worth, 0
to 5, in a general digest. The genre is a softmax regression in which rare genres count more
(by the root of their number), the worth a ridge regression. Figures are for articles by
weights that were fitted to seven eighths of the others. No randomness is used.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bot.stories.topics import language_of
from bot.text.genre import FEATURES, WEIGHTS, features
from storage.model import Genre

Numbers: TypeAlias = NDArray[np.float64]

FOLDS = 8
# Chosen by cross-validation, and flat: half or double of each changes little.
WORTH_PENALTY, GENRE_PENALTY = 800.0, 100.0
STEPS, STEP = 400, 1.0

GENRES = {
    "news": Genre.NEWS,
    "analysis": Genre.NEWS,
    "obituary": Genre.NEWS,
    "opinion": Genre.OPINION,
    "feature": Genre.FEATURE,
    "profile": Genre.FEATURE,
    "interview": Genre.INTERVIEW,
    "review": Genre.REVIEW,
    "liveblog": Genre.LIVE,
    "sport": Genre.SPORT,
    "sport-report": Genre.SPORT,
    "markets": Genre.MARKETS,
    "market-report": Genre.MARKETS,
    "press-release": Genre.PRESS_RELEASE,
    "listicle": Genre.LISTICLE,
    "guide": Genre.GUIDE,
    "recipe": Genre.GUIDE,
    "column": Genre.COLUMN,
    "deal": Genre.PROMOTION,
    "promo": Genre.PROMOTION,
    "newsletter": Genre.PROMOTION,
    "table": Genre.TABLE,
}
# What the front page calls them is finer than what the text's form is called.
FINER = ("deal", "promo", "column", "opinion")


class Judged(NamedTuple):
    """Articles that editors judged.

    Attributes:
        features: (N, F) as the program reads them.
        genres: (N,) numbers of `names`.
        names: The genres that occur.
        worth: (N,) 0 to 5; not a number where nobody judged it.
        fold: (N,) 0 to 7; articles of one row of a set stay together.
    """

    features: Numbers
    genres: NDArray[np.intp]
    names: tuple[Genre, ...]
    worth: Numbers
    fold: NDArray[np.intp]


def read(files: Sequence[Path]) -> Judged:
    """Return what is judged in files of the form of `articles.dev.jsonl.gz`."""
    rows: list[dict[str, Any]] = []
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            rows += map(json.loads, lines)
    genres = [genre_of(row) for row in rows]
    names = tuple(sorted(set(genres)))
    return Judged(
        np.array(
            [
                features(row["title"], row["text"], language_of(row["title"], row["lang"]))
                for row in rows
            ]
        ),
        np.array([names.index(genre) for genre in genres]),
        names,
        np.array([np.nan if row.get("news") is None else row["news"] for row in rows], float),
        np.array([fold_of(row["id"]) for row in rows]),
    )


def genre_of(row: dict[str, Any]) -> Genre:
    """Return what editors saw in an article."""
    finer = row.get("front_kind") or ""
    return GENRES.get(finer if finer in FINER else row["kind"], GENRES.get(finer, Genre.NEWS))


def fold_of(name: str) -> int:
    """Return the part that an article belongs to: several of one row have one."""
    row = name.rpartition("-")[0] if name.startswith("multinews") else name
    return int(hashlib.sha256(row.encode()).hexdigest(), 16) % FOLDS


def ridge(inputs: Numbers, wanted: Numbers) -> tuple[Numbers, float]:
    """Return the weights and the bias that fit best with a quadratic penalty."""
    middle = float(wanted.mean())
    inner = inputs.T @ inputs + WORTH_PENALTY * np.eye(inputs.shape[1])
    return np.asarray(np.linalg.solve(inner, inputs.T @ (wanted - middle)), float), middle


def softmax(inputs: Numbers, wanted: NDArray[np.intp], many: int) -> tuple[Numbers, Numbers]:
    """Return (G, F) weights and (G,) biases that make the genres likeliest."""
    counts = np.bincount(wanted, minlength=many)
    counting = np.sqrt(counts.max() / np.maximum(counts, 1))[wanted]
    counting /= counting.sum()
    target = np.eye(many)[wanted]
    weights, bias = np.zeros((many, inputs.shape[1])), np.log((counts + 1) / counts.sum())
    rate = STEP / np.linalg.eigvalsh(inputs.T @ (inputs * counting[:, None])).max()
    for _ in range(STEPS):
        logits = inputs @ weights.T + bias
        odds = np.exp(logits - logits.max(1, keepdims=True))
        off = (odds / odds.sum(1, keepdims=True) - target) * counting[:, None]
        weights -= rate * (off.T @ inputs + GENRE_PENALTY / len(inputs) * weights)
        bias -= off.sum(0)
    return weights, bias


def fit(judged: Judged, part: NDArray[np.bool_]) -> dict[str, Numbers]:
    """Return the arrays that the program reads, fitted to a part of the articles."""
    mean, scale = judged.features[part].mean(0), judged.features[part].std(0)
    # What never changed tells nothing.
    scale[scale == 0] = np.inf
    inputs = (judged.features - mean) / scale
    rated = part & ~np.isnan(judged.worth)
    worth, worth_bias = ridge(inputs[rated], judged.worth[rated])
    genre, genre_bias = softmax(inputs[part], judged.genres[part], len(judged.names))
    return {
        "mean": mean,
        "scale": scale,
        "genre": genre,
        "genre_bias": genre_bias,
        "worth": worth,
        "worth_bias": np.array([worth_bias]),
    }


def judge(judged: Judged) -> None:
    """Print how near what is said of articles that were not fitted to comes to editors."""
    worth, genres = np.full(len(judged.fold), np.nan), np.zeros(len(judged.fold), np.intp)
    for fold in range(FOLDS):
        left_out = judged.fold == fold
        arrays = fit(judged, ~left_out)
        inputs = (judged.features[left_out] - arrays["mean"]) / arrays["scale"]
        worth[left_out] = inputs @ arrays["worth"] + arrays["worth_bias"]
        genres[left_out] = (inputs @ arrays["genre"].T + arrays["genre_bias"]).argmax(1)
    rated = ~np.isnan(judged.worth)
    order = worth[rated].argsort().argsort(), judged.worth[rated].argsort(kind="stable").argsort()
    print(f"worth: {rated.sum()} articles, correlation {np.corrcoef(*order)[0, 1]:.3f} of ranks,")
    print(f"  {np.corrcoef(worth[rated], judged.worth[rated])[0, 1]:.3f} of values")
    print(f"genre: right {(genres == judged.genres).mean():.3f} of {len(genres)}")
    right = Counter(genres[genres == judged.genres].tolist())
    said, true = Counter(genres.tolist()), Counter(judged.genres.tolist())
    for number, name in enumerate(judged.names):
        print(f"  {name:14} {true[number]:4}  said {said[number]:4}  right {right[number]:4}")


def main() -> None:
    """Fit, judge, and write what the program reads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("files", nargs="*", type=Path)
    given = parser.parse_args()
    if not (folder := os.environ.get("NEWS_DATA")):
        sys.exit("NEWS_DATA must name the folder with the labelled news")
    editors = Path(folder) / "editors"
    names = ("articles.dev.jsonl.gz", "languages.dev.jsonl.gz")
    judged = read([*(editors / name for name in names), *given.files])
    judge(judged)
    if not given.check:
        write(judged.names, fit(judged, np.ones(len(judged.fold), bool)))


def write(names: Sequence[Genre], arrays: Mapping[str, Numbers]) -> None:
    """Write the lines that the program reads: the bias, then each feature."""
    weights = np.vstack([arrays["worth"], arrays["genre"]]) / arrays["scale"]
    bias = [arrays["worth_bias"][0], *arrays["genre_bias"]]
    rows = [("bias", 0.0, bias)]
    rows += [
        (name, mean, list(row))
        for name, mean, row in zip(FEATURES, arrays["mean"], weights.T, strict=True)
    ]
    lines = ["\t".join(["feature", "mean", "worth", *names])]
    for name, mean, row in rows:
        lines.append("\t".join([name, *(f"{each:.4g}" for each in (mean, *row))]))
    WEIGHTS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
