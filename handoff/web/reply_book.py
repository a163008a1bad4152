"""What agents may answer with, over HTTP: too much for a packet of the socket, and worth the browser's keeping."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import msgspec
from aiohttp import ETag, web

from handoff.canned_replies.model import CannedReplies
from handoff.clock import Clock
from handoff.faq.service import Faq
from handoff.queues.model import Language, Queues
from handoff.realtime.views import reply_book_view
from handoff.web.edge import coded
from handoff.web.sessions import Sessions

KEPT = timedelta(minutes=1)
"""How long a book is handed out before it is put together anew, with edited answers and other opening times."""


@dataclass(frozen=True, slots=True)
class _Book:
    body: bytes
    etag: ETag
    until: datetime


class ReplyBook:
    """The route of `/api/agent/replies`, for agents who are signed in."""

    def __init__(self, sessions: Sessions, canned: CannedReplies, faq: Faq, queues: Queues, clock: Clock) -> None:
        self._sessions = sessions
        self._canned = canned
        self._faq = faq
        self._queues = queues
        self._now = clock
        self._books: dict[Language, _Book] = {}

    def add_routes(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_get("/api/agent/replies/{language:fi|sv|en}", coded(self.book))

    async def book(self, request: web.Request) -> web.StreamResponse:
        """Tell canned replies and answers in a language, or that the browser's are still right."""
        await self._sessions.get_agent(request)
        book = await self._get(cast("Language", request.match_info["language"]))
        headers = {"Cache-Control": "private, no-cache"}
        if book.etag.value in {etag.value for etag in request.if_none_match or ()}:
            response = web.Response(status=304, headers=headers)
        else:
            response = web.Response(body=book.body, content_type="application/json", headers=headers)
            response.enable_compression()
        response.etag = book.etag
        return response

    async def _get(self, language: Language) -> _Book:
        now = self._now()
        book = self._books.get(language)
        if book is None or book.until <= now:
            entries = await self._faq.entries()
            view = reply_book_view(self._canned, entries.values(), self._queues, language, now)
            body = msgspec.json.encode(view)
            book = _Book(body, ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True), now + KEPT)
            self._books[language] = book
        return book
