"""The log's table: one way in, and no way to change or take out a line, which the database refuses too.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, and_, insert, or_, select

from handoff.audit.model import MANY, WITH_MANY, Action, Actor, Detail, Entry, Wanted, kind_of
from handoff.storage.database import AnyRow
from handoff.storage.tables import audit

_a = audit.c


def record(
    connection: Connection,
    actor: Actor,
    action: Action,
    at: datetime,
    *,
    conversation_id: str = "",
    detail: Detail | None = None,
) -> None:
    """Add a line, in the operation that does what it says: neither is there without the other.

    Args:
        actor: An agent, or `VISITOR` or `SERVICE`.
        detail: Codes and counts; no personal data and nothing that was said.
    """
    connection.execute(
        insert(audit).values(
            at=at,
            actor=kind_of(actor),
            agent_id=actor.id,
            agent_name=actor.name,
            action=action,
            conversation_id=conversation_id,
            detail=orjson.dumps(detail or {}).decode(),
        )
    )


def record_many(
    connection: Connection,
    actor: Actor,
    action: Action,
    at: datetime,
    conversation_ids: Sequence[str],
    **detail: str | int,
) -> None:
    """Add what concerns many conversations: a line for each fifty, which name them; one when there are none."""
    for start in range(0, max(1, len(conversation_ids)), MANY):
        some = conversation_ids[start : start + MANY]
        named: Detail = {"conversations": " ".join(some)} if some else {}
        record(connection, actor, action, at, detail={**(detail if start == 0 else {}), **named})


def page(connection: Connection, wanted: Wanted, before: int | None, limit: int) -> list[Entry]:
    """Return the newest lines that are asked for, newest first; `before`: older than that line."""
    query = select(audit).order_by(_a.id.desc()).limit(limit)
    if before is not None:
        query = query.where(_a.id < before)
    if wanted.agent_id:
        query = query.where(_a.agent_id == wanted.agent_id)
    if wanted.action:
        query = query.where(_a.action == wanted.action)
    if wanted.conversation_id:
        named = and_(_a.action.in_(WITH_MANY), _a.detail.contains(wanted.conversation_id))
        query = query.where(or_(_a.conversation_id == wanted.conversation_id, named))
    return [_to_entry(row) for row in connection.execute(query)]


def _to_entry(row: AnyRow) -> Entry:
    values = row._asdict()
    return Entry(**{**values, "detail": orjson.loads(values["detail"])})
