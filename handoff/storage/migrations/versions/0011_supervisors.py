"""Since when agents are in their state, deactivated accounts, rosters and absences"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("agents", sa.Column("availability_since", sa.BigInteger(), nullable=True))
    op.add_column("agents", sa.Column("deactivated_at", sa.BigInteger(), nullable=True))
    op.create_table(
        "roster",
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("begins", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_roster_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agent_id", "day", "begins", name=op.f("pk_roster")),
    )
    op.create_table(
        "absences",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("agent_id", sa.String(length=36), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["agent_id"], ["agents.id"], name=op.f("fk_absences_agent_id_agents"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    op.create_index("ix_absences_agent_id_last", "absences", ["agent_id", "last"])


def downgrade() -> None:
    op.drop_table("absences")
    op.drop_table("roster")
    op.drop_column("agents", "deactivated_at")
    op.drop_column("agents", "availability_since")
