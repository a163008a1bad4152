"""The figures of one run, and what is kept of them between its parts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.year.days import local_day
from benchmarks.year.promises import END, Promises, moments, periods
from benchmarks.year.records import Records
from benchmarks.year.stored import History, Stored
from benchmarks.year.violation import Findings

Counts = dict[str, int]


@dataclass(slots=True, kw_only=True)
class Lived:
    """What came of a year on one database.

    Attributes:
        kept: Of all promises that were ended or came due: how many in time, late and alarmed, and so on.
        units: Of each unit's promises: all, and those that were not kept.
        caught_up: Alarms whose moment was more than an hour before somebody looked.
    """

    database: str
    version: str
    cases: int
    start: str
    days: int
    rest_days: int
    seed: int
    took_s: float
    cpu_s: float
    load: float
    checked: Counts
    violations: list[tuple[str, str, str]]
    statuses: Counts
    events: Counts
    letters: Counts
    refused: Counts
    kept: Counts
    units: dict[str, tuple[int, int]]
    looks: int
    caught_up: int
    outbox: Counts = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Asked:
    """One query, asked many times.

    Attributes:
        cpu_ms: Processor time of the thread that asks, with all of SQLite's work in it; 95th percentile, 0: not taken.
        plan: What it goes by.
        scans: Whether it reads all cases, row by row.
    """

    name: str
    p50_ms: float
    p95_ms: float
    cpu_ms: float = 0.0
    rows: int
    plan: str
    scans: bool


@dataclass(slots=True, kw_only=True)
class Speed:
    """How fast it was with so many cases: those that were lived through, and copies of them; each asked `times`."""

    database: str
    version: str
    cases: int
    lived: int
    open: int
    published: int
    load: float
    times: int
    asked: list[Asked]


def kept(stored: Stored, promises: Promises) -> tuple[Counts, dict[str, tuple[int, int]]]:
    """Return what became of the promises, and of each unit's."""
    counts: Counter[str] = Counter()
    units: dict[str, list[int]] = {}
    for history in stored.histories.values():
        unit = "sorters"
        for period in periods(history, promises):
            if period.begun.kind == "routed":
                unit = promises.units[period.begun.data["to"]]
            if period.ended is not None and period.ended.kind not in END:
                continue  # sorted again: the promise went on
            is_kept = period.ended is not None and local_day(period.ended.at) <= period.due_on
            alarms = {event.kind for event in period.fired}
            counts[_outcome(is_kept=is_kept, is_ended=period.ended is not None, alarms=alarms)] += 1
            counted = units.setdefault(unit, [0, 0])
            counted[0] += 1
            counted[1] += not is_kept
    return dict(counts), {unit: (every, missed) for unit, (every, missed) in sorted(units.items())}


def _outcome(*, is_kept: bool, is_ended: bool, alarms: set[str]) -> str:
    if is_kept:
        return "kept"
    if not is_ended:
        return "never answered, escalated" if "escalation" in alarms else "not due yet"
    if "escalation" in alarms:
        return "late, escalated"
    return "late, alarmed" if "late" in alarms else "late, answered before anybody looked"


def caught_up(stored: Stored, promises: Promises) -> int:
    """Return how many alarms were fired more than an hour after they were due."""
    return sum(
        event.at - due[event.kind] > timedelta(hours=1)
        for history in stored.histories.values()
        for period in periods(history, promises)
        if period.fired
        for due in [moments(period)]
        for event in period.fired
    )


def counted(
    stored: Stored, records: Records, findings: Findings, subject: Callable[..., tuple[str, str]]
) -> dict[str, object]:
    """Return the counts of a run for `Lived`."""
    by_id = stored.by_id()
    histories = list(stored.histories.values())
    letters = Counter(subject(letter, _code(by_id, letter.case_id))[0] for letter in records.letters)
    return {
        "checked": dict(findings.checked),
        "violations": [(each.rule, each.code, each.detail) for each in findings.violations],
        "statuses": dict(Counter(history.status for history in histories).most_common()),
        "events": dict(Counter(event.kind for history in histories for event in history.events).most_common()),
        "letters": dict(letters.most_common()),
        "refused": {f"{what}: {code}": count for (what, code), count in records.refused.most_common()},
        "looks": len(records.looks),
        "outbox": dict(stored.outbox),
    }


def save(result: Lived | Speed, folder: Path) -> None:
    """Keep a result for the report."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{type(result).__name__.lower()}-{result.database}.json"
    (folder / name).write_text(json.dumps(asdict(result), indent=1, ensure_ascii=False), encoding="utf-8")


def load_lived(folder: Path) -> list[Lived]:
    """Return what was kept of every database's year."""
    return [Lived(**json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("lived-*.json"))]


def load_speed(folder: Path) -> list[Speed]:
    """Return what was kept of every database's speed."""
    found = []
    for path in sorted(folder.glob("speed-*.json")):
        known = json.loads(path.read_text(encoding="utf-8"))
        found.append(Speed(**{**known, "asked": [Asked(**each) for each in known["asked"]]}))
    return found


def _code(by_id: dict[str, History], case_id: str) -> str:
    history = by_id.get(case_id)
    return history.code if history else ""
