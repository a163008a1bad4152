"""Reports of the cases, for supervisors."""

from __future__ import annotations

from typing import Any, get_args

from aiohttp import web

from handoff.audit.service import AuditLog
from handoff.cases.report import CaseReport, CaseReports, Wish
from handoff.cases.statistics import Grouping
from handoff.queues.model import Language
from handoff.reports.model import Period
from handoff.web.edge import coded, json_reply
from handoff.web.reports import choice_of, date_of
from handoff.web.sessions import Sessions


class CaseReportPages:
    """The routes of the case reports."""

    def __init__(self, reports: CaseReports, sessions: Sessions, log: AuditLog) -> None:
        self._reports = reports
        self._sessions = sessions
        self._log = log

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        app.router.add_get("/api/agent/case-reports", coded(self.report))
        app.router.add_get("/api/agent/case-reports.csv", coded(self.table))

    async def report(self, request: web.Request) -> web.StreamResponse:
        """Tell a report."""
        await self._sessions.get_supervisor(request)
        return json_reply(self._view(await self._reports.make(_wish(request))))

    async def table(self, request: web.Request) -> web.StreamResponse:
        """Give out a report as a file, which the log has."""
        supervisor = await self._sessions.get_supervisor(request)
        language = choice_of(request, "lang", get_args(Language), "fi")
        report = await self._reports.make(_wish(request))
        wish = report.wish
        first, last = wish.period.first.isoformat(), wish.period.last.isoformat()
        asked = {"from": first, "to": last, "by": wish.by, "unit": wish.unit, "service": wish.service_code}
        told = {name: value for name, value in asked.items() if value is not None}
        await self._log.note_export(supervisor, {"what": "case_report", **told, "lang": language})
        return web.Response(
            body=self._reports.as_csv(report, language).encode(),
            content_type="text/csv",
            charset="utf-8",
            headers={
                "Cache-Control": "no-store",
                "Content-Disposition": f'attachment; filename="luukku-cases-{wish.by}-{first}-{last}.csv"',
            },
        )

    def _view(self, report: CaseReport) -> dict[str, Any]:
        wish = report.wish
        return {
            "from": wish.period.first,
            "to": wish.period.last,
            "by": wish.by,
            "unit": wish.unit,
            "service": wish.service_code,
            "units": [{"key": key, "titles": titles} for key, titles in self._reports.titles("unit").items()],
            "services": [{"key": key, "titles": titles} for key, titles in self._reports.titles("service").items()],
            "total": report.total.published(),
            "advice": report.advice,
            "groups": [
                {
                    "key": group.key,
                    "titles": self._reports.title(wish.by, group.key),
                    "figures": group.counts.published(),
                    "advice": group.advice,
                }
                for group in report.groups
            ],
        }


def _wish(request: web.Request) -> Wish:
    """Return what an address asks for: without `unit` and `service` of all; of none yet where they are empty."""
    by: Grouping = choice_of(request, "by", get_args(Grouping), "month")
    period = Period(date_of(request, "from"), date_of(request, "to"))
    return Wish(period, by, request.query.get("unit"), request.query.get("service"))
