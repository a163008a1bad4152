"""A python-socketio server for the open internet.

What the library leaves open, measured and closed here: sockets that never connect to a namespace, packets that
break its parser, permessage-deflate (91 kB a connection) and browsers of other sites.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import orjson
import socketio
from aiohttp.web import WebSocketResponse
from engineio.async_drivers import aiohttp as driver

from handoff.settings import Settings

log = logging.getLogger(__name__)

CONNECT_DEADLINE_S = 10.0
"""A browser on the worst mobile line connects to its namespace within a few seconds of the handshake."""
MAX_PACKET_BYTES = 64 * 1024
"""4,000 characters of six bytes each when escaped, twice over."""
PING_INTERVAL_S = 15
PING_TIMEOUT_S = 10
"""A half-open socket is noticed within 25 s, well inside an agent's lease."""


class Json:
    """orjson, as python-socketio wants a JSON module."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """Return the value as JSON."""
        return orjson.dumps(value).decode()

    @staticmethod
    def loads(value: str | bytes, **_: Any) -> Any:
        """Return the JSON's value; ValueError for anything malformed or nested too deep."""
        return orjson.loads(value)


class _PlainWebSocket(driver.WebSocket):  # type: ignore[misc]
    """The driver's socket without compression: our packets are short and the windows cost 91 kB each."""

    async def __call__(self, environ: dict[str, Any]) -> WebSocketResponse:
        self._sock = WebSocketResponse(max_msg_size=self.server.max_http_buffer_size, compress=False)
        await self._sock.prepare(environ["aiohttp.request"])
        await self.handler(self)
        return self._sock


def _origin_check(settings: Settings) -> Callable[[str | None, dict[str, Any]], bool]:
    """Return the check of a browser's origin: the service's own pages, and the city's that embed the widget."""
    allowed = {*settings.allowed_origins, settings.public_url}

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        if not origin:
            return False
        return origin in allowed or origin.partition("://")[2] == environ.get("HTTP_HOST")

    return is_allowed


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """The hardened server. Overrides the library's own hooks, which a test pins."""

    def __init__(self, settings: Settings) -> None:
        manager = None
        if settings.redis_url:
            manager = socketio.AsyncRedisManager(settings.redis_url, channel="luukku", json=Json)
        super().__init__(
            async_mode="aiohttp",
            client_manager=manager,
            json=Json,
            # In order, one at a time per client: a message may not overtake the one before it.
            async_handlers=False,
            cors_allowed_origins=_origin_check(settings),
            max_http_buffer_size=MAX_PACKET_BYTES,
            http_compression=False,
            ping_interval=PING_INTERVAL_S,
            ping_timeout=PING_TIMEOUT_S,
            logger=False,
            engineio_logger=False,
        )
        self.eio._async = {**self.eio._async, "websocket": _PlainWebSocket}  # noqa: SLF001 - the driver has no option
        self._deadlines: dict[str, asyncio.TimerHandle] = {}
        self._closing: set[asyncio.Task[None]] = set()

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> None:
        await super()._handle_eio_connect(eio_sid, environ)
        loop = asyncio.get_running_loop()
        self._deadlines[eio_sid] = loop.call_later(CONNECT_DEADLINE_S, self._drop, eio_sid, "no namespace in time")

    async def _handle_connect(self, eio_sid: str, namespace: str | None, data: Any) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        if self.manager.sid_from_eio_sid(eio_sid, namespace or "/") is not None:
            self._cancel_deadline(eio_sid)
            # Read at connecting only; the headers and addresses of a quiet connection are dead weight.
            self.environ[eio_sid].clear()

    async def _handle_eio_disconnect(self, eio_sid: str, reason: Any) -> None:
        self._cancel_deadline(eio_sid)
        await super()._handle_eio_disconnect(eio_sid, reason)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        try:
            await super()._handle_eio_message(eio_sid, data)
        except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
            # Our own handlers answer with codes, so this is the parser's: nobody honest sends such packets.
            log.info("malformed packet: %s", type(error).__name__)
            self._drop(eio_sid, "malformed packet")

    def _drop(self, eio_sid: str, why: str) -> None:
        log.info("closing a socket: %s", why)
        task = asyncio.get_running_loop().create_task(self._close(eio_sid))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, eio_sid: str) -> None:
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None:
            await socket.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            # The library waits for the other side to hang up; this ends its writer, which closes the connection.
            await socket.queue.put(None)

    def _cancel_deadline(self, eio_sid: str) -> None:
        handle = self._deadlines.pop(eio_sid, None)
        if handle is not None:
            handle.cancel()
