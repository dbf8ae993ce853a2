"""Articles, headlines and stories to test with: every attribute has a default."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage.model import (
    Article,
    FullText,
    Headline,
    Item,
    Source,
    SourceState,
    Story,
    Timing,
    Weight,
)

# A Tuesday morning; the one moment at which tests happen.
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)


def article(
    number: int = 1,
    title: str = "Icebreaker freed after nine days",
    body: str = "All 34 crew members are safe. The ship is under tow.",
    *,
    hours: float = 1,
    site: str = "Coast Times",
    url: str | None = None,
    language: str = "en",
    is_published: bool = True,
    story_id: int | None = None,
) -> Article:
    """Return an article published `hours` before NOW."""
    return Article(
        id=number,
        title=title,
        body=body,
        url=url,
        site=site,
        authors=("Jo Miller",),
        language=language,
        published_at=NOW - timedelta(hours=hours),
        added_at=NOW,
        content_hash=str(number),
        is_published=is_published,
        source_id=None,
        story_id=story_id,
    )


def headline(
    number: int = 1,
    title: str = "Second channel opened for coal convoy",
    *,
    hours: float = 1,
    site: str = "Coast Times",
    url: str | None = None,
    story_id: int | None = None,
) -> Headline:
    """Return a headline published `hours` before NOW."""
    return Headline(
        id=number,
        title=title,
        url=url,
        site=site,
        language="en",
        published_at=NOW - timedelta(hours=hours),
        added_at=NOW,
        source_id=None,
        article_id=None,
        story_id=story_id,
    )


def story(number: int, *members: Item) -> Story:
    """Return a story of these members, which moved at NOW."""
    return Story(
        id=number,
        title=members[0].title,
        first_seen_at=NOW,
        updated_at=NOW,
        articles=tuple(item for item in members if isinstance(item, Article)),
        headlines=tuple(item for item in members if isinstance(item, Headline)),
    )


def source(number: int = 1, **facts: Any) -> Source:
    """Return a source that was added at NOW and not read yet, but for these facts."""
    unread: dict[str, Any] = {
        "url": f"https://harbour-post.example/feed/{number}",
        "title": "Harbour Post",
        "site_url": None,
        "state": SourceState.READ,
        "full_text": FullText.SHORT,
        "weight": Weight.NORMAL,
        "etag": "",
        "last_modified": "",
        "timing": Timing(),
        "gap": None,
        "newest_at": None,
        "next_poll_at": NOW,
        "last_success_at": None,
        "failures": 0,
        "failing_since": None,
        "last_error": "",
        "last_status": None,
        "moved_to": "",
        "moves": 0,
        "added_at": NOW,
    }
    return Source(id=number, **(unread | facts))
