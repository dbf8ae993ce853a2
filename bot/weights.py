"""Fitted numbers, which stand in TOML files beside the code that weighs by them.

A comment in each file says what its numbers were fitted on, and by which program of
`tests/training`, which writes them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path

__all__ = ["WeightsError", "read_weights"]


class WeightsError(ValueError):
    """A file of weights lacks one, has one too many, or one that is no number."""


def read_weights(file: Path, names: Collection[str], *, table: str = "") -> Mapping[str, float]:
    """Return the weights in a file, in the order of their names.

    Args:
        file: TOML.
        names: Of all weights that it must have.
        table: Which of the file's tables; empty if it has none.

    Raises:
        WeightsError: They are other ones, or no numbers.
    """
    where = f"{file.name}: {table}." if table else f"{file.name}: "
    try:
        values = tomllib.loads(file.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise WeightsError(f"{file.name}: {error}") from error
    if table:
        values = values.get(table, {})
    for name in [*names, *values]:
        if name not in values:
            raise WeightsError(f"{where}{name} is missing")
        if name not in names:
            raise WeightsError(f"{where}{name} is unknown")
        if isinstance(values[name], bool) or not isinstance(values[name], int | float):
            raise WeightsError(f"{where}{name} must be a number, not {values[name]!r:.40}")
    return {name: values[name] for name in names}
