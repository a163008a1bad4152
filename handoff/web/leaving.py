"""The end of a conversation as a page tells it in its last moment, when no socket's answer can be waited for."""

from __future__ import annotations

import re
from contextlib import suppress

from aiohttp import web

from handoff.accounts.service import hash_token
from handoff.conversations.model import Visitor
from handoff.conversations.service import Conversations
from handoff.errors import InvalidPayload, NotFound
from handoff.realtime import limits
from handoff.realtime.limits import AddressKeys, Limiter
from handoff.web.edge import coded

SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class Leaving:
    """The route of `/api/visitor/close`, for the quick way out (`navigator.sendBeacon`)."""

    def __init__(self, conversations: Conversations, limiter: Limiter, addresses: AddressKeys) -> None:
        self._conversations = conversations
        self._limiter = limiter
        self._addresses = addresses

    def add_routes(self, app: web.Application) -> None:
        """Add the route."""
        app.router.add_post("/api/visitor/close", coded(self.close))

    async def close(self, request: web.Request) -> web.StreamResponse:
        """End the conversation whose secret is the body; that there is none is not told.

        Raises:
            InvalidPayload: no secret.
            RateLimited: too often.
        """
        secret = SECRET.fullmatch(await request.text())
        if secret is None:
            raise InvalidPayload
        token_hash = hash_token(secret.group())
        await self._limiter.check(limits.VISITOR_REQUESTS, token_hash)
        await self._limiter.check(limits.ADDRESS_MESSAGES, self._addresses.key(request))
        with suppress(NotFound):
            # Only the secret counts: the conversation exists already, or nothing is made.
            await self._conversations.close_by_visitor(Visitor(token_hash, "fi"))
        return web.Response(status=204, headers={"Cache-Control": "no-store"})
