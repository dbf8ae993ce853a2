"""Kinds of sources: what an answer from the web is, and how it becomes a feed.

SourceKind   what each kind implements
Answer       what came back from a source's address
read_answer  reads an answer by the kind that recognises it

A new kind is a module beside this one and a place in `KINDS`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.ingest.feeds import Feed
from bot.ingest.sources.kinds.feed import WebFeed
from bot.ingest.sources.kinds.protocol import Answer, SourceKind

__all__ = ["Answer", "SourceKind", "read_answer"]

# The first that recognises an answer reads it; the last one takes all.
KINDS: Final[tuple[SourceKind, ...]] = (WebFeed(),)


def read_answer(answer: Answer, *, now: datetime) -> Feed:
    """Return the feed that an answer is.

    Raises:
        NoFeedError: It is of no kind that is known, or too large.
    """
    kind = next(kind for kind in KINDS if kind.recognises(answer))
    return kind.read(answer, now=now)
