"""What every kind of source implements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.ingest.feeds import Feed


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from a source's address.

    Attributes:
        content: The body, decompressed.
        url: Where it came from, after redirects.
        charset: What the `Content-Type` header says, or empty.
    """

    content: bytes
    url: str
    charset: str


class SourceKind(Protocol):
    """A kind of source. Both functions are pure and run in a worker process."""

    def recognises(self, answer: Answer) -> bool:
        """Return whether `answer` is of this kind, by a look at its address and beginning."""

    def read(self, answer: Answer, *, now: datetime) -> Feed:
        """Return what `answer` holds.

        Args:
            answer: One that `recognises` took.
            now: Aware instant; no item is published later.

        Raises:
            NoFeedError: It only looked like one, or is too large.
        """
