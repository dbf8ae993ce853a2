"""How many documents say each word: what tells a rare word from a common one.

Two counts are added up: the background, which is shipped and never changes, and what this
bot has read, which grows, follows the news and is kept small.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

FILE = "background.tsv"

# Past so many stems in one language all counts are halved and those that vanish are
# dropped: words of a single old document, which say nothing that "never seen" does not.
MOST_STEMS = 60_000


@dataclass(frozen=True, slots=True)
class Background:
    """Counts over a collection of English news.

    Attributes:
        documents: How many documents were counted.
        frequencies: In how many of them each stem is; stems of one document are left out.
    """

    documents: int
    frequencies: Mapping[str, int]


@dataclass(slots=True)
class _Read:
    documents: int = 0
    frequencies: dict[str, int] = field(default_factory=dict)


class Counts:
    """In how many documents each stem was read, for each language by itself.

    A word that is common in one language may be a rare name in another, and languages with
    few documents would find all their words rare beside those of one with many.
    """

    def __init__(self, backgrounds: Mapping[str, Background] | None = None) -> None:
        """Begin with what is shipped, or with `backgrounds` by language."""
        self._backgrounds = {"en": shipped()} if backgrounds is None else dict(backgrounds)
        self._read: dict[str, _Read] = {}

    def add(self, stems: Iterable[str], language: str) -> None:
        """Count one more document.

        Args:
            stems: Its stems, each once.
            language: ISO 639-1 code; empty is taken for English, as stems are.
        """
        read = self._read.setdefault(language or "en", _Read())
        read.documents += 1
        frequencies = read.frequencies
        for stem in stems:
            frequencies[stem] = frequencies.get(stem, 0) + 1
        if len(frequencies) > MOST_STEMS:
            read.documents //= 2
            read.frequencies = {stem: n // 2 for stem, n in frequencies.items() if n > 1}

    def documents(self, language: str) -> int:
        """Return how many documents of `language` were counted, the background included."""
        code = language or "en"
        background, read = self._backgrounds.get(code), self._read.get(code)
        return (background.documents if background else 0) + (read.documents if read else 0)

    def frequencies(self, stems: Iterable[str], language: str) -> dict[str, int]:
        """Return in how many documents of `language` each stem is, the background included."""
        code = language or "en"
        background, read = self._backgrounds.get(code), self._read.get(code)
        shipped_ones = background.frequencies if background else {}
        read_ones = read.frequencies if read else {}
        return {stem: shipped_ones.get(stem, 0) + read_ones.get(stem, 0) for stem in stems}

    @property
    def read(self) -> int:
        """Return how many documents were read, the background apart."""
        return sum(one.documents for one in self._read.values())

    def dump(self) -> bytes:
        """Return what was read, without the background, to be kept and given to `load`.

        About 300 KB and 50 ms for a full count of one language. Keep it now and then: an
        item read since the last time is then missing from the counts, which changes little.
        """
        read = {code: [one.documents, one.frequencies] for code, one in self._read.items()}
        return zlib.compress(json.dumps(read, ensure_ascii=False).encode(), 1)

    def load(self, dumped: bytes) -> None:
        """Take up what `dump` returned, in place of what was read so far."""
        read = json.loads(zlib.decompress(dumped))
        self._read = {code: _Read(n, frequencies) for code, (n, frequencies) in read.items()}


@cache
def shipped() -> Background:
    """Return the background of English news that comes with the bot.

    The file's first line is the number of documents, each other one a stem and the number
    of documents that have it; `tests/benchmarks/fit_background.py` makes it.
    """
    lines = (files("bot.stories") / FILE).read_text(encoding="utf-8").splitlines()
    pairs = (line.split("\t") for line in lines[1:])
    return Background(int(lines[0]), {stem: int(count) for stem, count in pairs})
