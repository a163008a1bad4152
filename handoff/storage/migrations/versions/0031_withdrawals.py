"""Drafts that take an entry out of the files"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("edit_drafts", sa.Column("withdraws", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    # Without the column a withdrawal would be a draft that changes nothing. Revisions stay, as history.
    op.execute("DELETE FROM edit_drafts WHERE withdraws")
    op.drop_column("edit_drafts", "withdraws")
