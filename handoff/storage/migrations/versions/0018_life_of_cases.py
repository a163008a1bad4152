"""The life of a case: place, contact, service, promise, alarms, publishing"""

from __future__ import annotations

import base64
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

_INDICES = {
    "ix_cases_merged_into": ["merged_into"],
    "ix_cases_published_at": ["published_at"],
    "ix_cases_status_due_on": ["status", "due_on"],
    "ix_cases_unit_status": ["unit", "status", "due_on"],
    "ix_cases_assignee_id_status": ["assignee_id", "status"],
    "ix_cases_received_at": ["received_at"],
}


def upgrade() -> None:
    for column in _columns():
        op.add_column("cases", column)
    for name, columns in _INDICES.items():
        op.create_index(name, "cases", columns)
    op.add_column("case_events", sa.Column("origin", sa.String(length=36), nullable=True))
    op.create_table(
        "case_alarms",
        sa.Column("case_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_alarms_case_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("case_id", "kind", name=op.f("pk_case_alarms")),
    )
    op.create_index("ix_case_alarms_at", "case_alarms", ["at"])
    _carry_over()
    op.create_index("uq_cases_reply_token", "cases", ["reply_token"], unique=True)


def downgrade() -> None:
    op.drop_table("case_alarms")
    with op.batch_alter_table("case_events") as table:
        table.drop_column("origin")
    op.drop_index("uq_cases_reply_token", "cases")
    for name in _INDICES:
        op.drop_index(name, "cases")
    with op.batch_alter_table("cases") as table:
        for column in _columns():
            table.drop_column(column.name)


def _carry_over() -> None:
    """What is there already has been received when it was, is open, and will be late on the day after its promise.

    Its sender was told what there was to tell.
    """
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE cases SET updated_at = received_at, told_seq = 1"))
    connection.execute(sa.text("UPDATE cases SET contact = 'email' WHERE email <> ''"))
    known = sa.table(
        "cases",
        sa.column("id"),
        sa.column("received_at"),
        sa.column("promised_from", sa.Date()),
        sa.column("reply_token"),
    )
    due = sa.column("due_on", sa.Date())
    alarms = sa.table("case_alarms", sa.column("case_id"), sa.column("kind"), sa.column("at"))
    for row in connection.execute(sa.select(known.c.id, known.c.received_at, due).select_from(known)).all():
        token = base64.b32encode(secrets.token_bytes(10)).decode("ascii").lower()
        received_on = datetime.fromtimestamp(row.received_at / 1_000_000, UTC).date()
        connection.execute(
            sa.update(known).where(known.c.id == row.id).values(promised_from=received_on, reply_token=token)
        )
        day_after = datetime(row.due_on.year, row.due_on.month, row.due_on.day, tzinfo=UTC) + timedelta(days=1)
        late_at = int(day_after.timestamp()) * 1_000_000
        connection.execute(sa.insert(alarms).values(case_id=row.id, kind="late", at=late_at))


def _columns() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("title", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("contact", sa.String(length=10), nullable=False, server_default="none"),
        sa.Column("phone", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("sender_name", sa.String(length=80), nullable=False, server_default=""),
        sa.Column("may_publish", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("routed_by", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("proposal", sa.Text(), nullable=False, server_default="[]"),
        sa.Column("unit", sa.String(length=40), nullable=False, server_default=""),
        sa.Column("assignee_id", sa.String(length=36), nullable=False, server_default=""),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("updated_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("promised_from", sa.Date(), nullable=False, server_default="1970-01-01"),
        sa.Column("escalated_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("merged_into", sa.String(length=36), nullable=False, server_default=""),
        sa.Column("told_seq", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("reply_token", sa.String(length=16), nullable=False, server_default=""),
        sa.Column("published_at", sa.BigInteger(), nullable=True),
        sa.Column("public_title", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("public_text", sa.Text(), nullable=False, server_default=""),
        sa.Column("public_answer", sa.Text(), nullable=False, server_default=""),
    )
