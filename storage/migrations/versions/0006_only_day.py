"""Items say whether their source gives no more than a day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; what is there keeps the time that it was stored with."""
    for table in ("articles", "headlines"):
        op.add_column(
            table, sa.Column("only_day", sa.Boolean(), nullable=False, server_default=sa.false())
        )
