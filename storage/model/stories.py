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
