"""Single lines, such as titles and names, out of whatever markup they come in."""

from __future__ import annotations

import html
import re
import unicodedata

# No line of text is longer; some pages give a whole article as one line of JSON.
_MAX_MARKUP = 200_000

_UNSEEN = re.compile(
    r"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE
)
# "I <3 news" has no tag in it.
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)
# They turn around what follows, so that a title could disguise the lines below it.
_DIRECTIONS = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff"}


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
    text = "".join(map(_printable, text))
    return " ".join(text.split())


def _printable(character: str) -> str:
    if character in _DIRECTIONS or unicodedata.category(character) in {"Cs", "Co", "Cn"}:
        return ""
    return " " if unicodedata.category(character) == "Cc" else character


def shortened(line: str, *, limit: int) -> str:
    """Return `line`, cut at a word and with an ellipsis if it has over `limit` characters."""
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
