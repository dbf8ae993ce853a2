"""Some filters are alerts: what came in waits for them, and what they told is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables and columns; nothing that is there already is told at once."""
    op.create_table(
        "arrivals",
        sa.Column("id", _Id, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_arrivals"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "alerts",
        sa.Column("id", _Id, nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("story_id", _Id, nullable=False),
        sa.Column("filter_id", _Id, nullable=False),
        sa.Column("ref", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_alerts"),
        sa.UniqueConstraint("key", name="uq_alerts_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_alerts_story_id", "alerts", ["story_id"])
    op.create_index("ix_alerts_chat_id_story_id", "alerts", ["chat_id", "story_id"])
    op.create_index("ix_alerts_chat_id_day", "alerts", ["chat_id", "day"])
    op.add_column("filters", sa.Column("thread_id", sa.BigInteger()))
    op.create_index("ix_filters_kind", "filters", ["kind"])
    op.add_column(
        "subscribers", sa.Column("alerts", sa.Integer(), nullable=False, server_default="5")
    )
