"""Subscribers have quiet hours, pauses, and a say in how much a digest tells."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; subscribers that are there are served as they were."""
    for column in (
        sa.Column("quiet", sa.Text(), nullable=False, server_default=""),
        sa.Column("paused_until", sa.DateTime(timezone=True)),
        sa.Column("is_confirmed", sa.Boolean(), nullable=False, server_default=sa.true()),
        sa.Column("stories", sa.Integer()),
        sa.Column("length", sa.Text(), nullable=False, server_default="short"),
        sa.Column("tells_empty", sa.Boolean(), nullable=False, server_default=sa.true()),
    ):
        op.add_column("subscribers", column)
