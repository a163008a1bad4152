"""What a contact's first answer was about, and whether a call was asked for"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("contacts", sa.Column("answered_entry", sa.String(length=80), nullable=False, server_default=""))
    op.add_column("contacts", sa.Column("callback_asked", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("contacts", "callback_asked")
    op.drop_column("contacts", "answered_entry")
