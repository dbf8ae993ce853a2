"""What belongs together: the unit of a digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.model.news import Article, Headline, Item
from storage.model.refs import Kind, Ref


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
