"""What a reader likes, as far as the buttons say that a reader pressed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.model.news import Ref


class Verdict(StrEnum):
    """What a reader said of a story, or of a digest; the value is what is typed."""

    MORE = "more"
    LESS = "less"
    MUTE = "mute"


class TraitKind(StrEnum):
    """What a trait is."""

    TOPIC = "topic"
    SOURCE = "source"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Trait:
    """What a story has in common with others, in words that a reader knows it by.

    Attributes:
        name: A topic such as `sport`, an outlet's name, or one of whom the story is about.
    """

    kind: TraitKind
    name: str


@dataclass(frozen=True, slots=True)
class Liking:
    """How much a reader likes a trait: above 0 if its stories count more, below if less."""

    trait: Trait
    points: float


@dataclass(frozen=True, slots=True)
class Rating:
    """A button that was pressed in a chat.

    Attributes:
        about: The story or digest that was rated; a chat has one rating of each.
        verdict: Which button. MUTE: the story is never told again.
        likings: By how much it moved what the chat likes.
        rated_at: When.
        title: Of the story, or empty.
    """

    chat_id: int
    about: Ref
    verdict: Verdict
    likings: tuple[Liking, ...]
    rated_at: datetime
    title: str = ""
