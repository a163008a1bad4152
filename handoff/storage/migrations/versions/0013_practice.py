"""Conversations with which agents practise"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

PRACTISED = sa.text("practised_by IS NOT NULL")


def upgrade() -> None:
    op.add_column("conversations", sa.Column("practice", sa.String(length=40), server_default="", nullable=False))
    op.add_column("conversations", sa.Column("practised_by", sa.String(length=36), nullable=True))
    op.create_index(
        "ix_conversations_practised_by",
        "conversations",
        ["practised_by"],
        sqlite_where=PRACTISED,
        postgresql_where=PRACTISED,
    )


def downgrade() -> None:
    op.drop_index("ix_conversations_practised_by", table_name="conversations")
    op.drop_column("conversations", "practised_by")
    op.drop_column("conversations", "practice")
