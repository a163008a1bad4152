"""The crisis mark of conversations"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("crisis", sa.String(length=10), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("conversations", "crisis")
