"""How long things are kept, and the deleting of what has been kept long enough, a bounded number at a time.

Each function runs inside one write operation of `Database`. Several processes may delete at once: a row is deleted,
and counted, by one of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, and_, or_, select, tuple_, update

from handoff.audit.model import SERVICE
from handoff.audit.store import record_many
from handoff.conversations.erasing import delete_all
from handoff.storage.tables import conversations, queue_stays, ratings

BATCH = 50
"""Conversations deleted in one operation: some thousand messages, which hold the writer up for some 20 ms."""

_c = conversations.c


@dataclass(frozen=True, slots=True)
class Keep:
    """How long things are kept.

    Attributes:
        city: A conversation of the city's, and a comment on one, after the last message.
        youth: The same of the youth chat.
        youth_closed: A conversation of the youth chat that either side has closed, after that.
        waits: Who took a conversation from the queue, after that; how long the wait was stays.
    """

    city: timedelta
    youth: timedelta
    youth_closed: timedelta
    waits: timedelta


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much has been deleted; `is_all`: nothing more is due now."""

    city: int
    youth: int
    comments: int
    waits: int

    @property
    def is_all(self) -> bool:
        """Tell whether no batch was full."""
        return max(self.city + self.youth, self.comments, self.waits) < BATCH


def forget_old(connection: Connection, keep: Keep, now: datetime) -> Forgotten:
    """Delete a batch of what has been kept long enough, and note in the log which conversations and how much else."""
    deleted = _delete_conversations(connection, keep, now)
    modes = list(deleted.values())
    forgotten = Forgotten(
        city=modes.count("city"),
        youth=modes.count("youth"),
        comments=_drop_comments(connection, keep, now),
        waits=_drop_agents_of_waits(connection, keep, now),
    )
    counts = {"city": forgotten.city, "youth": forgotten.youth, "comments": forgotten.comments}
    counts["waits"] = forgotten.waits
    if any(counts.values()):
        named = {name: n for name, n in counts.items() if n}
        record_many(connection, SERVICE, "retention", now, list(deleted), **named)
    return forgotten


def _delete_conversations(connection: Connection, keep: Keep, now: datetime) -> dict[str, str]:
    """Return those that have been deleted, with their modes."""
    # Locked, so that a message that comes now waits and then begins a new conversation; what another process
    # deletes already is passed over. SQLite has one writer and no such locks.
    due = select(_c.id, _c.mode).where(_is_due(keep, now)).order_by(_c.active_at).limit(BATCH)
    rows = connection.execute(due.with_for_update(skip_locked=True)).all()
    if rows:
        delete_all(connection, [row.id for row in rows], now)
    return {row.id: row.mode for row in rows}


def _is_due(keep: Keep, now: datetime) -> ColumnElement[bool]:
    # What waits or is with an agent is nobody's to delete, however long it takes.
    return and_(
        _c.owner == "bot",
        # Practice has a shorter time, and is counted nowhere.
        _c.practice == "",
        or_(
            and_(_c.mode == "city", or_(_c.active_at <= now - keep.city, _c.closed_at <= now - keep.city)),
            and_(_c.mode == "youth", or_(_c.active_at <= now - keep.youth, _c.closed_at <= now - keep.youth_closed)),
        ),
    )


def _drop_comments(connection: Connection, keep: Keep, now: datetime) -> int:
    """Drop comments on conversations that go on and on; the others have gone with theirs."""
    r = ratings.c
    due = (
        select(r.conversation_id)
        .where(
            r.comment != "",
            or_(
                and_(r.mode == "city", r.at <= now - keep.city),
                and_(r.mode == "youth", r.at <= now - keep.youth),
            ),
        )
        .limit(BATCH)
    )
    rated = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
    connection.execute(update(ratings).where(r.conversation_id.in_(rated)).values(comment=""))
    return len(rated)


def _drop_agents_of_waits(connection: Connection, keep: Keep, now: datetime) -> int:
    s = queue_stays.c
    due = (
        select(s.conversation_id, s.version).where(s.left_at <= now - keep.waits, s.agent_id.is_not(None)).limit(BATCH)
    )
    stays = [tuple(row) for row in connection.execute(due.with_for_update(skip_locked=True))]
    which = tuple_(s.conversation_id, s.version).in_(stays)
    connection.execute(update(queue_stays).where(which).values(agent_id=None))
    return len(stays)
