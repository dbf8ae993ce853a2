"""What Telegram takes, and a reply cut into messages that it takes.

Telegram counts a text after its markup was parsed. So a reply is first read into its
characters and the spans that its tags cover; it is cut by characters; each part is written
anew, with the tags that were open at the cut closed before it and opened again behind it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from typing import Final, NamedTuple

from markupsafe import Markup

from bot.messages.markup import Reply
from storage.model import DeliveryKind, Outgoing

# Text after parsing, in UTF-16 units: core.telegram.org/bots/api#sendmessage
MAX_UNITS: Final = 4096

# Telegram ignores further ones: telegram.constants.MessageLimit.MESSAGE_ENTITIES
MAX_ENTITIES: Final = 100

# Source with its tags: get_formatted_text() in telegram-bot-api's Client.cpp
MAX_SOURCE_BYTES: Final = 2**15

# What a button types: callback_data in core.telegram.org/bots/api#inlinekeyboardbutton
MAX_COMMAND_BYTES: Final = 64

# Not documented; python-telegram-bot knows it as InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.
BUTTONS_IN_A_ROW: Final = 8

_TAGS: Final = ("a", "b", "i", "code", "blockquote")

# As our own markup writes them.
_TAG: Final = re.compile("(<[^>]*>)")
_OPENING: Final = re.compile(r'<(b|i|code|blockquote|a)( expandable| href="([^"]+)")?>')

# Longer ones, and folded parts, are cut like plain text; shorter ones are kept whole.
_SHORT_SPAN: Final = 256


@dataclass(frozen=True, slots=True)
class Span:
    """A tag and the characters that it covers.

    Attributes:
        name: The tag's name.
        opening: The tag as it is written.
        href: Address of an `<a>`, or empty.
        start: Its first character.
        end: The character behind its last one.
    """

    name: str
    opening: Markup
    href: str
    start: int
    end: int

    @property
    def is_whole(self) -> bool:
        """Return whether it should not be cut in two."""
        return self.name != "blockquote" and self.end - self.start <= _SHORT_SPAN


@dataclass(frozen=True, slots=True)
class Marked:
    """Markup that was read.

    Attributes:
        text: The characters.
        spans: What tags cover of them, in the order in which the tags are closed.
        is_own: Whether it was written as our markup is: each tag is in the subset and closed,
            and nothing else looks like one.
    """

    text: str
    spans: Sequence[Span]
    is_own: bool


def read(markup: str) -> Marked:
    """Return what stands in `markup`; tags outside the subset are left out."""
    # Nearly all is our own, which takes a tenth of the time.
    own = _read_own(str(markup))
    if own is not None:
        return own
    found = _Reader(markup)
    return Marked(found.text, found.spans, is_own=False)


class Size(NamedTuple):
    """What Telegram counts of a text.

    Attributes:
        units: UTF-16 units that are read.
        entities: Tags. One around others counts as the pieces between their ends, in which
            tdlib keeps what is bold or italic.
        source: Bytes of the markup.
    """

    units: int
    entities: int
    source: int


def size_of(markup: str) -> Size:
    """Return the size of `markup`, which is in the subset of `Reply.text`."""
    found = read(markup)
    return Size(
        units=units_of(found.text),
        entities=sum(1 + _cuts_inside(span, found.spans) for span in found.spans),
        source=len(markup.encode()),
    )


def _cuts_inside(span: Span, others: Sequence[Span]) -> int:
    if span.name not in {"b", "i"}:
        return 0
    ends = {end for other in others for end in (other.start, other.end)}
    return sum(span.start < end < span.end for end in ends)


def units_of(text: str) -> int:
    """Return the UTF-16 units of a text, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _read_own(markup: str) -> Marked | None:
    first, *rest = _TAG.split(markup)
    texts = [unescape(first)]
    spans: list[Span] = []
    inside: list[Span] = []
    at = len(texts[0])
    if "<" in first:
        return None
    for tag, text in zip(rest[::2], rest[1::2], strict=True):
        if opening := _OPENING.fullmatch(tag):
            name, href = opening[1], opening[3] or ""
            tag = Markup(tag)  # noqa: PLW2901, S704 - a tag of the subset, and nothing else
            inside.append(Span(name, tag, unescape(href), at, at))
        elif inside and tag == f"</{inside[-1].name}>":
            span = inside.pop()
            if at > span.start:
                spans.append(Span(span.name, span.opening, span.href, span.start, at))
        else:
            return None
        if "<" in text:
            return None
        texts.append(unescape(text))
        at += len(texts[-1])
    return None if inside else Marked("".join(texts), spans, is_own=True)


class _Reader(HTMLParser):
    """Reads markup into `text` and `spans`; tags outside the subset are left out."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.spans: list[Span] = []
        self._open: list[Span] = []
        # A piece of a `Markup` is one too, and would escape what is added to it.
        self.feed(str(markup))
        self.close()
        while self._open:
            self._shut()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _TAGS:
            named = dict(attrs)
            href = named.get("href") or ""
            opening = Markup("<{}>").format(tag)
            if href:
                opening = Markup('<a href="{}">').format(href)
            elif tag == "blockquote" and "expandable" in named:
                opening = Markup("<blockquote expandable>")
            start = len(self.text)
            self._open.append(Span(tag, opening, href, start, start))

    def handle_endtag(self, tag: str) -> None:
        while tag in [span.name for span in self._open]:
            if self._shut() == tag:
                break

    def handle_data(self, data: str) -> None:
        self.text += data

    def _shut(self) -> str:
        span = self._open.pop()
        if len(self.text) > span.start:
            self.spans.append(replace(span, end=len(self.text)))
        return span.name


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


def fits_button(command: str) -> bool:
    """Return whether a button can type the command."""
    return len(command.encode()) <= MAX_COMMAND_BYTES


def outgoing(
    reply: Reply, *, chat_id: int, kind: DeliveryKind, key: str, thread_id: int | None = None
) -> list[Outgoing]:
    """Return the messages that a reply takes, as rows for the outbox.

    Args:
        reply: What is told.
        chat_id: To whom.
        kind: Why.
        key: Of the first row; the others have it with `:1`, `:2`... behind it.
        thread_id: Forum topic, or None.
    """
    return [
        Outgoing(
            chat_id=chat_id,
            kind=kind,
            key=f"{key}:{number}" if number else key,
            text=str(part.text),
            buttons=part.buttons,
            about=part.about,
            thread_id=thread_id,
            file=part.file,
            page=part.page,
        )
        for number, part in enumerate(parts(reply))
    ]


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
