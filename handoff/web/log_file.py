"""The log as a file, for supervisors: CSV that spreadsheets open, line by line, however long it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

import msgspec
import orjson
from aiohttp import web

from handoff.audit.model import Entry, Wanted
from handoff.audit.service import AuditLog
from handoff.errors import InvalidPayload
from handoff.realtime.payloads import ReadLog
from handoff.realtime.views import time_text
from handoff.web.edge import coded
from handoff.web.sessions import Sessions

COLUMNS = ("id", "at", "actor", "agent_id", "agent_name", "action", "conversation_id", "detail")
AT_ONCE = 500
"""Lines sent in one piece."""


class LogFile:
    """The route of `/api/agent/log.csv`."""

    def __init__(self, sessions: Sessions, log: AuditLog) -> None:
        self._sessions = sessions
        self._log = log

    def add_routes(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/api/agent/log.csv", coded(self.export))

    async def export(self, request: web.Request) -> web.StreamResponse:
        """Send every line that is asked for; the export stands in the log itself."""
        agent = await self._sessions.get_supervisor(request)
        wanted = _wanted(request)
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/csv; charset=utf-8",
                "Content-Disposition": 'attachment; filename="luukku-log.csv"',
                "Cache-Control": "no-store",
            }
        )
        lines = [list(COLUMNS)]
        entries = self._log.export(agent, wanted)
        # The first line is read before the answer begins: a database that is away is still told as such.
        first = await anext(entries, None)
        await response.prepare(request)
        if first is not None:
            lines.append(_line(first))
        # By this mark spreadsheets know that it is UTF-8.
        await response.write("\ufeff".encode())
        async for entry in entries:
            lines.append(_line(entry))
            if len(lines) == AT_ONCE:
                await response.write(_as_csv(lines))
                lines = []
        await response.write(_as_csv(lines))
        return response


def _wanted(request: web.Request) -> Wanted:
    try:
        asked = msgspec.convert(dict(request.query), ReadLog)
    except msgspec.ValidationError as error:
        raise InvalidPayload from error
    return Wanted(asked.agent, asked.action, asked.conversation)


def _line(entry: Entry) -> list[str]:
    values = (
        entry.id,
        time_text(entry.at),
        entry.actor,
        entry.agent_id,
        entry.agent_name,
        entry.action,
        entry.conversation_id,
        orjson.dumps(entry.detail).decode(),
    )
    return [_harmless(str(value)) for value in values]


def _harmless(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _as_csv(lines: Iterable[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(lines)
    return text.getvalue().encode()
