"""What every HTTP answer has: coded errors, and the headers that keep a page to itself."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol
from uuid import uuid4

import msgspec
from aiohttp import web

from handoff.errors import LuukkuError, RateLimited

log = logging.getLogger(__name__)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class Room(Protocol):
    """A subject with HTTP routes of its own."""

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""


def coded(handler: Handler) -> Handler:
    """Return the handler answering a service's error with its code; anything else with a number to look it up by.

    Not a middleware: that would stand around every socket too, and take 1 kB of each for as long as it is open.
    """

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException:
            raise
        except LuukkuError as error:
            return _refusal(error)
        except Exception:  # the edge
            correlation_id = uuid4().hex[:12]
            log.exception("request failed", extra={"correlation_id": correlation_id})
            return json_reply({"error": "internal_error", "correlation_id": correlation_id}, status=500)

    return answer


def _refusal(error: LuukkuError) -> web.Response:
    if isinstance(error, RateLimited):
        headers = {"Retry-After": str(round(error.retry_after_s + 0.5))}
        body = {"error": error.code, "retry_after_s": error.retry_after_s}
        return json_reply(body, status=error.http_status, headers=headers)
    return json_reply({"error": error.code}, status=error.http_status)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the security headers on every page and file; Socket.IO's own answers carry none."""
    if not request.path.startswith("/socket.io/"):
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)


def json_reply(body: object, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return a JSON answer that nobody caches."""
    return web.Response(
        body=msgspec.json.encode(body),
        status=status,
        content_type="application/json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )
