"""One year, hour by hour: the clock stands still while everybody does what they do in that hour, and then moves."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from benchmarks.year.city import City, open_city
from benchmarks.year.days import DAY, HELSINKI, local_day, moment_of
from benchmarks.year.load import Arrival, arrivals, hours_between
from benchmarks.year.mail_oracle import Subjects
from benchmarks.year.oracle import Oracle
from benchmarks.year.promises import read_promises
from benchmarks.year.results import Lived, caught_up, counted, kept
from benchmarks.year.senders import Senders
from benchmarks.year.staff import Staff
from benchmarks.year.stored import Stored, read
from benchmarks.year.troubles import Troubles, is_within, troubles
from benchmarks.year.violation import Findings
from handoff.content import SERVICE

FOLLOWED = 300
"""Merged cases whose senders look how it went, at the end."""
LOOKS_AT = frozenset((0, 3, 9))
"""Hours in which somebody watches even if nothing else happens: alarms come at midnight and at nine."""
FORGETS_AT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """How much of it: so many cases in so many days from a day on, and days without new ones after that."""

    cases: int
    start: date
    days: int
    rest_days: int
    seed: int
    checked_every: int


class Year:
    """A year in a city on one database."""

    def __init__(self, url: str, span: Span, *, quiet: bool = False) -> None:
        self.span = span
        self.troubles: Troubles = troubles(span.start, span.days)
        self.findings = Findings()
        coming = arrivals(span.cases, span.start, span.days, span.seed)
        self._coming: dict[datetime, list[Arrival]] = defaultdict(list)
        for arrival in coming:
            self._coming[arrival.at].append(arrival)
        self.city: City = open_city(url, coming, self.troubles, moment_of(span.start, 0), span.seed)
        self._senders = Senders(self.city, span.seed)
        self._staff = Staff(
            self.city, self.troubles, self._senders.agenda, count=span.cases, start=span.start, days=span.days
        )
        subjects = Subjects(self.city.templates)
        self.oracle = Oracle(read_promises(SERVICE / "services.yml"), subjects, self.city.records)
        self._tell: Callable[[str], None] = (lambda _line: None) if quiet else _tell
        self._checked_at = moment_of(span.start, 0)
        self._began = time.monotonic()

    async def live(self) -> None:
        """Live through all days in which feedback comes in."""
        await self._pass(self.span.start, self.span.start + self.span.days * DAY)

    async def rest(self) -> Stored:
        """Let everything be finished, judge what is left, and return it."""
        end = self.span.start + self.span.days * DAY
        await self._pass(end, end + self.span.rest_days * DAY)
        stored = await read(self.city.database)
        self.oracle.check(stored, self.city.clock(), self.findings, is_over=True)
        by_id = stored.by_id()
        merged = [each for each in stored.histories.values() if each.status == "merged"]
        for history in merged[:FOLLOWED]:
            followed = await self.city.cases.follow(history.code)
            root = history
            while root.status == "merged":
                root = by_id[root.merged_into]
            is_seen = followed is not None and followed.case.status == root.status
            self.findings.check("who was merged is answered", history.code, is_seen, "sees another state")
        self._tell(f"all checked, {len(self.findings.violations)} violations")
        return stored

    def result(self, stored: Stored, database: str, version: str) -> Lived:
        """Return the figures of what was lived through."""
        promises, span = self.oracle.promises, self.span
        outcomes, units = kept(stored, promises)
        counts: dict[str, Any] = counted(stored, self.city.records, self.findings, self.oracle.subjects.name)
        return Lived(
            database=database,
            version=version,
            cases=span.cases,
            start=span.start.isoformat(),
            days=span.days,
            rest_days=span.rest_days,
            seed=span.seed,
            took_s=time.monotonic() - self._began,
            cpu_s=time.process_time(),
            load=os.getloadavg()[2],
            kept=outcomes,
            units=units,
            caught_up=caught_up(stored, promises),
            **counts,
        )

    async def _pass(self, start: date, end: date) -> None:
        for at in hours_between(start, end):
            await self._hour(at)
            day = local_day(at)
            if at == moment_of(day, FORGETS_AT) and (day - self.span.start).days % self.span.checked_every == 0:
                await self._check()

    async def _hour(self, at: datetime) -> None:
        clock, coming = self.city.clock, self._coming.pop(at, [])
        hour = at.astimezone(HELSINKI).hour
        is_busy = coming or self._senders.agenda.is_due(at + timedelta(minutes=12)) or self._staff.is_at_work(at)
        if not is_busy and hour not in LOOKS_AT:
            return
        active = self.city.processes if is_within(self.troubles.two_look, at) else self.city.processes[:1]
        clock.now = at
        if not is_within(self.troubles.nobody_looks, at):
            self.city.records.looks.append(at)
            await asyncio.gather(*(process.watchman.look() for process in active))
        clock.now = at + timedelta(minutes=12)
        await self._senders.act(coming)
        clock.now = at + timedelta(minutes=31)
        await self._staff.work()
        clock.now = at + timedelta(minutes=48)
        await asyncio.gather(*(postman.deliver_due() for process in active for postman in process.postmen))
        if hour == FORGETS_AT:
            await self.city.outbox.forget_old()

    async def _check(self) -> None:
        """Check what has changed since the last time."""
        since, self._checked_at = self._checked_at, self.city.clock()
        stored = await read(self.city.database, since)
        self.oracle.check(stored, self.city.clock(), self.findings, is_over=False)
        took = time.monotonic() - self._began
        told = f"{local_day(self._checked_at)}: {stored.count} cases, {len(stored.histories)} of them checked"
        self._tell(f"{told}, {len(self.findings.violations)} violations, {took:.0f} s")


def _tell(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
