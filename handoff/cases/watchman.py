"""Who watches the clock of the cases: fires their alarms, and puts answered ones away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, Select, literal_column, select

from handoff.cases import alarms, life, store
from handoff.cases.model import REOPENED_WITHIN, SERVICE, Act, AlarmKind
from handoff.cases.notices import Tell, tell_nobody
from handoff.clock import Clock
from handoff.errors import Unavailable
from handoff.storage.database import Database
from handoff.storage.tables import cases

log = logging.getLogger(__name__)

BATCH = 200
"""Cases put away between two looks."""
# Written into the statement: the index of answered cases is used only where it can be seen that they are.
_IS_ANSWERED = cases.c.status == literal_column("'answered'")


class Watchman:
    """One per process; however many there are, each alarm is fired once."""

    def __init__(self, database: Database, clock: Clock, tell: Tell = tell_nobody) -> None:
        self._database = database
        self._clock = clock
        self._tell = tell

    async def look(self) -> int:
        """Do what has come due, however long nobody has looked; return how many alarms were fired here."""
        fired = 0
        while due := await self._database.read(lambda c: alarms.due(c, self._clock())):
            now_fired = sum([await self._fire(case_id, kind) for case_id, kind in due])
            fired += now_fired
            if not now_fired:
                break
        await self._put_away()
        return fired

    async def _fire(self, case_id: str, kind: AlarmKind) -> bool:
        """Fire one alarm; one that cannot be is tried again at the next look, and holds up no other."""
        try:
            return await self._database.write(self._firing(case_id, kind), key=case_id)
        except Unavailable:
            raise
        except Exception:  # whatever is wrong with one case
            log.exception("an alarm could not be fired", extra={"case": case_id, "kind": kind})
            return False

    def _firing(self, case_id: str, kind: AlarmKind) -> Callable[[Connection], bool]:
        act = Act(SERVICE, self._clock())

        def fire(connection: Connection) -> bool:
            if not alarms.take(connection, case_id, kind, act.at):
                return False
            case = store.hold(connection, store.code_of(connection, case_id), act.at)
            values = {"escalated_at": act.at} if kind == "escalation" else {}
            case = life.step(connection, case, kind, act, {"due_on": case.due_on.isoformat()}, **values)
            self._tell(connection, case, act)
            return True

        return fire

    async def _put_away(self) -> None:
        """Close what was answered so long ago that its sender cannot open it again."""
        act = Act(SERVICE, self._clock())
        since = act.at - REOPENED_WITHIN

        def put_away(connection: Connection, code: str) -> None:
            case = store.hold(connection, code, act.at)
            if case.status == "answered" and case.done_at is not None and case.done_at < since:
                self._tell(connection, life.step(connection, case, "closed", act), act)

        while codes := await self._database.read(lambda c: list(c.execute(ripe(since)).scalars())):
            for code in codes:
                await self._database.write(lambda c, code=code: put_away(c, code), key=code)  # type: ignore[misc]


def ripe(since: datetime) -> Select[str]:
    """Return the query of codes of cases that were answered before a moment, a batch of them."""
    return select(cases.c.code).where(_IS_ANSWERED, cases.c.done_at < since).limit(BATCH)
