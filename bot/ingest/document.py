"""An uploaded file -> the article in it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import PurePath

from bot.errors import IngestError, Reason
from bot.ingest.decoding import decode, is_readable
from bot.ingest.junk import refuse_junk
from bot.ingest.newspage import parse_newspage
from bot.ingest.page import parse_page
from storage.model import Draft

_PAGES = frozenset({".html", ".htm"})
_MARKDOWN = frozenset({".md"})
ENDINGS = frozenset({".txt"}) | _PAGES | _MARKDOWN

# Telegram's limit for files that bots may download: core.telegram.org/bots/api#getfile
MAX_FILE_BYTES = 20 * 1024 * 1024


def parse_document(name: str, content: bytes, *, now: datetime) -> Draft:
    """Return the article in an uploaded file.

    Args:
        name: File name; its ending, in either case, says how to read it.
        content: The bytes.
        now: Aware; no article is published later.

    Raises:
        NoArticleError: It was read, but there is no article in it.
        IngestError: Its type is not read (FILE_TYPE), it is too large (TOO_LARGE), or it
            is empty or no text (BAD_FILE).
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise IngestError(name, reason=Reason.FILE_TYPE)
    if len(content) > MAX_FILE_BYTES:
        raise IngestError(name, reason=Reason.TOO_LARGE)
    text = decode(content)
    if not text.strip() or not is_readable(text):
        raise IngestError(name, reason=Reason.BAD_FILE)
    if ending in _PAGES:
        return parse_page(content, url=None, charset="", now=now)
    return parse_text(_without_marks(text) if ending in _MARKDOWN else text)


def parse_text(text: str) -> Draft:
    """Return the article in a plain text, as saved or pasted.

    Raises:
        NoArticleError: There is none in it.
    """
    draft = parse_newspage(text)
    refuse_junk(draft)
    return draft


# Between rules, a text may begin as well: only metadata begins with a key.
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?=[\w-]+:)(?:.*\n)*?---[ \t]*\n")
_HEADING = re.compile(r"^[ \t]*#{1,6}[ \t]+(.*?)[ \t#]*$", re.MULTILINE)
_RULE_OR_FENCE = re.compile(r"^[ \t]*(?:(?:[-*_=][ \t]*){3,}|```.*|~~~.*)$", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_LIST_ITEM = re.compile(r"^[ \t]*[*+-][ \t]+(?:\[[ xX]\][ \t]+)?", re.MULTILINE)
_ADDRESS = r"\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)"
_IMAGE = re.compile(rf"!\[[^\[\]\n]*\]{_ADDRESS}")
_LINK = re.compile(rf"\[([^\[\]\n]+)\](?:{_ADDRESS}|\[[^\[\]\n]*\])")
_LINK_TARGET = re.compile(r"^[ \t]*\[(?!\^)[^\[\]\n]+\]:[ \t]*\S.*$", re.MULTILINE)
_EMPHASIS = re.compile(
    r"(?<![\w*_`~\\])(\*{1,3}|_{1,3}|`+|~~)(?=\S)([^\n]+?)(?<=[^\s\\])\1(?![\w*_`~])"
)
# In Markdown a line break alone ends no paragraph, unless an item of a list follows.
_SOFT_BREAK = re.compile(r"(?<=\S)[ \t]*\n[ \t]*(?=\S)(?!(?:[*+-]|\d+[.)])\s|\|)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>|~-])")


def _without_marks(text: str) -> str:
    """Return Markdown as plain text, one paragraph a line."""
    text = _FRONT_MATTER.sub("", text.replace("\r\n", "\n"))
    text = _LINK_TARGET.sub("", _RULE_OR_FENCE.sub("\n", text))
    text = _HEADING.sub(r"\n\n\1\n\n", text)
    text = _SOFT_BREAK.sub(" ", _QUOTE.sub("", text))
    text = _LINK.sub(r"\1", _IMAGE.sub("", _LIST_ITEM.sub("", text)))
    # **One may hold *another*.**
    for _ in range(2):
        text = _EMPHASIS.sub(r"\2", text)
    return _ESCAPE.sub(r"\1", text)
