"""Write fitted numbers to the file that the program reads them from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path


def write_weights(
    file: Path, weights: Mapping[str, float], *, table: str = "", digits: int = 2
) -> None:
    """Put these numbers in the place of those in a file of weights; comments stay.

    Args:
        file: TOML, as `bot.weights.read_weights` reads it.
        weights: By the names that stand in it.
        table: Which of its tables; empty if it has none.
        digits: How many to write behind the point.

    Raises:
        KeyError: The file has no such name.
    """
    lines = file.read_text(encoding="utf-8").splitlines()
    places, within = {}, ""
    for place, line in enumerate(lines):
        if head := re.fullmatch(r"\[(.+)\]", line):
            within = head[1]
        elif within == table and (found := re.match(r"\"?([^\"#=]+?)\"? = ", line)):
            places[found[1]] = place
    for name, weight in weights.items():
        key, _, behind = lines[places[name]].partition(" = ")
        _, mark, comment = behind.partition("  #")
        lines[places[name]] = f"{key} = {weight:.{digits}f}{mark}{comment}"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
