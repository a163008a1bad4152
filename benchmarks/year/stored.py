"""What the database has in the end, or had until now."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, or_, select

from benchmarks.year.records import Letter
from handoff.cases.model import OPEN
from handoff.storage.database import Database
from handoff.storage.tables import case_alarms, case_events, cases, outbox

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a case's history."""

    seq: int
    kind: str
    actor: str
    at: datetime
    data: dict[str, str]


@dataclass(slots=True, kw_only=True)
class History:
    """A case with all that happened to it, and the alarms that are still to come."""

    id: str
    code: str
    kind: str
    status: str
    text: str
    language: str
    contact: str
    recipient: str
    service_code: str
    unit: str
    assignee_id: str
    received_at: datetime
    promised_from: date
    due_on: date
    done_at: datetime | None
    escalated_at: datetime | None
    merged_into: str
    published_at: datetime | None
    public_title: str
    told_seq: int
    events: list[Event] = field(default_factory=list)
    alarms: dict[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stored:
    """Histories by code. `count`: of all cases; `waiting`: letters on their way; `outbox`: letters by their state."""

    histories: dict[str, History]
    count: int
    waiting: list[Letter]
    outbox: Counter[str]

    def by_id(self) -> dict[str, History]:
        return {history.id: history for history in self.histories.values()}


async def read(database: Database, since: datetime | None = None) -> Stored:
    """Read everything; or the cases that are open or have changed since, with those that they follow or lead.

    A part at a time, for nothing that the service does takes as long as all of it.
    """
    ids = await database.read(lambda c: _ids(c, since))
    histories: dict[str, History] = {}
    for some in _parts(ids):
        for history in await database.read(lambda c, some=some: _histories(c, some)):  # type: ignore[misc]
            histories[history.code] = history
    count = await database.read(lambda c: c.execute(select(func.count()).select_from(cases)).scalar_one())
    waiting, states = await database.read(_letters)
    return Stored(histories, count, waiting, states)


def _parts(ids: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def _ids(connection: Connection, since: datetime | None) -> set[str]:
    if since is None:
        return set(connection.execute(select(cases.c.id)).scalars())
    touched = or_(cases.c.updated_at >= since, cases.c.status.in_(sorted(OPEN)))
    new = set(connection.execute(select(cases.c.id).where(touched)).scalars())
    found: set[str] = set()
    while new:
        found |= new
        near = set()
        for some in _parts(new):
            followed = select(cases.c.merged_into).where(cases.c.id.in_(some), cases.c.merged_into != "")
            followers = select(cases.c.id).where(cases.c.merged_into.in_(some))
            near |= set(connection.execute(followed).scalars()) | set(connection.execute(followers).scalars())
        new = near - found
    return found


def _histories(connection: Connection, ids: list[str]) -> list[History]:
    events: dict[str, list[Event]] = defaultdict(list)
    for row in connection.execute(
        select(case_events).where(case_events.c.case_id.in_(ids)).order_by(case_events.c.case_id, case_events.c.seq)
    ):
        events[row.case_id].append(Event(row.seq, row.kind, row.actor, row.at, orjson.loads(row.data or "{}")))
    alarms: dict[str, dict[str, datetime]] = defaultdict(dict)
    for row in connection.execute(select(case_alarms).where(case_alarms.c.case_id.in_(ids))):
        alarms[row.case_id][row.kind] = row.at
    found = []
    for row in connection.execute(select(cases).where(cases.c.id.in_(ids))):
        known: dict[str, Any] = {name: value for name, value in row._asdict().items() if name in _COLUMNS}
        recipient = row.phone if row.contact == "sms" else row.email
        found.append(History(**known, recipient=recipient, events=events[row.id], alarms=alarms[row.id]))
    return found


_COLUMNS = {column.name for column in cases.columns} & set(History.__dataclass_fields__)


def _letters(connection: Connection) -> tuple[list[Letter], Counter[str]]:
    waiting = [
        Letter(
            case_id=row.case_id or "",
            channel=row.channel,
            recipient=row.recipient,
            language=row.language,
            subject=row.subject,
            written_at=row.created_at,
            had_at=None,
            message_id=row.message_id,
        )
        for row in connection.execute(select(outbox).where(outbox.c.state == "pending"))
    ]
    counted = connection.execute(select(outbox.c.state, func.count().label("count")).group_by(outbox.c.state)).all()
    return waiting, Counter({row.state: row[1] for row in counted})
