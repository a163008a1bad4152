"""The life of a case: which step may follow which state, and what each step does.

received → in process → answered → closed; also rejected, transferred, merged and withdrawn; the sender's supplement
opens an answered case again. An interim answer is told and does not stop the clock: the promised day stays.

Each function runs inside one operation of `Database`, on a case held by `store.hold`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from handoff.cases import alarms, store
from handoff.cases.catalogue import Catalogue
from handoff.cases.model import DONE, OPEN, REOPENED_WITHIN, Act, Case, CaseState, EventKind
from handoff.cases.working_days import local_day
from handoff.errors import Conflict, NotFound

MAY_FOLLOW: Mapping[EventKind, frozenset[CaseState]] = {
    "routed": OPEN,
    "assigned": OPEN,
    "started": frozenset({"received"}),
    "interim": OPEN,
    "answered": OPEN,
    "closed": frozenset({"answered"}),
    "rejected": OPEN,
    "transferred": OPEN,
    "merged": OPEN,
    "reopened": DONE,
    "withdrawn": OPEN,
}
"""From which states each step may be taken; what is not named may happen in any."""
BECOMES: Mapping[EventKind, CaseState] = {
    "started": "in_process",
    "interim": "in_process",
    "answered": "answered",
    "closed": "closed",
    "rejected": "rejected",
    "transferred": "transferred",
    "merged": "merged",
    "reopened": "in_process",
    "withdrawn": "withdrawn",
}


def step(
    connection: Connection,
    case: Case,
    kind: EventKind,
    act: Act,
    data: Mapping[str, str] | None = None,
    **values: Any,
) -> Case:
    """Take one step: check it, change the state, stop the clock where nothing is promised any more, note the event.

    Args:
        values: Further columns to set.
    Raises:
        Conflict: the case's state does not allow it.
    """
    if case.status not in MAY_FOLLOW.get(kind, frozenset({case.status})):
        raise Conflict
    status = BECOMES.get(kind, case.status)
    if status not in OPEN and case.status in OPEN:
        alarms.cancel(connection, case.id)
        values.setdefault("done_at", act.at)
    changed = store.change(connection, case, status=status, **values)
    store.note_event(connection, changed, kind, act, data)
    return changed


def route(
    connection: Connection, case: Case, service_code: str, act: Act, *, chosen_by: str, catalogue: Catalogue
) -> Case:
    """Give the case to a service; its promise is the service's, from the day that it counted from, and is watched anew.

    Args:
        chosen_by: "classifier", "agent" or "sender".
    Raises:
        NotFound: no such service.
        Conflict: no answer is promised any more.
    """
    service = catalogue.services.get(service_code)
    if service is None:
        raise NotFound
    due_on = catalogue.due_on(case.promised_from, case.kind, service_code)
    changed = step(
        connection,
        case,
        "routed",
        act,
        {"from": case.service_code, "to": service_code, "by": chosen_by},
        service_code=service_code,
        unit=service.unit,
        routed_by=chosen_by,
        # Whoever had it does not answer for another unit.
        assignee_id="" if service.unit != case.unit else case.assignee_id,
        due_on=due_on,
        escalated_at=None,
    )
    alarms.schedule(connection, case.id, due_on, act.at)
    return changed


def merge(connection: Connection, case: Case, into: Case, act: Act) -> Case:
    """Let a case follow another, which is about the same; its sender gets the other's answer.

    Raises:
        Conflict: either is not open, or they are the same.
    """
    if case.id == into.id or into.status not in OPEN:
        raise Conflict
    changed = step(connection, case, "merged", act, {"into": into.code}, merged_into=into.id)
    store.note_event(connection, into, "absorbed", act, {"code": case.code})
    return changed


def reopen(connection: Connection, case: Case, act: Act, why: str, catalogue: Catalogue) -> Case:
    """Open an answered case again, with a new promise from today that is watched anew.

    Raises:
        Conflict: it is open, or past being opened again.
    """
    if case.done_at is None or act.at - case.done_at > REOPENED_WITHIN:
        raise Conflict
    today = local_day(act.at)
    due_on = catalogue.due_on(today, case.kind, case.service_code)
    anew = {"promised_from": today, "due_on": due_on, "done_at": None, "escalated_at": None}
    changed = step(connection, case, "reopened", act, {"why": why}, **anew)
    alarms.schedule(connection, case.id, due_on, act.at)
    return changed
