"""What one chat was told at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum

from storage.model.news import Genre, Item, Kind, Ref, Sentence, Story
from storage.model.ratings import Liking
from storage.model.sources import Weight


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
    """A line folded below an entry: another item, and its id.

    Attributes:
        ref: The id as typed, such as `h12`.
        title: The item's title.
        url: The item's address, or None.
        outlet: The name of its source, or empty.
        adds: A sentence of it that says what the entry doesn't, or empty.
        in_story: Whether it tells the same story; otherwise it is near.
    """

    ref: str
    title: str
    url: str | None
    outlet: str = ""
    adds: str = ""
    in_story: bool = False


@dataclass(frozen=True, slots=True)
class Attributed:
    """Words of a report, and whose report it is.

    Attributes:
        text: Word for word.
        outlet: The name of its source, or empty.
        url: The report's address, or None.
        at: When it was published (or first seen).
        article_id: The report.
    """

    text: str
    outlet: str
    url: str | None
    at: datetime
    article_id: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sentences that can't both be right, of reports by different outlets."""

    one: Attributed
    other: Attributed


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody said.

    Attributes:
        quoted: The quotation, whole, with its marks.
        speaker: A name, with what the report says the person is, or a role.
    """

    quoted: Attributed
    speaker: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What a report says now, in place of what was told.

    Attributes:
        id: Ascending.
        article_id: The report.
        story_id: Its story.
        title: The report's.
        outlet: The name of its source, or empty.
        url: The report's address, or None.
        old: The sentence as it was told; empty where the outlet says that it corrects
            something else.
        new: What it says now, or that it corrects.
        found_at: When that was seen.
    """

    id: int
    article_id: int
    story_id: int
    title: str
    outlet: str
    url: str | None
    old: str
    new: str
    found_at: datetime


@dataclass(frozen=True, slots=True)
class Rereading:
    """A report that was told, and is read again for a while.

    Attributes:
        article_id: The report.
        told_at: When it was last told to anybody.
        due_at: When it is to be read next.
        etag: `ETag` of its page as it was read last, or empty.
        last_modified: Its `Last-Modified`, or empty.
        brought: Its text as its feed has it now, if that is another one; else empty.
    """

    article_id: int
    told_at: datetime
    due_at: datetime
    etag: str = ""
    last_modified: str = ""
    brought: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """A sentence that one chat was told.

    Attributes:
        chat_id: The chat.
        sentence: Word for word.
        was_alert: Whether it was told at once.
    """

    chat_id: int
    sentence: str
    was_alert: bool


@dataclass(frozen=True, slots=True)
class Reasons:
    """What gave a story its rank in a digest, as it was then.

    Attributes:
        outlets: How many outlets with a name carried what there was to tell.
        most: How many carried the story that most carried, of those in the running.
        newest_at: When its newest member was published (or first seen).
        filters: The reader's filters that it matched, as typed.
        heard: How many stories before it came from all of its outlets already.
        has_text: Whether there was more than headlines.
        topic: What it was about, or empty.
        same_topic: How many stories before it were about that already.
        likings: What the reader liked about it, or didn't, as the buttons say.
        times: By what these multiplied its rank.
        weight: How much the admin has its best-weighted source count.
        weighed: The outlets that count so, if that is not as usual.
        genre: What kind of text its reports are.
        worth: In a general digest, 0 to 5, by the texts alone.
        themes: What in it says so most, of `bot.languages.Theme`.
    """

    outlets: int
    most: int
    newest_at: datetime
    filters: tuple[str, ...] = ()
    heard: int = 0
    has_text: bool = True
    topic: str = ""
    same_topic: int = 0
    likings: tuple[Liking, ...] = ()
    times: float = 1.0
    weight: Weight = Weight.NORMAL
    weighed: tuple[str, ...] = ()
    genre: Genre = Genre.NEWS
    worth: float = 2.0
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """The first story that a digest had no room for.

    Attributes:
        story_id: The story.
        title: Title of its leading article or headline.
        reasons: What gave it its rank.
        next: Ids of the stories that came behind it, best first, as far as it was looked.
    """

    story_id: int
    title: str
    reasons: Reasons
    next: tuple[int, ...] = ()


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
        told_at: When this reader was last told the story, if ever: the entry is an update,
            and has only what is new since then.
        day: The day of the leading item, if its source names no more than that.
        reasons: Why it is in the digest; None if it was told before these were kept.
        differs: Where its reports differ.
        said: Who said what.
        genre: What kind of text its reports are.
    """

    story_id: int
    title: str
    url: str | None
    sentences: tuple[Sentence, ...]
    outlets: tuple[Outlet, ...]
    at: datetime
    related: tuple[Mention, ...] = ()
    told_at: datetime | None = None
    day: date | None = None
    reasons: Reasons | None = None
    differs: tuple[Difference, ...] = ()
    said: tuple[Statement, ...] = ()
    genre: Genre = Genre.NEWS

    @property
    def is_update(self) -> bool:
        """Return whether this reader was told the story before."""
        return self.told_at is not None


@dataclass(frozen=True, slots=True)
class ShownStory:
    """What a chat was told of one story: what was shown, and not what was folded.

    Attributes:
        texts: Titles and sentences, those told first first.
        newest_at: When the newest of the reports that they lead with was written; None if
            alerts alone told of it.
        alerted: The articles and headlines that alerts told of by their titles.
    """

    texts: tuple[str, ...] = ()
    newest_at: datetime | None = None
    alerted: tuple[Ref, ...] = ()


class DigestState(StrEnum):
    """What became of a slot."""

    BUILT = "built"
    EMPTY = "empty"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class DigestDate:
    """When a digest was made, without what it told: a chat's thousands are soon read.

    Attributes:
        id: The digest's.
        created_at: When it was built.
        state: What became of its slot.
    """

    id: int
    created_at: datetime
    state: DigestState

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.DIGEST, self.id)


@dataclass(frozen=True, slots=True)
class DigestDraft:
    """What one chat is to be told, not stored yet.

    Attributes:
        chat_id: For whom.
        key: Unique per chat: the slot's name, or `asked:<what asked>` for `/digest`.
        created_at: When it was built.
        state: BUILT; EMPTY if there was nothing to tell; SKIPPED if it was owed for
            longer than anyone wants old news.
        entries: Stories, best first.
        stories: How many stories were in the running.
        outlets: How many outlets they came from.
        left_out: What was next, had there been room; None if nothing was.
        corrections: Of what earlier ones told, the first found first.
        headlines: Stories that headlines alone tell, named in one line below the others.
    """

    chat_id: int
    key: str
    created_at: datetime
    state: DigestState
    entries: tuple[DigestEntry, ...]
    stories: int
    outlets: int
    left_out: LeftOut | None = None
    corrections: tuple[Correction, ...] = ()
    headlines: tuple[DigestEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest(DigestDraft):
    """What one chat is owed, or asked for, at one moment. Stored before it is sent.

    Attributes:
        id: Typed as `d12`.
    """

    id: int = field(kw_only=True)

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.DIGEST, self.id)


class Emptiness(StrEnum):
    """Why a digest tells nothing; the value names its sentence."""

    NO_SOURCES = "no-sources"
    NO_NEWS = "no-news"
    NO_MATCH = "no-match"
    NOTHING_NEW = "empty"


class Cause(Enum):
    """Why a story is not in a digest."""

    LATER = "it came later"
    TOLD = "it was told before"
    MUTED = "the reader muted it"
    FILTERED = "the reader mutes such"
    NOT_FOLLOWED = "the reader wants nothing but what is followed"
    UNWANTED = "it is told only to who asked for it"
    FOREIGN = "none of its reports is in a language that the reader reads"
    UNDATED = "its page names no date, and no feed brought it"
    OLD = "nothing came of it for too long"
    BARE = "only headlines tell it"
    RANKED = "others ranked before it"
    UNKNOWN = "it was not in the running, for a reason that is no longer known"


@dataclass(frozen=True, slots=True)
class Absence:
    """Why a story is not in a digest.

    Attributes:
        story: As it is now.
        lead: The member that stands for it.
        cause: The first thing that kept it out.
        at: LATER: when it was first heard of. TOLD: when it was last told before. OLD: when
            it last moved before.
        filters: FILTERED: those that it matches. NOT_FOLLOWED: all that the reader follows.
        place: RANKED: which it was, from 1; None if it was behind all whose place is known.
        reasons: RANKED: what gave it its rank.
        later: TOLD: how many reports had come since.
        languages: FOREIGN: those that the reader reads.
        genre: UNWANTED: what it is.
    """

    story: Story
    lead: Item
    cause: Cause
    at: datetime | None = None
    filters: tuple[str, ...] = ()
    place: int | None = None
    reasons: Reasons | None = None
    later: int = 0
    languages: tuple[str, ...] = ()
    genre: Genre = Genre.NEWS


@dataclass(frozen=True, slots=True)
class Skipped:
    """Digests in a row that could not be sent in time.

    Attributes:
        newest: The last of them.
        oldest: The first of them; the same if it is one.
        count: How many they are.
    """

    newest: DigestDate
    oldest: DigestDate
    count: int


@dataclass(frozen=True, slots=True)
class DigestPage:
    """A page of a chat's stored digests.

    Attributes:
        lines: Newest first.
        number: Of the page, from 1.
        pages: How many there are; 0 if nothing is stored.
        days: The first and the last day that was asked for, or None for all.
    """

    lines: tuple[Digest | Skipped, ...]
    number: int
    pages: int
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class ToldHit:
    """A story that a digest told, and that matches.

    Attributes:
        digest: Which digest.
        number: The story's place in it, from 1; 0 in the line of headlines below.
        title: Its title in pieces, each with whether it was sought.
        url: Its address, or None.
        excerpt: What was told of it that was sought, the same way; empty if nothing is.
    """

    digest: DigestDate
    number: int
    title: Sequence[tuple[str, bool]]
    url: str | None
    excerpt: Sequence[tuple[str, bool]] = ()
