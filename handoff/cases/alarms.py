"""When an open case asks for somebody: reminded before the promised day, late after it, and then escalated.

A row is an alarm that is still to come. Whoever deletes it fires it, in the same operation: exactly once, however many
processes look, and whatever came due while none was running comes due at the next look.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import Connection, delete, insert, select

from handoff.cases.model import Alarm, AlarmKind
from handoff.cases.working_days import REMINDER_AT, add_working_days, at, local_day
from handoff.storage.tables import case_alarms

ESCALATED_AFTER = 2
"""Working days that those who answer have for a late case before their supervisor hears of it."""
BATCH = 200
"""Alarms fired between two looks at the clock."""

_a = case_alarms.c


def alarms_of(due_on: date, now: datetime) -> list[Alarm]:
    """Return the alarms of a case that is promised for a day, as of now; what is past already comes at once.

    The reminder comes on the working day before, or on the last day's morning where that was yesterday.
    """
    reminded_on = add_working_days(due_on, -1)
    if reminded_on <= local_day(now):
        reminded_on = due_on
    return [
        Alarm("reminder", at(reminded_on, REMINDER_AT)),
        Alarm("late", at(due_on + timedelta(days=1), time())),
        Alarm("escalation", at(add_working_days(due_on, ESCALATED_AFTER), REMINDER_AT)),
    ]


def schedule(connection: Connection, case_id: str, due_on: date, now: datetime) -> None:
    """Set the alarms of a case, instead of those it had."""
    cancel(connection, case_id)
    rows = [{"case_id": case_id, "kind": alarm.kind, "at": alarm.at} for alarm in alarms_of(due_on, now)]
    connection.execute(insert(case_alarms), rows)


def cancel(connection: Connection, case_id: str) -> None:
    """Let no alarm of a case come any more."""
    connection.execute(delete(case_alarms).where(_a.case_id == case_id))


def due(connection: Connection, now: datetime) -> list[tuple[str, AlarmKind]]:
    """Return case and kind of the alarms whose time has come, the oldest first, at most `BATCH`."""
    query = select(_a.case_id, _a.kind).where(_a.at <= now).order_by(_a.at).limit(BATCH)
    return [(row.case_id, row.kind) for row in connection.execute(query)]


def take(connection: Connection, case_id: str, kind: AlarmKind, now: datetime) -> bool:
    """Take an alarm whose time has come; False where another process has, or it was cancelled or put off."""
    own = (_a.case_id == case_id, _a.kind == kind, _a.at <= now)
    return connection.execute(delete(case_alarms).where(*own)).rowcount == 1
