"""Fit how surely two headlines tell of the same story, by logistic regression.

    NEWS_DATA=folder python -m tests.training.fit_pairs [--vectors minilm]

Prints the area under the curve of weights that saw no pair of the same five-fold part, then
the weights for `bot.stories.related`, fitted to all of `related/pairs.jsonl`. Only the titles
count: not their times, sources or the length of their texts, which give labels away there.
Nothing is random: the parts are told by a hash of the first title.
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bot.stories.related import FEATURES, WEIGHTS_FILE, Title, features
from bot.text.embeddings import MINILM, WORDLLAMA, meanings_by
from tests.benchmarks.story_sets import folder
from tests.training.weights import write_weights

Numbers = npt.NDArray[np.float64]

PARTS = 5
# Held back a little, so that weights of features that say nearly the same don't run away.
PENALTY = 0.1
_STEPS = 40


@dataclass(frozen=True, slots=True)
class Pairs:
    """Labelled pairs.

    Attributes:
        features: A row a pair, in the order of `FEATURES`.
        same: 1 where both tell of the same story, else 0.
        part: From 0 to `PARTS` - 1.
        hard: Whether it is not one of two headlines taken at random.
    """

    features: Numbers
    same: Numbers
    part: npt.NDArray[np.int64]
    hard: npt.NDArray[np.bool_]


def read(path: Path, vectors: str = WORDLLAMA) -> Pairs:
    """Return the pairs in a file of JSON lines, by a kind of vectors."""
    with path.open(encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    texts = list(dict.fromkeys(row[side]["title"] for row in rows for side in "ab"))
    meant = dict(zip(texts, meanings_by(vectors)(texts), strict=True))
    titles = {text: Title.of(text) for text in texts}

    def row_of(row: dict[str, Any]) -> list[float]:
        one, other = row["a"]["title"], row["b"]["title"]
        return features(titles[one], titles[other], float(meant[one] @ meant[other]))

    return Pairs(
        features=np.array([row_of(row) for row in rows]),
        same=np.array([float(row["label"]) for row in rows]),
        part=np.array([_part(row["a"]["title"]) for row in rows]),
        hard=np.array([row["kind"] != "easy" for row in rows]),
    )


def fit(given: Numbers, wanted: Numbers) -> Numbers:
    """Return the weights that make `wanted` likeliest, by Newton's method."""
    weights = np.zeros(given.shape[1])
    penalty = np.full(given.shape[1], PENALTY)
    penalty[0] = 0
    for _ in range(_STEPS):
        likely = 1 / (1 + np.exp(-given @ weights))
        slope = given.T @ (likely - wanted) + penalty * weights
        bend = (given * (likely * (1 - likely))[:, None]).T @ given + np.diag(penalty + 1e-9)
        weights -= np.linalg.solve(bend, slope)
    return weights


def crossed(pairs: Pairs) -> Numbers:
    """Return a score for each pair, by weights that were fitted to the other parts."""
    scores = np.zeros(len(pairs.same))
    for part in range(PARTS):
        seen = pairs.part != part
        scores[~seen] = pairs.features[~seen] @ fit(pairs.features[seen], pairs.same[seen])
    return scores


def area(wanted: Numbers, scores: Numbers) -> float:
    """Return the area under the curve: how often a right pair scores above a wrong one."""
    right, wrong = np.sort(scores[wanted == 1]), scores[wanted == 0]
    below = np.searchsorted(right, wrong, side="left")
    above = np.searchsorted(right, wrong, side="right")
    beaten = (len(right) - above) + 0.5 * (above - below)
    return float(beaten.sum() / (len(right) * len(wrong)))


def main(arguments: Sequence[str] = ()) -> None:
    """Print the areas and write the weights."""
    parser = ArgumentParser(description="Fit how surely two headlines tell of the same story.")
    parser.add_argument("path", nargs="?", type=Path, help="instead of related/pairs.jsonl")
    parser.add_argument("--vectors", choices=(WORDLLAMA, MINILM), default=WORDLLAMA)
    asked = parser.parse_args(arguments)
    pairs = read(asked.path or folder() / "pairs.jsonl", asked.vectors)
    scores = crossed(pairs)
    print(f"AUC {area(pairs.same, scores):.4f}, hard pairs ", end="")
    print(f"{area(pairs.same[pairs.hard], scores[pairs.hard]):.4f}")
    weights = fit(pairs.features, pairs.same)
    write_weights(WEIGHTS_FILE, dict(zip(FEATURES, weights, strict=True)), table=asked.vectors)


def _part(title: str) -> int:
    return int(sha256(title.encode()).hexdigest(), 16) % PARTS


if __name__ == "__main__":
    main(sys.argv[1:])
