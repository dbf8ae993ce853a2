"""Telegram's HTML, parsed as strictly as tdlib parses it.

Written from the behaviour of `parse_html` in tdlib's `MessageEntity.cpp`: it works on
UTF-8 bytes, counts UTF-16 units, and refuses with the byte offset of the tag at fault.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final, NoReturn

from tests.botapi.entities import Entity, EntityType, checked_link, utf16_length
from tests.botapi.errors import bad_request

_SIMPLE: Final = {
    "b": EntityType.BOLD,
    "strong": EntityType.BOLD,
    "i": EntityType.ITALIC,
    "em": EntityType.ITALIC,
    "u": EntityType.UNDERLINE,
    "ins": EntityType.UNDERLINE,
    "s": EntityType.STRIKETHROUGH,
    "strike": EntityType.STRIKETHROUGH,
    "del": EntityType.STRIKETHROUGH,
    "span": EntityType.SPOILER,
    "tg-spoiler": EntityType.SPOILER,
    "tg-emoji": EntityType.CUSTOM_EMOJI,
    "tg-time": EntityType.DATE_TIME,
}
_TAGS: Final = {*_SIMPLE, "a", "pre", "code", "blockquote"}
_NAMED: Final = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE: Final = re.compile(
    rb"&(?:#x(?P<hex>[0-9a-fA-F]*)|#(?P<decimal>[0-9]*)|(?P<name>[a-zA-Z]*));?"
)
_SPACE: Final = b" \t\r\n\0\v"
_TOKEN: Final = re.compile(rb"[0-9A-Za-z.-]*")
# A numeric reference this long, from `&` up to before `;`, is left as it is written.
_LONGEST_NUMBER: Final = 10
_END: Final = 0


@dataclass(frozen=True, slots=True)
class _Open:
    """A tag that waits for its end."""

    name: str
    attributes: dict[str, str]
    offset: int
    at: int


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return the text that `source` shows, and its entities in the order of their ends.

    Raises:
        ApiError: 400 "can't parse entities: ..." with tdlib's words.
    """
    return _Parser(source).parse()


class _Parser:
    def __init__(self, source: str) -> None:
        self._bytes = source.encode() + bytes([_END])
        self._at = 0
        self._text: list[str] = []
        self._units = 0
        self._open: list[_Open] = []
        self._entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        end = len(self._bytes) - 1
        while self._at < end:
            if self._bytes[self._at] == ord("<"):
                self._tag()
            else:
                self._emit(self._reference() or self._plain(b"<&", end))
        if self._open:
            name = self._open[-1].name
            _fail(f'Can\'t find end tag corresponding to start tag "{name}"')
        text = "".join(self._text)
        if re.search("[\ud800-\udfff]", text):
            _fail(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        # A programming language is kept for blocks alone.
        return text, [
            replace(entity, language="") if entity.type is EntityType.CODE else entity
            for entity in self._entities
        ]

    def _emit(self, text: str) -> None:
        self._text.append(text)
        self._units += utf16_length(text)

    def _plain(self, stops: bytes, end: int) -> str:
        """Take what stands before the next of `stops`, at least one byte."""
        found = (self._bytes.find(bytes([stop]), self._at + 1, end) for stop in stops)
        begin, self._at = self._at, min((at for at in found if at != -1), default=end)
        return self._bytes[begin : self._at].decode()

    def _reference(self) -> str:
        """Decode the character reference here and step over it, if there is one."""
        match = _REFERENCE.match(self._bytes, self._at)
        character = _referenced(match) if match else ""
        if match and character:
            self._at = match.end()
        return character

    def _until(self, stops: bytes) -> str:
        begin = self._at
        while self._bytes[self._at] not in stops:
            self._at += 1
        return self._bytes[begin : self._at].decode()

    def _skip_space(self) -> None:
        while self._bytes[self._at] != _END and self._bytes[self._at] in _SPACE:
            self._at += 1

    def _tag(self) -> None:
        begin = self._at
        self._at += 1
        if self._bytes[self._at] == ord("/"):
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self._at += 1

    def _start_tag(self, begin: int) -> None:
        name = self._until(_SPACE + b">").lower()
        if self._bytes[self._at] == _END:
            _fail(f"Unclosed start tag at byte offset {begin}")
        if name not in _TAGS:
            _fail(f'Unsupported start tag "{name}" at byte offset {begin}')
        attributes: dict[str, str] = {}
        self._skip_space()
        while self._bytes[self._at] != ord(">"):
            key, value = self._attribute(name, begin)
            attributes[key] = value
            self._skip_space()
        if name == "span" and attributes.get("class") != "tg-spoiler":
            _fail(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self._open.append(_Open(name, attributes, self._units, len(self._text)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str]:
        key = self._until(_SPACE + b"=>/\"'")
        if not key:
            _fail(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._skip_space()
        if self._bytes[self._at] not in b"=\0":
            return key, ""
        if self._bytes[self._at] == ord("="):
            self._at += 1
            self._skip_space()
        if self._bytes[self._at] == _END:
            _fail(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._bytes[self._at] in b"\"'" else self._token()
        if self._bytes[self._at] == _END:
            _fail(f"Unclosed start tag at byte offset {begin}")
        return key, value

    def _token(self) -> str:
        begin = self._at
        match = _TOKEN.match(self._bytes, begin)
        self._at = match.end() if match else begin
        if self._bytes[self._at] not in _SPACE + b">":
            _fail(f"Unexpected end of name token at byte offset {begin}")
        return self._bytes[begin : self._at].decode().lower()

    def _quoted(self) -> str:
        quote = self._bytes[self._at : self._at + 1]
        self._at += 1
        end = len(self._bytes) - 1
        value: list[str] = []
        while self._at < end and self._bytes[self._at] != quote[0]:
            value.append(self._reference() or self._plain(quote + b"&", end))
        self._at = min(self._at + 1, end)
        return "".join(value)

    def _end_tag(self, begin: int) -> None:
        if not self._open:
            _fail(f"Unexpected end tag at byte offset {begin}")
        self._at += 1
        found = self._until(_SPACE + b">").lower()
        self._skip_space()
        if self._bytes[self._at] != ord(">"):
            _fail(f"Unclosed end tag at byte offset {begin}")
        tag = self._open.pop()
        if found not in ("", tag.name):
            _fail(
                f"Unmatched end tag at byte offset {begin}, "
                f'expected "</{tag.name}>", found "</{found}>"'
            )
        if self._units > tag.offset:
            self._close(tag)

    def _close(self, tag: _Open) -> None:
        length = self._units - tag.offset
        last = self._entities[-1] if self._entities else None
        is_whole = last is not None and (last.offset, last.length) == (tag.offset, length)
        if tag.name == "a":
            shown = "".join(self._text[tag.at :])
            self._link(tag.attributes.get("href") or shown, tag.offset, length)
            return
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.name == "code" and is_whole and last and last.type is EntityType.PRE:
            self._entities[-1] = Entity(last.type, last.offset, last.length, "", language)
        elif tag.name == "pre" and is_whole and last and last.language:
            self._entities[-1] = Entity(EntityType.PRE, tag.offset, length, "", last.language)
        else:
            self._entities.append(Entity(_type(tag), tag.offset, length, "", language))

    def _link(self, address: str, offset: int, length: int) -> None:
        """Keep a link that Telegram accepts; of the others only the text is left."""
        if re.match(r"tg:(//)?user\?id=[0-9]+$", address):
            self._entities.append(Entity(EntityType.TEXT_MENTION, offset, length))
        elif url := checked_link(address):
            self._entities.append(Entity(EntityType.TEXT_LINK, offset, length, url))


def _type(tag: _Open) -> EntityType:
    if tag.name == "blockquote":
        is_folded = "expandable" in tag.attributes
        return EntityType.EXPANDABLE_BLOCKQUOTE if is_folded else EntityType.BLOCKQUOTE
    return _SIMPLE.get(tag.name) or EntityType(tag.name)


def _referenced(match: re.Match[bytes]) -> str:
    if match["name"] is not None:
        return _NAMED.get(match["name"], "")
    digits, base = (match["hex"], 16) if match["hex"] is not None else (match["decimal"], 10)
    written = len(match[0].removesuffix(b";"))
    code = int(digits or b"0", base)
    is_character = 0 < code < 0x10FFFF and written < _LONGEST_NUMBER
    return chr(code) if is_character else ""


def _fail(problem: str) -> NoReturn:
    # The prefix keeps the problem's own capital: it is no longer the first letter.
    raise bad_request(f"Can't parse entities: {problem}")
