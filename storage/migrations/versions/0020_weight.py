"""An admin can have the stories of a source count more, or less."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Add the column; every source counts as it did."""
    op.add_column(
        "sources", sa.Column("weight", sa.Text(), nullable=False, server_default="normal")
    )
