"""An agent's own reply, proposed as an answer for everybody: it goes to the editors with the question before it.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

from datetime import datetime
from uuid import uuid4

from sqlalchemy import Connection, select, text

from handoff.audit.store import record
from handoff.conversations import personal
from handoff.conversations.messages import find_by_seq
from handoff.conversations.model import AgentActor
from handoff.conversations.ownership import access, check_real
from handoff.errors import Conflict, NotFound
from handoff.storage.tables import messages, to_microseconds

_m = messages.c
_PUT = text(
    "INSERT INTO reply_proposals (conversation_id, seq, id, question, reply, language, agent_id, agent_name, at) "
    "VALUES (:conversation_id, :seq, :id, :question, :reply, :language, :agent_id, :agent_name, :at) "
    "ON CONFLICT (conversation_id, seq) DO NOTHING"
)


def propose(connection: Connection, agent: AgentActor, conversation_id: str, seq: int, now: datetime) -> None:
    """Keep the agent's message with the visitor's last one before it, both masked strictly; a second time does nothing.

    Raises:
        NotFound: the conversation or the message is missing, or not this agent's (same error).
        Conflict: the conversation is of the youth chat, practice, or one in which somebody may be in danger.
    """
    conversation = access(connection, agent, conversation_id, now)
    check_real(conversation)
    if conversation.mode != "city" or conversation.is_in_danger:
        raise Conflict
    message = find_by_seq(connection, conversation_id, seq)
    if message is None or (message.author, message.name) != ("agent", agent.name):
        raise NotFound
    question = connection.execute(
        select(_m.text)
        .where(_m.conversation_id == conversation_id, _m.author == "visitor", _m.seq < seq)
        .order_by(_m.seq.desc())
        .limit(1)
    ).scalar()
    values = {
        "conversation_id": conversation_id,
        "seq": seq,
        "id": str(uuid4()),
        "question": personal.mask(question or ""),
        "reply": personal.mask(message.text),
        "language": message.language,
        "agent_id": agent.id,
        "agent_name": agent.name,
        "at": to_microseconds(now),
    }
    if connection.execute(_PUT, values).rowcount:
        record(connection, agent, "propose_answer", now, conversation_id=conversation_id)
