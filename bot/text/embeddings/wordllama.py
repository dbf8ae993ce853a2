"""What a text means, as a vector: near in direction are texts about the same things.

The vectors are WordLlama's: each token has one, a text has the mean of its tokens'. They
know that `jets` and `planes` are near, which no comparison of words does. Measured on
labelled headlines beside words alone, they group and find what is related better; see
tests/benchmarks/stories_related.py.

Only two files of the package `wordllama` are read, and none of its code runs: importing it
would set up logging at INFO for the whole program and take 60 MB more.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, TypeAlias

from bot.errors import SettingsError
from bot.text.embeddings import file_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from tokenizers import Tokenizer

DIMENSIONS = 256

# Whatever starts is checked for its vectors, and most of it needs none: numpy comes late.
Vectors: TypeAlias = "npt.NDArray[np.float32]"

_PACKAGE = "wordllama"
_WEIGHTS = "wordllama/weights/l2_supercat_256.safetensors"
_TOKENIZER = "wordllama/tokenizers/l2_supercat_tokenizer_config.json"
_TENSOR = "embedding.weight"

# Theirs has 96.
_MOST_HEADER_BYTES = 10_000

# Its tokens know straight quotes and plain hyphens best.
_PLAIN = str.maketrans("’‘ʼ“”„«»\u2010\u2011", '\'\'\'"""""--')

_loading = Lock()


@dataclass(frozen=True, slots=True)
class _Model:
    """A tokenizer, and the vector of each of its tokens, in half floats."""

    tokenizer: Tokenizer
    embeddings: npt.NDArray[np.float16]


def meanings(texts: Sequence[str]) -> Vectors:
    """Return the meaning of each text: an array of shape (len(texts), 256).

    Rows have length 1, so their dot products are cosines; a text without any token is all
    zeros. A row depends on its text alone, not on the others, and is the same each time.
    Kinds of quotes and spaces make no difference.

    Safe to call from several threads: the first call loads the model behind a lock, and
    later ones only read it. It needs no network. About 0.1 s and 40 MB once; then 15,000
    headlines a second.

    Args:
        texts: Any number; long ones are read whole, so cut them first.
    """
    import numpy as np

    model = _model()
    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    # One by one: for a batch the tokenizer starts threads, which no fork survives, and the
    # rows of many texts at once would fall out of the processor's cache.
    for row, text in zip(found, texts, strict=True):
        encoding = model.tokenizer.encode(plain(text), add_special_tokens=False)
        if encoding.ids:
            total = model.embeddings[encoding.ids].sum(axis=0, dtype=np.float32)
            row[:] = total / np.linalg.norm(total)
    return found


def plain(text: str) -> str:
    """Return `text` on one line, with straight quotes and plain hyphens."""
    return " ".join(text.translate(_PLAIN).split())


def _model() -> _Model:
    # A cached function may run twice when two threads are the first to call it.
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model:
    from safetensors import safe_open
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(file_of(_PACKAGE, _TOKENIZER)))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    check()
    with safe_open(file_of(_PACKAGE, _WEIGHTS), framework="numpy") as weights:
        return _Model(tokenizer, weights.get_tensor(_TENSOR))


def check() -> None:
    """Make sure that both files are there, and hold the vectors that the bot was measured with.

    Raises:
        SettingsError: They aren't, or don't.
    """
    file_of(_PACKAGE, _TOKENIZER)
    try:
        # As safetensors begin: the size of a header, the header as JSON. The library would
        # load numpy for it.
        with file_of(_PACKAGE, _WEIGHTS).open("rb") as weights:
            size = int.from_bytes(weights.read(8), "little")
            tensor = json.loads(weights.read(min(size, _MOST_HEADER_BYTES)))[_TENSOR]
        is_known = tensor["dtype"] == "F16" and tensor["shape"][1:] == [DIMENSIONS]
    except (ValueError, TypeError, KeyError):
        is_known = False
    if not is_known:
        raise SettingsError("VECTORS", "file-other", package=_PACKAGE, file=_WEIGHTS)
