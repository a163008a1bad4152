"""The staff's lists of cases: whose, where, how late; searched by words; a page at a time.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, bindparam, func, or_, select

from handoff.cases import search
from handoff.cases.model import Case, CaseKind
from handoff.cases.store import to_case
from handoff.storage.tables import OPEN_STATES, cases, from_microseconds, to_microseconds

ListName = Literal["mine", "unit", "unsorted", "late", "today", "escalated", "open", "all"]
PAGE = 50
Query = Select[Any]

_c = cases.c
# Written into the statement, in the order that the indexes of open cases have: SQLite uses them only where the
# condition is the same to the letter.
IS_OPEN = _c.status.in_(bindparam("open", OPEN_STATES, expanding=True, literal_execute=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases are asked for. Empty fields ask for all; `units`: whose list "unit" is, `code`: of one case."""

    name: ListName
    agent_id: str = ""
    units: tuple[str, ...] = ()
    service_code: str = ""
    kind: CaseKind | Literal[""] = ""
    language: str = ""
    words: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which case a page begins: the day (ordinal) or moment (microseconds) that the list goes by, and its id."""

    key: int
    id: str


@dataclass(frozen=True, slots=True)
class Page:
    """Cases in a list's order; `after`: where the next page begins, None at the end."""

    cases: tuple[Case, ...]
    after: Place | None


def page(connection: Connection, wanted: Wanted, today: date, after: Place | None = None) -> Page:
    """Return a page of a list, what is promised first at its top; "all" begins with the newest."""
    query = select(cases).where(*_conditions(connection, wanted, today)).limit(PAGE + 1)
    by_age = wanted.name == "all"
    query = _newest_first(query, after) if by_age else _promised_first(query, after)
    found = [to_case(row) for row in connection.execute(query)]
    shown = tuple(found[:PAGE])
    if len(found) <= PAGE:
        return Page(shown, None)
    last = shown[-1]
    return Page(shown, Place(to_microseconds(last.received_at) if by_age else last.due_on.toordinal(), last.id))


def counts(connection: Connection, names: Sequence[ListName], wanted: Wanted, today: date) -> dict[ListName, int]:
    """Return how many cases each list has, for the same agent and units."""
    found: dict[ListName, int] = {}
    for name in names:
        asked = Wanted(name=name, agent_id=wanted.agent_id, units=wanted.units)
        query = select(func.count(_c.id)).where(*_conditions(connection, asked, today))
        found[name] = connection.execute(query).scalar_one()
    return found


def _conditions(connection: Connection, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = list(_of_list(wanted, today))
    if wanted.service_code:
        conditions.append(_c.service_code == wanted.service_code)
    if wanted.kind:
        conditions.append(_c.kind == wanted.kind)
    if wanted.language:
        conditions.append(_c.language == wanted.language)
    if wanted.code:
        conditions.append(_c.code == wanted.code)
    if wanted.words:
        conditions.append(search.matches(connection, wanted.words))
    return conditions


def _of_list(wanted: Wanted, today: date) -> tuple[ColumnElement[bool], ...]:
    conditions: dict[ListName, tuple[ColumnElement[bool], ...]] = {
        "mine": (_c.assignee_id == wanted.agent_id, IS_OPEN),
        "unit": (_c.unit.in_(wanted.units) if wanted.units else _c.unit != "", IS_OPEN),
        "unsorted": (_c.unit == "", IS_OPEN),
        "late": (IS_OPEN, _c.due_on < today),
        "today": (IS_OPEN, _c.due_on == today),
        "escalated": (IS_OPEN, _c.escalated_at.is_not(None)),
        "open": (IS_OPEN,),
        "all": (),
    }
    return conditions[wanted.name]


def _promised_first(query: Query, after: Place | None) -> Query:
    if after is not None:
        day = date.fromordinal(after.key)
        query = query.where(_c.due_on >= day, or_(_c.due_on > day, _c.id > after.id))
    return query.order_by(_c.due_on, _c.id)


def _newest_first(query: Query, after: Place | None) -> Query:
    if after is not None:
        moment = from_microseconds(after.key)
        query = query.where(_c.received_at <= moment, or_(_c.received_at < moment, _c.id < after.id))
    return query.order_by(_c.received_at.desc(), _c.id.desc())
