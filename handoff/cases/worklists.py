"""The staff's lists of cases, and what else they see beside one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from handoff.cases import lists
from handoff.cases.codes import Mistyped, read_code
from handoff.cases.lists import ListName, Page, Place, Wanted
from handoff.cases.model import OPEN, Case
from handoff.cases.reception import Reception
from handoff.cases.store import to_case
from handoff.cases.working_days import local_day
from handoff.clock import Clock
from handoff.storage.database import Database
from handoff.storage.tables import cases
from handoff.tasks import apart
from handoff.triage.duplicates import NOT_AFTER

WORKED_OFF: tuple[ListName, ...] = ("mine", "unit", "unsorted", "late", "today", "escalated", "open")
"""Lists that are to become empty, so that their length says something."""
MOST_SUSPICIONS = 5
MOST_NEIGHBOURS = 500
"""Open cases of one service that one is compared with, the newest."""

_c = cases.c


@dataclass(frozen=True, slots=True)
class Suspected:
    """An open case that may be about the same, and how suspicious it is: up to 1."""

    case: Case
    score: float


class Worklists:
    """Pages of the lists, their lengths, and open cases that may be about the same."""

    def __init__(self, database: Database, reception: Reception, clock: Clock) -> None:
        self._database = database
        self._reception = reception
        self._clock = clock

    async def page(self, wanted: Wanted, after: Place | None) -> tuple[Page, dict[ListName, int]]:
        """Return a page of a list, with the lengths of the lists that are worked off."""
        today = local_day(self._clock())

        def read(connection: Connection) -> tuple[Page, dict[ListName, int]]:
            page = lists.page(connection, wanted, today, after)
            return page, lists.counts(connection, WORKED_OFF, wanted, today)

        return await self._database.read(read)

    async def suspicions(self, case: Case) -> list[Suspected]:
        """Return open cases of the same service that may be about the same, the most suspicious first."""
        if not case.service_code or not (case.place or case.lat is not None) or case.status not in OPEN:
            return []
        others = {each.id: each for each in await self._database.read(lambda c: _neighbours(c, case))}
        found = await apart(self._reception.suspicions, case, list(others.values()))
        return [Suspected(others[each.case_id], each.score) for each in found[:MOST_SUSPICIONS]]


def to_wanted_words(typed: str) -> tuple[str, str]:
    """Return what somebody looks for as a code, if it is one, or as words; the other one is empty."""
    try:
        code = read_code(typed)
    except Mistyped:
        code = None
    return (code, "") if code else ("", typed)


def _neighbours(connection: Connection, case: Case) -> Sequence[Case]:
    query = (
        select(cases)
        .where(
            lists.IS_OPEN,
            _c.service_code == case.service_code,
            _c.id != case.id,
            _c.received_at > case.received_at - NOT_AFTER,
        )
        .order_by(_c.due_on.desc(), _c.id)
        .limit(MOST_NEIGHBOURS)
    )
    return [to_case(row) for row in connection.execute(query)]
