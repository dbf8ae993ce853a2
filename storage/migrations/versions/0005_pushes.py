"""Hubs tell of the changes of sources."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_Instant = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table; each source is entered when it next says that it has a hub."""
    op.create_table(
        "pushes",
        sa.Column("source_id", _Id, nullable=False),
        sa.Column("hub_url", sa.Text(), nullable=False),
        sa.Column("topic_url", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("ask_at", _Instant, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_until", _Instant),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name="fk_pushes_source_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("source_id", name="pk_pushes"),
        sa.UniqueConstraint("token", name="uq_pushes_token"),
    )
    op.create_index("ix_pushes_ask_at", "pushes", ["ask_at"])
