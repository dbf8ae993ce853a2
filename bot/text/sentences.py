"""Paragraphs and sentences, word for word.

A mark ends a sentence unless something says otherwise; what may say so is looked for in a
few words around it, so that the time is linear in the text, whatever the text. A full stop
may belong to the word before it: abbreviations are listed in `bot/languages`, initials,
ordinals and dotted capitals (`U.S.`) follow rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache

from bot.languages import ANY, Abbreviations, load_language, of_all
from bot.text.words import is_stop_word

# What is quoted, named or labelled wrongly is English more often than anything else.
_FALLBACK = "en"


@cache
def abbreviations(language: str) -> Abbreviations:
    """Return the abbreviations of `language` (ISO 639-1) together with the common ones.

    An unknown or empty language, or one without any, gets the English ones.
    """
    common = load_language(ANY).abbreviations or Abbreviations()
    own = (
        load_language(language).abbreviations
        or load_language(_FALLBACK).abbreviations
        or Abbreviations()
    )
    both = {
        kind.name: getattr(common, kind.name) | getattr(own, kind.name)
        for kind in fields(Abbreviations)
    }
    # Turkish `vs.` is no versus.
    both["leading"] = common.leading - own.closing | own.leading
    return Abbreviations(**both)


@cache
def last_parts(language: str) -> frozenset[str]:
    """Return the last words of the abbreviations of `language`, in lower case.

    What ends in none of them (`ex` for French `p. ex.`) is no abbreviation.
    """
    return frozenset(
        each.lower().rpartition(".")[2] for kind in _kinds(abbreviations(language)) for each in kind
    )


def _kinds(known: Abbreviations) -> tuple[frozenset[str], ...]:
    return known.leading, known.counting, known.trailing, known.closing, known.years


def as_listed(spelling: str) -> tuple[str, ...]:
    """Return how the lists may write `spelling`, the surest first."""
    if len(spelling) == 1:
        return (spelling,)
    lowered = spelling.lower()
    if "." not in spelling and spelling.isupper() and lowered not in _shared():
        return (spelling,)
    return (spelling, lowered)


@cache
def _shared() -> frozenset[str]:
    common = load_language(ANY).abbreviations or Abbreviations()
    return common.leading | common.trailing


# How much of a sentence is looked at before a full stop: a date is longer than a word.
LOOK_BACK = 60
_LONGEST = 24

_BOUNDS = r"\s()\[\]{}\"“”„‚«»‹›"
_APOSTROPHES = "'’‘"
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


@cache
def _day_or_zone() -> re.Pattern[str]:
    """Return what follows a time of day: `5 a.m. Monday`, `10 p.m. EST`."""
    english = load_language(_FALLBACK)
    days = "|".join(sorted(english.weekdays | english.months))
    return re.compile(rf"(?:{days}|[A-Z]{{1,3}}T|GMT|UTC|Eastern|Pacific)\b")


@cache
def _lettered() -> re.Pattern[str]:
    """Return what has letters for names: `Vitamin C`, `Group B`."""
    named = "|".join(of_all(lambda each: each.lettered))
    return re.compile(rf"\b(?:{named})\s\w$", re.IGNORECASE)


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
    if load_language(language).elides:  # `l'av.`
        word = word.replace("’", "'").rpartition("'")[2]
    spelling = _spelling(found["letters"] + word, known)
    is_numeral = following[:1].isdigit() or bool(_ROMAN.match(following))
    if spelling in known.counting and is_numeral:
        return True
    is_year = spelling in known.years and has_number
    if is_year or (spelling in known.closing and (has_number or spelling not in known.leading)):
        is_time = not is_year and (following[:1].isdigit() or _day_or_zone().match(following))
        return bool(is_time) or _opens_clause(before, following, language, is_whole=is_whole)
    if spelling in known.leading:
        return True
    is_letter = len(word) == 1 and word.isalpha()
    if is_letter and is_whole and before.lstrip("([\"'“„«") == word:  # `Q. What happened?`
        return True
    may_go_on = (
        spelling in known.trailing
        or (is_letter and not _lettered().search(before))
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
    kinds = _kinds(known)
    for first in range(len(parts)):
        for spelling in as_listed(".".join(parts[first:])):
            if any(spelling in kind for kind in kinds):
                return spelling
    return ""


def _is_ordinal(before: str, word: str, language: str) -> bool:
    """Return whether `word`, which ends `before`, is `3.` of October and not of page 3."""
    if not load_language(language).ordinals_have_dots or not _ORDINAL.fullmatch(word):
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


# A quote that touches the mark before it closes, whichever way it curls (German closes
# with the one that English opens with), unless the script sets no spaces.
_QUOTES = "\"'”’»›」』"
_CLOSING = re.escape(_QUOTES + ")]}】》〉）\\")  # some exports leave backslashes before quotes
_OPENING_QUOTES = "\"'“‘„«»‹"
_CURLED_BACK = re.escape("“‘«‹")
_OPENING = re.escape("\"'“‘„‚«»‹([{「『（【《〈¿¡#@•*")
# Marks that need no blank after them.
_SURE = "。！？｡।॥۔"
_MARKS = ".!?…؟։።။។" + _SURE
# One class to begin with is searched for several times as fast as either of two.
_END = re.compile(
    rf"[{_MARKS}](?:(?<=[{_SURE}])[{_SURE}]*[{_CLOSING}]*"
    rf"|(?<![{_SURE}])[{_MARKS}]*[{_CLOSING}{_CURLED_BACK}]*)"
)
# Full stops that end most sentences.
_PLAIN = frozenset({".", *(f".{quote}" for quote in _QUOTES)})
# French sets its closing quote apart; where letters follow at once, it is one that opens.
_DETACHED_QUOTE = re.compile(r"[ \u00a0\u202f](?:»|'')(?=[\s.,;:!?)]|$)")
_AFTER = re.compile(
    rf"\s*(?P<dash>[-–—]+\s*)?(?P<opening>(?:[{_OPENING}]|,,)*)\s?(?P<word>\S{{0,24}})"
)

_WORD = re.compile(r"\S+")

# What begins no sentence: what closes a bracket; after an exclamation, `Yahoo! Inc.`
_NO_OPENING = re.compile(r"[)\]},;:”/]")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|LLC|PLC)(?:[.,;]|$)")
# `eBay`, `mRNA`, `al-Sadr`
_CAMEL = re.compile(r"(?:[^\W\d_]|(?:al|el)-)[A-Z]")
_SHORTEST_GLUED = 3
_GLUED = re.compile(r"(?!(?:Com|Net|Org|Js)\b)[A-Z][a-z]+[\s,'’]")
_ELLIPSES = ("..", "…", ". .")
_LABEL = re.compile(r"[(\[]?\d{1,3}")
# `Am 12. Bis 13. September`: a preposition and a day are no sentence.
_DAY_ALONE = re.compile(r"[^\W\d_]{2,4} \d{1,2}")
# `the ID. SPACE CRUISER`: a name in capitals goes on.
_CAPITALS = re.compile(r"\b[A-Z]{2,3}\.$")
_MORE_CAPITALS = re.compile(r"\s[A-Z]{3,} [A-Z]{3,}\b")
# `It fell in 2007.[1]`
_FOOTNOTES = re.compile(r"(?:\s?\[\d{1,3}\])+(?=\s|$)")
# What the two that stand apart from their mark, quotes and footnotes, cannot be without.
_APART = ("»", "''", "]")
# Wikinews closes a page with its categories, which run together once they are copied as
# text. These names and dates are never parts of others, and what stands between is one.
_CATEGORIES = "Categories: "
_CATEGORY = re.compile(
    r"(?:^|\s)([A-Z][a-z]+ \d{1,2}, \d{4}|Archived|Published|Original reporting|Wackynews"
    r"|Africa|Asia|Central America|Europe|Middle East|North America|Oceania|South America"
    r"|Crime and law|Culture and entertainment|Disasters and accidents|Economy and business"
    r"|Politics and conflicts|Science and technology)(?=\s|$)"
)
# A bracket that closes later than this was not meant to hold sentences.
_LONGEST_BRACKET = 120


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
    # Patterns are slow, and nine texts in ten have no credit.
    has_credits = any(word in text for word in load_language(_FALLBACK).credit_words)
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for part in _parts(paragraph, has_credits=has_credits)
        for sentence in _sentences(part, language)
    ]


def _parts(paragraph: str, *, has_credits: bool) -> list[str]:
    """Return what stands in a paragraph without marks between."""
    if paragraph.startswith(_CATEGORIES):
        listed = _CATEGORY.split(paragraph.removeprefix(_CATEGORIES))
        return [_CATEGORIES.rstrip(), *filter(None, map(str.strip, listed))]
    return _credit().split(paragraph) if has_credits else [paragraph]


@cache
def _credit() -> re.Pattern[str]:
    """Return what parts a caption from its credit (`A crane in Odesa Photo: Ann Roe.`)."""
    return re.compile(rf"(?<=[\w)])\s+(?={'|'.join(load_language(_FALLBACK).credits)})")


def _sentences(paragraph: str, language: str) -> Iterator[str]:
    # Where dandas end the sentences, full stops end abbreviations.
    has_danda = "।" in paragraph
    has_apart = any(each in paragraph for each in _APART)
    start = 0
    for end in _END.finditer(paragraph):
        stop = end.end()
        if has_apart and (apart := _apart(paragraph, stop)):
            stop = apart.end()
        if stop == len(paragraph):
            break
        if has_danda and end[0][0] == "." and not end[0].startswith(".."):
            continue
        place = paragraph, start, end, stop
        if _ends_plainly(*place, language) or _ends_sentence(*place, language):
            yield from _parted(paragraph[start:stop].strip())
            start = stop
    if rest := paragraph[start:].strip():
        yield from _parted(rest)


# A heading in capitals has more letters than a name, and a sentence follows it.
_FEWEST_CAPITAL_WORDS = 3
_FEWEST_CAPITALS = 14
_FEWEST_AFTER = 30


def _parted(sentence: str) -> Iterator[str]:
    """Yield a heading in capitals apart from the sentence that it has run together with."""
    if sentence[:4].isupper():
        end, words = 0, 0
        for word in _WORD.finditer(sentence):
            if not (word[0].isupper() or word[0].isdecimal()):
                break
            end, words = word.end(), words + any(map(str.isalpha, word[0]))
        heading, rest = sentence[:end].rstrip(), sentence[end:].lstrip()
        letters = sum(map(str.isalpha, heading))
        goes_on = rest[:1].isupper() and rest[1:2].islower() and len(rest) >= _FEWEST_AFTER
        if words >= _FEWEST_CAPITAL_WORDS and letters >= _FEWEST_CAPITALS and goes_on:
            yield heading
            sentence = rest
    yield sentence


def _apart(paragraph: str, stop: int) -> re.Match[str] | None:
    return _DETACHED_QUOTE.match(paragraph, stop) or _FOOTNOTES.match(paragraph, stop)


def _ends_plainly(paragraph: str, start: int, end: re.Match[str], stop: int, language: str) -> bool:
    """Return whether a full stop stands between a whole word and a capital or a number.

    Most do, and are decided about in a fifth of the time.
    """
    if end[0] not in _PLAIN or paragraph[stop] != " ":
        return False
    first = paragraph[stop + 1 : stop + 3].lstrip('"“‘')[:1]
    if not (first.isupper() or first.isdigit()):
        return False
    mark = end.start()
    last = max(start, paragraph.rfind(" ", start, mark) + 1)
    return is_word(paragraph[last:mark], language) and not _is_bracketed(
        paragraph, start, mark, stop
    )


def _ends_sentence(
    paragraph: str, start: int, end: re.Match[str], stop: int, language: str
) -> bool:
    """Decide about the mark `end`, quotes included, of a sentence that began at `start`."""
    mark = end[0]
    if mark[0] in _SURE:
        return len(mark) == 1 or not _is_quotation(paragraph, mark, stop)
    if not paragraph[stop].isspace():
        return _is_glued(paragraph, end)
    after = _AFTER.match(paragraph, stop)
    if after is None or not _begins_sentence(after, mark):
        return False
    is_whole = end.start() - start <= LOOK_BACK
    begun = paragraph[max(start, end.start() - LOOK_BACK) : end.start()].strip()
    if is_whole and _is_no_sentence(begun, language):
        return False
    is_name = _CAPITALS.search(begun + mark) and _MORE_CAPITALS.match(paragraph, stop)
    if is_name or _is_bracketed(paragraph, start, end.start(), stop):
        return False
    return not (
        _goes_on(begun, mark, after, language, is_whole=is_whole)
        or (mark[-1] in _QUOTES and _is_attributed(paragraph, start, mark, after, language))
    )


def _goes_on(begun: str, mark: str, after: re.Match[str], language: str, *, is_whole: bool) -> bool:
    """Return whether a mark is part of a word or of an omission."""
    following = after["word"]
    if mark.startswith(_ELLIPSES):
        return following[0].isdigit() or _stammers(begun, following)
    if mark[0] == ".":
        dash = after["dash"] is not None and not _dash_opens_dialogue(language)
        return belongs_to_word(begun, following, language, is_whole=is_whole, dash=dash)
    if mark[0] == "!":
        word = begun[begun.rfind(" ") + 1 :].lower()
        is_name = word in load_language(ANY).exclaimed and not opens_sentence(following, language)
        return is_name or bool(_COMPANY.match(following))
    return False


def _stammers(begun: str, following: str) -> bool:
    """Return whether a word comes again after an omission: `I... I am sorry`."""
    last = begun[begun.rfind(" ") + 1 :].strip(_QUOTES + _OPENING_QUOTES)
    return last.casefold() == following.rstrip(",.").casefold()


def _begins_sentence(after: re.Match[str], mark: str) -> bool:
    word, opening = after["word"], after["opening"]
    if word[:1].islower() and not _CAMEL.match(word):
        # `¿y qué?`; Dutch `'s Avonds`; a quotation of half a sentence
        return (
            opening[:1] in {"¿", "¡"}
            or opening + word in {"'s", "'t"}
            or (mark == "." and opening in {'"', "“", "„", "«"})
        )
    return bool(word) and not _NO_OPENING.match(word)


def _is_glued(paragraph: str, end: re.Match[str]) -> bool:
    """Return whether the blank after a mark was lost with a line break: `the end.The ship`."""
    before = paragraph[max(0, end.start() - _SHORTEST_GLUED) : end.start()]
    return (
        (before.isdigit() or (before.islower() and before.isalpha()))
        and not end[0].startswith(_ELLIPSES)
        and bool(_GLUED.match(paragraph, end.end()))
    )


def _is_bracketed(paragraph: str, start: int, mark: int, stop: int) -> bool:
    """Return whether a mark stands in brackets that the sentence opened and will close."""
    opened = paragraph.rfind("(", max(start, mark - _LONGEST_BRACKET), mark)
    if opened < 0 or not paragraph[start:opened].strip() or ")" in paragraph[opened:stop]:
        return False
    return paragraph.find(")", stop, stop + _LONGEST_BRACKET) >= 0


def _is_no_sentence(begun: str, language: str) -> bool:
    """Return whether nothing but marks or the number of an item was begun."""
    if not any(map(str.isalnum, begun)):
        return True
    known = load_language(language)
    if known.ordinals_have_dots and _DAY_ALONE.fullmatch(begun):
        return True
    return not known.numbers_stand_apart and bool(_LABEL.fullmatch(begun))


def _is_attributed(
    paragraph: str, start: int, mark: str, after: re.Match[str], language: str
) -> bool:
    """Return whether a sentence that begins with a quotation goes on to say whose it is.

    `"Why?" Ann Roe asked.`, `"We won!" — Ann Roe`.
    """
    if paragraph[start : start + 2].lstrip()[:1] not in _OPENING_QUOTES:
        return False
    if after["dash"] and after["dash"][0] in "—–" and not _dash_opens_dialogue(language):
        return True
    speaker = _speaker().match(paragraph, after.start()) if mark[0] in "!?" else None
    return speaker is not None and not is_stop_word(speaker["name"], "en")


@cache
def _speaker() -> re.Pattern[str]:
    """Return what says whose question it was (`"Why?" Ann Roe asked.`)."""
    verbs = "|".join(sorted(load_language(_FALLBACK).speech_verbs))
    name = r"[A-Z][\w.'’-]+"
    return re.compile(rf"\s(?P<name>{name})(?:\s{name}){{0,2}}\s(?:{verbs})\b")


@cache
def _after_quotes() -> re.Pattern[str]:
    return re.compile("|".join(["[、，]", *of_all(lambda each: each.after_quotes)]))


def _dash_opens_dialogue(language: str) -> bool:
    return bool(language) and load_language(language).dashes_open_dialogue


def _is_quotation(paragraph: str, mark: str, stop: int) -> bool:
    """Return whether the sentence goes on after a quotation or a title: `「行く。」と言った`."""
    if mark[-1] in "》〉":
        return True
    return mark[-1] in _QUOTES and bool(_after_quotes().match(paragraph, stop))
