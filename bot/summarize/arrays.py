"""Arrays: what those of the ranker are called, and those that ship with it.

The latter are in `ranker.npz`, which `tests/benchmarks/fit_ranker.py` makes:

- `stems`: the words of the table, UTF-8, one a line (bytes); N of them.
- `rarity`, `pull` (N + 1 numbers), `known`, `stop` (N + 1 flags): see `WordTable`; the last
  entry is for all other words.
- for each net (`word`, `pair`, `sentence`) of F features and H hidden units: `NET_mean`,
  `NET_scale` (F) of the features where it was fitted, `NET_hidden` (F, H), `NET_bias` (H),
  `NET_out` (H), `NET_direct` (F), `NET_base` (1).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Numbers: TypeAlias = npt.NDArray[np.floating[Any]]
Places: TypeAlias = npt.NDArray[np.integer[Any]]

FILE = "ranker.npz"


@cache
def fitted() -> Mapping[str, Numbers]:
    """Return the arrays that were fitted, by name."""
    return {name: array.astype(np.float32) for name, array in _stored().items() if name != "stems"}


@cache
def known_rows() -> Mapping[str, int]:
    """Return where each word that something is known of stands in the table."""
    stems = bytes(_stored()["stems"]).decode().split("\n")
    return {stem: row for row, stem in enumerate(stems)}


@cache
def _stored() -> Mapping[str, npt.NDArray[Any]]:
    with files(__package__).joinpath(FILE).open("rb") as file, np.load(file) as stored:
        return {name: stored[name] for name in stored.files}
