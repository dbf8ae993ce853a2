"""A chat is spoken to in its own language."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the column; nobody knows yet what those that are there speak."""
    op.add_column(
        "subscribers", sa.Column("language", sa.Text(), nullable=False, server_default="")
    )
