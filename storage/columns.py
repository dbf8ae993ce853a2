"""Kinds of columns that both databases keep alike; private to storage."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import BigInteger, DateTime, Dialect, Integer, TypeDecorator

# A typed id may have 18 digits (`Ref`). SQLite counts up only what is called INTEGER,
# which is as wide there.
Id = BigInteger().with_variant(Integer, "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, in UTC on both sides; a naive one is refused.

    SQLite keeps it as text of one width, so that text order is the order of time.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant as it is stored.

        Raises:
            ValueError: It has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"instant without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
