"""The log is looked through by action; who has declined a waiting conversation"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_action", "audit", ["action"])
    op.add_column("conversations", sa.Column("declined", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("conversations", "declined")
    op.drop_index("ix_audit_action", "audit")
