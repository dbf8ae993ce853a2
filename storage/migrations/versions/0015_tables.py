"""The tables, whole. What came before this version was never released."""

import string

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)

# Everything but spaces is part of a word. Quotes are doubled, once for either kind.
_LETTERS = string.punctuation.replace("'", "''").replace('"', '""')
# No sizes of columns: the ranking is ours.
_FTS5 = f"""
CREATE VIRTUAL TABLE search_words
USING fts5(title, body, facets, columnsize = 0, tokenize = "ascii tokenchars '{_LETTERS}'")
"""
_VECTORS = (
    "CREATE TABLE search_words (id BIGINT PRIMARY KEY, words TSVECTOR NOT NULL)",
    # Vectors moved to a side table and entries in a waiting list are slow to read, and the
    # planner takes neither for what it costs.
    "ALTER TABLE search_words ALTER words SET STORAGE MAIN",
    "CREATE INDEX ix_search_words_words ON search_words USING gin (words) WITH (fastupdate = off)",
)


def upgrade() -> None:
    """Make the tables."""
    _tables.create_all(op.get_bind())
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in (_FTS5,) if is_sqlite else _VECTORS:
        op.execute(statement)


_tables = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sa.Table(
    "sources",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("url", sa.Text, nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("site_url", sa.Text),
    sa.Column("etag", sa.Text, nullable=False),
    sa.Column("last_modified", sa.Text, nullable=False),
    sa.Column("next_poll_at", _Instant, nullable=False, index=True),
    sa.Column("last_success_at", _Instant),
    sa.Column("failures", sa.Integer, nullable=False),
    sa.Column("last_error", sa.Text, nullable=False),
    sa.Column("added_at", _Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False, server_default="read"),
    sa.Column("full_text", sa.Text, nullable=False, server_default="short"),
    sa.Column("timing", sa.JSON),
    sa.Column("gap_seconds", sa.BigInteger),
    sa.Column("newest_at", _Instant),
    sa.Column("failing_since", _Instant),
    sa.Column("last_status", sa.Integer),
    sa.Column("moved_to", sa.Text, nullable=False, server_default=""),
    sa.Column("moves", sa.Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

sa.Table(
    "seen",
    _tables,
    sa.Column("source_id", _Id, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("identity", sa.String(64), primary_key=True),
    sa.Column("seen_at", _Instant, nullable=False),
)

sa.Table(
    "pushes",
    _tables,
    sa.Column("source_id", _Id, sa.ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("hub_url", sa.Text, nullable=False),
    sa.Column("topic_url", sa.Text, nullable=False),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("secret", sa.Text, nullable=False),
    sa.Column("ask_at", _Instant, nullable=False, index=True),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("lease_until", _Instant),
)

sa.Table(
    "stories",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("first_seen_at", _Instant, nullable=False),
    sa.Column("updated_at", _Instant, nullable=False, index=True),
    sa.Column("terms", sa.JSON, nullable=False),
    sa.Column("meaning", sa.LargeBinary),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("headlines", sa.Integer, nullable=False, server_default="0"),
    sa.Column("newest_at", _Instant),
    sa.Column("revision", sa.BigInteger, nullable=False, server_default="0", index=True),
    sqlite_autoincrement=True,
)
sa.Table(
    "former_stories",
    _tables,
    sa.Column("id", _Id, primary_key=True, autoincrement=False),
    sa.Column("became", _Id, index=True),
    sa.Column("revision", sa.BigInteger, nullable=False, index=True),
)
sa.Table(
    "word_counts",
    _tables,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)

sa.Table(
    "rulings",
    _tables,
    sa.Column("one", sa.Text, primary_key=True),
    sa.Column("other", sa.Text, primary_key=True),
    sa.Column("together", sa.Boolean, nullable=False),
    sa.Column("made_at", _Instant, nullable=False),
)

sa.Table(
    "articles",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("url", sa.Text, unique=True),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("authors", sa.JSON, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("published_at", _Instant),
    sa.Column("added_at", _Instant, nullable=False),
    sa.Column("at", _Instant, nullable=False),
    sa.Column("content_hash", sa.String(64), nullable=False, index=True),
    sa.Column("is_published", sa.Boolean, nullable=False),
    sa.Column("source_id", _Id, sa.ForeignKey("sources.id", ondelete="SET NULL"), index=True),
    sa.Column("story_id", _Id, sa.ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    sa.Column("only_day", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("copy_of", sa.Text),
    sa.Index(None, "is_published", "at"),
    sqlite_autoincrement=True,
)

sa.Table(
    "headlines",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("identity", sa.String(64), nullable=False, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("url", sa.Text),
    sa.Column("site", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("published_at", _Instant),
    sa.Column("added_at", _Instant, nullable=False),
    sa.Column("at", _Instant, nullable=False, index=True),
    sa.Column("source_id", _Id, sa.ForeignKey("sources.id", ondelete="SET NULL"), index=True),
    sa.Column("article_id", _Id, sa.ForeignKey("articles.id", ondelete="SET NULL"), index=True),
    sa.Column("story_id", _Id, sa.ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    sa.Column("only_day", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("copy_of", sa.Text),
    sqlite_autoincrement=True,
)

sa.Table(
    "summaries",
    _tables,
    sa.Column(
        "article_id", _Id, sa.ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True
    ),
    sa.Column("method", sa.Text, primary_key=True),
    sa.Column("length", sa.Integer, primary_key=True),
    sa.Column("edition", sa.Integer, nullable=False, server_default="1"),
    sa.Column("sentences", sa.JSON, nullable=False),
)

sa.Table(
    "readings",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("read_at", _Instant, nullable=False),
    sa.UniqueConstraint("chat_id", "ref"),
    sa.Index(None, "ref"),
)

sa.Table(
    "subscribers",
    _tables,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("times", sa.Text, nullable=False),
    sa.Column("weekdays", sa.Text, nullable=False),
    sa.Column("zone", sa.Text, nullable=False),
    sa.Column("next_slot", sa.Text, nullable=False),
    sa.Column("next_at", _Instant, nullable=False, index=True),
    sa.Column("since", _Instant, nullable=False),
    sa.Column("paused", sa.Text, nullable=False),
    sa.Column("quiet", sa.Text, nullable=False, server_default=""),
    sa.Column("paused_until", _Instant),
    sa.Column("is_confirmed", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("stories", sa.Integer),
    sa.Column("length", sa.Text, nullable=False, server_default="short"),
    sa.Column("tells_empty", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("only_followed", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("alerts", sa.Integer, nullable=False, server_default="5"),
)

sa.Table(
    "filters",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("languages", sa.JSON, nullable=False),
    sa.Column("made_at", _Instant, nullable=False),
    sa.Column("thread_id", sa.BigInteger),
    sqlite_autoincrement=True,
)

sa.Table(
    "digests",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("created_at", _Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("stories", sa.Integer, nullable=False),
    sa.Column("outlets", sa.Integer, nullable=False),
    sa.Column("left_out", sa.JSON),
    sa.UniqueConstraint("chat_id", "key"),
    sqlite_autoincrement=True,
)
sa.Table(
    "digest_entries",
    _tables,
    sa.Column("digest_id", _Id, sa.ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("story_id", _Id, nullable=False, index=True),
    sa.Column("content", sa.JSON, nullable=False),
)

sa.Table(
    "outbox",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("turn", sa.Integer, nullable=False),
    sa.Column("rank", sa.BigInteger, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("buttons", sa.JSON, nullable=False),
    sa.Column("about", sa.Text, nullable=False),
    sa.Column("thread_id", sa.BigInteger),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("due_at", _Instant, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("unsure", sa.Integer, nullable=False),
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("lease_until", _Instant),
    sa.Column("message_id", sa.BigInteger),
    sa.Column("settled_at", _Instant),
    sa.Column("error", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text),
    sa.Column("file_content", sa.LargeBinary),
    sa.Column("page", sa.Text, nullable=False, server_default=""),
    sa.Column("edits", sa.BigInteger),
    sa.Index(None, "state", "turn", "rank", "id"),
    sa.Index(None, "chat_id", "state"),
    sa.Index(None, "chat_id", "message_id"),
    sqlite_autoincrement=True,
)

sa.Table(
    "inbox",
    _tables,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("received_at", _Instant, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("tries", sa.Integer, nullable=False),
    sa.Column("moved_at", _Instant, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
    sa.Index(None, "state", "id"),
    sa.Index(None, "chat_id", "state"),
)
sa.Table(
    "arrivals",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("at", _Instant, nullable=False),
    sqlite_autoincrement=True,
)
sa.Table(
    "alerts",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("chat_id", sa.BigInteger, nullable=False),
    sa.Column("story_id", _Id, nullable=False, index=True),
    sa.Column("filter_id", _Id, nullable=False),
    sa.Column("ref", sa.Text, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("told_at", _Instant, nullable=False),
    sa.Column("due_at", _Instant, nullable=False),
    sa.Column("day", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False, unique=True),
    sa.Index(None, "chat_id", "story_id"),
    sa.Index(None, "chat_id", "day"),
    sqlite_autoincrement=True,
)

sa.Table(
    "ratings",
    _tables,
    sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("about", sa.Text, primary_key=True),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("likings", sa.JSON, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("rated_at", _Instant, nullable=False),
)

sa.Table(
    "words",
    _tables,
    sa.Column("stem", sa.Text, primary_key=True),
    sa.Column("documents", sa.Integer, nullable=False),
    sqlite_with_rowid=False,
)

sa.Table(
    "search",
    _tables,
    sa.Column("id", _Id, primary_key=True, autoincrement=False),
    sa.Column("item", _Id, nullable=False, unique=True),
    sa.Column("at", _Instant, nullable=False),
    sa.Column("facets", sa.JSON, nullable=False),
)

sa.Table(
    "facets",
    _tables,
    sa.Column("id", _Id, primary_key=True),
    sa.Column("field", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.UniqueConstraint("field", "value"),
)
