"""Of late digests, that of the newest slot is sent first."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

_OLD, _NEW = "ix_outbox_state_turn_due_at_id", "ix_outbox_state_turn_rank_id"


def upgrade() -> None:
    """Add the column; messages that wait are sent in the order in which they were added."""
    op.add_column(
        "outbox", sa.Column("rank", sa.BigInteger(), nullable=False, server_default=sa.text("0"))
    )
    op.drop_index(_OLD, "outbox")
    op.create_index(_NEW, "outbox", ["state", "turn", "rank", "id"])
