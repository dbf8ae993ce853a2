"""Files go along with messages."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; what is on its way has no file."""
    op.add_column("outbox", sa.Column("file_name", sa.Text()))
    op.add_column("outbox", sa.Column("file_content", sa.LargeBinary()))
