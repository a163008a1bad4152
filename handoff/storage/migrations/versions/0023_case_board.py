"""What the public board and the figures of cases go by"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ON_BOARD = sa.text("published_at IS NOT NULL AND status IN ('answered', 'closed')")
OF_BOARD = {
    "ix_cases_board": ["published_at", "id", "service_code", "kind", "language", "status"],
    "ix_cases_board_service": ["service_code", "published_at", "id", "kind", "language", "status"],
}
FIGURES = ["received_at", "service_code", "unit", "kind", "channel", "language", "status", "done_at", "due_on"]


def upgrade() -> None:
    op.drop_index("ix_cases_published_at", "cases")
    for name, columns in OF_BOARD.items():
        op.create_index(name, "cases", columns, sqlite_where=ON_BOARD, postgresql_where=ON_BOARD)
    op.create_index("ix_cases_figures", "cases", FIGURES)


def downgrade() -> None:
    op.drop_index("ix_cases_figures", "cases")
    for name in OF_BOARD:
        op.drop_index(name, "cases")
    op.create_index("ix_cases_published_at", "cases", ["published_at"])
