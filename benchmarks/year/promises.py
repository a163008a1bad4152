"""What was promised when, and which alarms that makes: worked out from a case's history and the calendar alone."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from ruamel.yaml import YAML

from benchmarks.year.days import DAY, local_day, moment_of, working_day_after, working_day_before
from benchmarks.year.stored import Event, History

BEGIN = frozenset({"received", "routed", "reopened"})
END = frozenset({"answered", "rejected", "transferred", "merged", "withdrawn"})
ALARMS = ("reminder", "late", "escalation")


@dataclass(frozen=True, slots=True)
class Promises:
    """What the catalogue's file says: working days by service and kind, the service's unit, and days by law."""

    days: Mapping[str, Mapping[str, int]]
    units: Mapping[str, str]
    by_law: int

    def due_on(self, counted_from: date, kind: str, service: str) -> date:
        """Return the promised day; with no service yet the strictest of all."""
        if kind == "accessibility":
            return counted_from + timedelta(days=self.by_law)
        asked = [self.days[service]] if service else self.days.values()
        return working_day_after(counted_from, min(days.get(kind, days["default"]) for days in asked))


def read_promises(path: Path) -> Promises:
    content = YAML(typ="safe").load(path)
    services = content["services"]
    return Promises(
        {each["code"]: each["promise"] for each in services},
        {each["code"]: each["unit"] for each in services},
        content["accessibility_days"],
    )


@dataclass(frozen=True, slots=True)
class Period:
    """A promise from the event that made it to the one that ended it, or None; `fired`: its alarms in their order."""

    begun: Event
    counted_from: date
    due_on: date
    ended: Event | None
    fired: tuple[Event, ...]


def periods(history: History, promises: Promises) -> list[Period]:
    """Return what was promised, the oldest first: anew each time that a case is sorted or opened again."""
    found: list[Period] = []
    begun: Event | None = None
    counted_from, due_on, service = local_day(history.received_at), date.min, ""
    fired: list[Event] = []
    for event in history.events:
        if event.kind in ALARMS:
            fired.append(event)
        if event.kind not in BEGIN | END:
            continue
        if begun is not None:
            found.append(Period(begun, counted_from, due_on, event, tuple(fired)))
        elif fired:
            # Between two promises: what nobody should have heard of stands with the one that was over.
            last = found.pop()
            found.append(Period(last.begun, last.counted_from, last.due_on, last.ended, (*last.fired, *fired)))
        fired = []
        begun = event if event.kind in BEGIN else None
        if event.kind == "reopened":
            counted_from = local_day(event.at)
        service = event.data["to"] if event.kind == "routed" else service
        due_on = promises.due_on(counted_from, history.kind, service)
    if begun is not None:
        found.append(Period(begun, counted_from, due_on, None, tuple(fired)))
    elif fired:
        last = found.pop()
        found.append(Period(last.begun, last.counted_from, last.due_on, last.ended, (*last.fired, *fired)))
    return found


def moments(period: Period) -> dict[str, datetime]:
    """Return when each alarm of a promise is due; one that is past already comes at once.

    The reminder comes on the working day before the promised one, or that morning where there is no such day left.
    """
    reminded_on = working_day_before(period.due_on)
    if reminded_on <= local_day(period.begun.at):
        reminded_on = period.due_on
    due = {
        "reminder": moment_of(reminded_on, 9),
        "late": moment_of(period.due_on + DAY, 0),
        "escalation": moment_of(working_day_after(period.due_on, 2), 9),
    }
    return {kind: max(at, period.begun.at) for kind, at in due.items()}


def expected_alarms(period: Period, looks: Sequence[datetime]) -> list[tuple[str, datetime]]:
    """Return which alarms the promise must have fired, and at which look: the first from the alarm's moment on."""
    expected = []
    for kind, at in moments(period).items():
        place = bisect_left(looks, at)
        if place == len(looks):
            continue
        if period.ended is None or looks[place] < period.ended.at:
            expected.append((kind, looks[place]))
    return expected
