"""A reader gets news in the languages that the reader reads."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add the column; whoever never said gets news in all."""
    op.add_column(
        "subscribers", sa.Column("languages", sa.JSON(), nullable=False, server_default="[]")
    )
