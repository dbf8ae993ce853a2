"""The rows of alerts, private to storage, as `storage.tables` has the others."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, Text, func

from storage.columns import Id, UtcDateTime
from storage.model import DeliveryState
from storage.tables import metadata, outbox

# What came in and was not held against anybody's alerts yet.
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# A story or filter that is gone stays what a chat was told of: these are no foreign keys.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("story_id", Id, nullable=False, index=True),
    Column("filter_id", Id, nullable=False),
    Column("ref", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("day", Text, nullable=False),
    # Of its message in the outbox.
    Column("key", Text, nullable=False, unique=True),
    Index(None, "chat_id", "story_id"),
    Index(None, "chat_id", "day"),
    sqlite_autoincrement=True,
)

# Of an alert joined with its message: it arrived, as far as anybody knows, or is on its way.
# One that failed or is held told nothing.
ARRIVES = func.coalesce(outbox.c.state, DeliveryState.SENT).not_in(
    [DeliveryState.FAILED, DeliveryState.UNSURE]
)
