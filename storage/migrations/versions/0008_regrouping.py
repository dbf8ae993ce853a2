"""Stories are merged, split and grouped anew, and copies of a text are known as such."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add columns and tables; what stories have in common is as it was."""
    for column in (
        sa.Column("meaning", sa.LargeBinary()),
        sa.Column("headlines", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("newest_at", _Instant),
        # Whoever groups reads all stories once.
        sa.Column("revision", sa.BigInteger(), nullable=False, server_default="0"),
    ):
        op.add_column("stories", column)
    op.execute("UPDATE stories SET newest_at = updated_at, revision = 1")
    op.create_index("ix_stories_revision", "stories", ["revision"])
    for table in ("articles", "headlines"):
        op.add_column(table, sa.Column("copy_of", sa.Text()))
    op.create_table(
        "former_stories",
        sa.Column("id", _Id, autoincrement=False, nullable=False),
        sa.Column("became", _Id),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_former_stories"),
    )
    op.create_index("ix_former_stories_became", "former_stories", ["became"])
    op.create_index("ix_former_stories_revision", "former_stories", ["revision"])
    op.create_table(
        "word_counts",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_word_counts"),
    )
    op.create_table(
        "rulings",
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("made_at", _Instant, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", name="pk_rulings"),
    )
