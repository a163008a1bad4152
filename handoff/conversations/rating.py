"""Quick feedback on a contact: how it went and whether one would recommend it. Offered once, and given once.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from handoff.conversations.contact_facts import newest_seq
from handoff.conversations.model import Conversation, RatingState, Visitor
from handoff.conversations.ownership import access, get_conversation
from handoff.errors import Conflict
from handoff.storage.tables import conversations, ratings


@dataclass(frozen=True, slots=True)
class Rating:
    """`succeeded` from 1 to 5, `recommends` from 0 to 10, either may be left out; `comment` masked, may be empty."""

    succeeded: int | None
    recommends: int | None
    comment: str


def rate(connection: Connection, visitor: Visitor, rating: Rating, now: datetime) -> Conversation:
    """Keep what the visitor thinks of the newest contact.

    Raises:
        NotFound: no conversation.
        Conflict: it has been rated before.
    """
    conversation = access(connection, visitor, None, now)
    if not _note(connection, conversation, "given", now):
        raise Conflict
    contact_seq = connection.execute(select(func.coalesce(newest_seq(conversation.id), 0))).scalar_one()
    connection.execute(
        insert(ratings).values(
            conversation_id=conversation.id,
            contact_seq=contact_seq,
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


def offer(connection: Connection, visitor: Visitor, now: datetime) -> Conversation:
    """Note that the visitor is asked about the newest contact, so that nobody asks again.

    Raises:
        NotFound: no conversation.
        Conflict: they have been asked before.
    """
    conversation = access(connection, visitor, None, now)
    if not _note(connection, conversation, "asked", now):
        raise Conflict
    return get_conversation(connection, conversation.id, now)


def _note(connection: Connection, conversation: Conversation, rating: RatingState, now: datetime) -> bool:
    earlier = ("",) if rating == "asked" else ("", "asked")
    statement = update(conversations).where(conversations.c.id == conversation.id, conversations.c.rating.in_(earlier))
    return connection.execute(statement.values(rating=rating, active_at=now)).rowcount == 1


def forget_comments(connection: Connection, conversation_ids: Sequence[str]) -> None:
    """Keep the figures of erased conversations and nothing of what was written."""
    connection.execute(update(ratings).where(ratings.c.conversation_id.in_(conversation_ids)).values(comment=""))
