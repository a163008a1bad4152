"""What editors learn from: why it is kept, what has been done with it, and agents' answers"""

from __future__ import annotations

import hashlib
import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("unhelped_seq", sa.Integer(), nullable=True))
    op.add_column("misses", sa.Column("text_key", sa.String(length=32), nullable=False, server_default=""))
    op.add_column("misses", sa.Column("reason", sa.String(length=12), nullable=False, server_default="missed"))
    op.add_column("misses", sa.Column("answered", sa.String(length=60), nullable=False, server_default=""))
    op.execute("UPDATE misses SET reason = 'clarified' WHERE decision = 'clarify'")
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT conversation_id, seq, text FROM misses")).all()
    for row in rows:
        connection.execute(
            sa.text("UPDATE misses SET text_key = :key WHERE conversation_id = :conversation_id AND seq = :seq"),
            {"key": _key_of(row.text), "conversation_id": row.conversation_id, "seq": row.seq},
        )
    op.create_index("ix_misses_text_key", "misses", ["text_key"])
    op.create_table(
        "reply_proposals",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_reply_proposals_conversation_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_reply_proposals"),
        sa.UniqueConstraint("id", name="uq_reply_proposals_id"),
    )
    op.create_index("ix_reply_proposals_open", "reply_proposals", ["handled", "at"])
    op.create_table(
        "inbox_handled",
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("how", sa.String(length=12), nullable=False),
        sa.Column("entry_id", sa.String(length=60), nullable=False),
        sa.Column("batch", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("text_key", name="pk_inbox_handled"),
    )
    op.create_index("ix_inbox_handled_batch", "inbox_handled", ["batch"])


def downgrade() -> None:
    op.drop_table("inbox_handled")
    op.drop_table("reply_proposals")
    op.drop_index("ix_misses_text_key", table_name="misses")
    for column in ("answered", "reason", "text_key"):
        op.drop_column("misses", column)
    op.drop_column("conversations", "unhelped_seq")


def _key_of(text: str) -> str:
    """As `handoff.conversations.misses.key_of` was when this was written."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    words = re.sub(r"[\W_]+", " ", plain).strip() or plain.strip()
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
