"""What every repository is made of: the connection of its transaction, and rows as models."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from sqlalchemy import Row, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.columns import names
from storage.model import Delivery, Draft, File, HeadlineDraft, Outgoing, news_instant

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql

T = TypeVar("T")


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


def model_of(model: type[T], row: Any, **more: Any) -> T:
    """Return the model that a row is: its fields by the names of columns, and `more`."""
    known = (name for name in names(model) if name not in more)
    return model(**{name: getattr(row, name) for name in known}, **more)


def row_of(value: Any, *without: str) -> dict[str, Any]:
    """Return the columns of a model by the names of its fields, but for some."""
    return {name: getattr(value, name) for name in names(value) if name not in without}


def delivery_of(row: Row[Any]) -> Delivery:
    """Return the message in a row of `outbox`."""
    file = File(row.file_name, row.file_content or b"") if row.file_name else None
    return model_of(Delivery, row, message=model_of(Outgoing, row, file=file))


Insert: TypeAlias = "sqlite.Insert | postgresql.Insert"


class Reads:
    """What a transaction that reads may do with rows."""


class Writes(Reads):
    """What a transaction that writes may do with them as well."""


# A transaction that writes is one that reads, too.
Mode = TypeVar("Mode", bound=Reads, covariant=True)  # noqa: PLC0105 - each repository names it


class Repository(Generic[Mode]):
    """Rows of one kind, as one transaction sees them.

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
        if self._is_sqlite:
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
