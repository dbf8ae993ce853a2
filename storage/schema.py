"""The rows, private to storage. `migrations` makes these tables; a test compares both.

The words of items stand in `search_words`, which each database has in its own form (see
`storage.search`), and are therefore no part of `metadata`.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    func,
    true,
)

from storage.columns import (
    Buttons,
    Day,
    FeedTiming,
    Id,
    Kept,
    Likings,
    QuietHours,
    RefText,
    Seconds,
    Times,
    UtcDateTime,
    Weekdays,
    Words,
    Zone,
    choice,
    plain,
    reader_of,
)
from storage.model import (
    Correction,
    DeliveryKind,
    DeliveryState,
    DigestState,
    FilterKind,
    FullText,
    Genre,
    LeftOut,
    SourceState,
    SummaryLength,
    Verdict,
    Weight,
)

# Names of constraints, so that a later migration can drop what an earlier one made.
metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

sources = Table(
    "sources",
    metadata,
    Column("id", Id, primary_key=True),
    Column("url", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("site_url", Text),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("next_poll_at", UtcDateTime, nullable=False, index=True),
    Column("last_success_at", UtcDateTime),
    Column("failures", Integer, nullable=False),
    Column("last_error", Text, nullable=False),
    Column("added_at", UtcDateTime, nullable=False),
    # Those that were there before the columns are read as they were.
    Column("state", choice(SourceState), nullable=False, server_default="read"),
    Column("full_text", choice(FullText), nullable=False, server_default="short"),
    Column("weight", choice(Weight), nullable=False, server_default="normal"),
    Column("timing", FeedTiming),
    Column("gap_seconds", Seconds, key="gap"),
    Column("newest_at", UtcDateTime),
    Column("failing_since", UtcDateTime),
    Column("last_status", Integer),
    Column("moved_to", Text, nullable=False, server_default=""),
    Column("moves", Integer, nullable=False, server_default="0"),
    # An id that a reader typed must never come to mean something else: not even after
    # the newest row was removed.
    sqlite_autoincrement=True,
)

seen = Table(
    "seen",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    # Hash of what the feed calls the item, which may be of any length.
    Column("identity", String(64), primary_key=True),
    Column("seen_at", UtcDateTime, nullable=False),
)

pushes = Table(
    "pushes",
    metadata,
    Column("source_id", Id, ForeignKey("sources.id", ondelete="CASCADE"), primary_key=True),
    Column("hub_url", Text, nullable=False),
    Column("topic_url", Text, nullable=False),
    Column("token", Text, nullable=False, unique=True),
    Column("secret", Text, nullable=False),
    Column("ask_at", UtcDateTime, nullable=False, index=True),
    Column("tries", Integer, nullable=False),
    Column("lease_until", UtcDateTime),
)

stories = Table(
    "stories",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("first_seen_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
    Column("terms", JSON, nullable=False),
    Column("meaning", LargeBinary),
    Column("size", Integer, nullable=False),
    Column("headlines", Integer, nullable=False, server_default="0"),
    Column("newest_at", UtcDateTime),
    Column("revision", BigInteger, nullable=False, server_default="0", index=True),
    sqlite_autoincrement=True,
)

# Ids that readers may still type, and what became of those stories.
former_stories = Table(
    "former_stories",
    metadata,
    Column("id", Id, primary_key=True, autoincrement=False),
    Column("became", Id, index=True),
    Column("revision", BigInteger, nullable=False, index=True),
    # Ids of what it had, if it was merged: its articles, headlines, and what it had become.
    Column("members", Words, nullable=False, server_default="[]"),
)

# What a process counted, kept for its next start; one row.
word_counts = Table(
    "word_counts",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)

rulings = Table(
    "rulings",
    metadata,
    Column("one", RefText, primary_key=True),
    Column("other", RefText, primary_key=True),
    Column("together", Boolean, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("url", Text, unique=True),
    Column("site", Text, nullable=False),
    Column("authors", Words, nullable=False),
    Column("language", Text, nullable=False),
    Column("published_at", UtcDateTime),
    Column("added_at", UtcDateTime, nullable=False),
    # `Article.at`, kept so that "newest first" is an index.
    Column("at", UtcDateTime, nullable=False),
    Column("content_hash", String(64), nullable=False, index=True),
    Column("is_published", Boolean, nullable=False),
    Column("source_id", Id, ForeignKey("sources.id", ondelete="SET NULL"), index=True),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    Column("only_day", Boolean, nullable=False, server_default=false()),
    Column("copy_of", RefText),
    Column("genre", choice(Genre)),
    Column("worth", Float),
    Index(None, "is_published", "at"),
    sqlite_autoincrement=True,
)

headlines = Table(
    "headlines",
    metadata,
    Column("id", Id, primary_key=True),
    # Hash of what makes two headlines the same one: see `storage.headlines`.
    Column("identity", String(64), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("url", Text),
    Column("site", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("published_at", UtcDateTime),
    Column("added_at", UtcDateTime, nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("source_id", Id, ForeignKey("sources.id", ondelete="SET NULL"), index=True),
    Column("article_id", Id, ForeignKey("articles.id", ondelete="SET NULL"), index=True),
    Column("story_id", Id, ForeignKey("stories.id", ondelete="SET NULL"), index=True),
    Column("only_day", Boolean, nullable=False, server_default=false()),
    Column("copy_of", RefText),
    Column("genre", choice(Genre)),
    Column("worth", Float),
    sqlite_autoincrement=True,
)

summaries = Table(
    "summaries",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("method", Text, primary_key=True),
    Column("length", Integer, primary_key=True),
    Column("edition", Integer, nullable=False, server_default="1"),
    Column("sentences", JSON, nullable=False),
)

readings = Table(
    "readings",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("ref", RefText, nullable=False),
    Column("read_at", UtcDateTime, nullable=False),
    UniqueConstraint("chat_id", "ref"),
    Index(None, "ref"),
)

subscribers = Table(
    "subscribers",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger),
    Column("times", Times, nullable=False),
    Column("weekdays", Weekdays, nullable=False),
    Column("zone", Zone, nullable=False),
    Column("next_slot", Text, nullable=False),
    Column("next_at", UtcDateTime, nullable=False, index=True),
    Column("since", UtcDateTime, nullable=False),
    Column("paused", Text, nullable=False),
    # Those that were there before the columns are served as they were.
    Column("quiet", QuietHours, nullable=False, server_default=""),
    Column("paused_until", UtcDateTime),
    Column("is_confirmed", Boolean, nullable=False, server_default=true()),
    Column("stories", Integer),
    Column("length", choice(SummaryLength), nullable=False, server_default="short"),
    Column("tells_empty", Boolean, nullable=False, server_default=true()),
    Column("only_followed", Boolean, nullable=False, server_default=false()),
    Column("alerts", Integer, nullable=False, server_default="5"),
    Column("language", Text, nullable=False, server_default=""),
    Column("languages", Words, nullable=False, server_default="[]"),
)

filters = Table(
    "filters",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("kind", choice(FilterKind), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("languages", Words, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("thread_id", BigInteger),
    sqlite_autoincrement=True,
)

digests = Table(
    "digests",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("state", choice(DigestState), nullable=False),
    Column("stories", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("left_out", Kept(plain, reader_of(LeftOut), JSON(none_as_null=True))),
    Column(
        "corrections",
        Kept(plain, reader_of(tuple[Correction, ...]), JSON()),
        nullable=False,
        server_default="[]",
    ),
    UniqueConstraint("chat_id", "key"),
    sqlite_autoincrement=True,
)

# A story that is gone stays told: `story_id` is no foreign key.
digest_entries = Table(
    "digest_entries",
    metadata,
    Column("digest_id", Id, ForeignKey("digests.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("story_id", Id, nullable=False, index=True),
    Column("content", JSON, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", choice(DeliveryKind), nullable=False),
    # The place of `kind` in the order in which a chat is served; 0 goes first.
    Column("turn", Integer, nullable=False),
    # The place within its turn; the lowest goes first: see `Outbox.add`.
    Column("rank", BigInteger, nullable=False),
    Column("key", Text, nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("buttons", Buttons, nullable=False),
    Column("about", Text, nullable=False),
    Column("thread_id", BigInteger),
    Column("state", choice(DeliveryState), nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("unsure", Integer, nullable=False),
    Column("owner", Text, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("message_id", BigInteger),
    Column("settled_at", UtcDateTime),
    Column("error", Text, nullable=False),
    Column("file_name", Text),
    Column("file_content", LargeBinary),
    Column("page", Text, nullable=False, server_default=""),
    Column("edits", BigInteger),
    Index(None, "state", "turn", "rank", "id"),
    Index(None, "chat_id", "state"),
    Index(None, "chat_id", "message_id"),
    sqlite_autoincrement=True,
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("payload", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("moved_at", UtcDateTime, nullable=False),
    Column("error", Text, nullable=False),
    Index(None, "state", "id"),
    Index(None, "chat_id", "state"),
)


# What came in and was not held against anybody's alerts yet.
arrivals = Table(
    "arrivals",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", RefText, nullable=False),
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
    Column("ref", RefText, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("told_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("day", Day, nullable=False),
    # Of its message in the outbox.
    Column("key", Text, nullable=False, unique=True),
    Index(None, "chat_id", "story_id"),
    Index(None, "chat_id", "day"),
    sqlite_autoincrement=True,
)

# Reports that were told, and when each is to be read again.
rereadings = Table(
    "rereadings",
    metadata,
    Column("article_id", Id, ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("told_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("brought", Text, nullable=False),
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", Id, primary_key=True),
    # Hash of the report and both sentences: nothing is corrected twice.
    Column("identity", String(64), nullable=False, unique=True),
    Column("article_id", Id, nullable=False),
    Column("story_id", Id, nullable=False),
    Column("title", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("url", Text),
    Column("old", Text, nullable=False),
    Column("new", Text, nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    sqlite_autoincrement=True,
)

# Whom a digest owes a correction, and which digest told it, if one did.
corrected = Table(
    "corrected",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("correction_id", Id, ForeignKey("corrections.id", ondelete="CASCADE"), primary_key=True),
    Column("digest_id", Id),
)

# Of an alert joined with its message: it arrived, as far as anybody knows, or is on its way.
# One that failed or is held told nothing.
ARRIVES = func.coalesce(outbox.c.state, DeliveryState.SENT).not_in(
    [DeliveryState.FAILED, DeliveryState.UNSURE]
)


ratings = Table(
    "ratings",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("about", RefText, primary_key=True),
    Column("verdict", choice(Verdict), nullable=False),
    Column("likings", Likings, nullable=False),
    Column("title", Text, nullable=False),
    Column("rated_at", UtcDateTime, nullable=False),
)


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
