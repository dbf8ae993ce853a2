"""What news is about: up to three of the twelve topics that news is sorted by.

A table of words and phrases for each topic and language tells (`topics.toml`), and so does a
site that keeps a topic's news under an address of its own, such as `/sport/`.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bot.text.topics import TOPICS
from bot.text.words import words

RULES = Path(__file__).with_suffix(".toml")

MOST_TOPICS = 3
# News says first what it is about; a title says it in the fewest words.
BODY_WORDS = 120
BODY_CHARACTERS = 1_200
TITLE_WEIGHT = 2.0

# `sure` and `hint`, in this order for each topic.
STRENGTHS = ("sure", "hint")
RULE_FEATURES = tuple(f"{topic}.{strength}" for topic in TOPICS for strength in STRENGTHS)

# How much of a text must be words of a topic.
_STRENGTH = (1.0, 0.4)
_ENOUGH = 0.22
_CERTAIN = 1.0

_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)

Hits: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The words of one language, each with the numbers of the features that it counts for.

    Attributes:
        words: Whole words.
        beginnings, endings: Of words, by their letters.
        phrases: By their first word: the other words, and whether the last is a beginning.
    """

    words: dict[str, list[int]] = field(default_factory=dict)
    beginnings: dict[str, list[int]] = field(default_factory=dict)
    endings: dict[str, list[int]] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], bool, int]]] = field(default_factory=dict)

    def add(self, rule: str, feature: int) -> None:
        """Add a rule as it stands in the table."""
        first, *rest = rule.split()
        if rest:
            is_beginning = rule.endswith("*")
            phrase = ((*rest[:-1], rest[-1].rstrip("*")), is_beginning, feature)
            self.phrases.setdefault(first, []).append(phrase)
        elif first.startswith("*"):
            self.endings.setdefault(first[1:], []).append(feature)
        elif first.endswith("*"):
            self.beginnings.setdefault(first[:-1], []).append(feature)
        else:
            self.words.setdefault(first, []).append(feature)

    def of_word(self, word: str) -> set[int]:
        """Return the features that a word counts for."""
        found = set(self.words.get(word, ()))
        for cut in range(2, len(word) + 1):
            found.update(self.beginnings.get(word[:cut], ()))
        for cut in range(len(word)):
            found.update(self.endings.get(word[cut:], ()))
        return found

    def of_phrases(self, said: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Yield the features that phrases in `said` count for, and how many words each has."""
        for place, word in enumerate(said):
            for rest, is_beginning, feature in self.phrases.get(word, ()):
                after = said[place + 1 : place + 1 + len(rest)]
                if len(after) == len(rest) and after[:-1] == list(rest[:-1]):
                    last = after[-1]
                    if last == rest[-1] or (is_beginning and last.startswith(rest[-1])):
                        yield feature, len(rest) + 1


def topics_of(title: str, body: str, language: str, *, url: str = "") -> tuple[str, ...]:
    """Return what an article or a headline is about: 0 to 3 of `TOPICS`, best first.

    Args:
        title: One line.
        body: Its text, or empty; only the beginning is read.
        language: ISO 639-1 code; empty is taken for English, or for Ukrainian or Russian
            where it is written in their letters. Other languages than the table has are
            told by their address alone.
        url: Its address, whose parts may name a topic.
    """
    scores = scores_of(title, body, language)
    for topic in sections_of(url):
        scores[topic] += _CERTAIN
    order = sorted(range(len(TOPICS)), key=lambda topic: (-scores[topic], topic))
    return tuple(TOPICS[topic] for topic in order[:MOST_TOPICS] if scores[topic] >= _ENOUGH)


def scores_of(title: str, body: str, language: str) -> list[float]:
    """Return how surely a text is about each of `TOPICS`, by the rules."""
    features = rule_features(title, body, language)
    return [
        _STRENGTH[0] * features[2 * topic] + _STRENGTH[1] * features[2 * topic + 1]
        for topic in range(len(TOPICS))
    ]


def rule_features(title: str, body: str, language: str) -> list[float]:
    """Return how much of a text is words of each of `RULE_FEATURES`.

    A word counts once, in a title twice; the sum is divided by the root of all words, so
    that long and short texts compare.
    """
    found = [0.0] * len(RULE_FEATURES)
    language = language_of(title, language)
    rules = rules_of(language)
    if rules is None:
        return found
    headline = words(title)
    text = list(islice(words(body[:BODY_CHARACTERS]), BODY_WORDS))
    weights = dict.fromkeys(text, 1.0) | dict.fromkeys(headline, TITLE_WEIGHT)
    for word, weight in weights.items():
        for feature in hits(word, language):
            found[feature] += weight
    for said, weight in ((headline, TITLE_WEIGHT), (text, 1.0)):
        for feature, size in rules.of_phrases(said):
            found[feature] += weight * size
    length = math.sqrt(sum(weights.values())) or 1.0
    return [value / length for value in found]


@lru_cache(maxsize=50_000)
def hits(word: str, language: str) -> Hits:
    """Return the features that a lower-case word, or any part between hyphens, counts for."""
    rules = rules_of(language)
    if rules is None:
        return ()
    plain = word.removesuffix("'s")
    found = rules.of_word(plain)
    if not found and "-" in plain:
        found = {feature for part in plain.split("-") for feature in rules.of_word(part)}
    # What is sure needs no hint.
    return tuple(f for f in sorted(found) if f % 2 == 0 or f - 1 not in found)


def language_of(title: str, language: str) -> str:
    """Return the language whose rules tell of a text, given the one that it is said to be in."""
    if language:
        return language
    if not _CYRILLIC.search(title):
        return "en"
    return "uk" if _UKRAINIAN.search(title) else "ru"


def sections_of(url: str) -> set[int]:
    """Return the numbers of the topics that parts of an address name."""
    if not url:
        return set()
    parts = urlsplit(url).path.casefold().split("/")
    known = _sections()
    return {known[part] for part in parts[:-1] if part in known}


@cache
def rules_of(language: str) -> Rules | None:
    """Return the rules of a language, or None if the table has none."""
    rules, is_known = Rules(), False
    for number, feature in enumerate(RULE_FEATURES):
        topic, strength = feature.split(".")
        listed = _table()[topic][strength].get(language, "")
        is_known = is_known or bool(listed)
        for rule in _listed(listed):
            rules.add(rule, number)
    return rules if is_known else None


def _listed(text: str) -> list[str]:
    return [rule for part in text.split(",") if (rule := " ".join(part.split()))]


@cache
def _sections() -> Mapping[str, int]:
    return {
        section: number
        for number, topic in enumerate(TOPICS)
        for section in _listed(_table()[topic]["sections"])
    }


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads(RULES.read_text(encoding="utf-8"))
