"""Images that are sent with a case"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

UNATTACHED = sa.text("case_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "images",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("case_id", sa.String(length=36), nullable=True),
        sa.Column("draft", sa.String(length=64), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_images_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_images")),
        sa.UniqueConstraint("draft", "position", name=op.f("uq_images_draft_position")),
        sa.UniqueConstraint("draft", "sha256", name=op.f("uq_images_draft_sha256")),
    )
    op.create_index(op.f("ix_images_case_id"), "images", ["case_id"])
    op.create_index(
        "ix_images_unattached", "images", ["created_at"], sqlite_where=UNATTACHED, postgresql_where=UNATTACHED
    )


def downgrade() -> None:
    op.drop_table("images")
