"""The demo city's pages, the agent console's page, and the browser build."""

from __future__ import annotations

import re
from pathlib import Path

from aiohttp import web

from handoff.settings import ROOT
from handoff.web.edge import Handler

WIDGET = ROOT / "widget" / "dist"
DEMO = ROOT / "widget" / "demo"
AGENT_PAGE = ROOT / "widget" / "agent" / "agent.html"
DEMO_PAGES = {"/": "fi.html", "/sv": "sv.html", "/en": "en.html", "/nuoret": "nuoret.html"}

YEAR = "public, max-age=31536000, immutable"
REVALIDATE = "no-cache"
HASHED = re.compile(r"-[A-Za-z0-9_-]{8}\.js$")
"""The build puts a hash into the name of every chunk; only the launcher and the console keep theirs."""


def add_pages(app: web.Application) -> None:
    """Add the routes of everything that is a file."""
    for path, name in DEMO_PAGES.items():
        app.router.add_get(path, _page(DEMO / name))
    app.router.add_get("/agent", _page(AGENT_PAGE))
    app.router.add_get("/demo/{name}", _files(DEMO))
    app.router.add_get("/widget/{name:.+}", _files(WIDGET))


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
