"""What a digest told, in words that any file can hold: the one place where they are cleaned."""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.messages.archive import digest_heading
from bot.messages.digest import digest_counts
from storage.model import Digest, DigestEntry, Kind, Mention, Ref

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
    """Words that lead somewhere.

    Attributes:
        text: One line, not empty.
        url: An http(s) address, or None.
    """

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
        title: Its title, and where it leads.
        is_update: Whether the reader was told of it before.
        since: When the reader was told before, such as `22 Nov 2026, 08:00`; empty if never.
        text: The sentences, word for word; empty for a story of headlines.
        outlets: Who carries it.
        at: When its leading item was published, as a machine reads it.
        moment: The same for people, in the reader's zone.
        ref: The story's id as typed.
        others: Who else tells it.
        related: What is near.
        language: ISO 639-1 code of title and text, or empty if unknown.
    """

    number: int
    title: Link
    is_update: bool
    since: str
    text: str
    outlets: tuple[Link, ...]
    at: str
    moment: str
    ref: str
    others: tuple[Aside, ...]
    related: tuple[Aside, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ToldDigest:
    """A digest as it was told. All texts are one line each, and not escaped.

    Attributes:
        ref: The digest's id as typed.
        identity: A name of it that never changes and says nothing of the chat.
        heading: Such as `Morning digest · Tue 24 Nov 2026`.
        counts: Such as `5 stories out of 87, from 23 sources`.
        at: When it was made.
        local_at: The same in the reader's zone.
        stories: Best first.
    """

    ref: str
    identity: uuid.UUID
    heading: str
    counts: str
    at: datetime
    local_at: datetime
    stories: tuple[ToldStory, ...]

    @property
    def in_list(self) -> str:
        """Return how it is called among others: `Morning digest · Tue 24 Nov 2026, 08:00`."""
        return f"{self.heading}, {self.local_at:%H:%M}"


def told(digest: Digest, *, zone: ZoneInfo, languages: Mapping[int, str]) -> ToldDigest:
    """Return what the digest told.

    Args:
        digest: The digest.
        zone: The reader's, in which times are shown.
        languages: Of the articles whose sentences were told, as ISO 639-1 codes by id.
    """
    return ToldDigest(
        ref=str(digest.ref),
        identity=identity_of(digest.id, digest.created_at),
        heading=digest_heading(digest, zone),
        counts=digest_counts(digest),
        at=digest.created_at,
        local_at=digest.created_at.astimezone(zone),
        stories=tuple(
            _story(number, entry, zone, languages) for number, entry in enumerate(digest.entries, 1)
        ),
    )


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
    number: int, entry: DigestEntry, zone: ZoneInfo, languages: Mapping[int, str]
) -> ToldStory:
    language = languages.get(entry.sentences[0].article_id, "") if entry.sentences else ""
    return ToldStory(
        number=number,
        title=_link(entry.title, entry.url),
        is_update=entry.is_update,
        since=_moment(entry.told_at.astimezone(zone)) if entry.told_at else "",
        text=clean(" ".join(sentence.text for sentence in entry.sentences)),
        outlets=tuple(
            _link(outlet.name, outlet.url) for outlet in entry.outlets if clean(outlet.name)
        ),
        at=(
            entry.day.isoformat()
            if entry.day
            else entry.at.astimezone(zone).isoformat(timespec="seconds")
        ),
        moment=(
            f"{entry.day.day} {entry.day:%b %Y}"
            if entry.day
            else _moment(entry.at.astimezone(zone))
        ),
        ref=str(Ref(Kind.STORY, entry.story_id)),
        others=tuple(_aside(mention) for mention in entry.related if mention.in_story),
        related=tuple(_aside(mention) for mention in entry.related if not mention.in_story),
        language=language,
    )


def _aside(mention: Mention) -> Aside:
    ref = clean(mention.ref)
    if not mention.in_story or not clean(mention.outlet):
        return Aside(_link(mention.title, mention.url), "", ref)
    told = clean(mention.adds) or clean(mention.title)
    return Aside(_link(mention.outlet, mention.url), told, ref)


def _link(text: str, url: str | None) -> Link:
    return Link(clean(text) or "Untitled", web_address(url))


def _moment(local: datetime) -> str:
    return f"{local.day} {local:%b %Y, %H:%M}"
