"""Readers have filters, and digests keep what they had no room for."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table and the column; digests that are there left nothing out."""
    op.create_table(
        "filters",
        sa.Column("id", _Id, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_filters"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_filters_chat_id", "filters", ["chat_id"])
    op.add_column("digests", sa.Column("left_out", sa.JSON()))
