"""Erasing conversations, at the visitor's wish or after their time: at once here, soon in the assistant's own store.

Each function runs inside one write operation of `Database`. A case that was made of the conversation stays: it is the
sender's errand with the city, and says nothing of the conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update

from handoff.audit.model import VISITOR
from handoff.audit.store import record
from handoff.conversations import contact_facts, waiting
from handoff.conversations.model import Conversation, Visitor
from handoff.conversations.ownership import access
from handoff.conversations.rating import forget_comments
from handoff.storage.tables import callbacks, cases, conversations, erasures, messages, misses, notes, reply_proposals

MAX_AT_ONCE = 50


def erase(connection: Connection, visitor: Visitor, now: datetime) -> Conversation:
    """Delete the visitor's conversation with everything said in it.

    Returns:
        The conversation as it was, so that whoever had it can be told.
    Raises:
        NotFound: there is none.
    """
    conversation = access(connection, visitor, None, now)
    if conversation.owner == "queue":
        waiting.end(connection, conversation, "ended", None, now)
    contact_facts.end(connection, conversation, "erased", now)
    delete_all(connection, [conversation.id], now)
    record(connection, VISITOR, "erase", now, conversation_id=conversation.id)
    return conversation


def delete_all(connection: Connection, conversation_ids: Sequence[str], now: datetime) -> None:
    """Delete conversations with everything said in them, and note that the assistant must forget them too."""
    connection.execute(update(cases).where(cases.c.conversation_id.in_(conversation_ids)).values(conversation_id=None))
    for table in (messages, misses, notes, reply_proposals):
        connection.execute(delete(table).where(table.c.conversation_id.in_(conversation_ids)))
    forget_comments(connection, conversation_ids)
    _forget_callbacks(connection, conversation_ids, now)
    connection.execute(delete(conversations).where(conversations.c.id.in_(conversation_ids)))
    connection.execute(insert(erasures), [{"conversation_id": one, "asked_at": now} for one in conversation_ids])


def _forget_callbacks(connection: Connection, conversation_ids: Sequence[str], now: datetime) -> None:
    """Keep when somebody wished to be called and what came of it, and neither number nor text."""
    b = callbacks.c
    which = b.conversation_id.in_(conversation_ids)
    connection.execute(
        update(callbacks).where(which, b.state.in_(("open", "claimed"))).values(state="withdrawn", changed_at=now)
    )
    connection.execute(update(callbacks).where(which).values(phone="", text=""))


def note_late_turn(connection: Connection, conversation_id: str, now: datetime) -> bool:
    """Tell whether the conversation of a turn that has ended is gone; the assistant must forget it once more then."""
    if connection.execute(select(conversations.c.id).where(conversations.c.id == conversation_id)).first() is not None:
        return False
    done(connection, conversation_id)
    connection.execute(insert(erasures).values(conversation_id=conversation_id, asked_at=now))
    return True


def owed(connection: Connection, now: datetime, turn_time: timedelta) -> list[str]:
    """Return conversations that the assistant must forget, once no turn can be under way that would remember them."""
    query = select(erasures.c.conversation_id).where(erasures.c.asked_at < now - turn_time).limit(MAX_AT_ONCE)
    return list(connection.execute(query).scalars())


def done(connection: Connection, conversation_id: str) -> None:
    """Note that the assistant has forgotten a conversation."""
    connection.execute(delete(erasures).where(erasures.c.conversation_id == conversation_id))
