"""Counts cases in the database: one row per group comes back, however many cases there were.

Everything counts in the month, in Helsinki, in which its case was received. docs/open-data.md defines the figures.
An index has all that is counted (migration 0023), so that a year of them reads no case.

Each function runs inside one read operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import BigInteger, ColumnElement, Connection, Label, case, func, literal, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from handoff.cases.model import OPEN
from handoff.cases.working_days import HELSINKI, at
from handoff.reports.model import Period, percent, round_half_up
from handoff.storage.tables import cases, to_microseconds

Grouping = Literal["month", "service", "unit", "kind", "channel", "language"]

_c = cases.c
_DAY_US = 86_400_000_000


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of cases by what became of them; together they are `received`, and `late` are some of the open ones.

    `days`: from receipt to answer, added up over what was answered or rejected; `in_time`: how many of these were so by
    the promised day.
    """

    received: int = 0
    answered: int = 0
    rejected: int = 0
    transferred: int = 0
    merged: int = 0
    withdrawn: int = 0
    open: int = 0
    late: int = 0
    in_time: int = 0
    days: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Counts)))

    @property
    def replied(self) -> int:
        """Those to which the city has said what it does, or that it does not."""
        return self.answered + self.rejected

    @property
    def mean_days(self) -> float | None:
        """Calendar days to the answer, with one decimal; None of nothing."""
        return round_half_up(self.days * 10 / self.replied) / 10 if self.replied else None

    @property
    def in_time_percent(self) -> int | None:
        """Share answered by the promised day, of what was answered and what is open past its day; None of nothing."""
        return percent(self.in_time, self.replied + self.late)

    def published(self) -> dict[str, int | float | None]:
        """Return the figures by their published names, in the order of a table."""
        counts = {name: getattr(self, name) for name in COUNTS}
        return {**counts, "mean_days": self.mean_days, "in_time_percent": self.in_time_percent}


COUNTS = ("received", "answered", "rejected", "transferred", "merged", "withdrawn", "open", "late")
FIGURES = tuple(Counts().published())
"""The published names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which cases count; empty fields count all. `today`: the day on which lateness is seen."""

    period: Period
    today: date
    service_code: str | None = None
    unit: str | None = None


def count(connection: Connection, scope: Scope, by: Sequence[Grouping] = ()) -> dict[tuple[str, ...], Counts]:
    """Return the counts by the values of `by`; a group without a case is missing.

    Contacts that became no case are not here: `advice_statistics` counts them apart.
    """
    keys = _keys(scope, by)
    replied = _c.status.in_(("answered", "closed", "rejected"))
    received_day, done_day = (_local_day(column, scope) for column in (_c.received_at, _c.done_at))
    query = select(
        *keys,
        func.count().label("received"),
        _sum(_c.status.in_(("answered", "closed"))).label("answered"),
        *(_sum(_c.status == status).label(status) for status in ("rejected", "transferred", "merged", "withdrawn")),
        _sum(_c.status.in_(OPEN)).label("open"),
        _sum(_c.status.in_(OPEN) & (_c.due_on < scope.today)).label("late"),
        _sum(replied & (done_day <= _day_number(_c.due_on))).label("in_time"),
        func.coalesce(func.sum(case((replied, done_day - received_day), else_=0)), 0).label("days"),
    ).where(*_conditions(scope))
    if keys:
        query = query.group_by(*(key.name for key in keys))
    return {
        tuple(str(value) for value in row[: len(keys)]): Counts(*(int(value) for value in row[len(keys) :]))
        for row in connection.execute(query)
    }


def received(connection: Connection, scope: Scope, by: Sequence[Grouping]) -> dict[tuple[str, ...], int]:
    """Return only how many were received, by the values of `by`."""
    keys = _keys(scope, by)
    query = select(*keys, func.count()).where(*_conditions(scope)).group_by(*(key.name for key in keys))
    return {tuple(str(value) for value in row[:-1]): row[-1] for row in connection.execute(query)}


def months_of(period: Period) -> list[str]:
    """Return the months that a period touches, oldest first, as in ISO 8601."""
    return sorted({day.isoformat()[:7] for day in period.days()})


def bounds(period: Period) -> tuple[datetime, datetime]:
    """Return when a period begins in Helsinki, and when it is over."""
    return at(period.first, time()), at(period.last + timedelta(days=1), time())


def month_of(instant: ColumnElement[Any], period: Period) -> ColumnElement[str]:
    """Return the month in Helsinki, as in ISO 8601, of a moment within a period."""
    # The last one too, though there is nothing after it: a month alone would be a constant, by which nobody groups.
    ends = {month: at(_month_after(month), time()) for month in months_of(period)}
    return case(*((instant < end, literal(month)) for month, end in ends.items()))


def _keys(scope: Scope, by: Sequence[Grouping]) -> list[Label[Any]]:
    return [_key(grouping, scope.period).label(f"key{n}") for n, grouping in enumerate(by)]


def _conditions(scope: Scope) -> list[ColumnElement[bool]]:
    first, end = bounds(scope.period)
    found: list[ColumnElement[bool]] = [_c.received_at >= first, _c.received_at < end]
    if scope.service_code is not None:
        found.append(_c.service_code == scope.service_code)
    if scope.unit is not None:
        found.append(_c.unit == scope.unit)
    return found


def _key(grouping: Grouping, period: Period) -> ColumnElement[Any]:
    if grouping == "month":
        return month_of(_c.received_at, period)
    return _c.service_code if grouping == "service" else _c[grouping]


def _month_after(month: str) -> date:
    return (date.fromisoformat(f"{month}-01") + timedelta(days=31)).replace(day=1)


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _local_day(instant: ColumnElement[Any], scope: Scope) -> ColumnElement[int]:
    """Return the day of a moment in Helsinki, counted from 1970, with the summer times of its years."""
    moment = type_coerce(instant, BigInteger)
    turns = _turns(scope.period.first.year, max(scope.period.last, scope.today).year)
    offset = case(*((moment < turn, before) for turn, before, _ in turns), else_=turns[-1][2])
    return (moment + offset) // _DAY_US


@lru_cache(maxsize=16)
def _turns(first_year: int, last_year: int) -> list[tuple[int, int, int]]:
    """Return when Helsinki's clocks are set, in microseconds, each with its distance from UTC before and after."""
    found = []
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        following = moment + timedelta(days=1)
        if _offset(moment) != _offset(following):
            hours = (moment + timedelta(hours=n) for n in range(25))
            turn = next(hour for hour in hours if _offset(hour) != _offset(moment))
            found.append((to_microseconds(turn), _offset(moment), _offset(following)))
        moment = following
    # Where no clock is ever set, a turn that changes nothing.
    return found or [(to_microseconds(end), _offset(end), _offset(end))]


def _offset(moment: datetime) -> int:
    return (moment.astimezone(HELSINKI).utcoffset() or timedelta()) // timedelta(microseconds=1)


class _day_number(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """A date counted in days from 1970."""

    type = BigInteger()
    inherit_cache = True


@compiles(_day_number, "sqlite")
def _in_sqlite(element: _day_number, compiler: Any, **how: Any) -> str:
    return f"CAST(julianday({compiler.process(element.clauses, **how)}) - 2440587.5 AS INTEGER)"


@compiles(_day_number, "postgresql")
def _in_postgresql(element: _day_number, compiler: Any, **how: Any) -> str:
    return f"({compiler.process(element.clauses, **how)} - DATE '1970-01-01')"
