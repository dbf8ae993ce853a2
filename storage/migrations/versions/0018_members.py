"""Stories that were merged can be taken apart again under the ids that they had."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add the column; what was merged before stays merged."""
    op.add_column(
        "former_stories", sa.Column("members", sa.JSON(), nullable=False, server_default="[]")
    )
