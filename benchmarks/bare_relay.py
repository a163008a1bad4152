"""The floor that the relay is measured against: python-socketio as its documentation starts it, storing nothing.

A visitor's `send` is shown to the room of the other side and acknowledged. `--tuned` adds what our server has too:
uvloop, a fast JSON library, handlers in order, no compression, a tuned garbage collector.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from typing import Any

import socketio
import uvloop
from aiohttp import web

from handoff.realtime.server import Server
from handoff.settings import Settings


def make_app(*, tuned: bool) -> web.Application:
    server = Server(Settings()) if tuned else socketio.AsyncServer(async_mode="aiohttp")

    async def connect(sid: str, _environ: dict[str, Any], auth: dict[str, Any]) -> None:
        await server.enter_room(sid, auth["room"], namespace="/relay")

    async def send(_sid: str, payload: dict[str, Any]) -> dict[str, Any]:
        await server.emit("message", payload, room=payload["to"], namespace="/relay")
        return {"ok": True}

    server.on("connect", connect, namespace="/relay")
    server.on("send", send, namespace="/relay")
    app = web.Application()
    server.attach(app)
    return app


async def main(port: int, *, tuned: bool) -> None:
    runner = web.AppRunner(make_app(tuned=tuned), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    if tuned:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
    await asyncio.Event().wait()


if __name__ == "__main__":
    run = uvloop.run if "--tuned" in sys.argv else asyncio.run
    run(main(int(sys.argv[1]), tuned="--tuned" in sys.argv))
