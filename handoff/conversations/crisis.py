"""The crisis mark of a conversation: set when somebody may be in danger, confirmed or cleared by an agent.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, update

from handoff.audit.store import record
from handoff.conversations import misses
from handoff.conversations.help_card import HelpCard
from handoff.conversations.messages import append_system
from handoff.conversations.model import AgentActor, Changed, CrisisVerdict
from handoff.conversations.ownership import access, get_conversation
from handoff.storage.tables import conversations

_c = conversations.c


def suspect(connection: Connection, conversation_id: str, message_id: str, card: HelpCard, now: datetime) -> Changed:
    """Mark the conversation, put it before others in its queue, and store the help card, unless it is marked already.

    Args:
        message_id: The visitor's message that gave rise to it.
    Raises:
        NotFound: no such conversation.
    """
    marked = connection.execute(
        update(conversations)
        .where(_c.id == conversation_id, _c.crisis.in_(("", "cleared")))
        .values(crisis="suspected", queue_front=case((_c.owner == "queue", True), else_=_c.queue_front))
    ).rowcount
    conversation = get_conversation(connection, conversation_id, now)
    if not marked:
        return Changed(conversation)
    misses.forget(connection, conversation_id)
    draft = card.draft(message_id, conversation.mode, conversation.language, offer_human=conversation.owner == "bot")
    stored = append_system(connection, conversation_id, [draft], now=now)
    return Changed(get_conversation(connection, conversation_id, now), stored)


def judge(
    connection: Connection, agent: AgentActor, conversation_id: str, verdict: CrisisVerdict, now: datetime
) -> Changed:
    """Set what the agent who has the conversation has found out about the danger.

    Raises:
        NotFound: missing or not this agent's.
    """
    conversation = access(connection, agent, conversation_id, now)
    connection.execute(update(conversations).where(_c.id == conversation.id).values(crisis=verdict))
    if verdict == "confirmed":
        misses.forget(connection, conversation_id)
    if not conversation.practice:
        record(connection, agent, "judge_crisis", now, conversation_id=conversation.id, detail={"verdict": verdict})
    return Changed(get_conversation(connection, conversation.id, now))
