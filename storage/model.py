"""The words of this project, as types. Every value is frozen and free of any database.

What a reader can name has an id that is typed the same way for ever (see `Ref`).
Instants are aware and in UTC; wall-clock times are naive and belong to a zone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeAlias
from zoneinfo import ZoneInfo

# A chat that is not Telegram's: the terminal on the machine itself.
LOCAL_CHAT = 0

EVERY_DAY = frozenset(range(7))


class Kind(StrEnum):
    """What a `Ref` points to; the value is the letter in front of the number."""

    ARTICLE = ""
    HEADLINE = "h"
    STORY = "s"
    DIGEST = "d"
    SOURCE = "f"


_REF = re.compile(r"(?P<kind>[hsdf]?)(?P<number>[1-9][0-9]{0,17})", re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class Ref:
    """An id as people type it: `12` an article, `h12`, `s12`, `d12`, `f12`.

    Attributes:
        kind: What is meant.
        number: The row's number, from 1.
    """

    kind: Kind
    number: int

    def __str__(self) -> str:
        """Return the id as it is shown and typed."""
        return f"{self.kind.value}{self.number}"

    @classmethod
    def parse(cls, text: str) -> Ref | None:
        """Return the id that `text` is, in either case, or None if it is none."""
        match = _REF.fullmatch(text.strip())
        if match is None:
            return None
        return cls(Kind(match["kind"].lower()), int(match["number"]))


@dataclass(frozen=True, slots=True)
class HeadlineDraft:
    """A title read somewhere, not stored yet.

    Attributes:
        title: One line.
        url: Canonical address of the article behind it, if it was a link.
        published_at: When its source says it was published.
        language: ISO 639-1 code, or empty if unknown.
    """

    title: str
    url: str | None = None
    published_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it was read from a page, a text or a file; not stored yet.

    Attributes:
        title: One line; never empty.
        body: Paragraphs, separated by one blank line.
        url: Canonical address; None for pasted text and uploaded files.
        site: The outlet's name as the page or feed gives it, such as `Coast Times`.
        authors: Names, in the page's order.
        language: ISO 639-1 code, or empty if unknown.
        published_at: When the page says that it was published; never in the future.
        headlines: Titles of other stories that stood below the body.
    """

    title: str
    body: str
    url: str | None = None
    site: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published_at: datetime | None = None
    headlines: tuple[HeadlineDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One text that was ingested.

    Attributes:
        id: Typed as `12`.
        title: One line; never empty.
        body: Paragraphs, separated by one blank line.
        url: Canonical address, unique among articles; None for pasted text and files.
        site: The outlet's name, or empty.
        authors: Names, in the page's order.
        language: ISO 639-1 code, or empty if unknown.
        published_at: When the page says that it was published.
        added_at: When it was first ingested.
        content_hash: Hex SHA-256 of title and body with spaces and case folded: the
            identity of a text that has no address.
        is_published: Whether an admin or a source published it. A private article was
            asked for by a reader: it is seen by the chats that read it, and by no
            search, story or digest.
        source_id: The source that brought it, if one did.
        story_id: The story it belongs to; None while private.
    """

    id: int
    title: str
    body: str
    url: str | None
    site: str
    authors: tuple[str, ...]
    language: str
    published_at: datetime | None
    added_at: datetime
    content_hash: str
    is_published: bool
    source_id: int | None
    story_id: int | None

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.ARTICLE, self.id)

    @property
    def at(self) -> datetime:
        """Return when it counts as news: published, or else first seen."""
        return self.published_at or self.added_at


@dataclass(frozen=True, slots=True)
class Headline:
    """A title with no body of its own yet.

    Attributes:
        id: Typed as `h12`.
        title: One line; unique with `url` within its source, or, where no source
            brought it, among the headlines without one.
        url: Canonical address of the article behind it, if known.
        site: The outlet's name, or empty.
        language: ISO 639-1 code, or empty if unknown.
        published_at: When its source says it was published.
        added_at: When it was first seen.
        source_id: The feed it came from, if one.
        article_id: The article below which it stood, if one.
        story_id: The story it belongs to.
    """

    id: int
    title: str
    url: str | None
    site: str
    language: str
    published_at: datetime | None
    added_at: datetime
    source_id: int | None
    article_id: int | None
    story_id: int | None

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.HEADLINE, self.id)

    @property
    def at(self) -> datetime:
        """Return when it counts as news: published, or else first seen."""
        return self.published_at or self.added_at


Item: TypeAlias = Article | Headline


@dataclass(frozen=True, slots=True)
class Ingested:
    """What came of ingesting one thing.

    Attributes:
        article: The article, new or known.
        is_new: False if it was known already (and nothing changed).
        headlines: Headlines that were stored with it; empty when it was known.
    """

    article: Article
    is_new: bool
    headlines: tuple[Headline, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """An item near another one.

    Attributes:
        item: The article or headline.
        shared: Names and words that both have, as the item spells them, most telling
            first. The reason that a reader is shown.
        score: Larger is nearer; comparable within one answer only.
        in_story: Whether it belongs to the same story.
    """

    item: Item
    shared: tuple[str, ...]
    score: float
    in_story: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where articles come from again and again: a feed.

    Attributes:
        id: Typed as `f12`.
        url: Address that is polled.
        title: The feed's own name, or its host until it was read.
        site_url: The page that the feed belongs to, if it says so.
        etag: `ETag` of the last full answer, sent back exactly as received.
        last_modified: `Last-Modified` of the same answer.
        next_poll_at: When it is due.
        last_success_at: When an answer was last understood (304 included).
        failures: Polls in a row that failed; 0 after a success.
        last_error: Why the last poll failed, in English, for logs and `/sources`.
        added_at: When an admin added it.
    """

    id: int
    url: str
    title: str
    site_url: str | None
    etag: str
    last_modified: str
    next_poll_at: datetime
    last_success_at: datetime | None
    failures: int
    last_error: str
    added_at: datetime

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.SOURCE, self.id)


@dataclass(frozen=True, slots=True)
class Story:
    """Articles and headlines about one event: the unit of a digest.

    Attributes:
        id: Typed as `s12`.
        title: Title of its first article, or of its first headline while it has none.
        first_seen_at: When its first member was added.
        updated_at: When its newest member was added.
        articles: Published members with a body, oldest first.
        headlines: Members without a body, oldest first.
    """

    id: int
    title: str
    first_seen_at: datetime
    updated_at: datetime
    articles: tuple[Article, ...]
    headlines: tuple[Headline, ...]

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.STORY, self.id)

    @property
    def members(self) -> tuple[Item, ...]:
        """Return articles, then headlines."""
        return (*self.articles, *self.headlines)


@dataclass(frozen=True, slots=True)
class Centroid:
    """What the members of a story have in common.

    Attributes:
        story_id: The story.
        terms: Its heaviest words, each with the sum of its weights in all members.
        size: How many members were added up, those that left again included.
        updated_at: When its newest member was added.
    """

    story_id: int
    terms: Mapping[str, float]
    size: int
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a summary, word for word as its article has it.

    Attributes:
        text: The sentence.
        article_id: The article it stands in.
        position: Its place among the article's sentences, from 0.
    """

    text: str
    article_id: int
    position: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences taken verbatim from one article, in reading order.

    Attributes:
        article_id: The article.
        method: The summarizer's name, such as `ranker` or `lexrank`.
        length: How many sentences were asked for; fewer if the text has fewer.
        sentences: The sentences.
    """

    article_id: int
    method: str
    length: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a reader wants digests, on the wall clock where the reader lives.

    Attributes:
        times: Times of day to the minute, ascending, at least one.
        weekdays: Days on which they hold; 0 is Monday, as in `date.weekday`.
    """

    times: tuple[time, ...]
    weekdays: frozenset[int] = EVERY_DAY


@dataclass(frozen=True, slots=True)
class Slot:
    """One digest that is owed: a time of a schedule on one local day.

    Attributes:
        day: The reader's local day.
        time: The schedule's time, even when the clocks skip it on that day.
        at: The UTC instant from which the digest is owed.
    """

    day: date
    time: time
    at: datetime

    def __str__(self) -> str:
        """Return the slot's name, unique for one subscriber: `2026-11-24T08:00`."""
        return f"{self.day.isoformat()}T{self.time:%H:%M}"


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that asked for digests.

    Attributes:
        chat_id: Telegram's chat id, negative for groups; `LOCAL_CHAT` the terminal.
        thread_id: The forum topic in which digests go, or None.
        schedule: When, on the wall clock of `zone`.
        zone: IANA zone, such as `Europe/Kyiv`. Never a fixed offset, because 08:00
            must stay 08:00 when the clocks change.
        next: The slot owed next. Stored, not derived, so that "who is due?" is one
            indexed query.
        since: When the chat subscribed.
        paused: Why nothing is sent, in English (`blocked by the reader`), or empty.
    """

    chat_id: int
    thread_id: int | None
    schedule: Schedule
    zone: ZoneInfo
    next: Slot
    since: datetime
    paused: str = ""


@dataclass(frozen=True, slots=True)
class Outlet:
    """A source's name below an entry, and where its text is.

    Attributes:
        name: Such as `Coast Times`.
        url: The article's address, or None.
    """

    name: str
    url: str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A line folded below an entry: an item's title, and its id.

    Attributes:
        ref: The id as typed, such as `h12`.
        title: The item's title.
        url: The item's address, or None.
    """

    ref: str
    title: str
    url: str | None


@dataclass(frozen=True, slots=True)
class DigestEntry:
    """One story as one digest told it. Kept as told, whatever the story becomes.

    Attributes:
        story_id: The story.
        title: Title of its leading article or headline.
        url: Address of the same, or None.
        sentences: The summary; empty for a story known by headlines alone.
        outlets: Who carries it, leading one first; each name once.
        at: When the leading item was published (or first seen).
        related: Other members of the story and near headlines, best first.
        is_update: Whether this reader was told the story before.
    """

    story_id: int
    title: str
    url: str | None
    sentences: tuple[Sentence, ...]
    outlets: tuple[Outlet, ...]
    at: datetime
    related: tuple[Mention, ...] = ()
    is_update: bool = False


class DigestState(StrEnum):
    """What became of a slot."""

    BUILT = "built"
    EMPTY = "empty"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Digest:
    """What one chat is owed, or asked for, at one moment. Stored before it is sent.

    Attributes:
        id: Typed as `d12`.
        chat_id: For whom.
        key: Unique per chat: the slot's name, or `asked:<what asked>` for `/digest`.
        created_at: When it was built.
        state: BUILT; EMPTY if there was nothing to tell; SKIPPED if it was owed for
            longer than anyone wants old news.
        entries: Stories, best first.
        stories: How many stories were in the running.
        outlets: How many outlets they came from.
    """

    id: int
    chat_id: int
    key: str
    created_at: datetime
    state: DigestState
    entries: tuple[DigestEntry, ...]
    stories: int
    outlets: int

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.DIGEST, self.id)


@dataclass(frozen=True, slots=True)
class Button:
    """A button, which *is* a command line.

    Attributes:
        label: What is on it.
        command: What pressing it types, such as `/related 12`; at most 64 bytes of
            UTF-8, Telegram's limit for callback data.
    """

    label: str
    command: str


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]


class DeliveryKind(StrEnum):
    """Why a message is on its way; replies go first."""

    REPLY = "reply"
    DIGEST = "digest"
    ALERT = "alert"


class DeliveryState(StrEnum):
    """Where a message is: new -> sending -> sent | unsure | failed."""

    NEW = "new"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to put into the outbox.

    Attributes:
        chat_id: To whom.
        kind: Why.
        key: Unique for ever, such as `digest:7:2026-11-24T08:00:0` or
            `update:8812:0`: putting it in a second time does nothing.
        text: The HTML subset of `bot.messages`; fits one Telegram message.
        buttons: Rows of buttons.
        about: The item that the message is about, as typed, or empty. A later
            `/related` in reply to the message means that item.
        thread_id: Forum topic, or None.
    """

    chat_id: int
    kind: DeliveryKind
    key: str
    text: str
    buttons: Keyboard = ()
    about: str = ""
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message on its way: a row of the outbox.

    Attributes:
        id: Ascending; the order of messages within a chat and kind.
        message: What is sent.
        state: Where it is.
        due_at: Not to be sent before.
        tries: Times that it was claimed.
        message_id: Telegram's number of the sent message, or None.
        error: Why the last try ended as it did, in English, or empty.
    """

    id: int
    message: Outgoing
    state: DeliveryState
    due_at: datetime
    tries: int
    message_id: int | None
    error: str


@dataclass(frozen=True, slots=True)
class Update:
    """Something that Telegram told us: a row of the inbox.

    Attributes:
        id: Telegram's `update_id`, unique.
        chat_id: The chat in whose order it is handled; 0 if it has none.
        payload: The update's JSON as received.
        received_at: When it was stored.
    """

    id: int
    chat_id: int
    payload: str
    received_at: datetime


class Field(StrEnum):
    """Where a term of a query is looked for."""

    ANY = "any"
    TITLE = "title"
    SOURCE = "source"
    LANGUAGE = "lang"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase of a query.

    Attributes:
        words: Stems in order; more than one makes a phrase.
        field: Where they must stand.
        text: As it was typed, without its field: what SOURCE and LANGUAGE compare.
    """

    words: tuple[str, ...]
    field: Field
    text: str


@dataclass(frozen=True, slots=True)
class Not:
    """Everything that `part` does not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class And:
    """What all `parts` match; at least two."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any of `parts` matches; at least two."""

    parts: tuple[Query, ...]


Query: TypeAlias = Term | Not | And | Or
