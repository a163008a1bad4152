"""Rosters and absences as the database keeps them. Each function runs inside one operation of `Database`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, Exists, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from handoff.accounts.roster import Absence, Roster, Shift
from handoff.queues.model import local_day
from handoff.storage.tables import absences, agents, roster


def is_absent(now: datetime) -> Exists:
    """Return the condition that an agent is absent on the day that it is."""
    today, a = local_day(now), absences.c
    query = select(a.id).where(a.agent_id == agents.c.id, a.first <= today, a.last >= today)
    return exists(query.correlate(agents))


def read_rosters(connection: Connection, now: datetime) -> Mapping[str, Roster]:
    """Return every agent's week and the absences that are not over, by the agent's id."""
    shifts: dict[str, list[Shift]] = defaultdict(list)
    for row in connection.execute(select(roster).order_by(roster.c.day, roster.c.begins)):
        shifts[row.agent_id].append(Shift(row.day, row.begins, row.ends))
    found: dict[str, list[Absence]] = defaultdict(list)
    current = select(absences).where(absences.c.last >= local_day(now))
    for row in connection.execute(current.order_by(absences.c.first, absences.c.id)):
        found[row.agent_id].append(Absence(row.id, row.first, row.last, row.kind))
    return {agent_id: Roster(tuple(shifts[agent_id]), tuple(found[agent_id])) for agent_id in {*shifts, *found}}


def set_shifts(connection: Connection, agent_id: str, shifts: Iterable[Shift]) -> None:
    """Put an agent's week in the place of the one before."""
    connection.execute(delete(roster).where(roster.c.agent_id == agent_id))
    rows = [{"agent_id": agent_id, "day": s.day, "begins": s.begins, "ends": s.ends} for s in shifts]
    if rows:
        connection.execute(insert(roster), rows)


def add_absence(connection: Connection, agent_id: str, absence: Absence) -> None:
    """Store an absence, once."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    values = {"first": absence.first, "last": absence.last, "kind": absence.kind}
    connection.execute(
        dialect.insert(absences).values(id=absence.id, agent_id=agent_id, **values).on_conflict_do_nothing()
    )


def remove_absence(connection: Connection, agent_id: str, absence_id: str) -> None:
    """Let an absence be none, if there is one."""
    connection.execute(delete(absences).where(absences.c.id == absence_id, absences.c.agent_id == agent_id))
