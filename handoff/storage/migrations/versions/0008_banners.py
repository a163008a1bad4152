"""Banners"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "banners",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("fi", sa.Text(), nullable=False),
        sa.Column("sv", sa.Text(), nullable=False),
        sa.Column("en", sa.Text(), nullable=False),
        sa.Column("in_city", sa.Boolean(), nullable=False),
        sa.Column("in_youth", sa.Boolean(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=True),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.Column("set_by", sa.String(length=36), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["agents.id"], name=op.f("fk_banners_set_by")),
        sa.ForeignKeyConstraint(["changed_by"], ["agents.id"], name=op.f("fk_banners_changed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banners")),
    )
    op.create_index("ix_banners_ends_at", "banners", ["ends_at"])


def downgrade() -> None:
    op.drop_table("banners")
