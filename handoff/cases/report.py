"""Reports of the cases for supervisors: everybody's figures with nothing hidden, also of a unit or a service alone.

Beside them stands how often advice was given of which no case was made; it is in no figure of cases.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from handoff.cases import advice_statistics, statistics
from handoff.cases.advice_statistics import NO_KIND
from handoff.cases.catalogue import LANGUAGES, Catalogue, Texts
from handoff.cases.statistics import FIGURES, Counts, Grouping, Scope
from handoff.cases.working_days import local_day
from handoff.clock import Clock
from handoff.errors import InvalidPayload
from handoff.reports.model import Period
from handoff.reports.tables import BYTE_ORDER_MARK, as_csv, cell
from handoff.storage.database import Database
from handoff.words import Words


@dataclass(frozen=True, slots=True)
class Wish:
    """What a report is asked for by; None: of all units, or all services. Empty: of what is with none yet."""

    period: Period
    by: Grouping
    unit: str | None = None
    service_code: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of a month (as in ISO 8601), service, unit, kind, channel or language. `advice`: without a case."""

    key: str
    counts: Counts
    advice: int


@dataclass(frozen=True, slots=True)
class CaseReport:
    """What was asked for, its groups in order, and all of them together."""

    wish: Wish
    total: Counts
    advice: int
    groups: Sequence[Group]


class CaseReports:
    """Makes reports, as objects and as a table to download."""

    def __init__(
        self,
        database: Database,
        catalogue: Catalogue,
        words: Mapping[str, Words],
        feedback_words: Mapping[str, Words],
        clock: Clock,
    ) -> None:
        self._database = database
        self._words = words
        self._clock = clock
        nowhere = _texts(words, "unsorted")
        self._units = {code: service.unit for code, service in catalogue.services.items()}
        self._titles: Mapping[Grouping, Mapping[str, Texts]] = {
            "service": {**{code: service.name for code, service in catalogue.services.items()}, "": nowhere},
            "unit": {**{unit_id: unit.name for unit_id, unit in catalogue.units.items()}, "": nowhere},
            "kind": {**_by_key(feedback_words, "kinds"), NO_KIND: _texts(words, "advice_alone")},
            "channel": _by_key(words, "channels"),
            "language": _by_key(words, "languages"),
        }

    async def make(self, wish: Wish) -> CaseReport:
        """Return a report; by month every month has a group, by whatever else those that occur, the greatest first.

        Raises:
            InvalidPayload: the period is none, or longer than a year.
        """
        if not wish.period.is_valid():
            raise InvalidPayload
        today = local_day(self._clock())
        scope = Scope(period=wish.period, today=today, service_code=wish.service_code, unit=wish.unit)

        def count(connection: Connection) -> CaseReport:
            found = {key: counts for (key,), counts in statistics.count(connection, scope, (wish.by,)).items()}
            advice = advice_statistics.count(connection, scope, wish.by, self._units)
            keys = statistics.months_of(wish.period) if wish.by == "month" else found.keys() | advice.keys()
            groups = [Group(key, found.get(key, Counts()), advice.get(key, 0)) for key in keys]
            if wish.by != "month":
                groups.sort(key=lambda group: (-group.counts.received, -group.advice, group.key))
            return CaseReport(wish, sum(found.values(), Counts()), sum(advice.values()), groups)

        return await self._database.read(count)

    def titles(self, by: Grouping) -> Mapping[str, Texts]:
        """Return the names of all groups that the content files know, by their keys."""
        return self._titles[by]

    def title(self, by: Grouping, key: str) -> Texts:
        """Return a group's name in every language; what has left the content files is called by its key."""
        if by == "month":
            year, _, month = key.partition("-")
            return dict.fromkeys(LANGUAGES, f"{int(month)}/{year}")
        return self._titles[by].get(key, dict.fromkeys(LANGUAGES, key))

    def as_csv(self, report: CaseReport, language: str) -> str:
        """Return the report as a table (RFC 4180) with a mark by which spreadsheets know UTF-8, the total last."""
        words, by = self._words[language], report.wish.by

        def row(name: str, counts: Counts, advice: int) -> list[str]:
            return [name, *(cell(value, language) for value in (*counts.published().values(), advice))]

        rows = [[words[by], *(words["figures"][name] for name in FIGURES), words["advice"]]]
        rows += [row(self.title(by, group.key)[language], group.counts, group.advice) for group in report.groups]
        rows.append(row(words["total"], report.total, report.advice))
        return BYTE_ORDER_MARK + as_csv(rows)


def _texts(words: Mapping[str, Any], name: str) -> Texts:
    return {language: words[language][name] for language in LANGUAGES}


def _by_key(words: Mapping[str, Any], name: str) -> dict[str, Texts]:
    return {key: {language: words[language][name][key] for language in LANGUAGES} for key in words["fi"][name]}
