"""What chats are told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from storage.model.news import Ref


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
