"""The fitted part of the ranker: three small nets and a table of words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from bot.summarize.ranker.features import Numbers, Places, WordTable, fitted

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
        scaled: Numbers = features - self.mean
        scaled /= self.scale
        return scaled.clip(-_FARTHEST, _FARTHEST, out=scaled)

    def odds(self, scaled: Numbers) -> Numbers:
        """Return the logarithm of the odds for each row of scaled features."""
        inner = scaled @ self.hidden
        inner += self.bias
        np.tanh(inner, out=inner)
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
        table: What is known of words: one entry for each of `known_rows`, and one for all
            others, which is the last.
        word: How likely a word of a text is in a human summary of it.
        pair: The same for two words side by side.
        sentence: How likely a sentence is among those that together are most like one.
    """

    table: WordTable
    word: Net
    pair: Net
    sentence: Net

    def look_up(self, rows: Places) -> WordTable:
        """Return what is known of some words, from their rows in the table or -1."""
        return WordTable(*(column[rows] for column in self.table))


@cache
def load_model() -> Model:
    """Return the model that ships with the package."""
    arrays = fitted()
    return Model(
        table=WordTable(*(arrays[name] for name in ("rarity", "pull", "known", "stop"))),
        word=Net.read(arrays, "word"),
        pair=Net.read(arrays, "pair"),
        sentence=Net.read(arrays, "sentence"),
    )
