"""Colleagues in a conversation: asked by the agent who has it, seen by the visitor when they come.

Each function runs inside one write operation of `Database`, and is a compare-and-set on what the conversation kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select, update

from handoff.audit.model import about
from handoff.audit.store import record
from handoff.conversations import notes
from handoff.conversations.messages import append_system
from handoff.conversations.model import AgentActor, Changed, Colleague, Conversation
from handoff.conversations.ownership import access, access_own, check_real, get_conversation
from handoff.conversations.rows import conversation_query, stored_colleagues, to_conversation
from handoff.conversations.staffing import is_here
from handoff.conversations.texts import system_event
from handoff.errors import Conflict, NotFound
from handoff.storage.tables import agents, conversations, to_microseconds

MAX_MEMBERS = 5
ASKED_FOR = timedelta(minutes=2)
"""How long an invitation holds: who is about to finish a sentence to somebody else still comes."""
_c = conversations.c


def invite(
    connection: Connection, agent: AgentActor, conversation_id: str, colleague_id: str, now: datetime
) -> Changed:
    """Ask a colleague into the agent's conversation; asking twice is asking once.

    Raises:
        NotFound: missing or not this agent's, or no such colleague.
        Conflict: the colleague is not there, is in it already, or there are too many; or the agent only practises.
    """
    conversation = access_own(connection, agent, conversation_id, now)
    check_real(conversation)
    row = connection.execute(
        select(agents.c.id, agents.c.name).where(agents.c.id == colleague_id, is_here(now))
    ).first()
    if row is None or colleague_id in conversation.agent_ids or len(conversation.members) >= MAX_MEMBERS:
        raise Conflict
    if any(one.id == colleague_id for one in conversation.invited):
        return Changed(conversation)
    colleague = Colleague(row.id, row.name, to_microseconds(now + ASKED_FOR))
    _keep(connection, conversation, conversation.members, (*conversation.invited, colleague), now)
    record(connection, agent, "invite", now, conversation_id=conversation_id, detail=about(colleague))
    return Changed(get_conversation(connection, conversation_id, now))


def answer(connection: Connection, agent: AgentActor, conversation_id: str, *, accept: bool, now: datetime) -> Changed:
    """Come into the conversation that the agent was asked into, or decline, which leaves a note for who asked.

    Raises:
        NotFound: the agent is not asked, or not any more.
    """
    conversation = get_conversation(connection, conversation_id, now)
    asked = [one for one in conversation.invited if one.id == agent.id]
    if not asked:
        raise NotFound
    others = tuple(one for one in conversation.invited if one.id != agent.id)
    members = (*conversation.members, Colleague(agent.id, agent.name)) if accept else conversation.members
    _keep(connection, conversation, members, others, now)
    if accept:
        record(connection, agent, "join", now, conversation_id=conversation_id)
    else:
        notes.add_absent(connection, conversation_id, "not_joined", Colleague(agent.id, agent.name), now)
        record(connection, agent, "decline", now, conversation_id=conversation_id, detail={"what": "invitation"})
    return _told(connection, conversation, "colleague_joined" if accept else "", agent, now)


def leave(connection: Connection, agent: AgentActor, conversation_id: str, now: datetime) -> Changed:
    """Go out of a conversation in which the agent is a colleague.

    Raises:
        NotFound: the agent is not.
    """
    conversation = access(connection, agent, conversation_id, now)
    if conversation.agent_id == agent.id:
        raise NotFound
    others = (one for one in conversation.members if one.id != agent.id)
    _keep(connection, conversation, others, conversation.invited, now)
    record(connection, agent, "leave", now, conversation_id=conversation_id)
    return _told(connection, conversation, "colleague_left", agent, now)


def let_invitations_lapse(connection: Connection, now: datetime) -> list[Changed]:
    """End the invitations that nobody has answered in time, each with a note, and return their conversations."""
    at, changes = to_microseconds(now), []
    asking = conversation_query(now, with_place=False).where(_c.owner == "agent", _c.invited != "")
    for conversation in map(to_conversation, connection.execute(asking.order_by(_c.id)).all()):
        late = [one for one in conversation.invited if one.until_us <= at]
        if not late:
            continue
        try:
            kept = (one for one in conversation.invited if one not in late)
            _keep(connection, conversation, conversation.members, kept, now)
        except Conflict:  # just answered, or another process has done it
            continue
        for one in late:
            notes.add_absent(connection, conversation.id, "not_joined", one, now)
        changes.append(Changed(get_conversation(connection, conversation.id, now)))
    return changes


def is_anybody_asked(connection: Connection) -> bool:
    """Tell whether there is any invitation."""
    asking = select(_c.id).where(_c.owner == "agent", _c.invited != "")
    return connection.execute(asking.limit(1)).first() is not None


def _keep(
    connection: Connection,
    before: Conversation,
    members: Iterable[Colleague],
    invited: Iterable[Colleague],
    now: datetime,
) -> None:
    kept = update(conversations).where(
        _c.id == before.id,
        _c.owner == "agent",
        _c.agent_id == before.agent_id,
        _c.members == stored_colleagues(before.members),
        _c.invited == stored_colleagues(before.invited),
    )
    values = {"members": stored_colleagues(members), "invited": stored_colleagues(invited), "active_at": now}
    if connection.execute(kept.values(values)).rowcount != 1:
        raise Conflict


def _told(connection: Connection, before: Conversation, code: str, agent: AgentActor, now: datetime) -> Changed:
    stored = (
        append_system(connection, before.id, [system_event(code, before.language, name=agent.name)], now=now)
        if code
        else ()
    )
    return Changed(get_conversation(connection, before.id, now), stored, before.agent_ids)
