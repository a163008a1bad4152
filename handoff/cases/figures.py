"""What everybody may know of how feedback is answered: by service and month, with small numbers hidden.

docs/open-data.md defines the figures and the rule.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from sqlalchemy import Connection

from handoff.cases import statistics
from handoff.cases.catalogue import LANGUAGES, Catalogue
from handoff.cases.disclosure import Line, hidden
from handoff.cases.model import CaseKind, Channel
from handoff.cases.statistics import FIGURES, Counts, Scope
from handoff.cases.working_days import local_day
from handoff.clock import Clock
from handoff.reports.model import SMALL, Period
from handoff.storage.database import Database

Part = Literal["kind", "channel", "language"]
PARTS: Mapping[Part, tuple[str, ...]] = {
    "kind": get_args(CaseKind),
    "channel": get_args(Channel),
    "language": LANGUAGES,
}
"""By what the public data tell the senders apart, in the order in which numbers are hidden."""
MONTHS_BEFORE = 12
COUNTED_FOR = timedelta(minutes=5)
"""So long the figures are given out before they are counted again: anybody may ask for them, however often."""
Cell = tuple[str, str, str]
"""Month, service and part; `EVERY` stands for all months or services."""
EVERY = "*"
Figure = int | float | None
ByPart = Mapping[Part, Mapping[str, int | None]]


@dataclass(frozen=True, slots=True)
class Row:
    """The told figures of a service in a month, or of `EVERY` one. None: not told, or nothing to tell."""

    month: str
    service_code: str
    figures: Mapping[str, Figure]
    by: ByPart


@dataclass(frozen=True, slots=True)
class PublicFigures:
    """All that is told, as counted at a moment. `services`: codes, with an empty one where some are not sorted yet."""

    counted_at: datetime
    period: Period
    months: Sequence[str]
    services: Sequence[str]
    rows: Mapping[tuple[str, str], Row]

    def row(self, month: str = EVERY, service_code: str = EVERY) -> Row:
        """Return the figures of a month and a service that are there."""
        return self.rows[month, service_code]


class Figures:
    """Counts for the public, every few minutes at most."""

    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._database = database
        self._catalogue = catalogue
        self._clock = clock
        self._counting = asyncio.Lock()
        self._counted: PublicFigures | None = None

    async def public(self) -> PublicFigures:
        """Return the figures of this month and the twelve before it."""
        async with self._counting:
            now = self._clock()
            if self._counted is None or self._counted.counted_at <= now - COUNTED_FOR:
                self._counted = await self._database.read(lambda c: self._count(c, now))
            return self._counted

    def _count(self, connection: Connection, now: datetime) -> PublicFigures:
        today = local_day(now)
        period = Period(_months_earlier(today, MONTHS_BEFORE), today)
        scope = Scope(period=period, today=today)
        counts = statistics.count(connection, scope, ("month", "service"))
        parts = {part: statistics.received(connection, scope, ("month", "service", part)) for part in PARTS}
        months = statistics.months_of(period)
        found = {service for _, service in counts}
        services = [*self._catalogue.services, *sorted(found - self._catalogue.services.keys())]
        told = {part: _told(parts[part], months, services, names) for part, names in PARTS.items()}
        rows = {}
        for month in (*months, EVERY):
            for service in (*services, EVERY):
                own = (each for key, each in counts.items() if month in {key[0], EVERY} and service in {key[1], EVERY})
                by = {part: {name: told[part][month, service, name] for name in PARTS[part]} for part in PARTS}
                rows[month, service] = Row(month, service, _figures(sum(own, Counts())), by)
        return PublicFigures(now, period, months, services, rows)


def _figures(counts: Counts) -> dict[str, Figure]:
    """Return the figures of a row: of few cases only how many there were, of few answers no times."""
    figures = counts.published()
    if counts.received < SMALL:
        return {**dict.fromkeys(FIGURES), "received": counts.received}
    if counts.replied < SMALL:
        figures["mean_days"] = None
    if counts.replied + counts.late < SMALL:
        figures["in_time_percent"] = None
    return figures


def _told(
    received: Mapping[tuple[str, ...], int], months: Sequence[str], services: Sequence[str], names: Sequence[str]
) -> dict[Cell, int | None]:
    """Return the numbers of all parts by month and service and of all of them together, None where they are hidden."""
    cells: dict[Cell, int] = {
        (month, service, name): 0 for month in (*months, EVERY) for service in (*services, EVERY) for name in names
    }
    for (month, service, name), count in received.items():
        for cell in ((month, service), (EVERY, service), (month, EVERY), (EVERY, EVERY)):
            if (*cell, name) in cells:
                cells[*cell, name] += count
    lines: list[Line[Cell]] = []
    # How many a service got in a month is known, so the parts of each row add up to something known,
    for month in (*months, EVERY):
        lines += [Line([(month, service, name) for name in names]) for service in (*services, EVERY)]
    # and each part adds up over the months of a service, and over the services of a month.
    for name in names:
        for service in (*services, EVERY):
            lines.append(Line([(month, service, name) for month in months], (EVERY, service, name)))
        for month in (*months, EVERY):
            lines.append(Line([(month, service, name) for service in services], (month, EVERY, name)))
    secret = hidden(cells, lines)
    return {cell: None if cell in secret else count for cell, count in cells.items()}


def _months_earlier(day: date, months: int) -> date:
    """Return the first day of the month so many months earlier."""
    since = day.year * 12 + day.month - 1 - months
    return date(since // 12, since % 12 + 1, 1)
