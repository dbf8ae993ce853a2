"""The rows of the search, private to storage, as `storage.tables` has the others.

The words of items stand in `search_words`, which each database has in its own form (see
`storage.search`), and are therefore no part of `metadata`.
"""

from __future__ import annotations

from sqlalchemy import JSON, Column, Integer, Table, Text, UniqueConstraint

from storage.columns import Id, UtcDateTime
from storage.tables import metadata

# Letters of the longest stem that is kept. PostgreSQL's lexemes have at most 2 kB, its
# index entries 2.7 kB, and a letter up to four bytes.
MAX_STEM = 500

words = Table(
    "words",
    metadata,
    Column("stem", Text, primary_key=True),
    Column("documents", Integer, nullable=False),
    # One tree instead of two: each new item changes hundreds of rows.
    sqlite_with_rowid=False,
)

search = Table(
    "search",
    metadata,
    # In the order of time: see `storage.search`.
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("item", Id, nullable=False, unique=True),
    Column("at", UtcDateTime, nullable=False),
    Column("facets", JSON, nullable=False),
)

facets = Table(
    "facets",
    metadata,
    Column("id", Id, primary_key=True),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    # How many items have it now.
    Column("documents", Integer, nullable=False),
    UniqueConstraint("field", "value"),
)
