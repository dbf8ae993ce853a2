"""What is read: articles, headlines and stories, their ids as people type them.

What is told of them: the sentences of summaries, and what more news is about than before.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlsplit


class Kind(StrEnum):
    """What a `Ref` points to; the value is the letter in front of the number."""

    ARTICLE = ""
    HEADLINE = "h"
    STORY = "s"
    DIGEST = "d"
    SOURCE = "f"


class Genre(StrEnum):
    """What kind of text something is."""

    NEWS = "news"
    OPINION = "opinion"
    FEATURE = "feature"
    INTERVIEW = "interview"
    REVIEW = "review"
    LIVE = "live"
    SPORT = "sport"
    MARKETS = "markets"
    PRESS_RELEASE = "press-release"
    LISTICLE = "listicle"
    GUIDE = "guide"
    COLUMN = "column"  # advice, horoscopes, quizzes
    PROMOTION = "promotion"  # deals, events, what somebody sells
    TABLE = "table"


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
        published_at: When its source says it was published, in the zone that it names.
        language: ISO 639-1 code, or empty if unknown.
        only_day: Whether the source says no more than the day of that.
        site: The outlet's name, where it is known to be that one's.
    """

    title: str
    url: str | None = None
    published_at: datetime | None = None
    language: str = ""
    only_day: bool = False
    site: str = ""


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
        published_at: When the page says that it was published, in the zone that it names;
            never in the future.
        only_day: Whether it says no more than the day of that.
        headlines: Titles of other stories that stood below the body.
    """

    title: str
    body: str
    url: str | None = None
    site: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published_at: datetime | None = None
    only_day: bool = False
    headlines: tuple[HeadlineDraft, ...] = ()


class _News:
    """What an article and a headline say alike."""

    __slots__ = ()

    url: str | None
    site: str
    published_at: datetime | None
    added_at: datetime
    only_day: bool

    @property
    def at(self) -> datetime:
        """Return when it counts as news: published, or else first seen."""
        return news_instant(self.published_at, self.added_at, only_day=self.only_day)

    @property
    def day(self) -> date | None:
        """Return the day that its source names, if that names no more than the day."""
        return self.published_at.date() if self.only_day and self.published_at else None

    @property
    def outlet(self) -> str:
        """Return the name of the outlet that it is from: its site, its host, or ''."""
        return self.site or host_of(self.url)


@dataclass(frozen=True, slots=True)
class Article(_News):
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
        only_day: Whether the page says no more than the day of that: `published_at` is then
            the beginning of this day in UTC.
        copy_of: The member of its story that says the same in the same words, if one came
            before it.
        genre: What kind of text it is; None while private.
        worth: In a general digest by its text alone, 0 (never) to 5; None while private.
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
    only_day: bool = False
    copy_of: Ref | None = None
    # They follow from the text.
    genre: Genre | None = field(default=None, compare=False)
    worth: float | None = field(default=None, compare=False)

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.ARTICLE, self.id)


@dataclass(frozen=True, slots=True)
class Headline(_News):
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
        only_day: Whether its source says no more than the day of that, as in `Article`.
        copy_of: The member of its story that has the same title, if one came before it.
        genre, worth: As in `Article`; None until it is in a story.
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
    only_day: bool = False
    copy_of: Ref | None = None
    # They follow from the text.
    genre: Genre | None = field(default=None, compare=False)
    worth: float | None = field(default=None, compare=False)

    @property
    def body(self) -> str:
        """Return nothing: it has no text."""
        return ""

    @property
    def ref(self) -> Ref:
        """Return the id as typed."""
        return Ref(Kind.HEADLINE, self.id)


Item: TypeAlias = Article | Headline


def news_instant(published_at: datetime | None, added_at: datetime, *, only_day: bool) -> datetime:
    """Return when an item counts as news: published, or else first seen.

    In the far east a day has begun that has not in UTC: what says no more than this day
    counts from when it was first seen.
    """
    if published_at is None:
        return added_at
    return min(published_at, added_at) if only_day else published_at


# One outlet's pages for browsers, phones and search engines.
_SAME_OUTLET = re.compile(r"^(?:(?:www\d?|m|mobile|amp|wap)\.)+(?=[^.]+\.)")


def host_of(url: str | None) -> str:
    """Return the host of an address, the same for all of an outlet's editions; empty for None."""
    return _SAME_OUTLET.sub("", urlsplit(url or "").hostname or "")


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
        names: Of people, places and bodies that both name, as the item spells them, most
            telling first.
        words: Other words that both have, likewise. With `names`, the reason that a reader
            is shown; never both empty.
        score: Larger is nearer; comparable within one answer only.
        in_story: Whether it belongs to the same story.
    """

    item: Item
    names: tuple[str, ...]
    words: tuple[str, ...]
    score: float
    in_story: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """An item that was found.

    Attributes:
        item: The item.
        title: Its title in pieces, each with whether it was sought.
        excerpt: A part of its body that was sought, the same way; empty if there is none.
    """

    item: Item
    title: Sequence[tuple[str, bool]]
    excerpt: Sequence[tuple[str, bool]] = ()


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
class StoryTitle:
    """The title of one member of a story.

    Attributes:
        story_id: The story.
        title: One line.
        language: ISO 639-1 code, or empty if unknown.
        at: When the member counts as news.
    """

    story_id: int
    title: str
    language: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Centroid:
    """What the members of a story have in common.

    Attributes:
        story_id: The story.
        terms: Its heaviest stems, each with the sum of its weights in all members. Kept to
            the last digit, so that decisions stay the same after a restart.
        meaning: Sum of the members' meaning vectors, as little-endian 32-bit floats; None
            if none has one.
        size: How many members were added up, those that left again included.
        headlines: How many of these had no text.
        moved: When the newest of them counts as news; None if none says when.
    """

    story_id: int
    terms: Mapping[str, float]
    meaning: bytes | None
    size: int
    headlines: int
    moved: datetime | None


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an admin said of two items.

    Attributes:
        one: An article or headline.
        other: Another one.
        together: Whether they belong to one story, or must never be in one.
    """

    one: Ref
    other: Ref
    together: bool


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
        edition: Which edition of the method it is by; another one may choose otherwise.
        sentences: The sentences.
    """

    article_id: int
    method: str
    length: int
    edition: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class KeySentence:
    """A sentence of a summary, and why it is in it.

    Attributes:
        text: The sentence.
        position: Its place among all sentences of the article, from 0.
        share: The share of what the summary tells that it brings, 0 to 1.
        words: What it brings, the most telling words first.
        title_words: Its words that the title has.
        aspects: What else speaks for it: `place`, `length`, `central`, `title`, `news`,
            `figures`, `manner`.
    """

    text: str
    position: int
    share: float
    words: tuple[str, ...]
    title_words: tuple[str, ...]
    aspects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rise:
    """How many stories are about something, against before.

    Attributes:
        name: A topic, or a name in its fullest form.
        stories: How many stories of the last 24 hours are about it.
        usual: How many a day were, on the mean of the days before.
    """

    name: str
    stories: int
    usual: float

    @property
    def is_new(self) -> bool:
        """Return whether no story was about it before."""
        return self.usual == 0


@dataclass(frozen=True, slots=True)
class Trends:
    """What grew, most first.

    Attributes:
        stories: How many stories have news of the last 24 hours.
        days: How many days of news there are before, up to a week.
        topics, names: What more stories are about than usual.
    """

    stories: int
    days: int
    topics: tuple[Rise, ...]
    names: tuple[Rise, ...]
