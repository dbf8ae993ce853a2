"""What a page shows to its reader, whether or not an article is found in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from bot.ingest.lines import printable
from bot.text.words import words

# Around what a page is about, on every page of a site.
_ASIDES = "script, style, template, nav, header, footer, svg, select, [hidden]"
# A link with so many letters is a headline; menus have shorter ones.
_HEADLINE_LETTERS = 25
_HEADLINE = "\x1e"
# What a page says of itself stands at its beginning.
_MAX_CHARACTERS = 20_000


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page shows, its menus left out.

    Attributes:
        text: Its first 20,000 characters, in one line.
        lines: The same, piece by piece: what one tag holds.
        headings: Its larger headings, in order.
        headlines: How many links have the length of headlines.
        longest: Words of the longest text that no headline interrupts.
        asks_password: Whether there is a field for a password.
    """

    text: str = ""
    lines: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    headlines: int = 0
    longest: int = 0
    asks_password: bool = False


def look_at(page: str) -> Shown:
    """Return what the HTML `page` shows."""
    tree = LexborHTMLParser(page)
    if tree.body is None:
        return Shown()
    for node in tree.css(_ASIDES):
        node.decompose()
    headings = tuple(_plain(node.text(separator=" ")) for node in tree.css("h1, h2"))
    whole = tree.body.text(separator="\n")[:_MAX_CHARACTERS]
    asks_password = tree.css_first('input[type="password" i]') is not None
    headlines = [
        node for node in tree.css("a[href]") if len(_plain(node.text())) >= _HEADLINE_LETTERS
    ]
    for node in headlines:
        node.replace_with(_HEADLINE)
    between = tree.body.text(separator=" ").split(_HEADLINE)
    return Shown(
        text=_plain(whole),
        lines=tuple(filter(None, map(_plain, whole.split("\n")))),
        headings=headings,
        headlines=len(headlines),
        longest=max(len(words(piece)) for piece in between),
        asks_password=asks_password,
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", printable(text)).strip()
