"""Whether a sentence tells a fact that was told already.

Two reports word one fact differently, and two facts alike: "Dockers accepted the offer with
61 % of the votes", "The offer was backed by 61 percent of dockers", "Dockers rejected the
offer". So a sentence repeats what was told if most of it stands there, in any order and
any form; and it does not if it differs in little but that a number, a name or the outcome
is another one. What denies, counts and is opposite in a language stands in `bot/languages`;
where nothing does, digits and names still tell facts apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.languages import load_language
from bot.text import is_stop_word, stem, stems, tokens


@cache
def numbers_in_words(language: str) -> Mapping[str, str]:
    """Return the digits of the numbers that `language` writes in words, two to twelve."""
    words = load_language(language or "en").numbers
    return {word: str(number) for number, word in enumerate(words, start=2)}


@cache
def opposites(language: str) -> Mapping[str, frozenset[str]]:
    """Return for each stem of `language` those that say the opposite of an outcome."""
    found: dict[str, frozenset[str]] = {}
    for line in load_language(language or "en").opposites:
        one, other = (
            frozenset(stem(word, language) for word in side.split()) for side in line.split("|")
        )
        for these, those in ((one, other), (other, one)):
            for each in these:
                found[each] = found.get(each, frozenset()) | those - these
    return found


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
    """Return what `sentence` says; no language is taken for English."""
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
    denying = load_language(language or "en").negations
    return word.endswith("n't") or not denying.isdisjoint(word.split("'"))


# Fitted on labelled sentences of news (`tests/benchmarks/whats_new.py`), and flat: weights
# for numbers, names and rare words, synonyms and the order of words added nothing.
# From here on a sentence is told likelier than new,
_ENOUGH = 0.54
# and below this it is new in nine of ten cases.
_LITTLE = 0.3
# From here on it is no news at all: to leave such sentences out of summaries of several
# articles costs them nothing (`tests/training/fit_ranker.py`), from 0.7 on it does.
_NEARLY_ALL = 0.85
# A sentence that holds all of a told one counts for so much more told, since it is likelier
# its rewording, unless it has a number that was not told.
_RETOLD = 0.25
# Two sentences that differ in more words than these are no variants of each other.
_FEW = 2


class KnownFacts:
    """What was told so far.

    A sentence is compared with the two told sentences that are nearest to it, since one may
    join what two said; so what was told may be long.
    """

    def __init__(self, sentences: Iterable[str] = (), *, language: str = "") -> None:
        """Begin with `sentences`, all of one language, as those that are asked about."""
        self._language = language
        self._claims: list[Claim] = []
        self._places: dict[str, list[int]] = {}
        for sentence in sentences:
            self.add(sentence)

    def add(self, sentence: str) -> None:
        """Take in that `sentence` was told."""
        claim = claim_of(sentence, self._language)
        for word in claim.stems:
            self._places.setdefault(word, []).append(len(self._claims))
        self._claims.append(claim)

    def repeats(self, sentence: str) -> bool:
        """Return whether `sentence` tells nothing that was not told, as far as one can say.

        A sentence of stop words alone tells nothing.
        """
        return self.overlap(sentence) >= _ENOUGH

    def is_surely_new(self, sentence: str) -> bool:
        """Return whether `sentence` tells something new beyond doubt.

        For whoever would rather miss news than repeat it.
        """
        return self.overlap(sentence) < _LITTLE

    def is_surely_told(self, sentence: str) -> bool:
        """Return whether `sentence` tells what was told, beyond doubt.

        For whoever would rather repeat something than miss news.
        """
        return self.overlap(sentence) >= _NEARLY_ALL

    def overlap(self, sentence: str) -> float:
        """Return how much of `sentence` was told, 0 to 1.25.

        It is 0 too for a told sentence with another number, name or outcome.
        """
        claim = claim_of(sentence, self._language)
        if not claim.stems:
            return 1.0
        near = self._nearest(claim.stems)
        if near is None or self._varies(claim, near):
            return 0.0
        left = claim.stems - near.stems - self._told_by_initials(claim)
        if left and (more := self._nearest(left)):
            left -= more.stems
        known = 1 - len(left) / len(claim.stems)
        if left.isdisjoint(claim.numbers):
            known += _RETOLD * len(claim.stems & near.stems) / len(near.stems)
        return known

    def adds(self, sentence: str) -> frozenset[str]:
        """Return the stems and numbers of `sentence` that no told sentence has."""
        claim = claim_of(sentence, self._language)
        return claim.stems - self._places.keys() - self._told_by_initials(claim)

    def _nearest(self, stems: Iterable[str]) -> Claim | None:
        """Return the told claim that holds most of `stems`, the first one if tied."""
        held = Counter(place for stem in stems for place in self._places.get(stem, ()))
        if not held:
            return None
        return self._claims[max(held, key=lambda place: (held[place], -place))]

    def _told_by_initials(self, claim: Claim) -> frozenset[str]:
        """Return the words of names that were told as initials, such as `CDC`."""
        told = claim.spelled.keys() & self._places.keys()
        return frozenset().union(*(claim.spelled[initials] for initials in told))

    def _varies(self, claim: Claim, told: Claim) -> bool:
        """Return whether `claim` is `told` with another number, name or outcome."""
        other, missing = claim.stems - told.stems, told.stems - claim.stems
        if len(other) > _FEW:
            return False
        against = opposites(self._language)
        is_opposite = any(not missing.isdisjoint(against.get(stem, ())) for stem in other)
        # What a longer told sentence denies or names may be another thing.
        is_close = len(missing) <= _FEW
        is_turned = is_close and claim.is_negated != told.is_negated
        is_renamed = is_close and bool(other & claim.names and missing & told.names)
        numbers = other & claim.numbers
        # A number that another sentence told may belong to what that one said.
        is_recounted = bool(numbers and (missing & told.numbers or numbers - self._places.keys()))
        return is_recounted or is_renamed or is_opposite != is_turned


# Of two versions of a sentence, so much is the same but for numbers.
_SAME_SENTENCE = 0.6
_FEWEST_SHARED = 3


def is_corrected(told: str, now: str, *, language: str) -> bool:
    """Return whether `now` is what was `told` with another number, name, outcome or "not".

    A number that was added or left out corrects nothing, nor does another wording.
    """
    one, other = claim_of(told, language), claim_of(now, language)
    mine, theirs = one.stems - one.numbers, other.stems - other.numbers
    shared = len(mine & theirs)
    if shared < max(_FEWEST_SHARED, _SAME_SENTENCE * max(len(mine), len(theirs))):
        return False
    if one.numbers - other.numbers and other.numbers - one.numbers:
        return True
    left, come = mine - theirs, theirs - mine
    if len(left) > _FEW or len(come) > _FEW:
        return False
    against = opposites(language)
    is_opposite = any(not come.isdisjoint(against.get(each, ())) for each in left)
    is_renamed = bool(left & one.names and come & other.names)
    return is_opposite or is_renamed or one.is_negated != other.is_negated


def repeats(sentence: str, told: Iterable[str], *, language: str = "") -> bool:
    """Return whether `sentence` tells nothing that is not among the `told` ones.

    Whoever asks often keeps `KnownFacts`.
    """
    return KnownFacts(told, language=language).repeats(sentence)
