"""The values that rows hold, for the nouns that share them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row

from storage.model import Article, Headline


def article_of(row: Row[Any]) -> Article:
    """Return the article in a row of `articles`."""
    return Article(
        id=row.id,
        title=row.title,
        body=row.body,
        url=row.url,
        site=row.site,
        authors=tuple(row.authors),
        language=row.language,
        published_at=row.published_at,
        added_at=row.added_at,
        content_hash=row.content_hash,
        is_published=row.is_published,
        source_id=row.source_id,
        story_id=row.story_id,
    )


def headline_of(row: Row[Any]) -> Headline:
    """Return the headline in a row of `headlines`."""
    return Headline(
        id=row.id,
        title=row.title,
        url=row.url,
        site=row.site,
        language=row.language,
        published_at=row.published_at,
        added_at=row.added_at,
        source_id=row.source_id,
        article_id=row.article_id,
        story_id=row.story_id,
    )
