"""Conversations that have ended: found without a word of them, read with a reason that goes into the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, literal, select, tuple_

from handoff.accounts.model import SUPERVISORS
from handoff.audit.store import record
from handoff.conversations import messages, notes
from handoff.conversations.ledger import Ledger, written
from handoff.conversations.model import AgentActor, Language, Mode, Page
from handoff.errors import InvalidPayload, NotFound
from handoff.storage.database import AnyRow
from handoff.storage.tables import Instant, agents, conversations, from_microseconds, queue_stays, to_microseconds

HELSINKI = ZoneInfo("Europe/Helsinki")
PAGE_SIZE = 50
MIN_REASON_CHARS = 5
"""One short word, or the number of a matter."""

_c, _s = conversations.c, queue_stays.c


@dataclass(frozen=True, slots=True)
class WantedClosed:
    """Which conversations are asked for; an empty field asks for all. Days are the city's, both included."""

    since: str = ""
    until: str = ""
    queue: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Closed:
    """A conversation that has ended, without what was said; `agents`: the names of those who have had it."""

    id: str
    mode: Mode
    language: Language
    queue: str
    opened_at: datetime
    closed_at: datetime
    agents: tuple[str, ...]


class Archive:
    """What supervisors may look at of everybody's, and agents of their own."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    async def find(self, agent: AgentActor, wanted: WantedClosed, before: str = "") -> tuple[list[Closed], str]:
        """Return conversations, newest first, and the cursor that asks for more, or nothing at the end.

        Raises:
            InvalidPayload: no such day.
        """
        conditions = [_is_visible(agent), *_conditions(wanted)]
        if before:
            closed_us, _, conversation_id = before.partition(":")
            conditions.append(
                tuple_(_c.closed_at, _c.id)
                < tuple_(literal(from_microseconds(int(closed_us)), Instant), literal(conversation_id))
            )
        query = select(conversations).where(*conditions).order_by(_c.closed_at.desc(), _c.id.desc())
        return await self._ledger.read(lambda c: _page(c, c.execute(query.limit(PAGE_SIZE + 1)).all()))

    async def open(
        self, agent: AgentActor, conversation_id: str, reason: str, after: int
    ) -> tuple[Page, tuple[notes.Note, ...]]:
        """Return what was said after the cursor, with the first page the notes on it; the log has who reads and why.

        Raises:
            NotFound: missing, not ended, or not this agent's to read (same error).
            InvalidPayload: no reason to speak of.
        """
        reason = written(reason).strip()
        if len(reason) < MIN_REASON_CHARS:
            raise InvalidPayload

        def read(connection: Connection) -> tuple[Page, tuple[notes.Note, ...]]:
            visible = select(_c.id).where(_c.id == conversation_id, _is_visible(agent))
            if connection.execute(visible).first() is None:
                raise NotFound
            now = self._ledger.now()
            record(connection, agent, "open_closed", now, conversation_id=conversation_id, detail={"reason": reason})
            page = messages.page_after(connection, conversation_id, after)
            return page, () if after else notes.newest(connection, conversation_id)

        return await self._ledger.write(conversation_id, read)


def _is_visible(agent: AgentActor) -> ColumnElement[bool]:
    has_ended = _c.closed_at.is_not(None) & (_c.practice == "")
    if agent.role in SUPERVISORS:
        return has_ended
    return has_ended & select(_s.version).where(_s.conversation_id == _c.id, _s.agent_id == agent.id).exists()


def _conditions(wanted: WantedClosed) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.since:
        conditions.append(_c.closed_at >= _begin(wanted.since))
    if wanted.until:
        conditions.append(_c.closed_at < _begin(wanted.until, later=timedelta(days=1)))
    if wanted.queue:
        conditions.append(_c.queue == wanted.queue)
    if wanted.language:
        conditions.append(_c.language == wanted.language)
    return conditions


def _begin(day: str, later: timedelta = timedelta()) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(day) + later, time(), HELSINKI)
    except (ValueError, OverflowError) as error:
        raise InvalidPayload from error


def _page(connection: Connection, rows: Sequence[AnyRow]) -> tuple[list[Closed], str]:
    rows, more = rows[:PAGE_SIZE], len(rows) > PAGE_SIZE
    had: dict[str, list[str]] = defaultdict(list)
    stays = (
        select(_s.conversation_id, agents.c.name)
        .join(agents, agents.c.id == _s.agent_id)
        .where(_s.conversation_id.in_([row.id for row in rows]))
        .order_by(_s.version)
    )
    for stay in connection.execute(stays):
        if stay.name not in had[stay.conversation_id]:
            had[stay.conversation_id].append(stay.name)
    found = [
        Closed(row.id, row.mode, row.language, row.queue, row.created_at, row.closed_at, tuple(had[row.id]))
        for row in rows
    ]
    return found, f"{to_microseconds(rows[-1].closed_at)}:{rows[-1].id}" if more else ""
