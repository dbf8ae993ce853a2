"""The first tables."""

import string

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)

# Everything but spaces is part of a word. Quotes are doubled, once for either kind.
_LETTERS = string.punctuation.replace("'", "''").replace('"', '""')
_FTS5 = f"""
CREATE VIRTUAL TABLE search_words
USING fts5(title, body, tokenize = "ascii tokenchars '{_LETTERS}'")
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
    _sources()
    _stories()
    _articles()
    _headlines()
    _words()
    _digests()
    _subscribers()
    _outbox()
    _inbox()


def _sources() -> None:
    op.create_table(
        "sources",
        sa.Column("id", _Id, nullable=False),
        _text("url"),
        _text("title"),
        sa.Column("site_url", sa.Text()),
        _text("etag"),
        _text("last_modified"),
        _instant("next_poll_at"),
        sa.Column("last_success_at", _Instant),
        _integer("failures"),
        _text("last_error"),
        _instant("added_at"),
        sa.PrimaryKeyConstraint("id", name="pk_sources"),
        sa.UniqueConstraint("url", name="uq_sources_url"),
        sqlite_autoincrement=True,
    )
    _index("sources", "next_poll_at")
    op.create_table(
        "seen",
        sa.Column("source_id", _Id, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        _instant("seen_at"),
        _foreign_key("seen", "source_id", "sources", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("source_id", "identity", name="pk_seen"),
    )


def _stories() -> None:
    op.create_table(
        "stories",
        sa.Column("id", _Id, nullable=False),
        _text("title"),
        _instant("first_seen_at"),
        _instant("updated_at"),
        sa.Column("terms", sa.JSON(), nullable=False),
        _integer("size"),
        sa.PrimaryKeyConstraint("id", name="pk_stories"),
        sqlite_autoincrement=True,
    )
    _index("stories", "updated_at")


def _articles() -> None:
    op.create_table(
        "articles",
        sa.Column("id", _Id, nullable=False),
        _text("title"),
        _text("body"),
        sa.Column("url", sa.Text()),
        _text("site"),
        sa.Column("authors", sa.JSON(), nullable=False),
        _text("language"),
        sa.Column("published_at", _Instant),
        _instant("added_at"),
        _instant("at"),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.Column("source_id", _Id),
        sa.Column("story_id", _Id),
        _foreign_key("articles", "source_id", "sources", ondelete="SET NULL"),
        _foreign_key("articles", "story_id", "stories", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("url", name="uq_articles_url"),
        sqlite_autoincrement=True,
    )
    _index("articles", "content_hash")
    _index("articles", "is_published", "at")
    _index("articles", "source_id")
    _index("articles", "story_id")
    op.create_table(
        "summaries",
        sa.Column("article_id", _Id, nullable=False),
        _text("method"),
        _integer("length"),
        sa.Column("sentences", sa.JSON(), nullable=False),
        _foreign_key("summaries", "article_id", "articles", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "method", "length", name="pk_summaries"),
    )
    op.create_table(
        "readings",
        sa.Column("id", _Id, nullable=False),
        _chat_id(),
        _text("ref"),
        _instant("read_at"),
        sa.PrimaryKeyConstraint("id", name="pk_readings"),
        sa.UniqueConstraint("chat_id", "ref", name="uq_readings_chat_id_ref"),
    )
    _index("readings", "ref")


def _headlines() -> None:
    op.create_table(
        "headlines",
        sa.Column("id", _Id, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        _text("title"),
        sa.Column("url", sa.Text()),
        _text("site"),
        _text("language"),
        sa.Column("published_at", _Instant),
        _instant("added_at"),
        _instant("at"),
        sa.Column("source_id", _Id),
        sa.Column("article_id", _Id),
        sa.Column("story_id", _Id),
        _foreign_key("headlines", "source_id", "sources", ondelete="SET NULL"),
        _foreign_key("headlines", "article_id", "articles", ondelete="SET NULL"),
        _foreign_key("headlines", "story_id", "stories", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_headlines"),
        sa.UniqueConstraint("identity", name="uq_headlines_identity"),
        sqlite_autoincrement=True,
    )
    _index("headlines", "at")
    _index("headlines", "source_id")
    _index("headlines", "article_id")
    _index("headlines", "story_id")


def _words() -> None:
    op.create_table(
        "words",
        _text("stem"),
        _integer("documents"),
        sa.PrimaryKeyConstraint("stem", name="pk_words"),
    )
    op.create_table(
        "search",
        sa.Column("id", _Id, autoincrement=False, nullable=False),
        _text("source"),
        _text("language"),
        _instant("at"),
        sa.PrimaryKeyConstraint("id", name="pk_search"),
    )
    is_sqlite = op.get_context().dialect.name == "sqlite"
    for statement in (_FTS5,) if is_sqlite else _VECTORS:
        op.execute(statement)


def _digests() -> None:
    op.create_table(
        "digests",
        sa.Column("id", _Id, nullable=False),
        _chat_id(),
        _text("key"),
        _instant("created_at"),
        _text("state"),
        _integer("stories"),
        _integer("outlets"),
        sa.PrimaryKeyConstraint("id", name="pk_digests"),
        sa.UniqueConstraint("chat_id", "key", name="uq_digests_chat_id_key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "digest_entries",
        sa.Column("digest_id", _Id, nullable=False),
        _integer("position"),
        sa.Column("story_id", _Id, nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        _foreign_key("digest_entries", "digest_id", "digests", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest_id", "position", name="pk_digest_entries"),
    )
    _index("digest_entries", "story_id")


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        _chat_id(),
        sa.Column("thread_id", sa.BigInteger()),
        _text("times"),
        _text("weekdays"),
        _text("zone"),
        _text("next_slot"),
        _instant("next_at"),
        _instant("since"),
        _text("paused"),
        sa.PrimaryKeyConstraint("chat_id", name="pk_subscribers"),
    )
    _index("subscribers", "next_at")


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", _Id, nullable=False),
        _chat_id(),
        _text("kind"),
        _integer("turn"),
        _text("key"),
        _text("text"),
        sa.Column("buttons", sa.JSON(), nullable=False),
        _text("about"),
        sa.Column("thread_id", sa.BigInteger()),
        _text("state"),
        _instant("due_at"),
        _integer("tries"),
        _integer("unsure"),
        _text("owner"),
        sa.Column("lease_until", _Instant),
        sa.Column("message_id", sa.BigInteger()),
        sa.Column("settled_at", _Instant),
        _text("error"),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sqlite_autoincrement=True,
    )
    _index("outbox", "state", "turn", "due_at", "id")
    _index("outbox", "chat_id", "state")
    _index("outbox", "chat_id", "message_id")


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        _chat_id(),
        _text("payload"),
        _instant("received_at"),
        _text("state"),
        _integer("tries"),
        _instant("moved_at"),
        _text("error"),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
    )
    _index("inbox", "state", "id")
    _index("inbox", "chat_id", "state")


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, _Instant, nullable=False)


def _chat_id() -> sa.Column[int]:
    return sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False)


def _foreign_key(table: str, column: str, target: str, *, ondelete: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_{column}"
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name, ondelete=ondelete)


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, columns)
