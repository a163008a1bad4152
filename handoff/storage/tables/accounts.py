"""Agents: who they are, when they are expected, where they are signed in."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, Time

from handoff.storage.tables.columns import Instant, metadata

agents = Table(
    "agents",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("username", String(80), nullable=False, unique=True),
    Column("name", String(120), nullable=False),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(200), nullable=False),
    Column("availability", String(20), nullable=False),
    Column("availability_since", Instant),
    Column("present_until", Instant),
    # Skills: ids of queues between blanks, and languages; empty: all. `seats`: how many conversations at once.
    Column("queues", String(400), nullable=False, server_default=""),
    Column("languages", String(20), nullable=False, server_default=""),
    Column("seats", Integer, nullable=False, server_default="4"),
    # Units whose cases are on their list, between blanks; empty: all.
    Column("units", String(400), nullable=False, server_default=""),
    # Since when nothing has been given to them: the longest-idle agent is offered the next conversation.
    Column("idle_since", Instant),
    Column("created_at", Instant, nullable=False),
    # From then on nobody signs in by it; its name stays in what was said.
    Column("deactivated_at", Instant),
)

# When an agent is expected, by the week on Helsinki's clock; Monday is 0. What ends at or before its beginning ends
# on the next day.
roster = Table(
    "roster",
    metadata,
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("begins", Time, primary_key=True),
    Column("ends", Time, nullable=False),
)

# Days on which an agent is not expected, both included; the reason is a kind, never a text.
absences = Table(
    "absences",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("kind", String(10), nullable=False),
    Index("ix_absences_agent_id_last", "agent_id", "last"),
)

agent_sessions = Table(
    "agent_sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", String(36), ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Instant, nullable=False),
)
