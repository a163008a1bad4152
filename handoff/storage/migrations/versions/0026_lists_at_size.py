"""What the cases' queries go by when there are many"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0024"
branch_labels = None
depends_on = None

ANSWERED = sa.text("status = 'answered'")
NEWEST = {
    "ix_cases_kind_received_at": ["kind", "received_at", "id"],
}


def upgrade() -> None:
    op.create_index("ix_cases_answered", "cases", ["done_at"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)
    for name, columns in NEWEST.items():
        op.create_index(name, "cases", columns)


def downgrade() -> None:
    for name in NEWEST:
        op.drop_index(name, "cases")
    op.drop_index("ix_cases_answered", "cases")
