"""Cases and their events in the database. Nothing changes a case without an event beside it.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import ColumnElement, Connection, func, insert, select, update

from handoff.cases.model import Act, Case, Event, EventKind
from handoff.cases.working_days import local_day
from handoff.errors import Conflict, NotFound
from handoff.mail.addresses import make_token
from handoff.storage.database import AnyRow
from handoff.storage.tables import case_events, cases, conversations

_c = cases.c
_e = case_events.c
_OF_CASE = {column.name for column in cases.columns} & set(Case.__dataclass_fields__)


def find(connection: Connection, code: str) -> Case | None:
    """Return the case of a code as it is stored, or None."""
    row = connection.execute(select(cases).where(_c.code == code)).first()
    return None if row is None else to_case(row)


def get(connection: Connection, code: str) -> Case:
    """Return the case of a code.

    Raises:
        NotFound: there is none.
    """
    case = find(connection, code)
    if case is None:
        raise NotFound
    return case


def find_by_token(connection: Connection, token: str) -> Case | None:
    """Return the case whose address for replies has this token, or None."""
    row = connection.execute(select(cases).where(_c.reply_token == token)).first()
    return None if row is None else to_case(row)


def find_by_origin(connection: Connection, origin: str) -> Case | None:
    """Return the case that a turn or request has made, or None."""
    row = connection.execute(select(cases).where(_c.origin == origin)).first()
    return None if row is None else to_case(row)


def code_of(connection: Connection, case_id: str) -> str:
    """Return the code of a case that is there."""
    code: str = connection.execute(select(_c.code).where(_c.id == case_id)).scalar_one()
    return code


def kept_conversation(connection: Connection, conversation_id: str | None) -> str | None:
    """Return a conversation's id while it is kept, and None after that."""
    known: str | None = connection.execute(
        select(conversations.c.id).where(conversations.c.id == conversation_id)
    ).scalar()
    return known


def add(connection: Connection, values: Mapping[str, Any]) -> Case:
    """Store a new case."""
    made = {"id": str(uuid4()), "reply_token": make_token()}
    return to_case(connection.execute(insert(cases).values(**made, **values).returning(cases)).one())


def hold(connection: Connection, code: str, now: datetime, version: int | None = None) -> Case:
    """Return the case with its row held until the commit, its version one higher.

    Args:
        version: The one that the caller has seen; None: whatever it is by now, for whom it is no matter.
    Raises:
        NotFound: there is no such case.
        Conflict: it has changed since that version.
    """
    seen: list[ColumnElement[bool]] = [] if version is None else [_c.version == version]
    changed = update(cases).where(_c.code == code, *seen).values(version=_c.version + 1, updated_at=now)
    row = connection.execute(changed.returning(cases)).first()
    if row is None:
        get(connection, code)
        raise Conflict
    return to_case(row)


def change(connection: Connection, case: Case, **values: Any) -> Case:
    """Set columns of a held case."""
    changed = update(cases).where(_c.id == case.id).values(**values)
    return to_case(connection.execute(changed.returning(cases)).one())


def note_event(
    connection: Connection,
    case: Case,
    kind: EventKind,
    act: Act,
    data: Mapping[str, str] | None = None,
    *,
    origin: str | None = None,
) -> None:
    """Add an event to a held or new case. `origin`: the request that brought it, for `is_repeated`."""
    last = connection.execute(select(func.max(_e.seq)).where(_e.case_id == case.id)).scalar() or 0
    connection.execute(
        insert(case_events).values(
            case_id=case.id,
            seq=last + 1,
            kind=kind,
            actor=act.by,
            at=act.at,
            data=orjson.dumps(dict(data or {})).decode(),
            origin=origin,
        )
    )


def is_repeated(connection: Connection, case: Case, origin: str) -> bool:
    """Tell whether a request has brought an event of a held case already."""
    query = select(_e.seq).where(_e.case_id == case.id, _e.origin == origin)
    return connection.execute(query).first() is not None


def events(connection: Connection, case_id: str) -> list[Event]:
    """Return what happened to a case, oldest first."""
    query = select(case_events).where(_e.case_id == case_id).order_by(_e.seq)
    return [_to_event(row) for row in connection.execute(query)]


def followers(connection: Connection, case_id: str) -> list[str]:
    """Return the codes of the cases that were merged into this one itself, oldest first."""
    query = select(_c.code).where(_c.merged_into == case_id).order_by(_c.received_at, _c.id)
    return list(connection.execute(query).scalars())


def absorbed(connection: Connection, case_id: str) -> list[Case]:
    """Return the open cases that were merged into this one, themselves or by way of others."""
    found: list[Case] = []
    into = [case_id]
    while into:
        # Asked for its state too, SQLite would go by that, and read every case that was ever merged.
        rows = connection.execute(select(cases).where(_c.merged_into.in_(into))).all()
        found += (more := [to_case(row) for row in rows if row.status == "merged"])
        into = [each.id for each in more]
    return found


def to_case(row: AnyRow) -> Case:
    """Return a row of the table as a case."""
    values = {name: value for name, value in row._asdict().items() if name in _OF_CASE}
    values["proposal"] = tuple((code, probability) for code, probability in orjson.loads(row.proposal))
    return Case(**values, is_published=row.published_at is not None, received_on=local_day(row.received_at))


def _to_event(row: AnyRow) -> Event:
    return Event(row.seq, row.kind, row.actor, row.at, orjson.loads(row.data or "{}"))
