"""The rows of ratings, private to storage, as `storage.tables` has the others."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Table, Text

from storage.columns import UtcDateTime
from storage.tables import metadata

ratings = Table(
    "ratings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", Text, primary_key=True),
    Column("verdict", Text, nullable=False),
    Column("likings", JSON, nullable=False),
    Column("title", Text, nullable=False),
    Column("rated_at", UtcDateTime, nullable=False),
)
