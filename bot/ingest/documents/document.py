"""Find the article in an uploaded file. Only here markdown-it is imported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from bot.errors import IngestError, Reason
from bot.ingest.documents.archive import Packed, unpack
from bot.ingest.documents.mail import parse_mail
from bot.ingest.documents.pdf import read_pdf
from bot.ingest.extract import parse_newspage, parse_page, refuse_junk
from bot.ingest.feeds import is_opml
from bot.ingest.web import decode, is_readable, one_line
from storage.model import Draft

if TYPE_CHECKING:
    from markdown_it.token import Token

_PAGES = frozenset({".html", ".htm"})
_ARCHIVE = ".zip"
# Files that hold one article each.
DOCUMENTS = frozenset({".txt", ".md", ".pdf", ".eml"}) | _PAGES
# Lists of feeds, which /addsource takes.
LISTS = frozenset({".opml", ".xml"})
ENDINGS = DOCUMENTS | {_ARCHIVE} | LISTS

# Telegram's limit for files that bots may download: core.telegram.org/bots/api#getfile
MAX_FILE_BYTES = 20 * 1024 * 1024

# How files begin that are often called something else.
_PDF = b"%PDF-"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_BEGINNING_BYTES = 1024

# Between rules, a text may begin as well: only metadata begins with a key.
_FRONT_MATTER = re.compile(r"\A\s*---[ \t]*\n(?=[\w-]+:)(?:.*\n)*?---[ \t]*\n")
_TICK_BOX = re.compile(r"\A\[[ xX]\] ")


def is_document(name: str) -> bool:
    """Return whether there may be articles in the file, by its ending."""
    return PurePath(name).suffix.lower() in DOCUMENTS | {_ARCHIVE}


def is_archive(name: str) -> bool:
    """Return whether the file holds documents of its own, by its ending."""
    return PurePath(name).suffix.lower() == _ARCHIVE


def parse_document(name: str, content: bytes, *, now: datetime) -> Draft:
    """Return the article in a file; its name's ending, in either case, says how to read it.

    `now` is aware; no article is published later.

    Raises:
        NoArticleError: It was read, but there is no article in it.
        IngestError: Its type is not read here (FILE_TYPE, FEED_LIST, ARCHIVE_OF_MANY), it
            is too large (TOO_LARGE), empty (EMPTY_FILE), not what its ending says
            (WRONG_ENDING), or damaged (BAD_FILE). See `read_pdf` and `parse_mail` for more.
    """
    ending = _checked(name, content)
    if ending in LISTS:
        raise IngestError(name, reason=Reason.FEED_LIST if is_opml(content) else Reason.FILE_TYPE)
    if ending == _ARCHIVE:
        documents = unpack(name, content, endings=DOCUMENTS)
        if len(documents) > 1:
            raise IngestError(name, reason=Reason.ARCHIVE_OF_MANY)
        return parse_document(documents[0].name, documents[0].content, now=now)
    if ending == ".pdf":
        return parse_text(read_pdf(name, content))
    text = decode(content)
    if not is_readable(text):
        raise IngestError(name, reason=Reason.BAD_FILE)
    if ending == ".eml":
        return parse_mail(name, content, now=now)
    if ending in _PAGES:
        return parse_page(content, url=None, charset="", now=now)
    return parse_text(read_markdown(text) if ending == ".md" else text)


def parse_archive(name: str, content: bytes) -> tuple[Packed, ...]:
    """Return the documents in an uploaded zip, each to be read by itself.

    Raises:
        IngestError: See `parse_document` and `unpack`.
    """
    _checked(name, content)
    return unpack(name, content, endings=DOCUMENTS)


def parse_text(text: str) -> Draft:
    """Return the article in a plain text, as saved or pasted.

    Raises:
        NoArticleError: There is none in it.
    """
    draft = parse_newspage(text)
    refuse_junk(draft)
    return draft


def _checked(name: str, content: bytes) -> str:
    """Return the ending of a file that may be what it says."""
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise IngestError(name, reason=Reason.FILE_TYPE)
    if len(content) > MAX_FILE_BYTES:
        raise IngestError(name, reason=Reason.TOO_LARGE)
    if not content.strip():
        raise IngestError(name, reason=Reason.EMPTY_FILE)
    beginning = content[:_BEGINNING_BYTES]
    looks_like = ".pdf" if _PDF in beginning else _ARCHIVE if beginning.startswith(_ZIP) else ""
    may_be = looks_like or ("" if ending in {".pdf", _ARCHIVE} else ending)
    if may_be != ending:
        raise IngestError(name, reason=Reason.WRONG_ENDING)
    return ending


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
