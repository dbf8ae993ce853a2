"""Stored digests to test with: every attribute has a default."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from storage import Store
from storage.model import Digest, DigestEntry, DigestState, Outlet, Sentence
from tests.news import NOW


def sentences(*texts: str, article_id: int = 1) -> tuple[Sentence, ...]:
    """Return sentences of one article, in a row."""
    return tuple(Sentence(text, article_id, number) for number, text in enumerate(texts))


def entry(title: str = "Icebreaker freed", *told: str, **changes: Any) -> DigestEntry:
    """Return a story as a digest told it."""
    given: dict[str, Any] = {
        "story_id": 412,
        "url": "https://coast-times.example/ice",
        "sentences": sentences(*(told or ("All 34 are safe.", "It is under tow."))),
        "outlets": (Outlet("Coast Times", "https://coast-times.example/ice"),),
        "at": NOW,
    }
    return DigestEntry(title=title, **given | changes)


def digest(
    *entries: DigestEntry,
    number: int = 3,
    at: datetime = NOW,
    state: DigestState = DigestState.BUILT,
) -> Digest:
    """Return a digest that was made at `at`."""
    return Digest(
        id=number,
        chat_id=7,
        key=f"asked:{number}",
        created_at=at,
        state=state,
        entries=entries,
        stories=87,
        outlets=23,
    )


async def keep(
    store: Store,
    *entries: DigestEntry,
    chat_id: int = 7,
    at: datetime = NOW,
    state: DigestState | None = None,
) -> Digest:
    """Store a digest of these stories; an empty one if there are none."""
    made = DigestState.BUILT if entries else DigestState.EMPTY
    async with store.write() as tx:
        kept, _ = await tx.digests.add(
            chat_id=chat_id,
            key=f"{at.isoformat()}:{len(entries)}:{state}",
            now=at,
            state=state or made,
            entries=entries,
            stories=87,
            outlets=23,
        )
    return kept
