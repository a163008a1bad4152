"""A month of contacts as a city might have them, for pictures: nothing is counted from it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from handoff.queues.model import HELSINKI
from handoff.storage.tables import contacts, queue_stays, ratings

DAYS = 30
TAGS = ("housing", "daycare_and_school", "health", "transport_and_parking", "fees_and_invoices", "other")


def fill(connection: Connection, now: datetime) -> None:
    """Put in the contacts of the last month, fewer on Saturdays and Sundays."""
    random = Random(2026)
    midnight = now.astimezone(HELSINKI).replace(hour=0, minute=0, second=0, microsecond=0)
    for day in (midnight - timedelta(days=ago) for ago in range(DAYS)):
        for _ in range(random.randint(18, 26) if day.weekday() >= 5 else random.randint(40, 60)):
            for table, row in _contact(random, day + timedelta(minutes=random.randint(0, 600))):
                connection.execute(insert(table).values(row))


def _contact(random: Random, opened: datetime) -> Iterator[tuple[Any, dict[str, Any]]]:
    same = {
        "conversation_id": str(UUID(int=random.getrandbits(128))),
        "mode": "city",
        "language": random.choices(("fi", "sv", "en"), (75, 10, 15))[0],
    }
    answered, handed_over = random.random() < 0.8, random.random() < 0.35
    row = {**same, "seq": 1, "opened_at": opened, "day": opened.date(), "bot_answered": answered, "ending": "visitor"}
    ended = opened + timedelta(minutes=5)
    if handed_over:
        wait_s = random.randint(10, 420)
        claimed = wait_s < 300 or random.random() < 0.5
        left = opened + timedelta(seconds=wait_s)
        stay = {**same, "version": 1, "queue": "city", "place": 1, "queued_at": opened, "left_at": left}
        yield queue_stays, {**stay, "ending": "claimed" if claimed else "left"}
        row |= {"queue": "city", "hand_overs": 1}
        if claimed:
            agents_s = random.randint(120, 1500)
            ended = left + timedelta(seconds=agents_s)
            row |= {"first_agent_at": left, "agents_s": agents_s, "ending": "agent", "tag": random.choice(TAGS)}
            row["hand_overs"] = random.choices((1, 2), (85, 15))[0]
    yield contacts, {**row, "ended_at": ended}
    if random.random() < 0.2:
        given = {"succeeded": random.choice((2, 3, 4, 4, 5, 5)), "recommends": random.randint(4, 10)}
        yield ratings, {**same, **given, "queue": row.get("queue", ""), "comment": "", "at": ended}
