"""What a supervisor may do with anybody's conversation, and what becomes of the conversations of who leaves.

Each function runs inside one write operation of `Database`, and is a compare-and-set as every change of hands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, or_

from handoff.audit.model import Actor, about
from handoff.conversations import colleagues, ownership, transfer
from handoff.conversations.model import AgentActor, Changed, Conversation
from handoff.conversations.rows import conversation_query, is_in, stored_colleagues, to_conversation
from handoff.errors import Conflict
from handoff.queues.model import Queues
from handoff.storage.tables import conversations

_c = conversations.c


def take_over(
    connection: Connection,
    supervisor: AgentActor,
    conversation_id: str,
    version: int,
    now: datetime,
    *,
    lease: timedelta,
) -> Changed:
    """Make a conversation the supervisor's own, whoever has it or for whomever it is held; colleagues stay in it.

    Raises:
        Conflict: it has changed hands since `version`, is the supervisor's already, or is with no person at all.
    """
    conversation = _find(connection, conversation_id, now)
    if conversation.agent_id == supervisor.id:
        raise Conflict
    members = [one for one in conversation.members if one.id != supervisor.id]
    invited = [one for one in conversation.invited if one.id != supervisor.id]
    values = {
        "owner": "agent",
        "agent_id": supervisor.id,
        "lease_until": now + lease,
        "queued_at": None,
        "queue_front": False,
        **ownership.NO_OFFER,
        "members": stored_colleagues(members),
        "invited": stored_colleagues(invited),
        "version": _c.version + 1,
    }
    had = None if conversation.agent_id is None else about(AgentActor(conversation.agent_id, conversation.agent_name))
    return ownership.change_hands(
        connection,
        conversation,
        values,
        "agent_joined",
        now,
        version=version,
        name=supervisor.name,
        actor=supervisor,
        detail=had,
    )


def assign(
    connection: Connection,
    supervisor: AgentActor,
    conversation_id: str,
    version: int,
    now: datetime,
    *,
    to: str,
    held: timedelta,
) -> Changed:
    """Hold a conversation, waiting or with an agent, for an agent who is there; then everybody may take it.

    Raises:
        NotFound: no such agent, or the one who has it.
        Conflict: it has changed hands since `version`, is with no person, or that agent is not there.
    """
    conversation = _find(connection, conversation_id, now)
    return transfer.hold_for(connection, conversation, version, now, to=to, held=held, by=supervisor)


def put_back(
    connection: Connection,
    supervisor: AgentActor,
    conversation_id: str,
    version: int,
    now: datetime,
    *,
    queue_id: str,
    queues: Queues,
) -> Changed:
    """Put a conversation to the front of a queue of its chat.

    Raises:
        NotFound: no such queue.
        Conflict: it has changed hands since `version`, is with no person, or nobody serves that queue.
    """
    conversation = _find(connection, conversation_id, now)
    return transfer.put_into(connection, conversation, version, now, queue_id=queue_id, queues=queues, by=supervisor)


def hand_over(
    connection: Connection, agent: AgentActor, queues: Queues, now: datetime, *, by: Actor, why: str
) -> list[Changed]:
    """Take everything from an agent who leaves: what they have goes to the front of its queue, what is held to all.

    Colleagues' conversations go on without them.

    Args:
        by: In whose name the log has it; `why`: a code for the same.
    """
    logged = {"actor": by, "detail": about(agent, why=why)}
    held = (_c.owner == "queue") & (_c.offered_to == agent.id)
    concerned = or_(held, (_c.owner == "agent") & or_(is_in(agent.id), _c.invited.contains(agent.id)))
    query = conversation_query(now).where(concerned, _c.practice == "")
    changes = []
    for row in connection.execute(query.order_by(_c.id)).all():
        try:
            changes += _without(connection, to_conversation(row), agent, now, queues=queues, logged=logged)
        except Conflict:  # somebody else has just taken it
            continue
    return changes


def _without(
    connection: Connection,
    conversation: Conversation,
    agent: AgentActor,
    now: datetime,
    *,
    queues: Queues,
    logged: dict[str, Any],
) -> list[Changed]:
    """Let an agent go out of one conversation."""
    if conversation.owner == "queue":
        if conversation.offer is not None:
            transfer.decline(connection, agent, conversation.id, now)
        return []
    if conversation.agent_id == agent.id:
        queue = queues.find(conversation.queue, conversation.mode)
        title = "" if queue is None else queue.titles[conversation.language]
        how = {"name": agent.name, "to": title, **logged}
        return [ownership.to_queue(connection, conversation, "transferred", now, **how)]
    if agent.id in conversation.agent_ids:
        return [colleagues.leave(connection, agent, conversation.id, now)]
    return [colleagues.answer(connection, agent, conversation.id, accept=False, now=now)]


def _find(connection: Connection, conversation_id: str, now: datetime) -> Conversation:
    query = conversation_query(now).where(_c.id == conversation_id, _c.owner != "bot", _c.practice == "")
    row = connection.execute(query).first()
    if row is None:
        raise Conflict
    return to_conversation(row)
