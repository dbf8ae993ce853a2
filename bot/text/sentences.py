"""Paragraphs and sentences, word for word.

A mark ends a sentence unless something says otherwise; what may say so is looked for in a
few words around it, so that the time is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.abbreviations import EXCLAIMED
from bot.text.fullstops import LOOK_BACK, belongs_to_word, is_word, opens_sentence
from bot.text.words import is_stop_word

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

# Elsewhere a dash opens a line of dialogue.
_WITHOUT_DIALOGUE_DASHES = frozenset({"", "de", "en", "nl"})
# What begins no sentence: what closes a bracket; after an exclamation, `Yahoo! Inc.`
_NO_OPENING = re.compile(r"[)\]},;:”/]")
_COMPANY = re.compile(r"(?:Inc|Corp|Co|Ltd|LLC|PLC)(?:[.,;]|$)")
# `eBay`, `mRNA`, `al-Sadr`
_CAMEL = re.compile(r"(?:[^\W\d_]|(?:al|el)-)[A-Z]")
# Whose question it was: `"Why?" Ann Roe asked.`
_SPEAKER = re.compile(
    r"\s(?P<name>[A-Z][\w.'’-]+)(?:\s[A-Z][\w.'’-]+){0,2}\s"
    r"(?:added|asked|asks|chanted|commented|cried|declared|demanded|exclaimed|insisted|joked|"
    r"posted|quipped|recalled|remarked|replied|responded|said|says|screamed|shouted|stated|told|"
    r"tweeted|wondered|wrote|yelled)\b"
)
_EAST_ASIAN_SPEAKER = re.compile(
    r"(?:と|って|という|などと?|が|は|を|に|も|の|で|的|、|，)"
    r"|[^\s，。！？；：“”「」]{1,12}(?:[说說道问問称稱喊]|表示|写道|寫道|指出|认为|認為)[，。：,:]"
)
_SHORTEST_GLUED = 3
_GLUED = re.compile(r"(?!(?:Com|Net|Org|Js)\b)[A-Z][a-z]+[\s,'’]")
_ELLIPSES = ("..", "…", ". .")
# Ukrainian gold sentences set the number of a list's item apart, those of other languages
# keep it.
_LABELS_APART = frozenset({"uk"})
_LABEL = re.compile(r"[(\[]?\d{1,3}")
# A caption runs into its credit without a mark: `A crane in Odesa Photo: Ann Roe.`
_CREDITS = ("Image", "Photo", "Picture", "Credit", "Graphic")
_CREDIT = re.compile(
    r"(?<=[\w)])\s+(?="
    r"(?:(?:Image|Photo|Photograph|Picture)s?(?: [Cc]redits?)?|Credits?|Graphic):\s"
    r"|(?:Image|Photo)s? (?:by|courtesy of)\s[A-Z])"
)
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
    has_credits = any(label in text for label in _CREDITS)
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
    return _CREDIT.split(paragraph) if has_credits else [paragraph]


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
            yield paragraph[start:stop].strip()
            start = stop
    if rest := paragraph[start:].strip():
        yield rest


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
    if _is_bracketed(paragraph, start, end.start(), stop):
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
        dash = after["dash"] is not None and language in _WITHOUT_DIALOGUE_DASHES
        return belongs_to_word(begun, following, language, is_whole=is_whole, dash=dash)
    if mark[0] == "!":
        word = begun[begun.rfind(" ") + 1 :].lower()
        is_name = word in EXCLAIMED and not opens_sentence(following, language)
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
    return language not in _LABELS_APART and bool(_LABEL.fullmatch(begun))


def _is_attributed(
    paragraph: str, start: int, mark: str, after: re.Match[str], language: str
) -> bool:
    """Return whether a sentence that begins with a quotation goes on to say whose it is.

    `"Why?" Ann Roe asked.`, `"We won!" — Ann Roe`.
    """
    if paragraph[start : start + 2].lstrip()[:1] not in _OPENING_QUOTES:
        return False
    if after["dash"] and after["dash"][0] in "—–" and language in _WITHOUT_DIALOGUE_DASHES:
        return True
    speaker = _SPEAKER.match(paragraph, after.start()) if mark[0] in "!?" else None
    return speaker is not None and not is_stop_word(speaker["name"], "en")


def _is_quotation(paragraph: str, mark: str, stop: int) -> bool:
    """Return whether the sentence goes on after a quotation or a title: `「行く。」と言った`."""
    if mark[-1] in "》〉":
        return True
    return mark[-1] in _QUOTES and bool(_EAST_ASIAN_SPEAKER.match(paragraph, stop))
