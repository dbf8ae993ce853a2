"""A reply cut into messages that Telegram takes, and markup read back as text.

Telegram counts a text after its markup was parsed, in UTF-16 units
(core.telegram.org/bots/api#sendmessage). So a reply is first read into its characters and
the spans that its tags cover; it is cut by characters; each part is written anew, with the
tags that were open at the cut closed before it and opened again behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from markupsafe import Markup

from bot.messages.reply import Reply
from bot.messages.spans import Marked, Span, read, units_of

# Text after parsing, in UTF-16 units: core.telegram.org/bots/api#sendmessage
MAX_UNITS: Final = 4096

# Telegram ignores further ones: telegram.constants.MessageLimit.MESSAGE_ENTITIES
MAX_ENTITIES: Final = 100

# Source with its tags: get_formatted_text() in telegram-bot-api's Client.cpp
MAX_SOURCE_BYTES: Final = 2**15

# Where to cut, best first: between paragraphs, lines, sentences, words.
_BREAKS: Final = tuple(
    re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"(?<=[.!?…。！？])\s", r"\s")
)

# A text of nothing else is refused as empty: strip_empty_characters() in tdlib's misc.cpp
_BLANK: Final = re.compile(
    "[\\s\x00-\x1f\u00a0\u0333\u033f\u030a\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f"
    "\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]*"
)

# Characters that belong to the one before them: variation selectors, skin tones, keycaps.
_ATTACHED: Final = re.compile("[\ufe00-\ufe0f\u20e3\U0001f3fb-\U0001f3ff]")
_JOINER: Final = "\u200d"


def parts(reply: Reply) -> tuple[Reply, ...]:
    """Return `reply` as messages that Telegram takes, in order.

    Cuts are made between paragraphs if possible, else between lines, sentences, words;
    short tags such as links are kept whole. Space at a cut is dropped. Buttons are below
    the last message, and the file goes along with it.

    Returns:
        One message if it fits; nothing if there is nothing to read in it.
    """
    found = read(reply.text)
    if _is_message(found, reply.text):
        return (reply,)
    texts = [_write(found, start, end) for start, end in _cuts(found)]
    return tuple(
        replace(reply, text=text)
        if number == len(texts)
        else replace(reply, text=text, buttons=(), file=None)
        for number, text in enumerate(texts, 1)
    )


def _is_message(found: Marked, source: str) -> bool:
    """Return whether Telegram takes markup as it is.

    Args:
        found: What was read in it.
        source: The markup.
    """
    return (
        found.is_own
        and units_of(found.text) <= MAX_UNITS
        and len(found.spans) <= MAX_ENTITIES
        and len(source.encode()) <= MAX_SOURCE_BYTES
        and not _BLANK.fullmatch(found.text)
    )


def plain(markup: str) -> str:
    """Return the text of `markup`, with addresses of links behind them in parentheses.

    Args:
        markup: In the subset of `Reply.text`.
    """
    found = read(markup)
    shown: list[str] = []
    at = 0
    for link in sorted(_links(found), key=lambda span: span.end):
        shown += [found.text[at : link.end], f" ({link.href})"]
        at = link.end
    return "".join(shown) + found.text[at:]


def _links(found: Marked) -> Iterator[Span]:
    for span in found.spans:
        if span.href and span.href != found.text[span.start : span.end]:
            yield span


def _cuts(found: Marked) -> Iterator[tuple[int, int]]:
    """Yield where the parts begin and end; none is blank."""
    start = 0
    while start < len(found.text):
        end = _cut(found, start, _furthest(found, start))
        if not _BLANK.fullmatch(found.text, start, end):
            yield start, end
        rest = found.text[end:]
        start = end + len(rest) - len(rest.lstrip())


def _furthest(found: Marked, start: int) -> int:
    """Return the end of the longest part from `start` that fits; at least a character."""
    low, high = start + 1, min(len(found.text), start + MAX_UNITS)
    if _fits(found, start, high):
        return high
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(found, start, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _fits(found: Marked, start: int, end: int) -> bool:
    return (
        units_of(found.text[start:end]) <= MAX_UNITS
        and sum(span.start < end and span.end > start for span in found.spans) <= MAX_ENTITIES
        and len(_write(found, start, end).encode()) <= MAX_SOURCE_BYTES
    )


def _cut(found: Marked, start: int, furthest: int) -> int:
    """Return the best place to end the part that may reach up to `furthest`."""
    if furthest == len(found.text):
        return furthest
    # Short parts look torn, so a cut stands in the second half if it can.
    middle = (start + furthest) // 2

    def is_between_tags(at: int) -> bool:
        return not any(span.is_whole and span.start < at < span.end for span in found.spans)

    def is_anywhere(_at: int) -> bool:
        return True

    for is_good in (is_between_tags, is_anywhere):
        for pattern in _BREAKS:
            if place := _last(pattern, found.text, middle, furthest, is_good):
                return place
    return _between_characters(found.text, middle, furthest)


def _last(
    pattern: re.Pattern[str], text: str, low: int, high: int, is_good: Callable[[int], bool]
) -> int:
    """Return where the last good match begins within `low` to `high`; 0 if none does."""
    matches = pattern.finditer(text, low, high + 1)
    return max((m.start() for m in matches if m.start() > low and is_good(m.start())), default=0)


def _between_characters(text: str, low: int, high: int) -> int:
    """Return the last place in `low` to `high` that takes no visible character apart."""
    for at in range(high, low, -1):
        follows = text[at]
        is_inside = (
            unicodedata.combining(follows)
            or _ATTACHED.match(follows)
            or _JOINER in (follows, text[at - 1])
        )
        if not is_inside:
            return at
    return high


def _write(found: Marked, start: int, end: int) -> Markup:
    """Return the markup of the characters from `start` to `end`."""
    covering = [span for span in found.spans if span.start < end and span.end > start]
    # Spans were listed when they ended, inner ones first: that is how they are closed.
    marks = [
        (max(span.start, start), 1, -number, span.opening) for number, span in enumerate(covering)
    ] + [
        (min(span.end, end), 0, number, Markup("</{}>").format(span.name))
        for number, span in enumerate(covering)
    ]
    written: list[str] = []
    at = start
    for place, _, _, tag in sorted(marks):
        written += [found.text[at:place], tag]
        at = place
    # Joining escapes what is no markup: the text between the tags.
    return Markup().join((*written, found.text[at:end]))
