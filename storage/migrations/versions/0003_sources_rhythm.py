"""Sources are polled in their own rhythm, may stop or move, and say since when they fail."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; sources that are there stay as they are, and are due as they were."""
    for column in (
        sa.Column("state", sa.Text(), nullable=False, server_default="read"),
        sa.Column("full_text", sa.Text(), nullable=False, server_default="short"),
        sa.Column("timing", sa.JSON()),
        sa.Column("gap_seconds", sa.BigInteger()),
        sa.Column("newest_at", _Instant),
        sa.Column("failing_since", _Instant),
        sa.Column("last_status", sa.Integer()),
        sa.Column("moved_to", sa.Text(), nullable=False, server_default=""),
        sa.Column("moves", sa.Integer(), nullable=False, server_default="0"),
    ):
        op.add_column("sources", column)
    # A source that failed before does so since it last worked, as far as anybody knows.
    op.execute(
        "UPDATE sources SET failing_since = coalesce(last_success_at, added_at) WHERE failures > 0"
    )
