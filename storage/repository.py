"""What every noun is made of: the connection of the transaction that carries it.

The values that rows hold, for the nouns that share them.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Row, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.model import (
    Article,
    Button,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Draft,
    File,
    Headline,
    HeadlineDraft,
    Outgoing,
    Ref,
    news_instant,
)


def instants_of(draft: Draft | HeadlineDraft, *, now: datetime) -> dict[str, Any]:
    """Return the columns that say when an item was published, added and counts as news.

    A day alone is kept as the first instant of that day in UTC, whatever zone it was
    written in: wherever a reader lives, it is the day that the source names.

    Args:
        draft: The item as it was read.
        now: Aware; when it is added.
    """
    published_at = draft.published_at
    if published_at is not None and draft.only_day:
        published_at = datetime.combine(published_at.date(), time.min, UTC)
    return {
        "published_at": published_at,
        "only_day": draft.only_day,
        "added_at": now,
        "at": news_instant(published_at, now, only_day=draft.only_day),
    }


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
        only_day=row.only_day,
        copy_of=Ref.parse(row.copy_of or ""),
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
        only_day=row.only_day,
        copy_of=Ref.parse(row.copy_of or ""),
    )


def delivery_of(row: Row[Any]) -> Delivery:
    """Return the message in a row of `outbox`."""
    return Delivery(
        id=row.id,
        message=Outgoing(
            chat_id=row.chat_id,
            kind=DeliveryKind(row.kind),
            key=row.key,
            text=row.text,
            buttons=tuple(tuple(Button(*one) for one in buttons) for buttons in row.buttons),
            about=row.about,
            thread_id=row.thread_id,
            file=File(row.file_name, row.file_content or b"") if row.file_name else None,
            page=row.page,
            edits=row.edits,
        ),
        state=DeliveryState(row.state),
        due_at=row.due_at,
        tries=row.tries,
        message_id=row.message_id,
        error=row.error,
        unsure=row.unsure,
    )


Insert: TypeAlias = sqlite.Insert | postgresql.Insert


class Reads:
    """What a transaction that reads may do with rows."""


class Writes(Reads):
    """What a transaction that writes may do with them as well."""


# A transaction that writes is one that reads, too.
Mode = TypeVar("Mode", bound=Reads, covariant=True)  # noqa: PLC0105 - each repository names it


class Repository(Generic[Mode]):
    """The rows of one noun, as one transaction sees them.

    A method whose `self` says `Writes` changes rows: only a `WriteTransaction` has it. All
    methods raise `StorageError`, at the latest when the transaction ends.
    """

    def __init__(self, connection: AsyncConnection) -> None:
        """Work on the transaction of `connection`."""
        self._connection = connection

    @property
    def _is_sqlite(self) -> bool:
        return self._connection.dialect.name == "sqlite"

    def _insert(self, table: Table) -> Insert:
        """Return an INSERT that knows ON CONFLICT, which both databases spell alike."""
        return sqlite.insert(table) if self._is_sqlite else postgresql.insert(table)
