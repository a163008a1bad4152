"""Queues of conversations, and the stays in them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("queue", sa.String(length=40), nullable=False, server_default=""))
    op.execute("UPDATE conversations SET queue = 'city' WHERE mode = 'city' AND owner <> 'bot'")
    op.drop_index("ix_conversations_owner_queue", "conversations")
    op.create_index("ix_conversations_owner_queue", "conversations", ["owner", "queue", "queue_front", "queued_at"])
    op.create_table(
        "queue_stays",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("queue", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("queued_at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.String(length=10), nullable=False, server_default=""),
        sa.Column("agent_id", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("conversation_id", "version", name=op.f("pk_queue_stays")),
    )
    op.create_index("ix_queue_stays_left_at", "queue_stays", ["left_at"])


def downgrade() -> None:
    op.drop_table("queue_stays")
    op.drop_index("ix_conversations_owner_queue", "conversations")
    op.create_index("ix_conversations_owner_queue", "conversations", ["owner", "queue_front", "queued_at"])
    op.drop_column("conversations", "queue")
