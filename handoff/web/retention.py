"""How long conversations are kept, for whoever wants to know before saying anything."""

from __future__ import annotations

from aiohttp import web

from handoff.settings import Settings
from handoff.web.edge import json_reply


class Retention:
    """The route of `/api/retention`, open to every page that embeds the chat: it is the same for everybody."""

    def __init__(self, settings: Settings) -> None:
        self._days = {
            "city": {"days": settings.keep_city.days, "closed_days": settings.keep_city.days},
            "youth": {"days": settings.keep_youth.days, "closed_days": settings.keep_youth_closed.days},
        }

    def add_routes(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/api/retention", self.tell)

    async def tell(self, _request: web.Request) -> web.StreamResponse:
        """Tell, by kind of chat, the days after the last message and those after the end."""
        headers = {"Cache-Control": "max-age=3600", "Access-Control-Allow-Origin": "*"}
        return json_reply(self._days, headers=headers)
