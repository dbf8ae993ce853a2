"""What a sentence says, cut down to what another wording of the same fact must share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.summarize.contrasts import negations, numbers_in_words
from bot.text.words import is_stop_word, stems, tokens

# Thousands are set apart by a comma, a point or a thin space, as the language has it.
_THOUSANDS = re.compile(r"(?<=\d)[.,\u00a0\u202f](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*")
_HYPHEN = re.compile("[-‑]")
# `UNESCO`, `UNICEF`
_LONGEST_INITIALS = 6


@dataclass(frozen=True, slots=True)
class Claim:
    """The comparable part of one sentence.

    Attributes:
        stems: Its words without stop words, stemmed, and its numbers in digits.
        numbers: Those of them that are numbers.
        names: Those that have a capital and don't begin the sentence.
        spelled: The stems of its names of several words, by their initials (`cdc`).
        is_negated: Whether it denies something.
    """

    stems: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    spelled: Mapping[str, frozenset[str]]
    is_negated: bool


@lru_cache(maxsize=4096)
def claim_of(sentence: str, language: str = "") -> Claim:
    """Return what `sentence` says.

    Args:
        sentence: Plain text.
        language: ISO 639-1 code, for stems, stop words and numbers in words; empty is
            taken for English.
    """
    plain = unicodedata.normalize("NFKC", _THOUSANDS.sub("", sentence))
    # Where all is in capitals, they tell no names.
    found = tokens(plain.lower() if plain.isupper() else plain)
    words, numbers, names = set[str](), set[str](), set[str]()
    for place, token in enumerate(found):
        for part in _parts(token):
            if number := _NUMBER.match(part):
                numbers.add(_plain_digits(number[0]))
                continue
            for root in _roots(part, language):
                (numbers if root.isdigit() else words).add(root)
                if place and part[0].isupper():
                    names.add(root)
    return Claim(
        stems=frozenset(words | numbers),
        numbers=frozenset(numbers),
        names=frozenset(names),
        spelled=dict(_spelled(found, language)),
        is_negated=any(_denies(token, language) for token in found),
    )


def _parts(token: str) -> list[str]:
    """Return the words of `17-year-old`, but names such as `COVID-19` whole."""
    parts = [part for part in _HYPHEN.split(token) if part]
    is_name = token[0].isalpha() and parts[-1].isdigit()
    return ["".join(parts)] if is_name else parts


def _plain_digits(number: str) -> str:
    """Return `number` in digits from 0 to 9 with a decimal point: `٣,٥` is 3.5."""
    digits = (str(unicodedata.decimal(char, char)) for char in number)
    return "".join(digits).replace(",", ".")


@lru_cache(maxsize=50_000)
def _roots(part: str, language: str) -> tuple[str, ...]:
    if number := numbers_in_words(language).get(part.lower()):
        return (number,)
    word = part.replace(".", "").removesuffix("'s")
    # `US` is no `us`.
    if 1 < len(word) <= _LONGEST_INITIALS and word.isupper():
        return (word.lower(),)
    return tuple(stems(word, language))


def _spelled(found: Sequence[str], language: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the initials that may stand for neighbouring words with capitals."""
    for start, first in enumerate(found):
        initials, known = "", frozenset[str]()
        for word in found[start:] if first[0].isupper() else ():
            if not word[0].isupper() and not is_stop_word(word, language):
                break
            if word[0].isupper():
                initials += word[0].lower()
                known |= frozenset(_roots(word, language))
            if len(initials) > _LONGEST_INITIALS:
                break
            if len(initials) > 1:
                yield initials, known


def _denies(token: str, language: str) -> bool:
    word = token.lower()
    return word.endswith("n't") or not negations(language).isdisjoint(word.split("'"))
