"""Stays in a queue: recorded when they begin and end, so that the next ones can be told how long it will take.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Literal

from sqlalchemy import Connection, func, insert, select, update

from handoff.conversations.model import Conversation
from handoff.conversations.rows import served_in
from handoff.storage.tables import conversations, queue_stays

Ending = Literal["claimed", "left", "closed", "callback", "case", "vanished", "ended", "moved"]

RECENT = timedelta(hours=4)
"""A pace that is older than half a working day says nothing about now."""
CLAIMS = 20
MIN_CLAIMS = 3
"""Below it there is no pace to speak of, and nothing is promised."""
STEPS_MIN = ((10, 1), (60, 5))
"""Up to so many minutes, told in steps of so many: a finer figure would only change more often, and be no truer."""
LONG_STEP_MIN = 15

_c = conversations.c
_s = queue_stays.c


@dataclass(frozen=True, slots=True)
class Paces:
    """The seconds that one place takes.

    Attributes:
        claims: By queue, the median of the newest claims, where there are enough.
        running: By queue and language, what it would be if the longest wait of those who are there ended now: while
            nothing moves it grows, and the median does not.
    """

    claims: Mapping[str, float]
    running: Mapping[tuple[str, str], float]

    def estimate_s(self, conversation: Conversation) -> int | None:
        """Return the seconds that a waiting conversation has still to wait, as they are told; None: nobody can tell."""
        if conversation.owner != "queue" or not conversation.agents_available or conversation.practice:
            return None
        median_s = self.claims.get(conversation.queue)
        if median_s is None:
            return None
        running_s = self.running.get((conversation.queue, conversation.served_in), 0)
        return _told_s(conversation.queue_place * max(median_s, running_s))


def _told_s(seconds: float) -> int:
    minutes = max(1.0, seconds / 60)
    step = next((step for limit, step in STEPS_MIN if minutes <= limit), LONG_STEP_MIN)
    return 60 * step * round(minutes / step)


def begin(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Note that the conversation waits from now on, at the place that it has, and how long that was said to take."""
    told_until = None if conversation.wait_s is None else now + timedelta(seconds=conversation.wait_s)
    connection.execute(update(conversations).where(conversations.c.id == conversation.id).values(told_until=told_until))
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


def paces(connection: Connection, now: datetime) -> Paces:
    """Return how fast the queues move now."""
    return Paces(_pace_of_claims(connection, now), _pace_of_running(connection, now))


def _pace_of_claims(connection: Connection, now: datetime) -> dict[str, float]:
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


def _pace_of_running(connection: Connection, now: datetime) -> dict[tuple[str, str], float]:
    # Who is not there is passed over by agents, and tells nothing of the pace.
    stay = conversations.join(queue_stays, (_s.conversation_id == _c.id) & (_s.version == _c.version))
    running = (
        select(_c.queue, served_in.label("language"), _s.place, _s.queued_at)
        .add_columns(
            func.row_number().over(partition_by=(_c.queue, served_in), order_by=(_s.queued_at, _c.id)).label("number")
        )
        .select_from(stay)
        .where(_c.owner == "queue", _c.visitor_until > now)
        .subquery()
    )
    longest = connection.execute(select(running).where(running.c.number == 1))
    return {(row.queue, row.language): (now - row.queued_at).total_seconds() / row.place for row in longest}
