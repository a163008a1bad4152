"""Contacts, of which the reports are made"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("contact_seq", sa.Integer(), nullable=True))
    op.add_column("conversations", sa.Column("contact_answer_seq", sa.Integer(), nullable=True))
    op.create_table(
        "contacts",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mode", sa.String(length=10), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("queue", sa.String(length=40), server_default="", nullable=False),
        sa.Column("tag", sa.String(length=40), server_default="", nullable=False),
        sa.Column("bot_answered", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("not_helped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("turned_away", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("hand_overs", sa.Integer(), server_default="0", nullable=False),
        sa.Column("first_agent_at", sa.BigInteger(), nullable=True),
        sa.Column("agent_since", sa.BigInteger(), nullable=True),
        sa.Column("agents_s", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ending", sa.String(length=10), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_contacts")),
    )
    op.create_index("ix_contacts_day", "contacts", ["day"])
    op.create_index(
        "ix_contacts_open",
        "contacts",
        ["opened_at"],
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("contacts")
    op.drop_column("conversations", "contact_answer_seq")
    op.drop_column("conversations", "contact_seq")
