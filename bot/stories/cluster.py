"""Which story an item belongs to. Pure: values in, a decision out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.stories.terms import cosine
from storage.model import Centroid

# Measured on labelled stories, one set of numbers for all (B-cubed F1 .846): similarity
# fades with the hours since a story last moved, and a story that rested for five days is
# over. A bare headline has fewer words to agree on, so less agreement is asked of it.
FADE = timedelta(hours=72)
WINDOW = timedelta(hours=120)
TEXT_THRESHOLD = 0.18
TITLE_THRESHOLD = 0.12

# While few documents were counted, nothing tells "president" from a rare name, so more
# agreement is asked; the surplus has faded to a third after this many documents.
COLD_SURPLUS = 0.10
COLD_DOCUMENTS = 50


def assign(
    terms: Mapping[str, float],
    candidates: Iterable[Centroid],
    *,
    has_text: bool,
    documents: int,
    at: datetime,
) -> int | None:
    """Return the id of the story that the item joins, or None if it begins its own.

    Args:
        terms: The item's vector, by `weigh`.
        candidates: Stories that may be the one.
        has_text: Whether the item has a body.
        documents: How many documents the weights were counted over.
        at: When the item was added; the order of candidates has no effect.
    """
    threshold = (TEXT_THRESHOLD if has_text else TITLE_THRESHOLD) + COLD_SURPLUS * math.exp(
        -documents / COLD_DOCUMENTS
    )
    best: tuple[float, int] | None = None
    for story in candidates:
        age = abs(at - story.updated_at)
        if age > WINDOW:
            continue
        score = cosine(terms, story.terms) * math.exp(-age / FADE)
        if score >= threshold and (best is None or (score, -story.story_id) > best):
            best = (score, -story.story_id)
    return None if best is None else -best[1]
