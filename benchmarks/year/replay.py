"""A case rebuilt from its events alone: nothing of the row may have changed without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from benchmarks.year.promises import BEGIN
from benchmarks.year.stored import History

OPEN = frozenset({"received", "in_process"})
AFTER: Mapping[str, tuple[frozenset[str], str]] = {
    "started": (frozenset({"received"}), "in_process"),
    "interim": (OPEN, "in_process"),
    "answered": (OPEN, "answered"),
    "rejected": (OPEN, "rejected"),
    "transferred": (OPEN, "transferred"),
    "merged": (OPEN, "merged"),
    "withdrawn": (OPEN, "withdrawn"),
    "closed": (frozenset({"answered"}), "closed"),
    "reopened": (frozenset({"answered", "closed", "rejected"}), "in_process"),
}
"""From which states each event may come, and what it makes of the case."""
ONLY_OPEN = frozenset({"routed", "assigned", "absorbed", "reminder", "late", "escalation"})


@dataclass(slots=True)
class Rebuilt:
    """What the events make of a case. `wrong`: events that could not have come when they did."""

    status: str = ""
    service_code: str = ""
    unit: str = ""
    assignee_id: str = ""
    done_at: datetime | None = None
    escalated_at: datetime | None = None
    published_at: datetime | None = None
    merged_into: str = ""
    wrong: tuple[str, ...] = ()


def rebuild(history: History, units: Mapping[str, str]) -> Rebuilt:
    """Return the case as its events say; `merged_into` is a code here."""
    case = Rebuilt()
    for event in history.events:
        before = case.status
        if event.kind == "received":
            case.status = "received"
        elif event.kind in AFTER:
            may_follow, case.status = AFTER[event.kind]
            if before not in may_follow:
                case.wrong += (f"{event.kind} in {before or 'nothing'}",)
        elif event.kind in ONLY_OPEN and before not in OPEN:
            case.wrong += (f"{event.kind} in {before or 'nothing'}",)
        if before in OPEN and case.status not in OPEN:
            case.done_at = event.at
        elif event.kind == "reopened":
            case.done_at = None
        if event.kind in BEGIN or event.kind == "escalation":
            case.escalated_at = event.at if event.kind == "escalation" else None
        _change(case, event.kind, event.data, event.at, units)
    return case


def _change(case: Rebuilt, kind: str, data: Mapping[str, str], at: datetime, units: Mapping[str, str]) -> None:
    if kind == "routed":
        unit = units[data["to"]]
        case.assignee_id = case.assignee_id if unit == case.unit else ""
        case.service_code, case.unit = data["to"], unit
    elif kind == "assigned":
        case.assignee_id = data["to"]
    elif kind == "merged":
        case.merged_into = data["into"]
    elif kind in {"published", "unpublished"}:
        case.published_at = at if kind == "published" else None
