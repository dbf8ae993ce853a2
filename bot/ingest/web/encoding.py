"""Turn bytes into text, whatever they say about themselves, and markup into single lines."""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator


def key_of(text: str) -> str:
    """Return the letters and digits of `text` in small letters."""
    return _NO_LETTER.sub("", text).casefold()


_NO_LETTER = re.compile(r"[\W_]+")


# No line of text is longer; some pages give a whole article as one line of JSON.
_MAX_MARKUP = 200_000

_UNSEEN = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
# "I <3 news" has no tag in it.
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# All but line breaks and tabs. PostgreSQL stores no NUL.
_CONTROL = re.compile(r"[\0-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
# Halves of characters, which UTF-8 has no bytes for, private characters and no characters.
_NO_CHARACTER = re.compile(
    r"[\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000f0000-\U0010ffff"
    # These turn around what follows, so that a title could disguise what stands beside it.
    r"\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


def one_line(markup: str) -> str:
    """Return the text of `markup` as one line: no tags, entities or control characters.

    Only the first 200,000 characters are read.
    """
    text = markup[:_MAX_MARKUP]
    # Feeds escape twice as often as once.
    for _ in range(2):
        text = html.unescape(text)
    text = _TAG.sub(" " if "<br" in text.lower() else "", _UNSEEN.sub(" ", text))
    return " ".join(printable(text).split())


def printable(text: str) -> str:
    """Return `text` without what has no place in a text of any kind; its lines stay."""
    return _NO_CHARACTER.sub("", _CONTROL.sub(" ", text))


def shortened(line: str, *, limit: int) -> str:
    """Return `line`, cut at a word and with an ellipsis if it has over `limit` characters."""
    if len(line) <= limit:
        return line
    words, _, _ = line[:limit].rpartition(" ")
    return (words or line[: limit - 1]).rstrip(" ,;:–—-") + "…"


# Where pages and feeds name their encoding themselves.
_HEAD_BYTES = 2_048
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)

_HEAD_CHARACTERS = 4_096
_UNREADABLE = re.compile(r"[\0-\x08\x0e-\x1f\ufffd]")
_MAX_UNREADABLE = 0.05

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-32 begins with that of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Python knows more: some turn bytes into bytes, and UTF-7 hides tags from readers.
_OF_THE_WEB = re.compile(
    r"ascii|utf-(?:8|16|32).*|iso8859-\d+|iso2022_(?:jp|kr).*|cp\d+|koi8-[rtu]|mac-.+"
    r"|gb.+|hz|big5.*|euc_.+|shift_jis.*|tis-620"
)

# What is written under these names is the larger set that browsers take it for:
# encoding.spec.whatwg.org#names-and-labels
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}


def decode(content: bytes, *, charset: str = "") -> str:
    """Return the text that `content` is.

    A byte order mark is believed first. Then UTF-8, since nothing else is valid UTF-8 by
    chance; then what `charset` (of the `Content-Type` header) and the content's own declaration
    say, as far as they can be true; then what the bytes look like. What can't be read becomes
    U+FFFD.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, "replace")
    for encoding in _claimed(content, charset):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _guess(content)


def is_readable(text: str) -> bool:
    """Return whether decoded `text` was text, and not a picture or a program."""
    head = text[:_HEAD_CHARACTERS]
    return len(_UNREADABLE.findall(head)) <= _MAX_UNREADABLE * len(head)


def _claimed(content: bytes, charset: str) -> Iterator[str]:
    if not content.isascii():
        yield "utf-8"
    declared = _DECLARED.search(content[:_HEAD_BYTES])
    for label in (charset, declared[1].decode("ascii", "replace") if declared else ""):
        try:
            name = codecs.lookup(label).name
        except (LookupError, ValueError):
            continue
        is_wide = name.startswith(("utf-16", "utf-32"))
        if _OF_THE_WEB.fullmatch(name) and not (is_wide and b"\0" not in content):
            yield _LARGER.get(name, name)


def _guess(content: bytes) -> str:
    from resiliparse.parse.encoding import detect_encoding

    text = content.decode("utf-8", "replace")
    # A character cut in two breaks a few letters of UTF-8; of another encoding, most break.
    if 2 * text.count("\ufffd") < sum(not character.isascii() for character in text):
        return text
    encoding = detect_encoding(content)
    # Too few letters to tell by: browsers take them for Western European.
    return content.decode("cp1252" if encoding in {None, "utf-8"} else encoding, "replace")
