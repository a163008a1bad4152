"""People who wait in a queue whose hours end: told so, and given back to the bot, exactly once.

Whom a person has served in this contact already, and who may be in danger, wait on while anybody is there for them:
hours say when somebody may begin to wait, not when people go home. Runs inside one write operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select

from handoff.audit.model import SERVICE
from handoff.conversations.model import Changed, Conversation
from handoff.conversations.ownership import closed_event, take_out
from handoff.conversations.rows import conversation_query, served_in, to_conversation
from handoff.errors import Conflict
from handoff.queues.model import Queue, Queues
from handoff.storage.tables import contacts, conversations

_c = conversations.c
_k = contacts.c


def end_waits(connection: Connection, queues: Queues, now: datetime) -> list[Changed]:
    """Take out of the queues that are closed for their language all who have no more to wait for."""
    changes = []
    for queue, conversation in _waiting_in_closed(connection, queues, now):
        if _may_stay(connection, conversation):
            continue
        try:
            draft = closed_event(queue, conversation.language, queues, now)
            changes.append(take_out(connection, conversation, draft, now, actor=SERVICE))
        except Conflict:  # another process has just done it, or an agent has claimed it
            continue
    return changes


def _waiting_in_closed(connection: Connection, queues: Queues, now: datetime) -> Iterator[tuple[Queue, Conversation]]:
    """Yield who waits in closed queues; while all are open only the queues are looked at, not who waits."""
    language = served_in.label("served_in")
    kinds = select(_c.queue, _c.mode, language).where(_c.owner == "queue", _c.practice == "").distinct()
    for kind in connection.execute(kinds).all():
        queue = queues.find(kind.queue, kind.mode)
        # Who waits in a queue that the content no longer has is still seen on the desk.
        if queue is None or not queues.closes_within(queue, kind.served_in, now, now):
            continue
        query = conversation_query(now, with_place=False).where(_c.owner == "queue", _c.queue == queue.id)
        query = query.where(_c.practice == "")
        for row in connection.execute(query.where(served_in == kind.served_in).order_by(_c.id)).all():
            yield queue, to_conversation(row)


def _may_stay(connection: Connection, conversation: Conversation) -> bool:
    if conversation.offer is not None:  # somebody is being asked: a transfer is not thrown away on the way
        return True
    if not conversation.agents_here:
        return False
    served = select(_k.seq).where(_k.conversation_id == conversation.id, _k.ended_at.is_(None))
    return conversation.is_in_danger or (
        connection.execute(served.where(_k.first_agent_at.is_not(None))).first() is not None
    )
