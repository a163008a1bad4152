"""Open311: keys, what is shown of cases and by what they are found, and cases sent on to others"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0025"
branch_labels = None
depends_on = None

_INDICES = {
    "ix_cases_service_code_received_at": ["service_code", "received_at", "id"],
    "ix_cases_status_received_at": ["status", "received_at"],
    "ix_cases_updated_at": ["updated_at"],
}
DUE = sa.text("state IN ('pending', 'sent')")
PLACED = sa.text("public_lat IS NOT NULL")


def upgrade() -> None:
    for column in _columns():
        op.add_column("cases", column)
    # Until now a case did not say that it comes from the youth chat. Those keep no conversation; others of the chat
    # that have lost theirs are taken for such, and not listed either.
    op.execute(
        "UPDATE cases SET listed = FALSE WHERE channel IN ('bot', 'widget', 'agent') AND conversation_id IS NULL"
    )
    cases = sa.table("cases", *(sa.column(name) for name in ("published_at", "lat", "lon", "public_lat", "public_lon")))
    rounded = {
        f"public_{name}": sa.cast(sa.func.round(sa.cast(cases.c[name], sa.Numeric), 3), sa.Float())
        for name in ("lat", "lon")
    }
    op.execute(sa.update(cases).where(cases.c.published_at.is_not(None), cases.c.lat.is_not(None)).values(rounded))
    for name, columns in _INDICES.items():
        op.create_index(name, "cases", columns)
    op.create_index(
        "ix_cases_public_lat", "cases", ["public_lat", "public_lon"], sqlite_where=PLACED, postgresql_where=PLACED
    )
    op.create_table(
        "open311_keys",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_open311_keys")),
        sa.UniqueConstraint("key_hash", name=op.f("uq_open311_keys_key_hash")),
    )
    op.create_table(
        "case_forwards",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("service_code", sa.String(length=80), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=False),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("sending_at", sa.BigInteger(), nullable=True),
        sa.Column("remote_id", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("remote_token", sa.String(length=200), nullable=False, server_default=""),
        sa.Column("last_error", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_forwards_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_forwards")),
    )
    op.create_index("ix_case_forwards_due", "case_forwards", ["next_at"], sqlite_where=DUE, postgresql_where=DUE)


def downgrade() -> None:
    op.drop_table("case_forwards")
    op.drop_table("open311_keys")
    op.drop_index("ix_cases_public_lat", "cases")
    for name in _INDICES:
        op.drop_index(name, "cases")
    # Not by a copy of the table, as is usual on SQLite: its triggers for the search would go.
    for column in _columns():
        op.drop_column("cases", column.name)


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("public_lat", sa.Float(), nullable=True),
        sa.Column("public_lon", sa.Float(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.true()),
    )
