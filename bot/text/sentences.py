"""Paragraphs and sentences, word for word.

A mark ends a sentence unless something says otherwise; what may say so is looked for in a
few words around it, so that the time is linear in the text, whatever the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.text.abbreviations import EXCLAIMED
from bot.text.fullstops import LOOK_BACK, belongs_to_word, opens_sentence

# A quote that touches the mark before it closes, whichever way it curls (German closes
# with the one that English opens with), unless the script sets no spaces.
_QUOTES = "\"'”’»›」』"
_CLOSING = re.escape(_QUOTES + ")]}】》〉）\\")  # some exports leave backslashes before quotes
_OPENING_QUOTES = "\"'“‘„«»‹"
_CURLED_BACK = re.escape("“‘«‹")
_OPENING = re.escape("\"'“‘„‚«»‹([{「『（【《〈¿¡#@•*")
# Marks that need no blank after them.
_SURE = "。！？｡।॥۔"
_END = re.compile(rf"[{_SURE}]+[{_CLOSING}]*|[.!?…؟։።။។{_SURE}]+[{_CLOSING}{_CURLED_BACK}]*")
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
# `eBay`, `mRNA`
_CAMEL = re.compile(r"[^\W\d_][A-Z]")
# Whose question it was: `"Why?" Ann Roe asked.`
_SPEAKER = re.compile(
    r"\s(?P<name>[A-Z][\w.'’-]+)(?:\s[A-Z][\w.'’-]+){0,2}\s"
    r"(?:asked|asks|added|cried|joked|quipped|recalled|replied|said|says|shouted|tweeted|"
    r"wondered|wrote|yelled)\b"
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
_CREDITS = ("Image:", "Images:", "Photo:", "Photos:", "Photograph:", "Picture:")
_CREDIT = re.compile(r"(?<=[\w)])\s+(?=(?:Images?|Photos?|Photograph|Picture):\s)")
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
    return [
        sentence
        for paragraph in split_paragraphs(text)
        for part in _parts(paragraph)
        for sentence in _sentences(part, language)
    ]


def _parts(paragraph: str) -> list[str]:
    if any(credit in paragraph for credit in _CREDITS):
        return _CREDIT.split(paragraph)
    return [paragraph]


def _sentences(paragraph: str, language: str) -> Iterator[str]:
    # Where dandas end the sentences, full stops end abbreviations.
    has_danda = "।" in paragraph
    start = 0
    for end in _END.finditer(paragraph):
        stop = end.end()
        if quote := _DETACHED_QUOTE.match(paragraph, stop):
            stop = quote.end()
        if stop == len(paragraph):
            break
        if has_danda and end[0][0] == "." and not end[0].startswith(".."):
            continue
        if _ends_sentence(paragraph, start, end, stop, language):
            yield paragraph[start:stop].strip()
            start = stop
    if rest := paragraph[start:].strip():
        yield rest


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
    return not _goes_on(begun, mark, after, language, is_whole=is_whole) and not (
        mark[0] in "!?" and mark[-1] in _QUOTES and _is_asked(paragraph, start, stop)
    )


def _goes_on(begun: str, mark: str, after: re.Match[str], language: str, *, is_whole: bool) -> bool:
    """Return whether a mark is part of a word or of an omission."""
    following = after["word"]
    if mark.startswith(_ELLIPSES):
        return following[0].isdigit()
    if mark[0] == ".":
        dash = after["dash"] is not None and language in _WITHOUT_DIALOGUE_DASHES
        return belongs_to_word(begun, following, language, is_whole=is_whole, dash=dash)
    if mark[0] == "!":
        word = begun[begun.rfind(" ") + 1 :].lower()
        is_name = word in EXCLAIMED and not opens_sentence(following, language)
        return is_name or bool(_COMPANY.match(following))
    return False


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
        before.islower()
        and before.isalpha()
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


def _is_asked(paragraph: str, start: int, stop: int) -> bool:
    """Return whether a quotation that begins a sentence names its speaker: `"Why?" Roe asked.`."""
    speaker = _SPEAKER.match(paragraph, stop)
    return (
        speaker is not None
        and paragraph[start:stop].lstrip()[:1] in _OPENING_QUOTES
        and not opens_sentence(speaker["name"], "en")
    )


def _is_quotation(paragraph: str, mark: str, stop: int) -> bool:
    """Return whether the sentence goes on after a quotation or a title: `「行く。」と言った`."""
    if mark[-1] in "》〉":
        return True
    return mark[-1] in _QUOTES and bool(_EAST_ASIAN_SPEAKER.match(paragraph, stop))
