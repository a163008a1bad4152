"""Memory of a connection that is open and silent, as browsers open it: compression offered, one namespace."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

import aiohttp

from benchmarks.measure import resident_bytes
from benchmarks.wire import BROWSERS_HEADERS, Wire, address_of
from tests.support.service import ServiceProcess

STEP = 500
"""Connections between two readings; the first step is left out, since it also fills pools and caches."""
STEPS = 4
SETTLE_S = 1.0


async def measure(folder: Path) -> dict[str, object]:
    """Open connections in steps and read the server's memory after each."""
    service = ServiceProcess(folder, proxies="1")
    await service.start()
    wires: list[Wire] = []
    readings: list[int] = []
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            for _ in range(STEPS):
                for _ in range(STEP):
                    auth = {"token": secrets.token_urlsafe(32), "language": "fi", "page": "/"}
                    wire = Wire("/visitor")
                    headers = {**BROWSERS_HEADERS, **address_of(len(wires))}
                    wires.append(await wire.connect(session, service.url, auth, headers))
                    await wire.call("sync", {"after": 0})
                await asyncio.sleep(SETTLE_S)
                readings.append(resident_bytes(service.pid))
            await asyncio.gather(*(wire.close() for wire in wires))
    finally:
        await service.stop()
    per_connection = (readings[-1] - readings[0]) / (STEP * (STEPS - 1))
    return {"connections": STEP * STEPS, "kB_per_connection": round(per_connection / 1000, 1)}
