"""The demo city's pages, the agent console's page, and the browser build."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from aiohttp import web

from handoff.conversations.help_card import HelpCard
from handoff.conversations.model import Language
from handoff.settings import ROOT
from handoff.web.edge import Handler

WIDGET = ROOT / "widget" / "dist"
DEMO = ROOT / "widget" / "demo"
AGENT_PAGE = ROOT / "widget" / "agent" / "agent.html"
DEMO_PAGES = {"/": "fi.html", "/sv": "sv.html", "/en": "en.html"}
YOUTH_PAGES: dict[Language, tuple[str, str]] = {
    "fi": ("/nuoret", "nuoret.html"),
    "sv": ("/sv/unga", "unga.html"),
    "en": ("/en/youth", "youth.html"),
}
NUMBERS = re.compile(r"<!-- numbers, (?P<checked>.+?) -->")
"""Where a page of the young shows the numbers to call, with its word for when they were checked."""

YEAR = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
HASHED = re.compile(r"-[A-Za-z0-9_-]{8}\.js$")
"""The build puts a hash into the name of every chunk; only the launcher and the console keep theirs."""


def add_pages(app: web.Application, card: HelpCard) -> None:
    """Add the routes of everything that is a file; the pages of the young with the help card's numbers in them."""
    for path, name in DEMO_PAGES.items():
        app.router.add_get(path, _page(DEMO / name))
    for language, (path, name) in YOUTH_PAGES.items():
        app.router.add_get(path, _with_numbers((DEMO / name).read_text(encoding="utf-8"), card, language))
    app.router.add_get("/agent", _page(AGENT_PAGE))
    app.router.add_get("/demo/{name}", _files(DEMO))
    app.router.add_get("/widget/{name:.+}", _files(WIDGET))


def with_numbers(page: str, card: HelpCard, language: Language) -> str:
    """Return a page with the numbers of the youth chat's help card, and when each was checked."""

    def numbers(place: re.Match[str]) -> str:
        items = []
        for link in card.lines["youth", language]:
            number, _, about = link.title.partition(": ")
            checked = f"{place['checked']} {card.sources[link.url].checked}"
            shown = (escape(text) for text in (link.url, number, about[:1].upper() + about[1:], checked))
            items.append('<li><a href="{}">{}</a><br>{}<br><small>{}</small></li>'.format(*shown))
        return "\n          ".join(items)

    return NUMBERS.sub(numbers, page)


def _with_numbers(page: str, card: HelpCard, language: Language) -> Handler:
    async def text(_request: web.Request) -> web.StreamResponse:
        shown = with_numbers(page, card, language)
        return web.Response(text=shown, content_type="text/html", headers={"Cache-Control": REVALIDATE})

    return text


def _page(path: Path) -> Handler:
    async def page(_request: web.Request) -> web.StreamResponse:
        return web.FileResponse(path, headers={"Cache-Control": REVALIDATE})

    return page


def _files(folder: Path) -> Handler:
    async def file(request: web.Request) -> web.StreamResponse:
        path = _inside(folder, request.match_info["name"])
        fixed = HASHED.search(path.name) is None
        headers = {"Cache-Control": REVALIDATE if fixed else YEAR, "Access-Control-Allow-Origin": "*"}
        headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return web.FileResponse(path, headers=headers)

    return file


def _inside(folder: Path, name: str) -> Path:
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    except (ValueError, OSError):  # no name that a file could have
        pass
    raise web.HTTPNotFound
