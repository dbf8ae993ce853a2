"""What a typed word may be in the index, whose texts are each stemmed in their language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.text.words import stems, words
from storage.model import And, Field, Or, Query, Term

# A word becomes a choice of its stems in so many languages. Each costs time, and those
# that have fewer texts still are mostly found by the stem of another one.
MOST_LANGUAGES = 6

# Fewer letters begin thousands of words.
LEAST_PREFIX = 3

# Scripts, and the languages of the news world that are written in each: of a word in one
# of them, only those that the store has are tried, or else the first one.
_SCRIPTS = (
    (re.compile("[іїєґ]", re.IGNORECASE), ("uk", "be", "kk")),
    (re.compile("[ђјљњћџ]", re.IGNORECASE), ("sr", "mk")),
    (re.compile("[а-яё]", re.IGNORECASE), ("ru", "uk", "bg", "be", "sr", "mk", "kk", "ky", "mn")),
    (re.compile("[α-ω]", re.IGNORECASE), ("el",)),
    (re.compile("[\u05d0-\u05ea]"), ("he", "yi")),
    (re.compile("[\u0621-\u064a]"), ("ar", "fa", "ur", "ps", "ku")),
    (re.compile("[\u0900-\u097f]"), ("hi", "mr", "ne")),
    (re.compile("[\u0980-\u09ff]"), ("bn",)),
    (re.compile("[\u0b80-\u0bff]"), ("ta",)),
    (re.compile("[\u0531-\u0587]"), ("hy",)),
    (re.compile("[\u0e00-\u0e7f]"), ("th",)),
    (re.compile("[\u3041-\u30ff]"), ("ja",)),
    (re.compile("[\u3400-\u4dbf\u4e00-\u9fff]"), ("zh", "ja")),
)
_SPACELESS = frozenset({"ja", "th", "zh"})


def languages_of(word: str, languages: Sequence[str]) -> list[str]:
    """Return the languages that `word` may be in.

    Args:
        word: As typed.
        languages: ISO 639-1 codes that the store has, the most frequent first.
    """
    for script, written in _SCRIPTS:
        if script.search(word):
            return [language for language in languages if language in written] or [written[0]]
    return list(languages[:MOST_LANGUAGES]) or ["en"]


@dataclass(frozen=True, slots=True)
class Excused:
    """A word that tells nothing in some of the languages that it may be in: "war", "die".

    Attributes:
        query: What it asks for in the others.
        languages: Those in which it is a stop word, and in no index.
        is_likely: Whether the likeliest language is one of these.
    """

    query: Query
    languages: tuple[str, ...]
    is_likely: bool

    def alone(self) -> Query | None:
        """Return what it asks for where no other word says more."""
        return None if self.is_likely else self.query

    def beside_others(self) -> Query | None:
        """Return what it asks for beside other words: texts of its languages go without it."""
        return joined_or([self.query, *map(_in_language, self.languages)])


def word_query(text: str, field: Field, *, languages: Sequence[str]) -> Query | Excused | None:
    """Return what a typed word or phrase asks for, or None if it tells nothing.

    Stop words are left out, as they are in the index. A phrase that is shorter by them in
    one language than in another must stand in a text of that language.

    Args:
        text: A word, or words in a row.
        field: ANY or TITLE.
        languages: As for `languages_of`.
    """
    spoken = languages_of(text, languages)
    if len(text) == 1 and not _SPACELESS.isdisjoint(spoken) and not text.isascii():
        # A word by itself in these scripts, and of each pair that begins with it.
        return Term((text,), field, text, is_prefix=True)
    found: dict[tuple[str, ...], list[str]] = {}
    for language in spoken:
        found.setdefault(tuple(stems(text, language)), []).append(language)
    silent_in = found.pop((), [])
    longest = max(map(len, found), default=0)
    choices: list[Query] = []
    for stemmed, spoken_in in found.items():
        term = Term(stemmed, field, text)
        within = joined_or(map(_in_language, spoken_in))
        choices.append(And((term, within)) if within and len(stemmed) < longest else term)
    query = joined_or(choices)
    if query is None or not silent_in or len(words(text)) > 1:
        return query
    return Excused(query, tuple(silent_in), is_likely=spoken[0] in silent_in)


def _in_language(code: str) -> Term:
    return Term((), Field.LANGUAGE, code)


def prefix_query(text: str, field: Field, *, languages: Sequence[str]) -> Query | None:
    """Return what a word with an open end asks for: all that begins so, and its own forms.

    Args:
        text: What stands before the `*`.
        field: ANY or TITLE.
        languages: As for `languages_of`.

    Returns:
        None if it has fewer than `LEAST_PREFIX` letters. Scripts without spaces are
        indexed by pairs of characters, and begin and end nowhere: the `*` tells nothing.
    """
    itself = word_query(text, field, languages=languages)
    if isinstance(itself, Excused):
        itself = itself.query
    if not _SPACELESS.isdisjoint(languages_of(text, languages)) and not text.isascii():
        return itself
    folded = tuple(words(text))
    if not folded or len(folded[-1]) < LEAST_PREFIX:
        return None
    begun = Term(folded, field, text, is_prefix=True)
    return joined_or([begun, itself])


def joined_or(choices: Iterable[Query | None]) -> Query | None:
    """Return what any of `choices` matches; None if there is none."""
    flat = (part for choice in choices for part in _alternatives(choice))
    telling = list(dict.fromkeys(flat))
    if len(telling) > 1:
        return Or(tuple(telling))
    return telling[0] if telling else None


def _alternatives(choice: Query | None) -> tuple[Query, ...]:
    if choice is None:
        return ()
    return choice.parts if isinstance(choice, Or) else (choice,)
