"""Skills and seats of agents; offers, colleagues, notes and topics of conversations"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def agents_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("queues", sa.String(length=400), nullable=False, server_default=""),
        sa.Column("languages", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("seats", sa.Integer(), nullable=False, server_default="4"),
        sa.Column("idle_since", sa.BigInteger(), nullable=True),
    ]


def conversations_columns() -> list[sa.Column[Any]]:
    return [
        sa.Column("offered_to", sa.String(length=36), nullable=True),
        sa.Column("offered_until", sa.BigInteger(), nullable=True),
        sa.Column("offered_by", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("members", sa.Text(), nullable=False, server_default=""),
        sa.Column("invited", sa.Text(), nullable=False, server_default=""),
        sa.Column("tag", sa.String(length=40), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    for column in agents_columns():
        op.add_column("agents", column)
    for column in conversations_columns():
        op.add_column("conversations", column)
    op.create_table(
        "notes",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_notes_conversation_id_conversations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index("ix_notes_conversation_id", "notes", ["conversation_id", "at"])


def downgrade() -> None:
    op.drop_table("notes")
    for column in reversed(conversations_columns()):
        op.drop_column("conversations", column.name)
    for column in reversed(agents_columns()):
        op.drop_column("agents", column.name)
