"""What agents may answer with, over HTTP: too much for a packet of the socket, and worth the browser's keeping."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

import msgspec
from aiohttp import ETag, web

from handoff.canned_replies.model import GAP_SIGN, CannedReplies, CannedReply
from handoff.clock import Clock
from handoff.faq.model import Entry
from handoff.faq.service import Faq
from handoff.queues.model import Language, Queues
from handoff.realtime.desk_replies import CannedReplyView, FaqEntryView, ReplyBookView
from handoff.realtime.replies import LinkView
from handoff.realtime.views import time_text
from handoff.web.edge import coded
from handoff.web.sessions import Sessions

KEPT = timedelta(minutes=1)
"""How long a book is handed out before it is put together anew, with edited answers and other opening times."""


@dataclass(frozen=True, slots=True)
class _Book:
    body: bytes
    etag: ETag
    until: datetime
    replies: tuple[CannedReply, ...]


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
        if book is None or book.until <= now or book.replies is not self._canned.replies:
            entries = await self._faq.entries()
            view = _view(self._canned, entries.values(), self._queues, language, now)
            body = msgspec.json.encode(view)
            book = _Book(
                body, ETag(hashlib.sha256(body).hexdigest()[:32], is_weak=True), now + KEPT, self._canned.replies
            )
            self._books[language] = book
        return book


def _view(
    canned: CannedReplies, entries: Iterable[Entry], queues: Queues, language: Language, now: datetime
) -> ReplyBookView:
    openings = {queue.id: queues.opens_next(queue, language, now) for queue in queues.all()}
    return ReplyBookView(
        replies=[
            CannedReplyView(
                id=reply.id,
                keywords=list(reply.keywords),
                queues=sorted(reply.queues),
                title=reply.titles[language],
                text=reply.texts[language],
            )
            for reply in canned.replies
        ],
        faq=[_faq_entry_view(entry, language) for entry in entries],
        unknown={name: f"{{{GAP_SIGN}{words[language]}}}" for name, words in canned.unknown.items()},
        opens_at={queue_id: "" if at is None else time_text(at) for queue_id, at in openings.items()},
    )


def _faq_entry_view(entry: Entry, language: Language) -> FaqEntryView:
    answer = entry.answers[language]
    return FaqEntryView(
        id=entry.id,
        title=answer.title,
        text=answer.text,
        plain=answer.plain,
        links=[LinkView(title=page.title, url=page.url) for page in answer.pages],
        review_by=entry.review_by.isoformat(),
    )
