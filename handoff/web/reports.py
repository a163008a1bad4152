"""Reports for supervisors, and the daily figures for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar, get_args

from aiohttp import web

from handoff.audit.service import AuditLog
from handoff.errors import InvalidPayload
from handoff.queues.model import Language
from handoff.realtime.views import time_text
from handoff.reports.model import Grouping, Mode, OneLanguage, Period, Report
from handoff.reports.service import OPEN_FOR, Reports
from handoff.web.edge import coded, json_reply
from handoff.web.sessions import Sessions

T = TypeVar("T", bound=str)

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": f"public, max-age={int(OPEN_FOR.total_seconds())}",
}


class ReportPages:
    """The routes of the reports."""

    def __init__(self, reports: Reports, sessions: Sessions, log: AuditLog) -> None:
        self._log = log
        self._reports = reports
        self._sessions = sessions

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/api/agent/reports", coded(self.report))
        app.router.add_get("/api/agent/reports.csv", coded(self.table))
        app.router.add_get("/api/agent/comments", coded(self.comments))
        app.router.add_get("/open-data/contacts.json", coded(self.open_data))

    async def report(self, request: web.Request) -> web.StreamResponse:
        """Tell a report."""
        await self._sessions.get_supervisor(request)
        return json_reply(self._view(await self._make(request)))

    async def table(self, request: web.Request) -> web.StreamResponse:
        """Give out a report as a file, which the log has."""
        supervisor = await self._sessions.get_supervisor(request)
        language = choice_of(request, "lang", get_args(Language), "fi")
        report = await self._make(request)
        first, last = report.period.first.isoformat(), report.period.last.isoformat()
        asked = {
            "from": first,
            "to": last,
            "by": report.by,
            "mode": report.mode,
            "language": report.language,
            "lang": language,
        }
        await self._log.note_export(
            supervisor, {"what": "report", **{name: value for name, value in asked.items() if value}}
        )
        name = f"luukku-{report.by}-{report.period.first}-{report.period.last}.csv"
        return web.Response(
            body=self._reports.as_csv(report, language).encode(),
            content_type="text/csv",
            charset="utf-8",
            headers={"Cache-Control": "no-store", "Content-Disposition": f'attachment; filename="{name}"'},
        )

    async def comments(self, request: web.Request) -> web.StreamResponse:
        """Tell what people wrote beside their quick feedback; that somebody reads it stands in the log."""
        agent = await self._sessions.get_supervisor(request)
        period, mode, language = _scope(request)
        query = request.query
        found = await self._reports.comments(
            agent, period, mode, language, queue=query.get("queue"), before=query.get("before", "")
        )
        shown = [
            {
                "at": time_text(comment.at),
                "mode": comment.mode,
                "language": comment.language,
                "queue": comment.queue,
                "titles": self._reports.title("queue", comment.queue),
                "succeeded": comment.succeeded,
                "recommends": comment.recommends,
                "text": comment.text,
            }
            for comment in found.comments
        ]
        queues = [{"key": key, "titles": titles} for key, titles in self._reports.titles("queue").items()]
        return json_reply({"queues": queues, "comments": shown, "more": found.more})

    async def open_data(self, _request: web.Request) -> web.StreamResponse:
        """Tell everybody the daily figures, on any page."""
        return json_reply(await self._reports.open_data(), headers=OPEN)

    async def _make(self, request: web.Request) -> Report:
        period, mode, language = _scope(request)
        by: Grouping = choice_of(request, "by", get_args(Grouping), "day")
        return await self._reports.make(period, by, mode, language)

    def _view(self, report: Report) -> dict[str, Any]:
        return {
            "from": report.period.first,
            "to": report.period.last,
            "by": report.by,
            "mode": report.mode,
            "language": report.language,
            "total": report.total.published(),
            "groups": [
                {
                    "key": group.key,
                    "titles": self._reports.title(report.by, group.key),
                    "figures": group.figures.published(),
                }
                for group in report.groups
            ],
        }


def _scope(request: web.Request) -> tuple[Period, Mode, OneLanguage]:
    period = Period(date_of(request, "from"), date_of(request, "to"))
    mode: Mode = choice_of(request, "mode", get_args(Mode), "")
    language: OneLanguage = choice_of(request, "language", get_args(OneLanguage), "")
    return period, mode, language


def date_of(request: web.Request, name: str) -> date:
    """Return the date that an address gives.

    Raises:
        InvalidPayload: it gives none.
    """
    try:
        return date.fromisoformat(request.query.get(name, ""))
    except ValueError as error:
        raise InvalidPayload from error


def choice_of(request: web.Request, name: str, choices: tuple[T, ...], default: T) -> T:
    """Return which of the choices an address gives.

    Raises:
        InvalidPayload: it gives another.
    """
    given = request.query.get(name, default)
    for choice in choices:
        if choice == given:
            return choice
    raise InvalidPayload
