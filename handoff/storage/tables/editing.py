"""What editors learn from, what they write, and the models that come of it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text, false

from handoff.storage.tables.columns import Instant, metadata

# What editors learn from; `handoff.conversations.misses` says what gets here.
misses = Table(
    "misses",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("text", Text, nullable=False),
    # By which the same text is known again.
    Column("text_key", String(32), nullable=False, server_default=""),
    Column("language", String(2), nullable=False),
    Column("reason", String(12), nullable=False, server_default="missed"),
    Column("decision", String(20), nullable=False),
    # JSON: the intents that were offered.
    Column("options", Text, nullable=False),
    # The FAQ entry that was answered, empty if none was.
    Column("answered", String(60), nullable=False, server_default=""),
    Column("at", Instant, nullable=False),
    Index("ix_misses_at", "at"),
    Index("ix_misses_text_key", "text_key"),
)

# What an agent has answered and finds good enough for everybody.
reply_proposals = Table(
    "reply_proposals",
    metadata,
    Column("conversation_id", String(36), ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    # Of the agent's message.
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("id", String(36), nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("language", String(2), nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("handled", Boolean, nullable=False, server_default=false()),
    Index("ix_reply_proposals_open", "handled", "at"),
)

# What editors have done with a text, without the text: it does not come up again.
inbox_handled = Table(
    "inbox_handled",
    metadata,
    Column("text_key", String(32), primary_key=True),
    Column("how", String(12), nullable=False),
    Column("entry_id", String(60), nullable=False),
    # Of all that were handled by one press of a button, so that it can be undone.
    Column("batch", String(36), nullable=False, index=True),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)

# What an answer or another text is to become; they themselves are files. On each shelf stands one kind.
edit_drafts = Table(
    "edit_drafts",
    metadata,
    Column("shelf", String(20), primary_key=True),
    Column("entry_id", String(60), primary_key=True),
    # Whether the entry is to be taken out of the files.
    Column("withdraws", Boolean, nullable=False, server_default=false()),
    # Another one each time that it is saved.
    Column("version", String(36), nullable=False),
    # The fingerprint of the file that it was written on top of.
    Column("base", String(64), nullable=False),
    # JSON.
    Column("content", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)

# What each was, from when on and by whom. The newest is in the file, or is written there by who sees that it is
# not: its fingerprint is empty until then.
edit_revisions = Table(
    "edit_revisions",
    metadata,
    Column("shelf", String(20), primary_key=True),
    Column("entry_id", String(60), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("content", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("base", String(64), nullable=False),
    Column("fingerprint", String(64), nullable=False),
)

# Checks and publications of the assistant, one at a time; whoever works on one says so in `beat_at`.
training_jobs = Table(
    "training_jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    # JSON: the version of each draft.
    Column("drafts", Text, nullable=False),
    Column("agent_id", String(36), nullable=False),
    Column("agent_name", String(120), nullable=False),
    Column("reason", Text, nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("beat_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("stage", String(80), nullable=False),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("refusal", String(20), nullable=False),
    Column("detail", Text, nullable=False),
    Column("model", String(80), nullable=False),
    # JSON.
    Column("figures", Text, nullable=False),
)

# Models that were live, each with its data: the number of every answer's revision then, as JSON.
training_models = Table(
    "training_models",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("agent_name", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Column("revisions", Text, nullable=False),
    Column("figures", Text, nullable=False),
)
