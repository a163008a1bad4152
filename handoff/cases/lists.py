"""The staff's lists of cases: whose, where, how late; searched by words; a page at a time.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, bindparam, func, or_, select
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from handoff.cases import search
from handoff.cases.model import Case, CaseKind
from handoff.cases.store import to_case
from handoff.storage.tables import OPEN_STATES, cases, from_microseconds, to_microseconds

ListName = Literal["mine", "unit", "unsorted", "late", "today", "escalated", "open", "all"]
PAGE = 50
Query = Select[Any]

Columns = ReadOnlyColumnCollection[str, Any]
# Written into the statement, in the order that the indexes of open cases have: SQLite uses them only where the
# condition is the same to the letter.
_STATES: BindParameter[Any] = bindparam("open", OPEN_STATES, expanding=True, literal_execute=True)
IS_OPEN = cases.c.status.in_(_STATES)


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
    source = search.found(connection, wanted.words) if wanted.words else cases
    query = select(source).where(*_conditions(source.c, wanted, today)).limit(PAGE + 1)
    by_age = wanted.name == "all"
    query = (_newest_first if by_age else _promised_first)(query, source.c, after)
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
        query = select(func.count(cases.c.id)).where(*_of_list(cases.c, asked, today))
        found[name] = connection.execute(query).scalar_one()
    return found


def _conditions(c: Columns, wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = list(_of_list(c, wanted, today))
    if wanted.service_code:
        conditions.append(c.service_code == wanted.service_code)
    if wanted.kind:
        conditions.append(c.kind == wanted.kind)
    if wanted.language:
        conditions.append(c.language == wanted.language)
    if wanted.code:
        conditions.append(c.code == wanted.code)
    return conditions


def _of_list(c: Columns, wanted: Wanted, today: date) -> tuple[ColumnElement[bool], ...]:
    is_open = c.status.in_(_STATES)
    conditions: dict[ListName, tuple[ColumnElement[bool], ...]] = {
        "mine": (c.assignee_id == wanted.agent_id, is_open),
        "unit": (c.unit.in_(wanted.units) if wanted.units else c.unit != "", is_open),
        "unsorted": (c.unit == "", is_open),
        "late": (is_open, c.due_on < today),
        "today": (is_open, c.due_on == today),
        "escalated": (is_open, c.escalated_at.is_not(None)),
        "open": (is_open,),
        "all": (),
    }
    return conditions[wanted.name]


def _promised_first(query: Query, c: Columns, after: Place | None) -> Query:
    if after is not None:
        day = date.fromordinal(after.key)
        query = query.where(c.due_on >= day, or_(c.due_on > day, c.id > after.id))
    return query.order_by(c.due_on, c.id)


def _newest_first(query: Query, c: Columns, after: Place | None) -> Query:
    if after is not None:
        moment = from_microseconds(after.key)
        query = query.where(c.received_at <= moment, or_(c.received_at < moment, c.id < after.id))
    return query.order_by(c.received_at.desc(), c.id.desc())
