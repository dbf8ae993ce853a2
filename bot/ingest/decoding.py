"""Bytes from elsewhere -> text, whatever they say about themselves."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

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
    chance; then what `charset` and the content's own declaration say, as far as they can
    be true; then what the bytes look like. Never fails: what can't be read becomes U+FFFD.

    Args:
        content: A page, a feed or a text.
        charset: What the `Content-Type` header says, or empty.
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
