"""A summary says by which edition of its method it is, so that a better one replaces it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the edition; what is there is by the first one."""
    op.add_column(
        "summaries", sa.Column("edition", sa.Integer(), nullable=False, server_default="1")
    )
