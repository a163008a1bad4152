"""A python-socketio server for the open internet.

What the library leaves open, measured and closed here: sockets that never connect to a namespace, packets that
break its parser, permessage-deflate (91 kB a connection) and browsers of other sites.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

import engineio
import orjson
import socketio
from aiohttp.web import WebSocketResponse
from engineio.async_drivers import aiohttp as driver

from handoff.settings import Settings
from handoff.tasks import end

log = logging.getLogger(__name__)

CONNECT_DEADLINE_S = 10.0
"""A browser on the worst mobile line connects to its namespace within a few seconds of the handshake."""
MAX_PACKET_BYTES = 64 * 1024
"""4,000 characters of six bytes each when escaped, twice over."""
FEW_UNSENT, MAX_UNSENT, MAX_UNSENT_CHARS = 4, 256, 1_000_000
"""What may wait for one socket that does not read; a browser that comes back resumes by its cursor."""
MAX_UNPUBLISHED = 10_000
"""Events that wait for Redis: some seconds of a whole city's chat."""
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


OriginCheck = Callable[[str | None, str | None], bool]
"""Whether a request with this `Origin` to this `Host` comes from a page that may make it."""


def own_origin_check(settings: Settings) -> OriginCheck:
    """Return the check for the service's own pages; a request without an origin comes from no page at all."""

    def is_own(origin: str | None, host: str | None) -> bool:
        return origin is None or origin == settings.public_url or origin.partition("://")[2] == host

    return is_own


class _Redis(socketio.AsyncRedisManager):  # type: ignore[misc]
    """The library's manager, publishing in the background: a Redis that hangs may not keep anybody waiting.

    What is dropped when too much has piled up is found in the database, as all that Redis loses.
    """

    def __init__(self, url: str) -> None:
        super().__init__(url, channel="luukku", json=Json)
        self._outgoing: asyncio.Queue[Any] = asyncio.Queue(MAX_UNPUBLISHED)
        self._publisher: asyncio.Task[None] | None = None

    async def _publish(self, data: Any) -> None:
        if self._publisher is None:
            self._publisher = asyncio.get_running_loop().create_task(self._publish_all(), name="redis publisher")
        if self._outgoing.full():
            self._outgoing.get_nowait()
        self._outgoing.put_nowait(data)

    async def _publish_all(self) -> None:
        while True:
            await super()._publish(await self._outgoing.get())

    async def close(self) -> None:
        """Stop publishing."""
        await end(self._publisher)


def _is_stuck(unsent: asyncio.Queue[Any]) -> bool:
    count = unsent.qsize()
    if count < FEW_UNSENT:
        return False
    waiting = list(unsent._queue)  # type: ignore[attr-defined]  # noqa: SLF001 - looked at, not touched
    return count >= MAX_UNSENT or sum(len(packet.data or "") for packet in waiting if packet) > MAX_UNSENT_CHARS


class _EngineServer(engineio.AsyncServer):  # type: ignore[misc]
    """The library's server below Socket.IO, with an end to what waits for a socket that does not read."""

    async def send_packet(self, sid: str, pkt: Any) -> None:
        socket = self.sockets.get(sid)
        if socket is not None and _is_stuck(socket.queue):
            log.info("closing a socket: it does not read")
            await end_socket(socket)
            return
        await super().send_packet(sid, pkt)


async def end_socket(socket: Any) -> None:
    """Close a socket from our side. The library would wait for the other side to hang up; this ends its writer."""
    if not socket.closed:
        await socket.close(wait=False, abort=True, reason=engineio.AsyncServer.reason.SERVER_DISCONNECT)
        await socket.queue.put(None)


class Server(socketio.AsyncServer):  # type: ignore[misc]
    """The hardened server. Overrides the library's own hooks, which a test pins."""

    def __init__(self, settings: Settings) -> None:
        self._shared = _Redis(settings.redis_url) if settings.redis_url else None
        is_own, others = own_origin_check(settings), frozenset(settings.allowed_origins)

        def may_connect(origin: str | None, environ: dict[str, Any]) -> bool:
            # Without an origin nobody asks: engine.io checks browsers only.
            return origin is not None and (origin in others or is_own(origin, environ.get("HTTP_HOST")))

        super().__init__(
            async_mode="aiohttp",
            client_manager=self._shared,
            json=Json,
            # In order, one at a time per client: a message may not overtake the one before it.
            async_handlers=False,
            cors_allowed_origins=may_connect,
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

    def _engineio_server_class(self) -> type[engineio.AsyncServer]:
        return _EngineServer

    def is_open(self, sid: str, namespace: str) -> bool:
        """Tell whether the socket behind a connecting client still lives.

        The library does not tell of one that closed while its connect handler was waiting for something.
        """
        socket = self.eio.sockets.get(self.manager.eio_sid_from_sid(sid, namespace))
        return socket is not None and not socket.closed

    async def close(self) -> None:
        """Let go of what runs in the background."""
        if self._shared is not None:
            await self._shared.close()

    def _drop(self, eio_sid: str, why: str) -> None:
        log.info("closing a socket: %s", why)
        task = asyncio.get_running_loop().create_task(self._close(eio_sid))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _close(self, eio_sid: str) -> None:
        socket = self.eio.sockets.get(eio_sid)
        if socket is not None:
            await end_socket(socket)

    def _cancel_deadline(self, eio_sid: str) -> None:
        handle = self._deadlines.pop(eio_sid, None)
        if handle is not None:
            handle.cancel()
