"""A page of settings or of a list is turned in its place."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the columns; what was sent before is no page."""
    op.add_column("outbox", sa.Column("page", sa.Text(), nullable=False, server_default=""))
    op.add_column("outbox", sa.Column("edits", sa.BigInteger()))
