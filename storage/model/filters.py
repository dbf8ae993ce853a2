"""What a reader's digests are to have more of, what none of, and what is told at once.

Beside the filters is what comes of those that ask for alerts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from storage.model.news import Ref


class FilterKind(StrEnum):
    """What becomes of the stories that a filter matches; the value is the command's name."""

    FOLLOW = "follow"
    MUTE = "mute"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Filter:
    """A query that one chat keeps for its digests and alerts.

    Attributes:
        id: Typed as `3`, behind `/drop`; never used again.
        kind: FOLLOW: such stories come first. MUTE: they never come. ALERT: they are told at
            once, and come first where that was not possible.
        text: As typed, with single spaces; parsed whenever it is used.
        languages: ISO 639-1 codes of the words when it was made, the likeliest first. It goes
            on matching what it matched then, whatever languages the store has later.
        made_at: When the reader asked for it.
        thread_id: The forum topic in which that was, or None; alerts go there.
    """

    id: int
    chat_id: int
    kind: FilterKind
    text: str
    languages: tuple[str, ...]
    made_at: datetime
    thread_id: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in, and was not held against anybody's alerts yet.

    Attributes:
        id: Ascending.
        ref: The article or headline.
        at: When it came.
    """

    id: int
    ref: Ref
    at: datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """One story that one chat was told at once.

    Attributes:
        chat_id: The chat.
        story_id: The story.
        filter_id: The filter that asked for it.
        ref: The article or headline that was told of it.
        sentence: What was told of it, word for word; empty of a headline.
        told_at: When that came: later reports are news to the chat.
        due_at: When it is to be sent: then, or after the reader's quiet hours.
        day: The reader's local day that it counts for.
    """

    chat_id: int
    story_id: int
    filter_id: int
    ref: Ref
    sentence: str
    told_at: datetime
    due_at: datetime
    day: date

    @property
    def key(self) -> str:
        """Return the key of its message in the outbox, the same however often it is made."""
        return f"alert:{self.chat_id}:{self.story_id}"
