"""The main names of an article, each in its fullest form."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

from bot.text.mentions import is_seldom_a_name, mentions
from bot.text.words import stem

# Whom news is about is said in its title and first sentences.
BODY_CHARACTERS = 700
TITLE_WEIGHT = 3
# An article's main names; more are met in passing.
MOST_NAMES = 5
# `England` is not short for `Bank of England`.
_MOST_WORDS_OF_A_PERSON = 3
# Longer forms of `New York` that are looked at, the most frequent ones.
_MOST_COMPARED = 50


def names_of(
    title: str,
    body: str,
    language: str = "",
    *,
    documents: int = 0,
    frequencies: Mapping[str, int] | None = None,
    limit: int = MOST_NAMES,
) -> list[str]:
    """Return the main names of an article, most telling first, each in its fullest form.

    Args:
        title: One line, or empty.
        body: Its text, or empty; only the beginning is read.
        language: ISO 639-1 code; empty is taken for English.
        documents: How many documents `frequencies` were counted over; 0 for no counts.
        frequencies: In how many of them each stem is. A name is as rare as its rarest word.
        limit: Most to return.
    """
    beginning = body[:BODY_CHARACTERS]
    if len(body) > BODY_CHARACTERS:
        beginning = beginning.rpartition(" ")[0]
    counts = Counter(mentions(beginning, language))
    for name in mentions(title, language, is_title=True, inside=counts):
        counts[name] += TITLE_WEIGHT
    weights: dict[str, float] = {}
    for name, full in folded(counts).items():
        weights[full] = weights.get(full, 0.0) + counts[name]
    known = frequencies or {}
    for full, count in weights.items():
        rarity = min((known.get(s, 0) for s in _stems(full, language)), default=0)
        idf = math.log(1 + documents / (1 + rarity)) if documents else 1.0
        weights[full] = (1 + math.log(count)) * idf
    return sorted(weights, key=lambda full: -weights[full])[:limit]


def folded(counts: Mapping[str, int]) -> dict[str, str]:
    """Return for each name the fullest usual form of it among these.

    `Trump` is `Donald Trump` where he is named in full, and `EU` the `European Union`. Of
    several full forms the most frequent is meant, then the one that came first.
    """
    by_last: dict[str, str] = {}
    by_initials: dict[str, str] = {}
    by_word: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: -counts[name]):
        parts = name.split(" ")
        if len(parts) == 1:
            continue
        capitals = [part for part in parts if part[0].isupper()]
        if all(part[1:].islower() for part in capitals):  # `U.S. Senate` is no `US`
            by_initials.setdefault("".join(part[0] for part in capitals), name)
        is_person = len(parts) == len(capitals) <= _MOST_WORDS_OF_A_PERSON
        if is_person and not is_seldom_a_name(parts[-1]):
            by_last.setdefault(parts[-1], name)
        for part in parts:
            by_word.setdefault(part, []).append(name)
    found: dict[str, str] = {}
    for name in counts:
        if " " in name:
            near = by_word[name.partition(" ")[0]][:_MOST_COMPARED]
            around = [other for other in near if f" {name} " in f" {other} "] or [name]
            found[name] = max(around, key=lambda other: (counts[other] > 1, len(other)))
        else:
            plain = name.replace(".", "")
            is_short = plain.isupper() and len(plain) > 1
            found[name] = (by_initials if is_short else by_last).get(plain, name)
    return found


def _stems(name: str, language: str) -> list[str]:
    return [stem(word.lower(), language) for word in name.split(" ") if word[0].isupper()]
