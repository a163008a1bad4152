"""What general advice is counted by"""

from __future__ import annotations

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_advice_at", "advice")
    op.create_index("ix_advice_figures", "advice", ["at", "service_code", "channel", "language"])


def downgrade() -> None:
    op.drop_index("ix_advice_figures", "advice")
    op.create_index("ix_advice_at", "advice", ["at"])
