"""Links are asked for, on a server that has all that a link can meet."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from handoff.editing.links import check_links

ASKED: list[str] = []


async def slow(_request: web.Request) -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def there(request: web.Request) -> web.Response:
    ASKED.append(request.path)
    return web.Response(text="here")


async def gone(_request: web.Request) -> web.Response:
    return web.Response(status=410)


async def moved(_request: web.Request) -> web.Response:
    raise web.HTTPMovedPermanently("/new")


async def sent_on(_request: web.Request) -> web.Response:
    raise web.HTTPFound("/new")


async def refused(_request: web.Request) -> web.Response:
    return web.Response(status=403)


@pytest.fixture
async def server() -> TestServer:
    app = web.Application()
    for handler in (there, gone, moved, sent_on, refused):
        app.router.add_get(f"/{handler.__name__}", handler)
    app.router.add_get("/new", there)
    app.router.add_get("/slow", slow)
    ASKED.clear()
    server = TestServer(app)
    await server.start_server()
    return server


async def test_every_link_has_a_state(server: TestServer) -> None:
    url = str(server.make_url("")).rstrip("/")
    names = ("there", "gone", "moved", "sent_on", "refused", "never")
    states = await check_links([*(f"{url}/{name}" for name in names), "http://127.0.0.1:9/x", f"{url}/there"])
    assert states == {
        f"{url}/there": "there",
        f"{url}/gone": "gone",
        f"{url}/moved": "moved",
        f"{url}/sent_on": "there",
        f"{url}/refused": "refused",
        f"{url}/never": "gone",
        "http://127.0.0.1:9/x": "unreachable",
    }
    await server.close()


async def test_what_does_not_answer_in_time_is_late_and_the_others_are_told(server: TestServer) -> None:
    url = str(server.make_url("")).rstrip("/")
    assert await check_links([f"{url}/there", f"{url}/slow"], within_s=1) == {
        f"{url}/there": "there",
        f"{url}/slow": "late",
    }
    await server.close()


async def test_nothing_inside_the_network_is_asked_for(server: TestServer) -> None:
    url = str(server.make_url("/there"))
    local = url.replace("127.0.0.1", "localhost")
    assert await check_links([url, local], outside_only=True) == {url: "inside", local: "inside"}
    assert ASKED == []
    await server.close()
