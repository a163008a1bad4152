"""Stays in a queue: recorded when they begin and end, so that the next ones can be told how long it will take.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from handoff.conversations.model import Conversation
from handoff.storage.tables import queue_stays

Ending = Literal["claimed", "left", "closed", "callback", "ended", "moved"]

RECENT = timedelta(hours=4)
"""A pace that is older than half a working day says nothing about now."""
CLAIMS = 20
MIN_CLAIMS = 3
"""Below it there is no pace to speak of, and nothing is promised."""

_s = queue_stays.c


def begin(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Note that the conversation waits from now on, at the place that it has."""
    connection.execute(
        insert(queue_stays).values(
            conversation_id=conversation.id,
            version=conversation.version,
            queue=conversation.queue,
            mode=conversation.mode,
            language=conversation.language,
            place=conversation.queue_place,
            queued_at=now,
        )
    )


def end(
    connection: Connection, conversation: Conversation, ending: Ending, agent_id: str | None, now: datetime
) -> None:
    """Note how the stay that `conversation` was in has ended."""
    connection.execute(
        update(queue_stays)
        .where(_s.conversation_id == conversation.id, _s.version == conversation.version)
        .values(left_at=now, ending=ending, agent_id=agent_id)
    )


def paces(connection: Connection, now: datetime) -> dict[str, float]:
    """Return the seconds that one place takes, by queue: the median of the newest claims, where there are enough."""
    newest = (
        select(_s.queue, _s.place, _s.queued_at, _s.left_at)
        .add_columns(func.row_number().over(partition_by=_s.queue, order_by=_s.left_at.desc()).label("age"))
        .where(_s.ending == "claimed", _s.left_at > now - RECENT)
        .subquery()
    )
    per_place: dict[str, list[float]] = defaultdict(list)
    for row in connection.execute(select(newest).where(newest.c.age <= CLAIMS)):
        per_place[row.queue].append((row.left_at - row.queued_at).total_seconds() / row.place)
    return {queue: median(seconds) for queue, seconds in per_place.items() if len(seconds) >= MIN_CLAIMS}


def estimate_s(conversation: Conversation, pace: dict[str, float]) -> int | None:
    """Return the seconds that a waiting conversation has still to wait, or None if nobody can tell or is there."""
    if conversation.owner != "queue" or not conversation.agents_available or conversation.queue not in pace:
        return None
    if conversation.practice:
        return None
    return round(conversation.queue_place * pace[conversation.queue])
