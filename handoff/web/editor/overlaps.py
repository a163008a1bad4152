"""Questions of different answers that are nearly the same: the assistant may take one for the other."""

from __future__ import annotations

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.overlapping import Overlapping
from handoff.editing.service import Editing
from handoff.faq.model import Entry, Language
from handoff.web.editor.desk import Desk

WAIT_S = 3.0
"""What is longer is no waiting for a page: the page says that it is being looked for."""


class OverlapsRoom:
    """The pairs, each leading to both of its answers."""

    def __init__(self, overlapping: Overlapping, editing: Editing[Entry], desk: Desk) -> None:
        self._overlapping = overlapping
        self._editing = editing
        self._desk = desk

    def add_routes(self, app: web.Application) -> None:
        """Add the page."""
        self._desk.open_room("overlaps")
        self._desk.add(app, "/-/overlaps", get=self._page)

        async def close(_app: web.Application) -> None:
            await self._overlapping.close()

        app.on_cleanup.append(close)

    async def _page(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        told = "looking"
        try:
            pairs = await self._overlapping.find(WAIT_S)
        except RuntimeError:
            pairs, told = None, "failed"
        live = await self._editing.live()
        titles = {entry_id: entry.answers[language].title for entry_id, entry in live.items()}
        return self._desk.page(
            request, "overlaps", language, editor=editor, pairs=pairs, titles=titles, told=told if pairs is None else ""
        )
