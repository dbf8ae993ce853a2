"""What Telegram keeps of a text and of its entities.

Written from tdlib's `MessageEntity.cpp`, `misc.cpp` and `LinkManager.cpp`. Offsets and
lengths are counted in UTF-16 units everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

from tests.botapi.errors import bad_request

# What Telegram drops, and what it shows as a space: `clean_input_string`.
_DROPPED: Final = re.compile("[\r\u2028-\u202e\u0333\u033f\u030a]")
_CONTROL: Final = re.compile("[\x00-\x09\x0b-\x1f]")
# A text of nothing but these counts as empty: `strip_empty_characters`.
_EMPTY: Final = re.compile(
    "[ \n\u00a0\u1680\u180e\u2000-\u200f\u202e\u202f\u205f\u2800\u3000\ufeff\ufffc"
    "\U000e0000-\U000e007f]*"
)


class EntityType(StrEnum):
    """Kinds of entities, in the order in which tdlib sorts equal ones."""

    BLOCKQUOTE = "blockquote"
    EXPANDABLE_BLOCKQUOTE = "expandable_blockquote"
    PRE = "pre"
    CODE = "code"
    TEXT_LINK = "text_link"
    TEXT_MENTION = "text_mention"
    BOLD = "bold"
    ITALIC = "italic"
    UNDERLINE = "underline"
    STRIKETHROUGH = "strikethrough"
    SPOILER = "spoiler"
    CUSTOM_EMOJI = "custom_emoji"
    DATE_TIME = "date_time"
    BOT_COMMAND = "bot_command"


_ORDER: Final = list(EntityType)
_QUOTES: Final = {EntityType.BLOCKQUOTE, EntityType.EXPANDABLE_BLOCKQUOTE}
_CODES: Final = {EntityType.PRE, EntityType.CODE}
_LINKS: Final = {EntityType.TEXT_LINK, EntityType.TEXT_MENTION}


@dataclass(frozen=True, slots=True)
class Entity:
    """A stretch of a text that means more than its characters.

    Attributes:
        type: What it is.
        offset: Where it begins.
        length: How long it is, at least 1.
        url: Address of a TEXT_LINK.
        language: Programming language of a PRE.
    """

    type: EntityType
    offset: int
    length: int
    url: str = ""
    language: str = ""

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.offset + self.length

    @property
    def json(self) -> dict[str, Any]:
        """Return the `MessageEntity` of the Bot API."""
        facts: dict[str, Any] = {
            "type": self.type.value,
            "offset": self.offset,
            "length": self.length,
        }
        named = {"url": self.url, "language": self.language}
        return facts | {name: value for name, value in named.items() if value}


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units `text` has: how Telegram counts."""
    return len(text) + sum(character > "\uffff" for character in text)


def checked_link(address: str) -> str:
    """Return the address as Telegram keeps it, or nothing if it makes no link of it."""
    if address.lower().startswith("tg:"):
        return address
    try:
        parts = urlsplit(address if "://" in address else f"http://{address}")
        host = parts.hostname or ""
        # Reading the port is what checks it: `javascript:alert(1)` fails here.
        is_web = parts.scheme in ("http", "https") and parts.port != 0
    except ValueError:
        return ""
    if not is_web or not re.search(r"[.:]", host):
        return ""
    return parts._replace(path=parts.path or "/").geturl()


def tidy(text: str, entities: Iterable[Entity]) -> tuple[str, tuple[Entity, ...]]:
    """Return what is kept: cleaned, trimmed, entities sorted and free of conflicts.

    Raises:
        ApiError: 400 "text must be non-empty".
    """
    for pattern, shown in ((_DROPPED, ""), (_CONTROL, " ")):
        text, entities = _replace(pattern, shown, text, entities)
    kept = _without_conflicts(entities)
    if _EMPTY.fullmatch(text):
        raise bad_request("Text must be non-empty")
    text = text.rstrip(" \n")
    size = utf16_length(text)
    first = min((entity.offset for entity in kept), default=size)
    # Leading space is trimmed up to the first entity only.
    leading = min(len(text) - len(text.lstrip(" \n")), first)
    return text[leading:], tuple(
        replace(entity, offset=entity.offset - leading, length=end - entity.offset)
        for entity in kept
        if (end := min(entity.end, size)) > entity.offset
    )


def _replace(
    pattern: re.Pattern[str], shown: str, text: str, entities: Iterable[Entity]
) -> tuple[str, list[Entity]]:
    """Replace single characters and move the entities with what is left."""
    gone = [utf16_length(text[: match.start()]) for match in pattern.finditer(text)]
    if shown:
        gone = []

    def moved(offset: int) -> int:
        return offset - sum(at < offset for at in gone)

    kept = [
        replace(
            entity,
            offset=moved(entity.offset),
            length=moved(entity.end) - moved(entity.offset),
        )
        for entity in entities
    ]
    return pattern.sub(shown, text), [entity for entity in kept if entity.length]


def _without_conflicts(entities: Iterable[Entity]) -> list[Entity]:
    """Drop what can't stand inside what: the outer one wins.

    The real server also cuts bold around code into two; here the bold is kept whole.
    """
    kept: list[Entity] = []
    ordered = sorted(entities, key=lambda one: (one.offset, -one.length, _ORDER.index(one.type)))
    for entity in ordered:
        around = [outer for outer in kept if outer.end > entity.offset]
        if not any(_clash(outer.type, entity.type) for outer in around):
            kept.append(entity)
    return kept


def _clash(outer: EntityType, inner: EntityType) -> bool:
    return (
        outer in _CODES
        or (outer in _LINKS and inner in _LINKS | _CODES)
        or (outer in _QUOTES and inner in _QUOTES)
        or outer is inner
    )
