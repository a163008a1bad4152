"""A Socket.IO client reduced to a WebSocket: cheap enough that the server is what is measured."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import aiohttp
import orjson

BROWSERS_HEADERS = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}


def address_of(number: int) -> dict[str, str]:
    """Return the header of a visitor with an address of their own, for a service behind one proxy.

    The service limits what one address may do, and a benchmark is many visitors on one machine.
    """
    return {"X-Forwarded-For": f"10.0.{number // 250}.{number % 250 + 1}"}


WAIT_S = 30
"""A refusal must end the measurement, not hang it."""


class Wire:
    """One connection to one namespace."""

    def __init__(
        self,
        namespace: str,
        on_event: Callable[[str, Any], None] | None = None,
        on_end: Callable[[], None] | None = None,
    ) -> None:
        self.is_open = False
        self._namespace = namespace
        self._on_event = on_event
        self._on_end = on_end
        self._ids = itertools.count()
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._connected: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reader: asyncio.Task[None] | None = None

    async def connect(
        self, session: aiohttp.ClientSession, url: str, auth: dict[str, Any], headers: dict[str, str] | None = None
    ) -> Wire:
        address = url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
        self._socket = await session.ws_connect(address, headers=headers)
        self.is_open = True
        self._reader = asyncio.create_task(self._read())
        await self._socket.send_str(f"40{self._namespace}," + orjson.dumps(auth).decode())
        async with asyncio.timeout(WAIT_S):
            await self._connected
        return self

    async def call(self, event: str, payload: dict[str, Any]) -> Any:
        """Send a request and return its acknowledgement.

        Raises:
            ConnectionError: the connection has ended before the answer.
            TimeoutError: no answer.
        """
        assert self._socket is not None
        if not self.is_open:
            raise ConnectionResetError
        number = next(self._ids)
        future = self._waiting[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_str(f"42{self._namespace},{number}" + orjson.dumps([event, payload]).decode())
        async with asyncio.timeout(WAIT_S):
            return await future

    async def close(self) -> None:
        if self._reader is not None:
            self._reader.cancel()
        if self._socket is not None:
            await self._socket.close()

    async def _read(self) -> None:
        try:
            await self._read_packets()
        finally:
            self.is_open = False
            for future in (self._connected, *self._waiting.values()):
                if not future.done():
                    future.set_exception(ConnectionResetError())
                    future.exception()  # whoever waited may have gone too
            if self._on_end is not None:
                self._on_end()

    async def _read_packets(self) -> None:
        assert self._socket is not None
        async for packet in self._socket:
            if packet.type is not aiohttp.WSMsgType.TEXT:
                return
            text: str = packet.data
            if text == "2":
                await self._socket.send_str("3")
            elif text.startswith("40"):
                self._connected.set_result(None)
            elif text.startswith("44"):
                self._connected.set_exception(ConnectionRefusedError(text))
            elif text.startswith("43"):
                number, _, rest = text[len(self._namespace) + 3 :].partition("[")
                future = self._waiting.pop(int(number))
                if not future.done():  # its caller may have given up
                    future.set_result(orjson.loads("[" + rest)[0])
            elif text.startswith("42") and self._on_event is not None:
                event, data = orjson.loads(text[len(self._namespace) + 3 :])
                self._on_event(event, data)
