"""Drafts and revisions of answers"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "edit_drafts",
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=36), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shelf", "entry_id", name="pk_edit_drafts"),
    )
    op.create_table(
        "edit_revisions",
        sa.Column("shelf", sa.String(length=20), nullable=False),
        sa.Column("entry_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("agent_name", sa.String(length=120), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("shelf", "entry_id", "number", name="pk_edit_revisions"),
    )


def downgrade() -> None:
    op.drop_table("edit_revisions")
    op.drop_table("edit_drafts")
