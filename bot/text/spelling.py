"""What a word that hardly any text has was meant to be."""

from __future__ import annotations

import math
from collections.abc import Mapping

# Letters that may be wrong, missing, too many or swapped: two in long words.
_LONG = 5


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """Return the known word that is most like `word`, or None if none is like it.

    One more wrong letter must be worth ten times as many documents. The first letter is
    hardly ever wrong, so it may be only where nothing else is.

    Args:
        word: A stem.
        known: Stems, and in how many documents each is.
    """
    # Most searches find something, and need none of it.
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    most = 2 if len(word) >= _LONG else 1
    like = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=most, limit=None)
    fitting = [
        (math.log10(known[stem]) - distance, stem)
        for stem, distance, _ in like
        if distance > 0 and (distance == 1 or stem[0] == word[0])
    ]
    return max(fitting)[1] if fitting else None
