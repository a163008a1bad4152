"""Quick feedback on a conversation: how it went and whether one would recommend it, once.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from handoff.conversations.model import Conversation, Visitor
from handoff.conversations.ownership import access, get_conversation
from handoff.errors import Conflict
from handoff.storage.tables import ratings


@dataclass(frozen=True, slots=True)
class Rating:
    """`succeeded` from 1 to 5, `recommends` from 0 to 10, either may be left out; `comment` masked, may be empty."""

    succeeded: int | None
    recommends: int | None
    comment: str


def rate(connection: Connection, visitor: Visitor, rating: Rating, now: datetime) -> Conversation:
    """Keep what the visitor thinks of the conversation.

    Raises:
        NotFound: no conversation.
        Conflict: it has been rated before.
    """
    conversation = access(connection, visitor, None, now)
    known = select(ratings.c.at).where(ratings.c.conversation_id == conversation.id)
    if connection.execute(known).first() is not None:
        raise Conflict
    connection.execute(
        insert(ratings).values(
            conversation_id=conversation.id,
            mode=conversation.mode,
            queue=conversation.queue,
            language=conversation.language,
            succeeded=rating.succeeded,
            recommends=rating.recommends,
            comment=rating.comment,
            at=now,
        )
    )
    return get_conversation(connection, conversation.id, now)


def forget_comments(connection: Connection, conversation_ids: Sequence[str]) -> None:
    """Keep the figures of erased conversations and nothing of what was written."""
    connection.execute(update(ratings).where(ratings.c.conversation_id.in_(conversation_ids)).values(comment=""))
