"""How a sentence quotes."""

from __future__ import annotations

import re

_OPENING = "\"'“”‘„«»‹「『"
_MARK = re.compile('["“”„«»「」『』]')
_CLOSING = "\"'”’“‘»«›」』 \u00a0\u202f"
# Who is said to have said it, before or after the words.
_OUTSIDE = re.compile(r"[^\W\d_]{2,}")


def is_torn(sentence: str) -> bool:
    """Return whether a quotation begins or ends in another sentence.

    However a language turns its marks, a whole quotation has two.
    """
    marks = sentence.count('"') if sentence.isascii() else len(_MARK.findall(sentence))
    return marks % 2 == 1


def is_lone(sentence: str) -> bool:
    """Return whether `sentence` is all quotation and does not say whose words it is."""
    text = sentence.strip()
    if text[:1] not in _OPENING or not text or text[-1] not in _CLOSING:
        return False
    marks = [mark.start() for mark in _MARK.finditer(text)]
    inside = text[1:-1]
    if len(marks) <= 2:  # noqa: PLR2004 - a quotation has two ends
        return True
    between = "".join(
        inside[end - 1 : start - 1] for end, start in zip(marks[1::2], marks[2::2], strict=False)
    )
    return not _OUTSIDE.search(between)
