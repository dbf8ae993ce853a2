"""What it takes to edit like a newspaper: whatever was stored before reads as it did."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables."""
    _add_columns()
    _add_corrections()


def _add_columns() -> None:
    # Whoever never said gets news in all languages.
    op.add_column(
        "subscribers", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")
    )
    # What was merged before stays merged.
    op.add_column(
        "former_stories", sa.Column("members", sa.JSON(), nullable=False, server_default="[]")
    )
    # All sources count as before.
    op.add_column(
        "sources", sa.Column("weight", sa.Text(), nullable=False, server_default="normal")
    )
    # News of before counts as usual news, and is soon old.
    for table in ("articles", "headlines"):
        op.add_column(table, sa.Column("genre", sa.Text()))
        op.add_column(table, sa.Column("worth", sa.Float()))


def _add_corrections() -> None:
    # What was told before is not read again.
    op.create_table(
        "rereadings",
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("told_at", _INSTANT, nullable=False),
        sa.Column("due_at", _INSTANT, nullable=False),
        sa.Column("etag", sa.Text(), nullable=False),
        sa.Column("last_modified", sa.Text(), nullable=False),
        sa.Column("brought", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"], ["articles.id"], name="fk_rereadings_article_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("article_id", name="pk_rereadings"),
    )
    op.create_index("ix_rereadings_due_at", "rereadings", ["due_at"])
    op.create_table(
        "corrections",
        sa.Column("id", _ID, nullable=False),
        sa.Column("identity", sa.String(64), nullable=False),
        sa.Column("article_id", _ID, nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("outlet", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.Column("found_at", _INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        sa.UniqueConstraint("identity", name="uq_corrections_identity"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "corrected",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("correction_id", _ID, nullable=False),
        sa.Column("digest_id", _ID),
        sa.ForeignKeyConstraint(
            ["correction_id"],
            ["corrections.id"],
            name="fk_corrected_correction_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("chat_id", "correction_id", name="pk_corrected"),
    )
    op.add_column(
        "digests", sa.Column("corrections", sa.JSON(), nullable=False, server_default="[]")
    )
