"""Markup read into what Telegram counts: characters, and the spans that tags cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from html.parser import HTMLParser
from typing import Final, NamedTuple

from markupsafe import Markup

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
