"""What a reader's digests are to have more of, what none of, and what is told at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


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
        chat_id: Whose.
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
