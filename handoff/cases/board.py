"""The public board: answered cases whose senders have agreed, in the words that staff have given them.

Nothing of a case leaves here but what is published: neither its code nor the sender's own words. A case that was opened
again, or taken back, is not answered, and is not shown until it is.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Select, bindparam, or_, select

from handoff.cases import search
from handoff.cases.lists import Place
from handoff.cases.model import CaseKind
from handoff.cases.working_days import local_day
from handoff.storage.database import AnyRow
from handoff.storage.tables import cases, from_microseconds, to_microseconds

PAGE = 20
MAX_FOUND = 1000
"""Cases that a search looks at, of those that have its words the newest: 50 pages; 20 ms at 60,000 cases."""

AT_HAND = 100
"""Cases that PostgreSQL splits into words to see whether it has a page of them: 0.1 ms each."""

_c = cases.c
# Written into the statement: an index of what is on the board is used only where it can be seen that it is.
_ON_BOARD = (
    _c.published_at.is_not(None),
    _c.status.in_(bindparam("answered", ["answered", "closed"], expanding=True, literal_execute=True)),
)
_SHOWN = (
    _c.id,
    _c.public_title,
    _c.public_text,
    _c.public_answer,
    _c.service_code,
    _c.kind,
    _c.language,
    _c.received_at,
    _c.done_at,
    _c.published_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases are asked for; empty fields ask for all."""

    words: str = ""
    service_code: str = ""
    kind: CaseKind | Literal[""] = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """What everybody may see of a case. `language`: of its texts; the days are those of Helsinki."""

    id: str
    title: str
    text: str
    answer: str
    service_code: str
    kind: CaseKind
    language: str
    received_on: date
    answered_on: date
    published_at: datetime

    @property
    def days(self) -> int:
        """How many days it took; 0: answered on the day that it came."""
        return (self.answered_on - self.received_on).days


@dataclass(frozen=True, slots=True)
class Page:
    """Cases, newest published first; `after`: where the next page begins, None at the end."""

    cases: tuple[Shown, ...]
    after: Place | None


def page(connection: Connection, wanted: Wanted, after: Place | None = None) -> Page:
    """Return a page of the board."""
    rows: Sequence[AnyRow] = ()
    if wanted.words and connection.dialect.name == "postgresql":
        rows = connection.execute(_rows(_among_newest(wanted, after))).all()
    if len(rows) <= PAGE:
        rows = connection.execute(_rows(_among_all(connection, wanted, after))).all()
    shown = tuple(_to_shown(row) for row in rows[:PAGE])
    if len(rows) <= PAGE:
        return Page(shown, None)
    return Page(shown, Place(to_microseconds(shown[-1].published_at), shown[-1].id))


def find(connection: Connection, case_id: str) -> Shown | None:
    """Return a case that is on the board, or None."""
    row = connection.execute(select(*_SHOWN).where(_c.id == case_id, *_ON_BOARD)).first()
    return None if row is None else _to_shown(row)


def _among_all(connection: Connection, wanted: Wanted, after: Place | None) -> Select[Any]:
    """Return the ids of a page and of one more: found in the index alone, unless by words."""
    words = [search.matches(connection, wanted.words, "shown", MAX_FOUND)] if wanted.words else []
    return _newest(_narrowed(wanted, after).where(*words)).limit(PAGE + 1)


def _among_newest(wanted: Wanted, after: Place | None) -> Select[Any]:
    """Return the same where the words are in so many cases that a page of them is at hand.

    PostgreSQL's index of words knows no order: of a word that is in most cases it would read them all.
    """
    newest = _newest(_narrowed(wanted, after)).limit(AT_HAND)
    return _newest(select(_c.id).where(_c.id.in_(newest), search.says(wanted.words, "shown"))).limit(PAGE + 1)


def _narrowed(wanted: Wanted, after: Place | None) -> Select[Any]:
    conditions: list[ColumnElement[bool]] = [*_ON_BOARD]
    if wanted.service_code:
        conditions.append(_c.service_code == wanted.service_code)
    if wanted.kind:
        conditions.append(_c.kind == wanted.kind)
    if wanted.language:
        conditions.append(_c.language == wanted.language)
    if after is not None:
        moment = from_microseconds(after.key)
        conditions += [_c.published_at <= moment, or_(_c.published_at < moment, _c.id < after.id)]
    # Without statistics SQLite goes by the state, and sorts all that was ever answered.
    index = "ix_cases_board_service" if wanted.service_code else "ix_cases_board"
    return select(_c.id).where(*conditions).with_hint(cases, f"INDEXED BY {index}", "sqlite")


def _newest(query: Select[Any]) -> Select[Any]:
    return query.order_by(_c.published_at.desc(), _c.id.desc())


def _rows(ids: Select[Any]) -> Select[Any]:
    # Only now are rows read, of one page.
    return _newest(select(*_SHOWN).where(_c.id.in_(ids)))


def _to_shown(row: AnyRow) -> Shown:
    return Shown(
        row.id,
        row.public_title,
        row.public_text,
        row.public_answer,
        row.service_code,
        row.kind,
        row.language,
        local_day(row.received_at),
        local_day(row.done_at),
        row.published_at,
    )
