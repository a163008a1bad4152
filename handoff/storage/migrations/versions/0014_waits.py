"""Waits: whether the visitor is there, under which language they wait, what they were told, and a place kept"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def columns() -> list[sa.Column[object]]:
    return [
        sa.Column("visitor_until", sa.BigInteger(), nullable=True),
        sa.Column("queue_language", sa.String(length=2), nullable=False, server_default=""),
        sa.Column("told_until", sa.BigInteger(), nullable=True),
        sa.Column("place_since", sa.BigInteger(), nullable=True),
    ]


def upgrade() -> None:
    for column in columns():
        op.add_column("conversations", column)


def downgrade() -> None:
    for column in reversed(columns()):
        op.drop_column("conversations", column.name)
