"""Turn Markdown into plain text, one paragraph a line: the only importer of markdown-it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.ingest.web.encoding import one_line

if TYPE_CHECKING:
    from markdown_it.token import Token

# Between rules, a text may begin as well: only metadata begins with a key.
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?=[\w-]+:)(?:.*\n)*?---[ \t]*\n")
_TICK_BOX = re.compile(r"\A\[[ xX]\] ")


def read_markdown(text: str) -> str:
    """Return the text of Markdown without its marks, paragraphs parted by blank lines.

    Pictures, addresses behind words and rules are left out. The numbers of lists stay, as do
    the lines of code; the cells of a table's row are parted by bars.
    """
    from markdown_it import MarkdownIt

    source = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return "\n\n".join(_paragraphs(tokens))


def _paragraphs(tokens: Sequence[Token]) -> Iterator[str]:
    number = ""
    row: list[str] | None = None
    for token in tokens:
        match token.type:
            case "list_item_open":
                number = f"{token.info}{token.markup} " if token.info else ""
            case "tr_open":
                row = []
            case "tr_close":
                yield " | ".join(row or ())
                row = None
            case "inline" if row is not None:
                row.append(_plain(token))
            case "inline":
                yield number + _TICK_BOX.sub("", _plain(token))
                number = ""
            case "fence" | "code_block":
                yield token.content.rstrip()
            case "html_block":
                yield one_line(token.content)


def _plain(inline: Token) -> str:
    """Return the text of an inline token; a line break in the source is a space."""
    texts = []
    for token in inline.children or ():
        match token.type:
            case "text" | "code_inline":
                texts.append(token.content)
            case "softbreak" | "hardbreak":
                texts.append(" ")
    return "".join(texts).strip()
