"""The fitted part of the ranker: three small nets and a table of words.

All of it is in `ranker.npz`, which `tests/benchmarks/fit_ranker.py` makes. Its arrays:

- `stems`: the table's words, UTF-8, one a line (bytes); N of them.
- `rarity`, `pull` (N + 1 numbers), `known`, `stop` (N + 1 flags): see `WordTable`; the last
  entry is for all other words.
- for each net (`word`, `pair`, `sentence`) of F features and H hidden units: `NET_mean`,
  `NET_scale` (F) of the features where it was fitted, `NET_hidden` (F, H), `NET_bias` (H),
  `NET_out` (H), `NET_direct` (F), `NET_base` (1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from bot.summarize.features import WordTable
from bot.summarize.occurrences import Numbers

FILE = "ranker.npz"
# Standard deviations; farther than that from its mean a feature tells nothing more.
_FARTHEST = 5


@dataclass(frozen=True, slots=True)
class Net:
    """A net of one hidden layer, with a direct way around it, that answers a probability.

    Attributes:
        mean, scale: (F,) of the features where it was fitted; a scale is infinite where a
            feature never changed.
        hidden: (F, H) weights into the hidden layer.
        bias: (H,) of the hidden layer.
        out: (H,) weights out of it.
        direct: (F,) weights around it.
        base: (1,) what is added.
    """

    mean: Numbers
    scale: Numbers
    hidden: Numbers
    bias: Numbers
    out: Numbers
    direct: Numbers
    base: Numbers

    @classmethod
    def read(cls, arrays: Mapping[str, Numbers], name: str) -> Net:
        """Take the net `name` out of the file's arrays."""
        return cls(*(arrays[f"{name}_{part}"] for part in cls.__slots__))

    def scaled(self, features: Numbers) -> Numbers:
        """Return `features` in standard deviations from where the net was fitted."""
        scaled: Numbers = np.clip((features - self.mean) / self.scale, -_FARTHEST, _FARTHEST)
        return scaled

    def odds(self, scaled: Numbers) -> Numbers:
        """Return the logarithm of the odds for each row of scaled features."""
        inner = np.tanh(scaled @ self.hidden + self.bias)
        odds: Numbers = inner @ self.out + scaled @ self.direct + self.base
        return odds

    def __call__(self, features: Numbers) -> Numbers:
        """Return a probability for each row of (N, F) features."""
        chance: Numbers = 1 / (1 + np.exp(-self.odds(self.scaled(features))))
        return chance


@dataclass(frozen=True, slots=True)
class Model:
    """What was fitted.

    Attributes:
        rows: Where each known word stands in `table`; others are its last entry.
        table: One entry a word, and one for all others.
        word: How likely a word of a text is in a human summary of it.
        pair: The same for two words side by side.
        sentence: How likely a sentence is among those that together are most like one.
    """

    rows: Mapping[str, int]
    table: WordTable
    word: Net
    pair: Net
    sentence: Net

    def look_up(self, words: list[str]) -> WordTable:
        """Return what is known of `words`, in their order."""
        places = np.array([self.rows.get(word, -1) for word in words], np.int64)
        return WordTable(*(column[places] for column in self.table))


@cache
def load_model() -> Model:
    """Return the model that ships with the package."""
    with files(__package__).joinpath(FILE).open("rb") as file, np.load(file) as stored:
        arrays = {name: stored[name] for name in stored.files}
    stems = bytes(arrays.pop("stems")).decode().split("\n")
    numbers = {name: array.astype(np.float32) for name, array in arrays.items()}
    return Model(
        rows={stem: row for row, stem in enumerate(stems)},
        table=WordTable(*(numbers[name] for name in ("rarity", "pull", "known", "stop"))),
        word=Net.read(numbers, "word"),
        pair=Net.read(numbers, "pair"),
        sentence=Net.read(numbers, "sentence"),
    )
