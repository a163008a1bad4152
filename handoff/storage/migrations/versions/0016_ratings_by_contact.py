"""Quick feedback is offered, and given, once for each contact"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("rating", sa.String(10), nullable=False, server_default=""))
    op.execute(
        "UPDATE conversations SET rating = 'given' WHERE EXISTS "
        "(SELECT 1 FROM ratings WHERE ratings.conversation_id = conversations.id)"
    )
    with op.batch_alter_table("ratings") as batch:
        batch.add_column(sa.Column("contact_seq", sa.Integer(), nullable=False, server_default="0"))
        batch.drop_constraint("pk_ratings", type_="primary")
        batch.create_primary_key("pk_ratings", ["conversation_id", "contact_seq"])


def downgrade() -> None:
    # Of several ratings of one conversation the newest stays.
    op.execute(
        "DELETE FROM ratings WHERE EXISTS (SELECT 1 FROM ratings AS other WHERE "
        "other.conversation_id = ratings.conversation_id AND other.contact_seq > ratings.contact_seq)"
    )
    with op.batch_alter_table("ratings") as batch:
        batch.drop_constraint("pk_ratings", type_="primary")
        batch.create_primary_key("pk_ratings", ["conversation_id"])
        batch.drop_column("contact_seq")
    op.drop_column("conversations", "rating")
