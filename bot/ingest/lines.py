"""Text and single lines, such as titles and names, without what can't be read in them."""

from __future__ import annotations

import html
import re

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

    Args:
        markup: HTML or plain text; its first 200,000 characters are read.
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
