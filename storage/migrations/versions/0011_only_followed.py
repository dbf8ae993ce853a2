"""Subscribers may want nothing but what they follow."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add the column; subscribers that are there are told all that is worth it, as before."""
    op.add_column(
        "subscribers",
        sa.Column("only_followed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
