"""Show why a text matches: its words, marked, and its best sentence; and mend what was mistyped."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from bot.text.sentences import split_sentences
from bot.text.words import placed_tokens, stems
from storage.model import Term

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


# Text in pieces, each with whether it is marked.
Marked: TypeAlias = tuple[tuple[str, bool], ...]

# Characters of a sentence that are shown, and of what stands before its first match.
LONGEST = 140
_BEFORE = 50

# Of a longer text only the beginning is looked at, unless that has nothing.
_BEGINNING = 4_000


@dataclass(frozen=True, slots=True)
class Sought:
    """The words that are sought in texts.

    Attributes:
        stems: Whole stems, each with the typed word that it is of.
        beginnings: Beginnings of stems, with the same.
    """

    stems: dict[str, str] = field(default_factory=dict)
    beginnings: dict[str, str] = field(default_factory=dict)

    def typed(self, found: Iterable[str]) -> set[str]:
        """Return the typed words that stand for any of the stems `found`."""
        words = {self.stems[stem] for stem in found if stem in self.stems}
        for letters, typed in self.beginnings.items():
            if any(stem.startswith(letters) for stem in found):
                words.add(typed)
        return words


def sought_by(terms: Iterable[Term]) -> Sought:
    """Return what the terms seek; each word of a phrase counts by itself."""
    sought = Sought()
    for term in terms:
        whole = term.words[:-1] if term.is_prefix else term.words
        for word in whole:
            sought.stems.setdefault(word, term.text if len(whole) == 1 else word)
        if term.is_prefix:
            sought.beginnings.setdefault(term.words[-1], term.text)
    return sought


def mark(text: str, sought: Sought, language: str) -> Marked:
    """Return `text` in pieces, the words that are sought marked.

    Args:
        text: As a reader sees it.
        sought: What is marked.
        language: ISO 639-1 code of the text, by which it was stemmed.
    """
    pieces: list[tuple[str, bool]] = []
    end = 0
    for begin, until in _joined(_matches(text, sought, language)):
        if begin > end:
            pieces.append((text[end:begin], False))
        pieces.append((text[begin:until], True))
        end = until
    if end < len(text):
        pieces.append((text[end:], False))
    return tuple(pieces)


def excerpt(body: str, sought: Sought, language: str) -> str:
    """Return the sentence that has most of what is sought, cut around it; empty if none has any.

    Args:
        body: Plain text.
        sought: What it is to have.
        language: ISO 639-1 code of the text.
    """
    for text in (body[:_BEGINNING], body[_BEGINNING:]):
        best, most = "", 0
        for sentence in split_sentences(text, language):
            count = len(sought.typed({*stems(sentence, language)}))
            if count > most:
                best, most = sentence, count
        if best:
            return _cut(best, sought, language)
    return ""


def _cut(sentence: str, sought: Sought, language: str) -> str:
    """Return what stands around the first match, in whole words where there are spaces."""
    if len(sentence) <= LONGEST:
        return sentence
    first = next((begin for begin, _ in _matches(sentence, sought, language)), 0)
    begin = max(0, min(first - _BEFORE, len(sentence) - LONGEST))
    if begin:
        begin = sentence.find(" ", begin, first) + 1 or begin
    end = min(len(sentence), begin + LONGEST)
    if end < len(sentence):
        # A word that was sought stays whole.
        space = sentence.rfind(" ", first, end)
        end = space if space > first else end
    before, after = "…" * (begin > 0), "…" * (end < len(sentence))
    return f"{before}{sentence[begin:end].rstrip(' ,;:')}{after}"


def _matches(text: str, sought: Sought, language: str) -> Iterator[tuple[int, int]]:
    for token, begin, end in placed_tokens(text):
        found = stems(token, language)
        if found and sought.typed(found):
            yield begin, end


def _joined(spans: Iterable[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Return spans that touch as one: pairs of characters overlap."""
    joined: list[tuple[int, int]] = []
    for begin, end in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((begin, end))
    return joined
