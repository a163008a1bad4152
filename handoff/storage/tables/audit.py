"""What was done, by whom."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, Text

from handoff.storage.tables.columns import Instant, metadata

# Append-only: triggers refuse to change or delete a line. It outlives the conversations that it names.
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", Instant, nullable=False),
    # agent, visitor or service; the agent's name as it was then.
    Column("actor", String(10), nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("action", String(30), nullable=False),
    Column("conversation_id", String(36), nullable=False),
    # JSON of codes and counts, of whom else it concerns, and of the conversations where there are many.
    Column("detail", Text, nullable=False),
    Index("ix_audit_action", "action"),
    Index("ix_audit_agent_id", "agent_id"),
    Index("ix_audit_conversation_id", "conversation_id"),
)
