"""Paragraphs and sentences, word for word.

A full stop ends a sentence unless something says otherwise; what may say so is looked for
in a few words around it, so that the time is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.abbreviations import EXCLAIMED, abbreviations
from bot.text.words import is_stop_word

# A quote that touches the mark before it closes, whichever way it curls (German closes
# with the one that English opens with), unless the script sets no spaces.
_CLOSING = re.escape("\"'”’»›)]}」』）】》〉")
_CURLED_BACK = re.escape("“‘«‹")
_OPENING = re.escape("\"'“‘„‚«»‹([{「『（【《〈¿¡#@•*")
_FULL_WIDTH = "。！？｡"
_END = re.compile(
    rf"[{_FULL_WIDTH}]+[{_CLOSING}]*|[.!?…؟۔।॥{_FULL_WIDTH}]+[{_CLOSING}{_CURLED_BACK}]*"
)
# French sets its closing quote apart.
_DETACHED_QUOTE = re.compile(r"[ \u00a0\u202f]»")

# Abbreviations are short: what is longer needs no look-up.
_LONGEST = 24
# The word before a mark, with the letters of `z. B.` taken together.
_BEFORE = re.compile(
    rf"(?P<number>\d\s)?(?P<letters>(?:\b[^\W\d_]\.\s?)*)(?P<word>[^\s{_OPENING}]*)$"
)
_AFTER = re.compile(rf"\s*(?:[-–—]\s*)?(?:[{_OPENING}]+\s?)?(?P<word>\S{{0,{_LONGEST}}})")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")
_INITIAL = re.compile(r"[^\W\d_]\.")
_ORDINAL = re.compile(r"\d{1,2}|[IVXLC]+")
_ORDINAL_LANGUAGES = frozenset(
    {"cs", "da", "de", "et", "fi", "hr", "hu", "lv", "nb", "no", "pl", "sk", "sl", "sr", "tr"}
)
# What follows a time of day: `5 a.m. Monday`, `10 p.m. EST`.
_DAY_OR_ZONE = re.compile(r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{1,3}T|GMT|UTC)\b")
# What begins no sentence: `Yahoo! Inc.`, or what closes a bracket.
_NO_OPENING = re.compile(r"(?:Inc|Corp|Co|Ltd|LLC|PLC)(?:[.,;]|$)|[)\]},;:”]")


def split_paragraphs(text: str) -> list[str]:
    """Return the lines of `text` that hold anything, without the blanks around them."""
    return [line for line in map(str.strip, text.splitlines()) if line]


def split_sentences(text: str, language: str = "") -> list[str]:
    """Return the sentences of `text` in order, each exactly as it stands there.

    A sentence never crosses a line break. Closing quotes and brackets belong to the
    sentence that they follow.

    Args:
        text: Plain text; every line is a paragraph.
        language: ISO 639-1 code, for its abbreviations; empty if unknown.
    """
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for sentence in _sentences(paragraph, language)
    ]


def _sentences(paragraph: str, language: str) -> Iterator[str]:
    start = 0
    for end in _END.finditer(paragraph):
        stop = end.end()
        if quote := _DETACHED_QUOTE.match(paragraph, stop):
            stop = quote.end()
        if stop < len(paragraph) and _ends_sentence(paragraph, start, end, stop, language):
            yield paragraph[start:stop].strip()
            start = stop
    if rest := paragraph[start:].strip():
        yield rest


def _ends_sentence(
    paragraph: str, start: int, end: re.Match[str], stop: int, language: str
) -> bool:
    """Decide about the mark `end` of a sentence that began at `start`."""
    mark = end[0]
    if mark[0] in _FULL_WIDTH or not paragraph[stop].isspace():
        return mark[0] in _FULL_WIDTH
    after = _AFTER.match(paragraph, stop)
    following = after["word"] if after else ""
    if following[:1].islower() or _NO_OPENING.match(following):
        return False
    if mark.startswith(("..", "…")):
        return not following[:1].isdigit()
    window = paragraph[max(start, end.start() - _LONGEST) : end.start()]
    before = _BEFORE.search(window)
    if before is None or mark[0] not in ".!":
        return True
    opens = is_stop_word(following.rstrip(",;:'’"), language)
    if mark[0] == "!":
        return opens or before["word"].lower() not in EXCLAIMED
    is_list_number = before["word"].isdigit() and window.strip() == before["word"]
    return not (is_list_number or _goes_on(before, following, language, opens=opens))


def _goes_on(before: re.Match[str], following: str, language: str, *, opens: bool) -> bool:
    """Return whether a full stop belongs to the word `before` it alone.

    Args:
        before: A match of `_BEFORE`.
        following: The word after it, with its punctuation.
        language: ISO 639-1 code.
        opens: Whether `following` is a function word, whose capital must then be that of
            a sentence; any other capital may be a name's.
    """
    known, word = abbreviations(language), before["word"]
    letters = re.sub(r"\s", "", before["letters"] + word).lower().split(".")
    # The longest that is known: of `r. p.n.e.`, that is `p.n.e.`
    spellings = (".".join(letters[first:]) for first in range(len(letters)))
    spelling = next((each for each in spellings if each in known), "")
    if spelling in known.closing and (before["number"] or spelling not in known.leading):
        return following[:1].isdigit() or bool(_DAY_OR_ZONE.match(following))
    if spelling in known.leading:
        return True
    if spelling in known.counting and following[:1].isdigit():
        return True
    may_go_on = (
        spelling in known.trailing
        or (len(word) == 1 and word.isalpha())
        or bool(_DOTTED.fullmatch(word))
        or (language in _ORDINAL_LANGUAGES and bool(_ORDINAL.fullmatch(word)))
    )
    return may_go_on and (not opens or bool(_INITIAL.match(following)))
