"""People who wait in a queue whose hours end: told so, and given back to the bot, exactly once.

Runs inside one write operation of `Database`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from handoff.audit.model import SERVICE
from handoff.conversations.model import Changed
from handoff.conversations.ownership import closed_event, take_out
from handoff.conversations.rows import conversation_query, to_conversation
from handoff.errors import Conflict
from handoff.queues.model import Queues
from handoff.storage.tables import conversations


def end_waits(connection: Connection, queues: Queues, now: datetime) -> list[Changed]:
    """Take everybody out of the queues that are closed for their language."""
    changes = []
    c = conversations.c
    waiting = conversation_query(now, with_place=False).where(c.owner == "queue", c.practice == "")
    rows = connection.execute(waiting.order_by(c.id)).all()
    for conversation in map(to_conversation, rows):
        queue = queues.find(conversation.queue, conversation.mode)
        # Who waits in a queue that the content no longer has is still seen on the desk.
        if queue is None or not queues.closes_within(queue, conversation.language, now, now):
            continue
        try:
            draft = closed_event(queue, conversation.language, queues, now)
            changes.append(take_out(connection, conversation, draft, now, actor=SERVICE))
        except Conflict:  # another process has just done it, or an agent has claimed it
            continue
    return changes
