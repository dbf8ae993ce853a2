"""Fit the nets of `bot.summarize.ranker` that judge sentences to what editors chose.

    EDITORS_DATA=... python -m tests.training.fit_editor          judge and write the nets
    EDITORS_DATA=... python -m tests.training.fit_editor --check  judge alone

The folder has JSON lines, one an article: its `text` and `title`, its `sentences`, and as
places among those the `best` (1 to 3), the acceptable (`also`), those never to be shown
(`bad`), the best alone (`one`), and the best of a longer summary (`five`). What ships are
weights, no text.

The articles are cut into five parts, and the figures printed are for summaries of each part by
nets fitted to the others; the spread is that of other cuts. *Points* count 1 for a sentence
that was chosen, 0.5 for an acceptable one, -1 for one never to be shown (unless the one before
it is shown too), 0 for others; mean over what is shown, then over articles. The seeds are
fixed: the same articles give the same nets.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bot.summarize.methods import all_of
from bot.summarize.ranker import features
from bot.summarize.ranker.choose import Piece, gather, read
from bot.summarize.ranker.features import Numbers
from bot.summarize.ranker.traits import EDITOR
from bot.text import detect_language, split_paragraphs
from tests.training.fit_net import FOLDS, Examples, Plan, fit, out_of_fold

PLAN = Plan(hidden=8, rounds=20, batch=256, nets=3)
CUTS = 3
# What a sentence is worth, 0 to 1: chosen, acceptable, neither, never to be shown.
CHOSEN, ACCEPTABLE, NEITHER, NEVER = 1.0, 0.75, 0.5, 0.0
# The same alone: the best, another that may be shown, any other.
ONE, FIT_ALONE = 1.0, 0.23
LENGTHS = (1, 3, 6)
_FEW_LETTERS = 15
_MANY = 18


class Row:
    """An article that editors read, and what the ranker sees of it.

    Attributes:
        set_name, kind: Where it comes from, and what kind of text it is.
        at: The place among the editors' sentences of each of ours; None for what they lack.
        worth, alone: (S,) what should come out; not a number where editors say nothing.
        judged: What the ranker sees of each sentence.
    """

    def __init__(self, given: Mapping[str, Any], set_name: str) -> None:
        """Prepare an article as the bot prepares a text."""
        self.set_name, self.name, self.kind = set_name, given["id"], given["kind"]
        self.best, self.also, self.bad = (set(given[name]) for name in ("best", "also", "bad"))
        self.one, self.five = given["one"], set(given.get("five") or ())
        body = "\n\n".join(split_paragraphs(given["text"]))
        self.language = detect_language(body)
        passages, paragraphs = all_of(body, self.language)
        sentences = [passage.text for passage in passages]
        document = Piece(sentences, given["title"] or "", paragraphs)
        self.text, self.promise, self.judged = read([document], language=self.language)
        self.traits = np.concatenate([*self.judged.traits.values()], axis=1)
        self.at = places(given["sentences"], sentences)
        self.worth = np.array([self._worth(at) for at in self.at], np.float32)
        self.alone = np.array([self._alone(at) for at in self.at], np.float32)

    def _worth(self, at: int | None) -> float:
        if at in self.best:
            return CHOSEN
        if at in self.also:
            return ACCEPTABLE
        return NEVER if at in self.bad else NEITHER

    def _alone(self, at: int | None) -> float:
        if at is not None and at == self.one:
            return ONE
        return FIT_ALONE if at in self.best | self.also else 0.0

    def fold(self, cut: int) -> int:
        """Return its part of the articles, 0 to `FOLDS` - 1."""
        return int(hashlib.sha256(f"{self.name} {cut}".encode()).hexdigest(), 16) % FOLDS

    def chosen(self, worth: Numbers, length: int) -> list[int]:
        """Return the editors' places of what the bot would show."""
        taken = gather(
            self.text,
            self.promise if self.language == "en" and length > 1 else None,
            2 * worth - 1,
            self.judged.verdicts,
            language=self.language,
            length=length,
            may_be_shorter=True,
        )
        return [at for each in taken if (at := self.at[each]) is not None]


def places(known: Sequence[str], sentences: Sequence[str]) -> list[int | None]:
    """Return where each sentence stands among the editors'."""
    flat = [_flat(each) for each in known]
    found: list[int | None] = []
    for sentence in map(_flat, sentences):
        inside = (
            place
            for place, each in enumerate(flat)
            if min(len(each), len(sentence)) > _FEW_LETTERS
            and (sentence in each or each in sentence)
        )
        found.append(flat.index(sentence) if sentence in flat else next(inside, None))
    return found


def _flat(sentence: str) -> str:
    return re.sub(r"\W+", " ", sentence.lower()).strip()


class Score(NamedTuple):
    """How good a summary is.

    Attributes:
        points: See above.
        bad: The share of sentences never to be shown.
        texts: Whether it has one.
        shown: How many sentences it has.
        one: Whether its first is the best alone.
        fit: Whether its first may be shown.
    """

    points: float
    bad: float
    texts: float
    shown: float
    one: float
    fit: float


def score(row: Row, at: Sequence[int], *, is_long: bool) -> Score:
    """Return how good it is to show the sentences `at`."""
    if not at:
        return Score(0, 0, 0, 0, 0, 0)
    best = row.five if is_long and row.five else row.best
    fit_ = row.best | row.also
    worst = {each for each in at if each in row.bad and each - 1 not in at}
    points = sum(
        1 if each in best else 0.5 if each in fit_ else -1 if each in worst else 0 for each in at
    )
    return Score(
        points / len(at),
        len(worst) / len(at),
        float(bool(worst)),
        len(at),
        float(at[0] == row.one),
        float(at[0] in fit_ | {row.one}),
    )


def examples(rows: Sequence[Row], wanted: Callable[[Row], Numbers], *, cut: int = 0) -> Examples:
    """Return the examples of all rows."""
    sizes = [len(row.at) for row in rows]
    return Examples(
        np.concatenate([row.traits for row in rows]),
        np.concatenate([wanted(row) for row in rows]),
        np.ones(sum(sizes), np.float32),
        np.repeat([row.fold(cut) for row in rows], sizes),
    )


def report(rows: Sequence[Row]) -> None:
    """Print what summaries of unseen articles score, beside the first fit sentences."""
    sizes = [len(row.at) for row in rows]
    ours: dict[tuple[str, int], list[Numbers]] = {}
    for cut in range(CUTS):
        short = out_of_fold(examples(rows, lambda row: row.worth, cut=cut), PLAN, sizes)
        line = out_of_fold(examples(rows, lambda row: row.alone, cut=cut), PLAN, sizes)
        for key, some in _kinds(rows).items():
            for length in LENGTHS:
                said = line if length == 1 else short
                found = [
                    score(rows[each], rows[each].chosen(said[each], length), is_long=length > 3)
                    for each in some
                ]
                ours.setdefault((key, length), []).append(np.mean(found, 0))
    print("                    " + "  ".join(f"{name:>14}" for name in Score._fields))
    for (key, length), scores in ours.items():
        means = zip(np.mean(scores, 0), np.std(scores, 0), strict=True)
        print(f"{key:14} {length:3}  " + "  ".join(f"{m:6.3f} ± {s:.3f}" for m, s in means))
        lead = [
            score(rows[each], _lead(rows[each], length), is_long=length > 3)
            for each in _kinds(rows)[key]
        ]
        print(f"{'  lead':14} {length:3}  " + "  ".join(f"{m:14.3f}" for m in np.mean(lead, 0)))


def _kinds(rows: Sequence[Row]) -> dict[str, list[int]]:
    """Return the places of the rows of each set, language and kind of text that are many."""
    found: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        for key in (row.set_name, f"in {row.language}", row.kind):
            found.setdefault(key, []).append(place)
    return {key: some for key, some in found.items() if len(some) >= _MANY}


def _lead(row: Row, length: int) -> list[int]:
    fit_ = [place for place, each in enumerate(row.judged.verdicts) if each.reason is None]
    return [at for place in fit_[:length] if (at := row.at[place]) is not None]


def write(rows: Sequence[Row]) -> None:
    """Fit the nets to all rows and write them beside the ranker."""
    fitted: dict[str, Any] = {}
    for name, wanted in (("short", lambda row: row.worth), ("line", lambda row: row.alone)):
        net = fit(examples(rows, wanted), PLAN)
        fitted |= {f"{name}_{part}": getattr(net, part) for part in net.__slots__}
    path = Path(features.__file__).with_name(EDITOR)
    np.savez_compressed(path, **fitted)
    print(f"{path.name}: {path.stat().st_size:,} bytes, from {len(rows)} articles")


def rows_of(folder: Path) -> list[Row]:
    """Return the articles of all files of a folder that have chosen sentences."""
    found = []
    for path in sorted(folder.glob("*.jsonl*")):
        unpacked = gzip.decompress if path.suffix == ".gz" else bytes
        given = [json.loads(line) for line in unpacked(path.read_bytes()).splitlines()]
        name = path.name.partition(".")[0]
        found += [Row(each, name) for each in given if each.get("best") and "text" in each]
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    folder = os.environ.get("EDITORS_DATA")
    rows = rows_of(Path(folder)) if folder else []
    if not rows:
        print("Name the folder with what editors chose in EDITORS_DATA.", file=sys.stderr)
        return 2
    report(rows)
    if not options.check:
        write(rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
