"""What a reader's digests are to have more of, and what none of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class FilterKind(StrEnum):
    """What becomes of the stories that a filter matches; the value is the command's name."""

    FOLLOW = "follow"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class Filter:
    """A query that one chat keeps for its digests.

    Attributes:
        id: Typed as `3`, behind `/drop`; never used again.
        chat_id: Whose.
        kind: FOLLOW: such stories come first. MUTE: they never come.
        text: As typed, with single spaces; parsed whenever it is used.
        languages: ISO 639-1 codes of the words when it was made, the likeliest first. It goes
            on matching what it matched then, whatever languages the store has later.
        made_at: When the reader asked for it.
    """

    id: int
    chat_id: int
    kind: FilterKind
    text: str
    languages: tuple[str, ...]
    made_at: datetime
