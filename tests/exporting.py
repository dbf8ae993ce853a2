"""Digests to export, their hostile kin, and what of them a reader must see."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bot.messages.exports import Export, ExportFormat, render
from storage.model import Digest, DigestDate, DigestEntry, DigestState, File, Mention, Outlet
from tests.news import NOW
from tests.told import digest, entry, sentences

KYIV = ZoneInfo("Europe/Kyiv")

ICE = entry(
    "Icebreaker freed",
    related=(
        Mention("7", "Ship is free", "https://b.example/7", "Post", "A tug came.", in_story=True),
        Mention("h880", "Insurers raise premiums", "https://a.example/h880"),
    ),
    told_at=NOW - timedelta(days=2),
)
PEACE = entry("שלום לעולם", sentences=sentences("זה משפט.", article_id=2), day=date(2026, 11, 23))
BARE = entry("Ferry fares rise", sentences=(), outlets=(), url=None, story_id=413)
LANGUAGES = {1: "en", 2: "he"}

# Marks of all the formats, and what some of them cannot hold.
_NASTY = list(
    "*_`~[]()<>&\\#|!$=^{}@+-.:;\"'1\n\r\t\0\x0b\x1b\x7f\x85\xa0\u2028\u202e\ufdd0\ufffe\ud800"
)
_WORDS = [
    "</title>",
    "]]>",
    "<!--",
    "-->",
    "&amp;",
    "&#60;",
    "```",
    "~~~",
    "---",
    "1.",
    "- ",
    "    ",
    "שלום",
    "{0}",
]
texts = st.lists(st.one_of(st.sampled_from([*_NASTY, *_WORDS]), st.characters()), max_size=12).map(
    "".join
)
urls = st.one_of(
    st.none(),
    st.sampled_from(
        [
            "javascript:alert(1)",
            "data:text/html,x",
            "https://a.example/?a=1&copy;=2#x",
            "https://a.example/(x)_[y]*z",
            'https://a.example/"><script>',
            "http://",
            "http://[",
            "http://a.example:99999/",
            "http://a b.example/",
            "https://пример.example/ї?q=%zz",
        ]
    ),
    texts.map(lambda text: f"https://a.example/{text}"),
)
entries = st.builds(
    DigestEntry,
    story_id=st.integers(1, 99),
    title=texts,
    url=urls,
    sentences=st.lists(texts, max_size=2).map(lambda told: sentences(*told)),
    outlets=st.lists(st.builds(Outlet, texts, urls), max_size=2).map(tuple),
    at=st.just(NOW),
    related=st.lists(
        st.builds(Mention, st.just("h7"), texts, urls, texts, texts, st.booleans()), max_size=2
    ).map(tuple),
    told_at=st.sampled_from([None, NOW - timedelta(days=2)]),
    day=st.sampled_from([None, date(2026, 11, 23)]),
)
digests = st.lists(entries, min_size=1, max_size=3).map(lambda told: digest(*told))


def exported(wanted: ExportFormat, *told: Digest, language: str = "en") -> File:
    """Return the digests as a file, times as in Kyiv."""
    first = DigestDate(told[0].id, told[0].created_at, DigestState.BUILT)
    return render(Export(told, first, KYIV, language, LANGUAGES), wanted)


def seen(text: str) -> str:
    """Return what of `text` a reader sees: characters that XML knows, blanks as one blank."""
    return " ".join("".join(filter(_is_character, text)).split())


def told_lines(told: DigestEntry, number: int) -> list[str]:
    """Return what a reader must see of a story, blanks as one blank each."""
    update = "Update: " if told.told_at else ""
    since = "New since 22 Nov 2026, 08:00: " if told.told_at else ""
    text = " ".join(sentence.text for sentence in told.sentences)
    names = [seen(outlet.name) for outlet in told.outlets]
    moment = "23 Nov 2026" if told.day else "24 Nov 2026, 08:00"
    from_ = [", ".join(name for name in names if name), moment, f"s{told.story_id}"]
    lines = [
        f"{number} · {update}{seen(told.title) or 'Untitled'}",
        f"{since}{text}",
        " · ".join(part for part in from_ if part),
    ]
    for heading, in_story in (("Also:", True), ("Related:", False)):
        asides = [one for one in told.related if one.in_story == in_story]
        lines += [heading] * bool(asides) + list(map(_told_aside, asides))
    return [line for line in map(seen, lines) if line]


def _told_aside(one: Mention) -> str:
    title = seen(one.title)
    if not one.in_story or not seen(one.outlet):
        return f"{title or 'Untitled'} · {one.ref}"
    told = seen(one.adds) or title
    return f"{seen(one.outlet)}{': ' if told else ''}{told} · {one.ref}"


def _is_character(character: str) -> bool:
    code = ord(character)
    # w3.org/TR/xml/#charsets, without those that it discourages
    is_known = code in {0x9, 0xA, 0xD, 0x85} or 0x20 <= code <= 0xD7FF or code >= 0xE000
    is_odd = 0x7F <= code <= 0x9F and code != 0x85
    is_none = 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE
    return is_known and not is_odd and not is_none and code <= sys.maxunicode
