"""What the cases' queries go by when there are many"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0021"
branch_labels = None
depends_on = None

ANSWERED = sa.text("status = 'answered'")


def upgrade() -> None:
    op.create_index("ix_cases_answered", "cases", ["done_at"], sqlite_where=ANSWERED, postgresql_where=ANSWERED)


def downgrade() -> None:
    op.drop_index("ix_cases_answered", "cases")
