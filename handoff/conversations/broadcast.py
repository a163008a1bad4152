"""One message of a supervisor to everybody who waits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from handoff.audit.store import record_many
from handoff.conversations.messages import append_to_waiting
from handoff.conversations.model import AgentActor, Appended, Draft, Language
from handoff.storage.tables import conversations

_c = conversations.c


def broadcast(
    connection: Connection,
    supervisor: AgentActor,
    broadcast_id: str,
    now: datetime,
    *,
    texts: Mapping[Language, str],
    queues: Collection[str],
) -> list[Appended]:
    """Store a message in every conversation that waits in one of the queues, in its language, if the visitor is there.

    Sent again under the same id, it reaches those who have come since, and nobody twice.

    Returns:
        What became of it in each; `duplicate` where it was already.
    """
    waiting = select(_c.id, _c.language).where(_c.owner == "queue", _c.queue.in_(sorted(queues)))
    waiting = waiting.where(_c.visitor_until > now, _c.practice == "")
    appended = []
    for row in connection.execute(waiting.order_by(_c.id)).all():
        draft = Draft(
            # Version 5, as all that no browser has made: none can take its place beforehand.
            id=str(uuid5(UUID(broadcast_id), row.id)),
            author="agent",
            name=supervisor.name,
            text=texts[row.language],
            language=row.language,
        )
        stored = append_to_waiting(connection, row.id, draft, now=now)
        if stored is not None:
            appended.append(stored)
    new = [one.message.conversation_id for one in appended if not one.duplicate]
    if new:
        record_many(connection, supervisor, "broadcast", now, new, count=len(new))
    return appended
