"""The public figures of feedback: a page in three languages, and open data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from handoff.cases.catalogue import Catalogue
from handoff.cases.figures import COUNTED_FOR, EVERY, PARTS, Figure, Figures, Part, PublicFigures, Row
from handoff.cases.statistics import FIGURES
from handoff.queues.model import Language
from handoff.reports.model import SMALL
from handoff.reports.tables import as_csv, cell
from handoff.web.board.pages import LANGUAGES, TEMPLATES, keepable
from handoff.web.edge import coded, json_reply
from handoff.web.plain import make_templates
from handoff.words import Words

OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": f"public, max-age={int(COUNTED_FOR.total_seconds())}",
}
SUMMARY = ("received", "in_time_percent", "mean_days", "open")
"""The figures that stand above all others."""

IN_SIGHT = ("received", "answered", "open", "late", "mean_days", "in_time_percent")
"""The first columns of a table: on a narrow screen the others are scrolled to."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A line of a chart and its table; `share`: of the longest, in per cent; None where the number is not told."""

    name: str
    value: int | None
    share: float | None


class FigurePages:
    """The page of the figures, and the same as open data."""

    def __init__(
        self,
        figures: Figures,
        catalogue: Catalogue,
        *,
        words: Mapping[str, Words],
        feedback_words: Mapping[str, Words],
        license: Mapping[str, str],  # noqa: A002 - what it is
    ) -> None:
        self._figures = figures
        self._catalogue = catalogue
        self._words = words
        self._feedback_words = feedback_words
        self._license = license
        self._templates = make_templates(*TEMPLATES)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes of every language, and those of the data."""
        for language in LANGUAGES:
            app.router.add_get(self._path(language), coded(self._in(language)))
        app.router.add_get("/open-data/feedback.json", coded(self.as_json))
        app.router.add_get("/open-data/feedback.csv", coded(self.as_table))

    def _in(self, language: Language) -> Callable[[web.Request], Any]:
        async def handle(request: web.Request) -> web.StreamResponse:
            return self._page(request, language, await self._figures.public())

        return handle

    async def as_json(self, _request: web.Request) -> web.StreamResponse:
        """Tell everybody the figures, on any page."""
        figures = await self._figures.public()
        rows = [self._view(figures.row(month, code)) for month in figures.months for code in figures.services]
        body = {
            "title": {language: words["open_data"]["title"] for language, words in self._words.items()},
            "description": {language: words["open_data"]["description"] for language, words in self._words.items()},
            "license": self._license,
            "fewer_than_are_null": SMALL,
            "counted_at": figures.counted_at.isoformat(timespec="seconds"),
            "from": figures.period.first.isoformat(),
            "to": figures.period.last.isoformat(),
            "total": self._view(figures.row()),
            "services": [self._view(figures.row(service_code=code)) for code in figures.services],
            "months": [self._view(figures.row(month)) for month in figures.months],
            "rows": [row for row in rows if row["received"]],
        }
        return json_reply(body, headers=OPEN)

    async def as_table(self, _request: web.Request) -> web.StreamResponse:
        """Give everybody the rows of services and months as a table."""
        figures = await self._figures.public()
        names = [f"{part}_{name}" for part in PARTS for name in PARTS[part]]
        titles = [f"service_{language}" for language in LANGUAGES]
        rows: list[Sequence[object]] = [["month", "service_code", *titles, *FIGURES, *names]]
        for month in figures.months:
            for code in figures.services:
                row = figures.row(month, code)
                if row.figures["received"]:
                    parts = [row.by[part][name] for part in PARTS for name in PARTS[part]]
                    service = self._service(code)
                    rows.append([month, code, *(service[each] for each in LANGUAGES), *row.figures.values(), *parts])
        headers = {**OPEN, "Content-Disposition": 'attachment; filename="feedback.csv"'}
        return web.Response(body=as_csv(rows).encode(), content_type="text/csv", charset="utf-8", headers=headers)

    def _view(self, row: Row) -> dict[str, Any]:
        return {
            **({} if row.month == EVERY else {"month": row.month}),
            **(
                {}
                if row.service_code == EVERY
                else {"service_code": row.service_code, "service": self._service(row.service_code)}
            ),
            **row.figures,
            **{f"by_{part}": row.by[part] for part in PARTS},
        }

    def _service(self, code: str) -> dict[str, str]:
        if not code:
            return {language: words["unsorted"] for language, words in self._words.items()}
        return {language: self._catalogue.service_name(code, language) for language in self._words}

    def _page(self, request: web.Request, language: Language, figures: PublicFigures) -> web.Response:
        w = self._words[language]
        asked = request.query.get("service", "")
        service = asked if asked in self._catalogue.services else EVERY
        query = "" if service == EVERY else f"?service={service}"
        chosen = figures.row(service_code=service)
        months = [(_month(month), figures.row(month, service)) for month in figures.months]
        services = [
            (self._service(code)[language], figures.row(service_code=code))
            for code in figures.services
            if figures.row(service_code=code).figures["received"]
        ]
        services.sort(key=lambda named: -(named[1].figures["received"] or 0))
        names: Mapping[Part, Mapping[str, str]] = {
            "kind": self._feedback_words[language]["kinds"],
            "channel": w["channels"],
            "language": w["languages"],
        }
        text = self._templates.get_template("figures.html").render(
            t=self._feedback_words[language],
            w=w,
            language=language,
            here={each: self._path(each) + query for each in LANGUAGES},
            here_alone=self._path(language),
            catalogue=self._catalogue,
            figures=figures,
            license=self._license,
            service=service,
            chosen=chosen,
            names=[*IN_SIGHT, *(name for name in FIGURES if name not in IN_SIGHT)],
            summary=SUMMARY,
            is_everything=service == EVERY,
            months=months,
            month_bars=_bars([(name, row.figures["received"]) for name, row in months]),
            services=services,
            service_bars=_bars([(name, row.figures["received"]) for name, row in services]),
            parts=[
                (part, _bars([(name, chosen.by[part][key]) for key, name in names[part].items()])) for part in PARTS
            ],
            text_of=lambda value: cell(value, language) or w["not_told"],
        )
        return keepable(request, text)

    def _path(self, language: str) -> str:
        path: str = self._feedback_words[language]["paths"]["figures"]
        return path


def _bars(values: Sequence[tuple[str, Figure]]) -> list[Bar]:
    """Return the lines of a chart; the longest bar ends where numbers have their place."""
    longest = max([value for _, value in values if value is not None], default=0) or 1
    return [
        Bar(name, None if value is None else int(value), None if value is None else round(100 * value / longest, 1))
        for name, value in values
    ]


def _month(month: str) -> str:
    year, _, number = month.partition("-")
    return f"{int(number)}/{year}"
