"""Items in the search are numbered in the order of time, and have facets like words."""

import string
import sys
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# As `storage.search_ids`, `storage.fts5` and `storage.tsvector` had them at this version.
_IDS_AN_HOUR = 4096
_MARK = "\ue000"

_CHUNK = 500

_COPY_FTS5 = """
INSERT INTO search_words (rowid, title, body, facets)
SELECT :id, title, body, :marks FROM search_words_old WHERE rowid = :item
"""
_COPY_VECTORS = """
INSERT INTO search_words (id, words)
SELECT :id, words || CAST(:marks AS tsvector) FROM search_words_old WHERE id = :item
"""

_old = sa.table(
    "search_old",
    sa.column("id", _Id),
    sa.column("source", sa.Text()),
    sa.column("language", sa.Text()),
    sa.column("at", sa.DateTime(timezone=True)),
)
_search = sa.table(
    "search",
    sa.column("id", _Id),
    sa.column("item", _Id),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("facets", sa.JSON()),
)
_facets = sa.table(
    "facets",
    sa.column("id", _Id),
    sa.column("field", sa.Text()),
    sa.column("value", sa.Text()),
    sa.column("documents", sa.Integer()),
)


def upgrade() -> None:
    """Number all items anew, and count their facets."""
    is_sqlite = op.get_context().dialect.name == "sqlite"
    _rename_old(is_sqlite=is_sqlite)
    _make_tables()
    if is_sqlite:
        _make_words_one_tree()
    op.execute(_FTS5 if is_sqlite else _VECTORS)
    if not is_sqlite:
        # As in the first version, where the reason stands.
        op.execute("ALTER TABLE search_words ALTER words SET STORAGE MAIN")
    _number_anew(is_sqlite=is_sqlite)
    for name in ("search_words_old", "search_old"):
        op.execute(f"DROP TABLE {name}")
    if not is_sqlite:
        op.execute("ALTER TABLE search_words ADD PRIMARY KEY (id)")
        op.execute(
            "CREATE INDEX ix_search_words_words ON search_words USING gin (words) "
            "WITH (fastupdate = off)"
        )


# Everything but spaces is part of a word. Quotes are doubled, once for either kind.
_LETTERS = string.punctuation.replace("'", "''").replace('"', '""')
# No sizes of columns: the ranking is ours.
_FTS5 = f"""
CREATE VIRTUAL TABLE search_words
USING fts5(title, body, facets, columnsize = 0, tokenize = "ascii tokenchars '{_LETTERS}'")
"""
_VECTORS = "CREATE TABLE search_words (id BIGINT NOT NULL, words TSVECTOR NOT NULL)"


def _rename_old(*, is_sqlite: bool) -> None:
    op.execute("ALTER TABLE search RENAME TO search_old")
    op.execute("ALTER TABLE search_words RENAME TO search_words_old")
    if not is_sqlite:
        # Names of constraints and indexes are the database's, not the table's.
        op.execute("ALTER TABLE search_old DROP CONSTRAINT pk_search")
        op.execute("ALTER TABLE search_words_old DROP CONSTRAINT search_words_pkey")
        op.execute("DROP INDEX ix_search_words_words")


def _make_tables() -> None:
    op.create_table(
        "search",
        sa.Column("id", _Id, autoincrement=False, nullable=False),
        sa.Column("item", _Id, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facets", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search"),
        sa.UniqueConstraint("item", name="uq_search_item"),
    )
    op.create_table(
        "facets",
        sa.Column("id", _Id, nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_facets"),
        sa.UniqueConstraint("field", "value", name="uq_facets_field_value"),
    )


def _make_words_one_tree() -> None:
    op.execute("ALTER TABLE words RENAME TO words_old")
    op.execute(
        "CREATE TABLE words (stem TEXT NOT NULL, documents INTEGER NOT NULL, "
        "CONSTRAINT pk_words PRIMARY KEY (stem)) WITHOUT ROWID"
    )
    op.execute("INSERT INTO words SELECT stem, documents FROM words_old ORDER BY stem")
    op.execute("DROP TABLE words_old")


def _number_anew(*, is_sqlite: bool) -> None:
    connection = op.get_bind()
    facets: dict[tuple[str, str], dict[str, Any]] = {}
    last = -sys.maxsize
    rows: list[dict[str, Any]] = []
    for old in connection.execute(sa.select(_old).order_by(_old.c.at, _old.c.id)):
        # SQLite's instants are in UTC without saying so.
        at = old.at if old.at.tzinfo else old.at.replace(tzinfo=UTC)
        last = max(int(at.timestamp() // 3600) * _IDS_AN_HOUR, last + 1)
        numbers = []
        for field, value in (("source", old.source), ("lang", old.language)):
            if value:
                row = {"id": len(facets) + 1, "field": field, "value": value, "documents": 0}
                facet = facets.setdefault((field, value), row)
                facet["documents"] += 1
                numbers.append(facet["id"])
        rows.append({"id": last, "item": old.id, "at": at, "facets": numbers})
    if facets:
        connection.execute(_facets.insert(), list(facets.values()))
    for begin in range(0, len(rows), _CHUNK):
        chunk = rows[begin : begin + _CHUNK]
        connection.execute(_search.insert(), chunk)
        marked = [
            {"id": row["id"], "item": row["item"], "marks": _marks(row["facets"], is_sqlite)}
            for row in chunk
        ]
        connection.execute(sa.text(_COPY_FTS5 if is_sqlite else _COPY_VECTORS), marked)
    if not is_sqlite and facets:
        op.execute(
            "SELECT setval(pg_get_serial_sequence('facets', 'id'), (SELECT max(id) FROM facets))"
        )


def _marks(numbers: list[int], is_sqlite: bool) -> str:  # noqa: FBT001 - of this file alone
    if is_sqlite:
        return " ".join([_MARK, *(f"{_MARK}{number}" for number in numbers)])
    return " ".join(f"'{_MARK}{number}'" for number in numbers)
