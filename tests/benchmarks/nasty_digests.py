"""Send digests of nasty text, and hold what arrives to what was meant.

    python -m tests.benchmarks.nasty_digests --digests 10000 --seed 1

Each digest goes through the real rendering and the real sender, over HTTP, to the strict
server. What it should look like is told without a word about its layout: the same digest is
rendered once more in disguise, with a letter of its own in place of each character that an
author wrote. Where these letters stand, and in which links and styles, there must stand the
author's characters, in the same links and styles, and nothing else anywhere.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import timedelta
from itertools import chain, count
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from bot import messages
from bot.delivery.outcomes import Outcome, Sent
from bot.frontends.telegram.send import TelegramSender
from bot.messages.fit import fitted
from bot.messages.telegram_limits import parts
from storage.model import (
    Delivery,
    DeliveryKind,
    DeliveryState,
    Digest,
    DigestEntry,
    DigestState,
    LeftOut,
    Mention,
    Outgoing,
    Outlet,
    Reader,
    Reasons,
    Sentence,
)
from tests.botapi import BotApi, Message
from tests.botapi.entities import Entity, checked_link, utf16_length
from tests.botapi.limits import formatted
from tests.news import NOW
from tests.telegram_bot import connected_bot

T = TypeVar("T")

KYIV = ZoneInfo("Europe/Kyiv")

# Chats that get theirs at the same time.
AT_ONCE = 8

MARKUP = (
    *("<b>", "</b>", "</a>", "</i>", "</code>", "</blockquote>", "<blockquote expandable>"),
    '<a href="https://evil.example/">win</a>',
    "<a href='tg://user?id=7'>you</a>",
    "<script>alert(1)</script>",
    "<tg-spoiler>x</tg-spoiler>",
    '<span class="tg-spoiler">',
    "<!-- ",
    " -->",
    "<![CDATA[",
    *("&lt;b&gt;", "&#60;b&#62;", "&#x3c;", "&amp;lt;", "&", "&;", "&#0;", "&#xd800;", "<", ">"),
    *("**bold**", "[x](https://evil.example/)", "`code`", "_it_", "{}", "{0}", "%s", "\\n"),
    *('"', "'", '" onclick="', "'>", "/>"),
)
EMOJI = ("👍🏽", "👩‍🚀", "👨‍👩‍👧‍👦", "🏳️‍🌈", "🇺🇦", "☀️", "1️⃣", "😀", "🧊", "🏴󠁧󠁢󠁥󠁮󠁧󠁿")
WRITING = (
    *("שלום עולם", "مرحبا بالعالم", "\u202eeman\u202c", "\u2067a\u2069", "a\u200fb\u200e"),
    *("Київ", "日本語の見出し。", "e\u0301" * 5, "Z͑ͫ̓ͪ̂ͫ̽͏̴̙", "ﷺ", "ไทย", "𝔘𝔫𝔦", "a\u00adb"),
    *("plain words", "Ships & ports", "«quoted»", "it's"),
)
SPACES = (" ", "\n", "\n\n", "\t", "\u00a0", "\u200b", "\u3000", "\u2028", "\r\n", "\ufeff", "\x0b")
CONTROL = ("\x00", "\x01", "\x1f", "\x7f", "\u0333", "\u033f", "\u030a", "\ufffc", "\U000e0041")
WORDS = ("word ", "News. ", "Storm", "! ", "city ", " ")
POOLS, WEIGHTS = (MARKUP, EMOJI, WRITING, SPACES, CONTROL, WORDS), (6, 3, 3, 3, 1, 6)
ADDRESSES = (
    "https://a.example/",
    "https://a.example/?b=1&c=2&amp;d=3",
    'https://a.example/">in</a><b>',
    "https://a.example/'x'<y>",
    "https://user:pass@a.example:8080/p#f",
    "https://пример.рф/путь?я=1",
    "http://[::1]/",
    "https://a.example/" + "long/" * 300,
    "https://a.example/%22%3E",
    "https://a.example/{0}{}",
    "https://a.example/\u202egnp.exe",
    *("https://", "https://nodot/", "http://a.example:0/", "https://a.example:99999/", "http:///x"),
    *("javascript:alert(1)", "tg://user?id=7", "data:text/html,x", "//a.example/", "mailto:a@b.c"),
)

# What no reader sees: `strip_empty_characters` and `clean_input_string` of tdlib.
_UNSEEN = re.compile(
    "[\\s\x00-\x1f\u00a0\u0333\u033f\u030a\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f"
    "\u2800\u3000\ufeff\ufffc\U000e0000-\U000e007f]"
)
# Layout may cut at these, so they are not disguised.
_PLAIN = re.compile("[\\s.,;:!?…。]")

_SURROGATE = re.compile("[\ud800-\udfff]")

_NO_MARKS: frozenset[tuple[str, str]] = frozenset()

Shown = list[tuple[str, frozenset[tuple[str, str]]]]


class Nasty:
    """Writes what no editor would, the same for the same seed."""

    def __init__(self, chance: random.Random) -> None:
        """Draw from `chance`."""
        self._chance = chance

    def text(self, longest: int = 12) -> str:
        """Return a text of some pieces, now and then one of thousands of characters."""
        pieces = [self._piece() for _ in range(self._chance.randint(1, longest))]
        if self._chance.random() < 0.02:
            pieces.append(self._piece() * self._chance.choice((200, 700)))
        return "".join(pieces)[:6000] or "x"

    def _piece(self) -> str:
        if self._chance.random() < 0.1:
            return self._any()
        [pool] = self._chance.choices(POOLS, WEIGHTS)
        return self._chance.choice(pool)

    def _any(self) -> str:
        """Return a character of any script; half of a surrogate pair is none."""
        while True:
            top = self._chance.choice((0x250, 0x3000, 0x10000, 0x110000))
            character = chr(self._chance.randrange(top))
            if not _SURROGATE.match(character):
                return character

    def address(self) -> str | None:
        """Return an address, a trap that looks like one, or none."""
        if self._chance.random() < 0.1:
            return None
        return self._chance.choice(ADDRESSES)

    def digest(self, number: int) -> Digest:
        """Return a digest, as long as one can be."""
        chance = self._chance
        entries = tuple(self._entry(story) for story in range(1, chance.randint(2, 12)))
        if chance.random() < 0.7:
            entries = fitted(entries, reader=Reader(NOW, KYIV, "en"))
        reasons = Reasons(outlets=2, most=3, newest_at=NOW, filters=(self.text(),))
        return Digest(
            id=number,
            chat_id=number,
            key="2026-11-24T08:00",
            created_at=NOW,
            state=DigestState.BUILT,
            entries=entries,
            stories=chance.randint(1, 2000),
            outlets=chance.randint(0, 90),
            left_out=LeftOut(99, self.text(), reasons),
        )

    def _entry(self, story: int) -> DigestEntry:
        chance = self._chance
        many = 60 if chance.random() < 0.03 else 4
        return DigestEntry(
            story_id=story,
            title=self.text(),
            url=self.address(),
            sentences=tuple(Sentence(self.text(30), 1, n) for n in range(chance.randint(0, 4))),
            outlets=tuple(
                Outlet(self.text(3), self.address()) for _ in range(chance.randint(0, many))
            ),
            at=NOW - timedelta(hours=chance.randint(0, 40)),
            related=tuple(
                Mention(
                    f"h{n}",
                    self.text(),
                    self.address(),
                    outlet=chance.choice(("", self.text(3))),
                    adds=chance.choice(("", self.text())),
                    in_story=chance.random() < 0.5,
                )
                for n in range(chance.randint(0, many))
            ),
            told_at=NOW - timedelta(days=3) if chance.random() < 0.2 else None,
            reasons=Reasons(outlets=2, most=3, newest_at=NOW),
        )


class Disguise:
    """Puts a letter of its own in place of each character that an author wrote.

    Attributes:
        characters: What each letter stands for.
        addresses: What each address stands for.
    """

    def __init__(self) -> None:
        """Disguise nothing yet."""
        self.characters: dict[str, str] = {}
        self.addresses: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        # Letters that nobody's layout knows, of one UTF-16 unit and of two.
        self._short = chain(range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0xAC00, 0xD7A4))
        self._long = count(0xF0000)

    def of(self, value: T, *, name: str = "") -> T:
        """Return `value` with all texts and addresses in it disguised."""
        disguised: Any = value
        match value:
            case str() if name == "url":
                disguised = self._address(value)
            case str() if name not in ("ref", "key"):
                disguised = self._text(value)
            case tuple():
                disguised = tuple(self.of(one, name=name) for one in value)
            case _ if is_dataclass(value) and not isinstance(value, type):
                changes = {
                    each.name: self.of(getattr(value, each.name), name=each.name)
                    for each in fields(value)
                    if each.name != "state"
                }
                disguised = replace(value, **changes)
        return cast("T", disguised)

    def _text(self, text: str) -> str:
        # Layout compares outlets by their names: the same text has the same disguise.
        if text not in self._texts:
            self._texts[text] = "".join(map(self._letter, text))
        return self._texts[text]

    def _letter(self, character: str) -> str:
        if _PLAIN.match(character):
            return character
        letter = chr(next(self._short if character <= "\uffff" else self._long))
        self.characters[letter] = character
        return letter

    def _address(self, address: str) -> str:
        # Nothing but the web is linked to.
        if not address.startswith(("http://", "https://")):
            return "nowhere:"
        disguised = f"https://u{len(self.addresses)}.example/"
        self.addresses[disguised] = checked_link(address)
        return disguised


def intended(digest: Digest) -> Shown:
    """Return each visible character that the digest is to show, and its links and styles."""
    disguise = Disguise()
    reply = messages.digest(disguise.of(digest), zone=KYIV, language="en")
    expected: Shown = []
    for part in parts(reply):
        read = formatted(str(part.text), "HTML")
        for letter, marks in _characters(read.text, read.entities):
            character = disguise.characters.get(letter, letter)
            known = {(kind, disguise.addresses.get(url, url)) for kind, url in marks}
            # Telegram makes no link of what is no address.
            kept = frozenset(mark for mark in known if mark != ("text_link", ""))
            expected.append((character, kept))
    return [one for one in expected if not _UNSEEN.match(one[0])]


def shown(found: list[Message]) -> Shown:
    """Return each visible character of the messages, and its links and styles."""
    return [
        one
        for message in found
        for one in _characters(message.text, message.entities)
        if not _UNSEEN.match(one[0])
    ]


def _characters(
    text: str, entities: tuple[Entity, ...]
) -> Iterator[tuple[str, frozenset[tuple[str, str]]]]:
    marks = [_NO_MARKS] * (utf16_length(text) + 1)
    for one in entities:
        mark = (one.type.value, one.url)
        for at in range(one.offset, one.end):
            marks[at] |= {mark}
    at = 0
    for character in text:
        yield character, marks[at]
        at += utf16_length(character)


@dataclass
class Found:
    """What came of it.

    Attributes:
        messages: How many messages arrived.
        refused: What came of those that did not.
        changed: Digests that arrived as something else, and where they begin to differ.
        cut: Messages with half a character in them.
        dropped: What Telegram left out without a word, addresses that are none apart.
    """

    messages: int = 0
    refused: list[Outcome] = field(default_factory=list)
    changed: list[tuple[int, str]] = field(default_factory=list)
    cut: list[int] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)


async def send_nasty_digests(*, digests: int, seed: int) -> Found:
    """Send so many digests and hold each to what was meant."""
    nasty, found = Nasty(random.Random(seed)), Found()
    async with BotApi() as api, connected_bot(api) as bot:
        sender = TelegramSender(bot)
        numbers = range(1, digests + 1)
        for start in range(0, digests, AT_ONCE):
            some = [nasty.digest(number) for number in numbers[start : start + AT_ONCE]]
            for outcomes in await asyncio.gather(*(_send(one, sender, api) for one in some)):
                found.refused += [one for one in outcomes if not isinstance(one, Sent)]
            for one in some:
                _judge(one, api, found)
        found.dropped = [loss for loss in api.world.losses if not _is_no_address(loss)]
    return found


async def _send(digest: Digest, sender: TelegramSender, api: BotApi) -> list[Outcome]:
    api.world.chat(digest.chat_id)
    return [
        await sender.send(
            Delivery(
                1,
                Outgoing(
                    digest.chat_id, DeliveryKind.DIGEST, str(number), str(part.text), part.buttons
                ),
                DeliveryState.SENDING,
                NOW,
                1,
                None,
                "",
            )
        )
        for number, part in enumerate(parts(messages.digest(digest, zone=KYIV, language="en")))
    ]


def _judge(digest: Digest, api: BotApi, found: Found) -> None:
    arrived = api.messages(digest.chat_id)
    found.messages += len(arrived)
    found.cut += [digest.id for message in arrived if _SURROGATE.search(message.text)]
    want, got = intended(digest), shown(arrived)
    if want != got:
        at = next(
            (n for n, pair in enumerate(zip(want, got, strict=False)) if pair[0] != pair[1]), 0
        )
        found.changed.append((digest.id, f"{want[at : at + 8]} became {got[at : at + 8]}"))
    del api.world.chats[digest.chat_id]


def _is_no_address(loss: str) -> bool:
    return loss.startswith("link to ")


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description="Send digests of nasty text.")
    parser.add_argument("--digests", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    found = asyncio.run(send_nasty_digests(digests=given.digests, seed=given.seed))
    print(f"digests {given.digests}, seed {given.seed}, messages {found.messages}")
    print(f"refused {len(found.refused)}, not as meant {len(found.changed)}", end=", ")
    print(f"with half a character {len(found.cut)}, entities dropped {len(found.dropped)}")
    for each in (*found.refused[:3], *found.changed[:3], *found.dropped[:3]):
        print(each)


if __name__ == "__main__":
    main()
