"""What every noun is made of: the connection of the transaction that carries it."""

from __future__ import annotations

from typing import TypeAlias

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

Insert: TypeAlias = sqlite.Insert | postgresql.Insert


class Noun:
    """The rows of one noun, as one transaction sees them.

    All methods raise `StorageError`, at the latest when the transaction ends.
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
