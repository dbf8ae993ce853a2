"""Full stops that belong to the word before them: abbreviations, initials, ordinals."""

from __future__ import annotations

import re
from functools import cache

from bot.text.abbreviations import Abbreviations, abbreviations, as_listed, last_parts
from bot.text.words import is_stop_word

# How much of a sentence is looked at before a full stop: a date is longer than a word.
LOOK_BACK = 60
_LONGEST = 24

_BOUNDS = r"\s()\[\]{}\"“”„‚«»‹›"
_APOSTROPHES = "'’‘"
# French and Italian glue articles to what they stand before: `l'av.`
_ELIDING = frozenset({"ca", "fr", "it"})
# The word before a full stop, with the letters of `z. B.` taken together.
_BEFORE = re.compile(
    rf"(?P<number>(?:\d|\b[IVXLХІ]+)\s)?(?P<letters>(?:\b[^\W\d_]\.-?\s?)*)(?P<word>[^{_BOUNDS}]*)$"
)
# `U.S`, `Ph.D`, `J.-P`
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.-?)+[^\W\d_]{1,2}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ORDINAL = re.compile(r"\d{1,2}|[IVXLC]+")
_COUNTED = re.compile(r"(?P<word>[^\s.]+)\.?\s\d{1,2}$")
_ROMAN = re.compile(r"[IVXLC]{2,}\b")
_ORDINAL_LANGUAGES = frozenset(
    {"bs", "cs", "da", "de", "et", "fi", "hr", "hu", "is", "lb", "lv", "nb", "nn", "no", "pl"}
    | {"sk", "sl", "sr", "tr"}
)
# What follows a time of day: `5 a.m. Monday`, `10 p.m. EST`.
_DAY_OR_ZONE = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{1,3}T|GMT|UTC|Eastern|Pacific"
    r"|January|February|March|April|June|July|August|September|October|November|December)\b"
)
# What has letters for names: `Vitamin C`, `Group B`.
_LETTERED = re.compile(
    r"\b(?:category|class|division|gate|grade|group|grupo|gruppe|gruppo|groupe|hepatitis"
    r"|influenza|plan|serie|terminal|type|vitamin)\s\w$",
    re.IGNORECASE,
)


def belongs_to_word(
    before: str, following: str, language: str, *, is_whole: bool, dash: bool = False
) -> bool:
    """Return whether a full stop ends the word before it and not the sentence.

    Args:
        before: The sentence up to the full stop, or its last `LOOK_BACK` characters.
        following: The next word, with its punctuation; no lower-case letter begins it.
        language: ISO 639-1 code; empty if unknown.
        is_whole: Whether `before` is the whole sentence so far.
        dash: Whether a dash stands between that opens no dialogue: `Calif. — The fire`.
    """
    is_whole_word = is_word(before[before.rfind(" ") + 1 :], language)
    found = None if is_whole_word else _BEFORE.search(before[-_LONGEST:])
    if found is None:
        return False
    known, has_number = abbreviations(language), bool(found["number"])
    word = found["word"].lstrip(_APOSTROPHES)
    if language in _ELIDING:
        word = word.replace("’", "'").rpartition("'")[2]
    spelling = _spelling(found["letters"] + word, known)
    is_numeral = following[:1].isdigit() or bool(_ROMAN.match(following))
    if spelling in known.counting and is_numeral:
        return True
    is_year = spelling in known.years and has_number
    if is_year or (spelling in known.closing and (has_number or spelling not in known.leading)):
        is_time = not is_year and (following[:1].isdigit() or _DAY_OR_ZONE.match(following))
        return bool(is_time) or _opens_clause(before, following, language, is_whole=is_whole)
    if spelling in known.leading:
        return True
    is_letter = len(word) == 1 and word.isalpha()
    if is_letter and is_whole and before.lstrip("([\"'“„«") == word:  # `Q. What happened?`
        return True
    may_go_on = (
        spelling in known.trailing
        or (is_letter and not _LETTERED.search(before))
        or bool(_DOTTED.fullmatch(word))
        or _is_ordinal(before, word, language)
    )
    return may_go_on and (
        dash or not opens_sentence(following, language) or bool(_INITIAL.match(following))
    )


def is_word(last: str, language: str) -> bool:
    """Return whether `last` surely is no abbreviation, as most words are seen to be at once."""
    if len(last) < len("II") or not last.isalpha() or last.isupper():
        return False
    return last.lower() not in last_parts(language)


def opens_sentence(following: str, language: str) -> bool:
    """Return whether a capital in `following` must be that of a sentence.

    It must if it is a function word's, while any other capital may be a name's.
    """
    word = following.rstrip(",;:'’\"”")
    if _ROMAN.fullmatch(word):
        return False
    return is_stop_word(word, language) or word.lower() in abbreviations(language).openers


def _spelling(letters: str, known: Abbreviations) -> str:
    """Return the longest abbreviation that `letters` end in: for `r. p.n.e`, `p.n.e`."""
    parts = re.sub(r"\s", "", letters).split(".")
    kinds = (known.leading, known.counting, known.trailing, known.closing, known.years)
    for first in range(len(parts)):
        for spelling in as_listed(".".join(parts[first:])):
            if any(spelling in kind for kind in kinds):
                return spelling
    return ""


def _is_ordinal(before: str, word: str, language: str) -> bool:
    """Return whether `word`, which ends `before`, is `3.` of October and not of page 3."""
    if language not in _ORDINAL_LANGUAGES or not _ORDINAL.fullmatch(word):
        return False
    counted = _COUNTED.search(before)
    return counted is None or counted["word"].lower() not in abbreviations(language).counting


def _opens_clause(before: str, following: str, language: str, *, is_whole: bool) -> bool:
    """Return whether the date that ends `before` opens its clause: `W 1911 r. Mongolia`."""
    clause = _dated_clause(language).search(before)
    if clause is None or not (clause["start"] or is_whole):
        return False
    if not clause["start"] and clause["word"] is None:  # a date alone is no sentence
        return True
    is_conjunction = clause["word"] is None or is_stop_word(clause["word"], language)
    return is_conjunction and not opens_sentence(following, language)


@cache
def _dated_clause(language: str) -> re.Pattern[str]:
    prepositions = "|".join(sorted(abbreviations(language).dating)) or "(?!)"
    return re.compile(
        rf"(?:(?P<start>^|[,;:(–—]\s)(?:(?P<word>[^\W\d]+)\s)?(?:{prepositions})|^\d[^\s,;]*)"
        r"(?:\s[^\s,;]+){1,4}$",
        re.IGNORECASE,
    )
