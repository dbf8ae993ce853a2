"""What was told is read again, and whoever was told learns what is corrected."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the tables; what was told before is not read again."""
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
