"""What stands on a page: its pieces of text in order, and where each of them stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

# Nothing in these is text of the page.
_UNSEEN = frozenset(
    (
        *("audio", "button", "canvas", "head", "iframe", "input", "math", "noscript", "object"),
        *("option", "script", "select", "style", "svg", "template", "textarea", "video"),
    )
)
# These break no line. Cells are parts of their row.
_INLINE = frozenset(
    (
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn"),
        *("em", "font", "i", "ins", "kbd", "label", "mark", "nobr", "q", "s", "samp", "small"),
        *("span", "strike", "strong", "sub", "sup", "td", "th", "time", "tt", "u", "var", "wbr"),
    )
)
_CELLS = frozenset({"td", "th"})

_NO_LETTER = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text that nothing breaks: a paragraph, a heading, an item, a table's row.

    Attributes:
        text: One line.
        key: Its letters and digits in small letters, to compare by; never empty.
        linked: How much of it is links, from 0 to 1.
        element: The element of lxml that holds it.
    """

    text: str
    key: str
    linked: float
    element: Any


def key_of(text: str) -> str:
    """Return the letters and digits of `text` in small letters."""
    return _NO_LETTER.sub("", text).casefold()


def read_blocks(tree: Any) -> list[Block]:
    """Return what stands in the body of a page, in the order of its source.

    Args:
        tree: The page's root as lxml parsed it, which is 256 levels deep at most.
    """
    body = tree.find(".//body")
    root = tree if body is None else body
    reader = _Reader()
    reader.read(root, holder=root, is_link=False)
    reader.end(root)
    return reader.blocks


class _Reader:
    """Walks through a tree and gathers text until something breaks it."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._parts: list[str] = []
        self._linked = 0

    def read(self, element: Any, *, holder: Any, is_link: bool) -> None:
        """Gather what stands in `element`.

        Args:
            element: Where to read.
            holder: What holds its text: itself, or what stands around it and breaks text.
            is_link: Whether it stands in a link.
        """
        self._add(element.text, is_link=is_link)
        for child in element:
            tag = child.tag
            if tag == "br":
                self._break(child, holder)
            elif tag in _INLINE:
                if tag in _CELLS:
                    self._parts.append(" ")
                self.read(child, holder=holder, is_link=is_link or tag == "a")
            elif isinstance(tag, str) and tag not in _UNSEEN:
                self.end(holder)
                self.read(child, holder=child, is_link=is_link)
                self.end(child)
            self._add(child.tail, is_link=is_link)

    def end(self, holder: Any) -> None:
        """End the piece of text that was gathered, if any was."""
        text = " ".join("".join(self._parts).split())
        if key := key_of(text):
            self.blocks.append(Block(text, key, self._linked / len(key), holder))
        self._parts.clear()
        self._linked = 0

    def _add(self, text: str | None, *, is_link: bool) -> None:
        if text:
            self._parts.append(text)
            if is_link:
                self._linked += len(key_of(text))

    def _break(self, br: Any, holder: Any) -> None:
        """One break is a new line in the same paragraph, two are a new paragraph."""
        self._parts.append(" ")
        after = br.getnext()
        if after is not None and after.tag == "br" and not (br.tail or "").strip():
            self.end(holder)
