"""The server against what nobody honest sends."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import aiohttp
import pytest

from handoff.realtime import server as hardened
from handoff.realtime.requests import AGENT_REQUESTS, VISITOR_REQUESTS
from handoff.realtime.schema import schema_text
from handoff.settings import ROOT
from tests.handoff.conftest import World


async def open_raw(world: World, session: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
    url = world.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    socket = await session.ws_connect(url, compress=15)
    assert (await socket.receive_str()).startswith("0")
    return socket


async def is_closed(socket: aiohttp.ClientWebSocketResponse) -> bool:
    async with asyncio.timeout(5):
        async for _ in socket:
            pass
    return socket.closed


@pytest.mark.parametrize(
    "packet",
    [
        *("4", "49", "42", "42[]", "42{}", '42/visitor,["send"', "42/visitor,[[[[", "4zzz", '451-["x"]'),
        *("44/visitor,{}", '40/visitor,{"token"', "42/visitor," + "[" * 20_000, '42/visitor,[{"a":1}]'),
    ],
)
async def test_a_malformed_packet_closes_the_socket_and_only_it(world: World, packet: str) -> None:
    visitor = await world.visitor()
    async with aiohttp.ClientSession() as session:
        socket = await open_raw(world, session)
        await socket.send_str('40/visitor,{"token":"' + "a" * 43 + '","language":"fi"}')
        assert (await socket.receive_str()).startswith("40")
        await socket.send_str(packet)
        assert await is_closed(socket)
    await visitor.send("hei")
    await visitor.told("bot: hei")


async def test_an_oversized_packet_closes_the_socket(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await open_raw(world, session)
        await socket.send_str("4" + "x" * 100_000)
        assert await is_closed(socket)


async def test_a_socket_that_never_connects_is_closed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardened, "CONNECT_DEADLINE_S", 0.1)
    async with aiohttp.ClientSession() as session:
        assert await is_closed(await open_raw(world, session))


async def test_sockets_are_not_compressed(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        socket = await open_raw(world, session)
        assert socket.compress == 0
        await socket.close()


async def test_every_page_refuses_foreign_content(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/", "/sv", "/en", "/nuoret", "/sv/unga", "/en/youth", "/agent", "/health"):
            async with session.get(world.url + path) as answer:
                assert answer.status == 200, path
                policy = answer.headers["Content-Security-Policy"]
                assert "default-src 'none'" in policy
                assert "unsafe" not in policy


async def test_files_outside_the_build_are_not_served(world: World) -> None:
    async with aiohttp.ClientSession() as session:
        for path in ("/widget/..%2f..%2fpyproject.toml", "/demo/..%2f..%2fREADME.md", "/widget/nothing.js", "/demo/."):
            async with session.get(world.url + path, allow_redirects=False) as answer:
                assert answer.status == 404, path


def test_the_browsers_schema_is_the_servers() -> None:
    committed = (ROOT / "widget" / "shared" / "protocol.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(), "run: python -m handoff.realtime.schema > widget/shared/protocol.schema.json"


def test_every_request_and_event_is_documented() -> None:
    story = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(schema_text())
    for name in {*VISITOR_REQUESTS, *AGENT_REQUESTS}:
        assert f"`{name}`" in story, name
    for code in (*schema["$defs"]["Refused"]["properties"]["error"]["enum"],):
        assert f"`{code}`" in story, code
    for code in schema["$defs"]["EventView"]["properties"]["code"]["enum"]:
        assert f"`{code}`" in story, code
