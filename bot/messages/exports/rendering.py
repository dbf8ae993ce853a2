"""Which file becomes of stored digests, and what it is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.messages.archive import span_of_days
from bot.messages.catalogue import label
from bot.messages.exports.book import book
from bot.messages.exports.feed import feed
from bot.messages.exports.markdown import markdown
from bot.messages.exports.page import page
from bot.messages.exports.told import ToldDigest, identity_of, told
from storage.model import Digest, DigestDate, File


class ExportFormat(StrEnum):
    """What a digest can be had as; the value is typed, and is the file's ending."""

    HTML = "html"
    MARKDOWN = "md"
    EPUB = "epub"
    ATOM = "atom"


# What people type, and what it means.
FORMATS: Mapping[str, ExportFormat] = {
    **{one.value: one for one in ExportFormat},
    "htm": ExportFormat.HTML,
    "page": ExportFormat.HTML,
    "markdown": ExportFormat.MARKDOWN,
    "ebook": ExportFormat.EPUB,
    "book": ExportFormat.EPUB,
    "feed": ExportFormat.ATOM,
    "rss": ExportFormat.ATOM,
}


@dataclass(frozen=True, slots=True)
class Export:
    """What is to become a file.

    Attributes:
        digests: At least one, each with a story, oldest first.
        first: The oldest digest of the chat, in the file or not: a feed is known by it.
        zone: The reader's.
        language: The reader's, for our own words.
        languages: Of the articles whose sentences were told, as ISO 639-1 codes by id.
    """

    digests: Sequence[Digest]
    first: DigestDate
    zone: ZoneInfo
    language: str
    languages: Mapping[int, str]


def render(export: Export, wanted: ExportFormat) -> File:
    """Return the digests as a file."""
    language = export.language
    digests = [
        told(digest, zone=export.zone, language=language, languages=export.languages)
        for digest in export.digests
    ]
    title, name = _named(digests, language)
    match wanted:
        case ExportFormat.HTML:
            content = page(title, digests).encode()
        case ExportFormat.MARKDOWN:
            content = markdown(title, digests).encode()
        case ExportFormat.EPUB:
            content = book(title, digests)
        case ExportFormat.ATOM:
            identity = identity_of(export.first.id, export.first.created_at, of="feed")
            content = feed(identity, digests).encode()
    return File(f"{name}.{wanted.value}", content)


def _named(digests: Sequence[ToldDigest], language: str) -> tuple[str, str]:
    """Return what a file is called inside and outside, without its ending."""
    first, last = digests[0].local_at.date(), digests[-1].local_at.date()
    days = {"first": first.isoformat(), "last": last.isoformat()}
    if len(digests) == 1:
        only = digests[0]
        return only.heading, label(language, "file-digest", day=days["first"], id=only.ref)
    title = label(language, "digests-of", days=span_of_days(language, first, last))
    if first == last:
        return title, label(language, "file-digests-of-day", day=days["first"])
    return title, label(language, "file-digests", **days)
