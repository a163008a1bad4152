"""What supervisors see of all queues and conversations at once: figures and places, never what was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from handoff.conversations.model import Conversation
from handoff.conversations.ownership import handed_over
from handoff.storage.tables import conversations, queue_stays

HOUR = timedelta(hours=1)
_s = queue_stays.c


@dataclass(frozen=True, slots=True)
class Live:
    """The queues and conversations at one moment.

    Attributes:
        handed_over: Every conversation that waits for an agent or has one, in the order of the queue.
        claimed_at: When an agent came to a conversation, by its id.
        claimed: Stays of the last hour that ended with an agent, by queue and language; `abandoned`: without one.
    """

    handed_over: list[Conversation]
    claimed_at: Mapping[str, datetime]
    claimed: Counter[tuple[str, str]]
    abandoned: Counter[tuple[str, str]]


def read_live(connection: Connection, now: datetime) -> Live:
    """Return the queues and conversations now."""
    recent = (
        select(_s.queue, _s.language, _s.ending, func.count())
        .where(_s.left_at > now - HOUR)
        .group_by(_s.queue, _s.language, _s.ending)
    )
    claimed: Counter[tuple[str, str]] = Counter()
    abandoned: Counter[tuple[str, str]] = Counter()
    for queue, language, ending, count in connection.execute(recent):
        if ending == "claimed":
            claimed[queue, language] += count
        elif ending not in ("moved", "callback", "case"):
            abandoned[queue, language] += count
    with_agent = select(conversations.c.id).where(conversations.c.owner == "agent")
    claims = (
        select(_s.conversation_id, func.max(_s.left_at))
        .where(_s.conversation_id.in_(with_agent), _s.ending == "claimed")
        .group_by(_s.conversation_id)
    )
    claimed_at = {row[0]: row[1] for row in connection.execute(claims)}
    return Live(handed_over(connection, now), claimed_at, claimed, abandoned)
