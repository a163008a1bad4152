"""Notes on a conversation that only agents see.

They stand apart from the messages, so that no way of showing these to the visitor can ever show a note. Each function
runs inside one operation of `Database`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import uuid4

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from handoff.audit.store import record
from handoff.conversations.model import AgentActor, Colleague
from handoff.conversations.ownership import access
from handoff.storage.tables import notes

NoteKind = Literal["note", "not_taken", "not_joined"]
MAX_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Note:
    """What an agent wrote for colleagues; `not_taken`: that a transfer to `name` was not taken in time, `not_joined`:
    that `name` was asked in and has not come.
    """

    id: str
    kind: NoteKind
    name: str
    text: str
    at: datetime


def add(
    connection: Connection, agent: AgentActor, conversation_id: str, now: datetime, *, note_id: str, text: str
) -> tuple[str, ...]:
    """Store a note, once, and return who is in the conversation.

    Raises:
        NotFound: the conversation is missing or not this agent's.
    """
    conversation = access(connection, agent, conversation_id, now)
    is_new = _insert(connection, conversation_id, Note(note_id, "note", agent.name, text, now), agent.id)
    if is_new and not conversation.practice:
        record(connection, agent, "note", now, conversation_id=conversation_id)
    return conversation.agent_ids


def add_absent(
    connection: Connection, conversation_id: str, kind: NoteKind, colleague: Colleague, now: datetime
) -> None:
    """Note that a colleague has not taken a conversation that was held for them, or not come into one."""
    _insert(connection, conversation_id, Note(str(uuid4()), kind, colleague.name, "", now), colleague.id)


def of(connection: Connection, agent: AgentActor, conversation_id: str, now: datetime) -> tuple[Note, ...]:
    """Return the newest notes on one of the agent's conversations, oldest first.

    Raises:
        NotFound: missing or not this agent's.
    """
    access(connection, agent, conversation_id, now)
    return newest(connection, conversation_id)


def newest(connection: Connection, conversation_id: str) -> tuple[Note, ...]:
    """Return the newest notes on a conversation, oldest first, past the gate."""
    rows = connection.execute(
        select(notes.c.id, notes.c.kind, notes.c.name, notes.c.text, notes.c.at)
        .where(notes.c.conversation_id == conversation_id)
        .order_by(notes.c.at.desc(), notes.c.id.desc())
        .limit(MAX_SHOWN)
    ).all()
    return tuple(Note(*row) for row in reversed(rows))


def _insert(connection: Connection, conversation_id: str, note: Note, agent_id: str) -> bool:
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    stored = connection.execute(
        dialect.insert(notes)
        .values(
            id=note.id,
            conversation_id=conversation_id,
            kind=note.kind,
            agent_id=agent_id,
            name=note.name,
            text=note.text,
            at=note.at,
        )
        .on_conflict_do_nothing()
    )
    return stored.rowcount == 1
