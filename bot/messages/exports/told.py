"""What a digest told, in words that any file can hold: the one place where they are cleaned."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.messages.catalogue import clock, date_text, label, language_of
from bot.messages.digest import digest_counts, digest_heading
from bot.messages.items import marked
from storage.model import Correction, Digest, DigestEntry, Kind, Mention, Ref

# What XML 1.0 cannot hold (w3.org/TR/xml/#charsets), and what HTML counts as an error
# (html.spec.whatwg.org/#parse-error-control-character-in-input-stream).
_UNWRITABLE = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(17)
    )
    + "]"
)
_BREAK = re.compile("[\t\n\r\x85\u2028\u2029]+")
# What no address has as it is (RFC 3986, appendix A); letters of all scripts may stay.
_HOST = re.compile(r"[\w.:-]+")
_UNSAFE_IN_URL = re.compile(r"[\s\"<>\\^`{|}]|%(?![0-9A-Fa-f]{2})")


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead to an http(s) address, or nowhere; one line, not empty."""

    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Aside:
    """A line below a story: who else tells it, or what is near.

    Attributes:
        lead: The outlet, or the title, and where it leads.
        told: What the outlet adds, or the title of its text; empty behind a title.
        ref: The id as typed, or empty.
    """

    lead: Link
    told: str
    ref: str


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story as a digest told it. All texts are one line each, and not escaped.

    Attributes:
        number: Its place in the digest, from 1.
        update: `Update:` if the reader was told of it before, else empty.
        since: When that was, such as `New since 22 Nov 2026, 08:00:`, or empty.
        text: The sentences, word for word; empty for a story of headlines.
        at: When its leading item was published, as a machine reads it.
        moment: The same for people, in the reader's zone.
        asides: By their headings: where reports differ, who said what, who else tells it,
            what is near. None is empty.
        language: ISO 639-1 code of title and text, or empty if unknown.
    """

    number: int
    title: Link
    update: str
    since: str
    text: str
    outlets: tuple[Link, ...]
    at: str
    moment: str
    ref: str
    asides: tuple[tuple[str, tuple[Aside, ...]], ...]
    language: str


@dataclass(frozen=True, slots=True)
class ToldDigest:
    """A digest as it was told. All texts are one line each, and not escaped.

    Attributes:
        identity: A name of it that never changes and says nothing of the chat.
        heading: Such as `Morning digest · Tue 24 Nov 2026`.
        counts: Such as `5 stories out of 87, from 23 sources`.
        at: When it was made.
        local_at: The same in the reader's zone.
        language: What our own words in it are written in.
        stories: Best first.
        corrected: What it corrected of earlier ones, one line each: whose report, and what that
            says now.
        headlines: Below them, each with who has it, or an empty text.
    """

    ref: str
    identity: uuid.UUID
    heading: str
    counts: str
    at: datetime
    local_at: datetime
    language: str
    stories: tuple[ToldStory, ...]
    corrected: tuple[Aside, ...] = ()
    headlines: tuple[tuple[Link, str], ...] = ()

    @property
    def in_list(self) -> str:
        """Return how it is called among others: `Morning digest · Tue 24 Nov 2026, 08:00`."""
        return f"{self.heading}, {clock(self.local_at)}"


def told(
    digest: Digest, *, zone: ZoneInfo, language: str, languages: Mapping[int, str]
) -> ToldDigest:
    """Return what the digest told, to a reader of this zone and language.

    `languages` are those of the articles whose sentences were told, ISO 639-1 codes by id.
    """
    return ToldDigest(
        ref=str(digest.ref),
        identity=identity_of(digest.id, digest.created_at),
        heading=digest_heading(digest.created_at, zone, language),
        counts=digest_counts(digest, language).unescape(),
        at=digest.created_at,
        local_at=digest.created_at.astimezone(zone),
        language=language_of(language),
        stories=tuple(
            _story(number, entry, zone, language, languages)
            for number, entry in enumerate(digest.entries, 1)
        ),
        corrected=tuple(_corrected(each, language) for each in digest.corrections),
        headlines=tuple(
            (
                _link(entry.title, entry.url, language),
                clean(entry.outlets[0].name) if entry.outlets else "",
            )
            for entry in digest.headlines
        ),
    )


def _corrected(found: Correction, language: str) -> Aside:
    title = label(language, "corrected-title", title=found.title)
    now = f"{label(language, 'corrected-now', outlet=found.outlet or found.title)} {found.new}"
    before = f" {label(language, 'corrected-before')} {found.old}" if found.old else ""
    ref = str(Ref(Kind.STORY, found.story_id))
    return Aside(_link(title, found.url, language), clean(now + before), ref)


def identity_of(digest_id: int, made_at: datetime, *, of: str = "digest") -> uuid.UUID:
    """Return a name that is the same for ever.

    It is made from the digest's id and its instant to the microsecond, and from nothing that
    a chat could be told by.
    """
    return uuid.uuid5(uuid.NAMESPACE_OID, f"news-digest-bot:{of}:{digest_id}:{made_at.isoformat()}")


def clean(text: str) -> str:
    """Return `text` as one line that XML can hold; it is otherwise word for word the same."""
    return _UNWRITABLE.sub("", _BREAK.sub(" ", text)).strip()


def web_address(url: str | None) -> str | None:
    """Return the address if it leads into the web, with what no address may hold encoded."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    address = _UNSAFE_IN_URL.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), clean(url)
    )
    try:
        parts = urlsplit(address)
        is_whole = parts.port != 0 and _HOST.fullmatch(parts.hostname or "")
    except ValueError:  # a bracket or a port that is none
        return None
    return address if is_whole else None


def _story(
    number: int,
    entry: DigestEntry,
    zone: ZoneInfo,
    language: str,
    languages: Mapping[int, str],
) -> ToldStory:
    local, day = entry.at.astimezone(zone), entry.day
    before = _moment(entry.told_at.astimezone(zone), language) if entry.told_at else ""
    asides = [
        (label(language, name), tuple(some))
        for name, some in (
            ("voices-differ", _differing(entry, language)),
            ("voices-said", _quoted(entry, language)),
        )
        if some
    ]
    asides += [
        (label(language, "digest-others" if in_story else "digest-related"), tuple(some))
        for in_story in (True, False)
        if (some := [_aside(one, language) for one in entry.related if one.in_story == in_story])
    ]
    return ToldStory(
        number=number,
        title=_link(marked(entry.title, entry.genre, language), entry.url, language),
        update=label(language, "digest-update") if entry.is_update else "",
        since=label(language, "digest-since", day=before) if before else "",
        text=clean(" ".join(sentence.text for sentence in entry.sentences)),
        outlets=tuple(
            _link(outlet.name, outlet.url, language)
            for outlet in entry.outlets
            if clean(outlet.name)
        ),
        at=day.isoformat() if day else local.isoformat(timespec="seconds"),
        moment=date_text(language, day, "year") if day else _moment(local, language),
        ref=str(Ref(Kind.STORY, entry.story_id)),
        asides=tuple(asides),
        language=languages.get(entry.sentences[0].article_id, "") if entry.sentences else "",
    )


def _differing(entry: DigestEntry, language: str) -> list[Aside]:
    told = [each for pair in entry.differs for each in (pair.one, pair.other)]
    return [Aside(_link(one.outlet, one.url, language), clean(one.text), "") for one in told]


def _quoted(entry: DigestEntry, language: str) -> list[Aside]:
    return [
        Aside(
            _link(each.quoted.outlet, each.quoted.url, language),
            clean(f"{each.quoted.text} — {each.speaker}"),
            "",
        )
        for each in entry.said
    ]


def _aside(mention: Mention, language: str) -> Aside:
    ref = clean(mention.ref)
    if not mention.in_story or not clean(mention.outlet):
        return Aside(_link(mention.title, mention.url, language), "", ref)
    told = clean(mention.adds) or clean(mention.title)
    return Aside(_link(mention.outlet, mention.url, language), told, ref)


def _link(text: str, url: str | None, language: str) -> Link:
    return Link(clean(text) or label(language, "file-untitled"), web_address(url))


def _moment(local: datetime, language: str) -> str:
    day = date_text(language, local, "year")
    return label(language, "date-and-time", day=day, time=clock(local))
