"""Forms saved for another time, and the secret of a form's images"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "form_drafts",
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("draft", sa.String(length=43), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=op.f("fk_form_drafts_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_form_drafts")),
    )
    op.create_table(
        "saved_forms",
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=36), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("opened_by", sa.String(length=36), nullable=True),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_saved_forms")),
        sa.UniqueConstraint("origin", name=op.f("uq_saved_forms_origin")),
    )
    op.create_index(op.f("ix_saved_forms_expires_at"), "saved_forms", ["expires_at"])
    op.create_index(op.f("ix_saved_forms_opened_by"), "saved_forms", ["opened_by"])


def downgrade() -> None:
    op.drop_table("saved_forms")
    op.drop_table("form_drafts")
