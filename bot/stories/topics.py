"""Tell what news is about: up to three of twelve topics.

Two things tell: words and phrases for each topic, which stand in `bot/languages`, and
weights that were fitted to labelled news (`topics.tsv`): for English of the words
themselves, for the other languages of the table's rules alone. A site that keeps a topic's
news under an address of its own, such as `/sport/`, tells as much again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from bot.languages import TOPICS, all_languages, load_language
from bot.text import Lexicon, stems, words

# `sure` and `hint`, in this order for each topic.
RULES = tuple(f"{topic}.{strength}" for topic in TOPICS for strength in ("sure", "hint"))

# News says first what it is about; a title says it in the fewest words.
BODY_WORDS = 120
BODY_CHARACTERS = 1_200
TITLE_WEIGHT = 2.0

_CYRILLIC = re.compile("[а-яёіїєґ]", re.IGNORECASE)
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)


def rule_features(title: str, body: str, language: str) -> list[float]:
    """Return how much of a text is words of each of `RULES`.

    A word counts once, in a title twice; the sum is divided by the root of all words, so
    that long and short texts compare. Of the body only the beginning is read. A language
    without rules gives zeros.
    """
    found = [0.0] * len(RULES)
    rules = rules_of(language)
    if rules is None:
        return found
    headline = words(title)
    text = list(islice(words(body[:BODY_CHARACTERS]), BODY_WORDS))
    weights = dict.fromkeys(text, 1.0) | dict.fromkeys(headline, TITLE_WEIGHT)
    for word, weight in weights.items():
        for rule in _of_word(word, rules):
            found[rule] += weight
    for said, weight in ((headline, TITLE_WEIGHT), (text, 1.0)):
        for rule, size in rules.of_phrases(said):
            found[rule] += weight * size
    length = math.sqrt(sum(weights.values())) or 1.0
    return [value / length for value in found]


def language_of(title: str, language: str) -> str:
    """Return `language` or, if it is empty, the one that the letters of `title` suggest."""
    if language:
        return language
    if not _CYRILLIC.search(title):
        return "en"
    return "uk" if _UKRAINIAN.search(title) else "ru"


def sections_of(url: str) -> set[int]:
    """Return the numbers of the topics that parts of an address name."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return set()
    known = _sections()
    return {known[part] for part in path.casefold().split("/")[:-1] if part in known}


@cache
def rules_of(language: str) -> Lexicon | None:
    """Return the rules of a language, or None if there are none."""
    known = load_language(language)
    if not known.topics_sure:
        return None
    both = (known.topics_sure, known.topics_hint)
    return Lexicon(listed.get(topic, ()) for topic in TOPICS for listed in both)


def _of_word(word: str, rules: Lexicon) -> tuple[int, ...]:
    """Return the rules that a word, or else the parts between its hyphens, count for."""
    plain = word.removesuffix("'s")
    found = rules.of_word(plain)
    if not found and "-" in plain:
        found = tuple(sorted({rule for part in plain.split("-") for rule in rules.of_word(part)}))
    # What is sure needs no hint.
    return tuple(rule for rule in found if rule % 2 == 0 or rule - 1 not in found)


@cache
def _sections() -> Mapping[str, int]:
    return {
        section: number
        for number, topic in enumerate(TOPICS)
        for language in all_languages()
        for section in language.topic_sections.get(topic, ())
    }


WEIGHTS = Path(__file__).with_suffix(".tsv")
# The language whose words have weights.
FITTED = "en"

MOST_TOPICS = 3
BODY_STEMS = 80
# The logits from which on the best topic and further ones are named; chosen by
# cross-validation on labelled news.
LEAST_SCORE, LEAST_OTHER = -1.0, -0.4
NEVER = -100.0
# What a part of an address adds.
_SECTION = 4.0
# Weights are kept as integers of this part.
UNIT = 0.01

Row: TypeAlias = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class TopicModel:
    """Weights by which a text's features become a logit for each of `TOPICS`.

    Attributes:
        bias: What a text without any feature has.
        rules: In the order of `RULES`.
        stems: Of words; empty where the rules decide alone.
    """

    bias: Row
    rules: Sequence[Row]
    stems: Mapping[str, Row]


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
    language = language_of(title, language)
    scores = scores_of(title, body, language, models()[language == FITTED])
    for topic in sections_of(url):
        scores[topic] = max(scores[topic], 0.0) + _SECTION
    return named(scores)


def named(scores: Sequence[float]) -> tuple[str, ...]:
    """Return the topics whose logits are large enough, best first."""
    first, *others = sorted(range(len(TOPICS)), key=lambda topic: (-scores[topic], topic))
    if scores[first] < LEAST_SCORE:
        return ()
    kept = [topic for topic in others[: MOST_TOPICS - 1] if scores[topic] >= LEAST_OTHER]
    return tuple(TOPICS[topic] for topic in (first, *kept))


def scores_of(title: str, body: str, language: str, model: TopicModel) -> list[float]:
    """Return the logit of each of `TOPICS` for a text, by `model`.

    It is `NEVER` for a topic that no word speaks for, however frequent it is.
    """
    rows: list[Row] = [model.bias]
    for value, row in zip(rule_features(title, body, language), model.rules, strict=True):
        if value:
            rows.append(tuple([value * weight for weight in row]))
    if model.stems:
        for stem, value in stem_features(title, body).items():
            if known := model.stems.get(stem):
                rows.append(tuple([value * weight for weight in known]))
    sums = (math.fsum(column) for column in zip(*rows, strict=True))
    pairs = zip(sums, model.bias, strict=True)
    return [logit if logit > bias else NEVER for logit, bias in pairs]


def stem_features(title: str, body: str) -> dict[str, float]:
    """Return the stems of an English text as a vector of length 1; a title's weigh twice."""
    said = islice(stems(body[:BODY_CHARACTERS], FITTED), BODY_STEMS)
    values = dict.fromkeys(said, 1.0) | dict.fromkeys(stems(title, FITTED), TITLE_WEIGHT)
    length = math.sqrt(sum(value * value for value in values.values())) or 1.0
    return {stem: value / length for stem, value in values.items()}


@cache
def models() -> tuple[TopicModel, TopicModel]:
    """Return the model of the rules alone, and that of rules and English words.

    `topics.tsv` has a line for each feature, its weights in hundredths: `bias`, the rules by
    name, which `=` leads, or `~` in the model of the rules alone; all others are stems.
    """
    lines = WEIGHTS.read_text(encoding="utf-8").splitlines()[1:]
    rows = {
        name: tuple([UNIT * int(weight) for weight in weights])
        for name, *weights in (line.split("\t") for line in lines)
    }
    alone = TopicModel(rows.pop("~bias"), [rows.pop(f"~{rule}") for rule in RULES], {})
    return alone, TopicModel(rows.pop("=bias"), [rows.pop(f"={rule}") for rule in RULES], rows)
