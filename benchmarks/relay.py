"""Visitor to agent: acknowledged, stored and shown, against a bare relay that stores nothing. CPU per message."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import aiohttp

from benchmarks.measure import cpu_s, percentiles, running
from benchmarks.wire import Wire, address_of
from tests.support.clients import sign_in
from tests.support.service import ServiceProcess, free_port

PAIRS = 40
"""Conversations at once: enough that commits are shared, few enough that one core is not all clients."""
ROUNDS = 5
MESSAGES = 40
"""Per conversation and round."""


@dataclass
class Relay:
    """One way of sending, and what it has cost."""

    name: str
    pid: int
    send: Callable[[int, str], Awaitable[None]]
    shown: Callable[[], int]
    cpu_us: list[float]
    waits_s: list[float]

    async def measure(self) -> None:
        """Send one round and wait until all of it is shown."""
        expected = self.shown() + PAIRS * MESSAGES
        before = cpu_s(self.pid)
        await asyncio.gather(*(self._talk(pair) for pair in range(PAIRS)))
        async with asyncio.timeout(30):
            while self.shown() < expected:
                await asyncio.sleep(0.01)
        self.cpu_us.append(1e6 * (cpu_s(self.pid) - before) / (PAIRS * MESSAGES))

    async def _talk(self, pair: int) -> None:
        for number in range(MESSAGES):
            began = time.perf_counter()
            await self.send(pair, f"Viesti numero {number}, tavallisen pituinen lause niin kuin ihmiset kirjoittavat.")
            self.waits_s.append(time.perf_counter() - began)


class Counter:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, event: str, _data: object) -> None:
        self.count += event == "message"


async def open_bare(session: aiohttp.ClientSession, name: str, pid: int, url: str) -> Relay:
    counter = Counter()
    visitors = [await Wire("/relay").connect(session, url, {"room": f"visitor{n}"}) for n in range(PAIRS)]
    await Wire("/relay", counter).connect(session, url, {"room": "agent"})

    async def send(pair: int, text: str) -> None:
        await visitors[pair].call("send", {"to": "agent", "id": str(uuid4()), "text": text})

    return Relay(name, pid, send, lambda: counter.count, [], [])


async def open_ours(session: aiohttp.ClientSession, service: ServiceProcess, pid: int) -> Relay:
    counter = Counter()
    cookie = await sign_in(service.url, *service.administrator())
    agent = await Wire("/agent", counter).connect(session, service.url, {}, {"Cookie": cookie})
    await agent.call("availability", {"availability": "available"})
    visitors = []
    for pair in range(PAIRS):
        auth = {"token": secrets.token_urlsafe(32), "language": "fi"}
        visitor = await Wire("/visitor").connect(session, service.url, auth, address_of(pair))
        state = (await visitor.call("request_human", {}))["state"]
        claim = {"conversation": state["conversation"], "version": state["version"]}
        assert (await agent.call("claim", claim))["ok"]
        visitors.append(visitor)

    async def send(pair: int, text: str) -> None:
        answer = await visitors[pair].call("send", {"id": str(uuid4()), "text": text})
        assert answer["ok"], answer

    return Relay("stored, acknowledged, shown", pid, send, lambda: counter.count, [], [])


async def measure(folder: Path) -> dict[str, object]:
    """Interleave rounds of the three relays, so that the machine's mood is the same for all."""
    plain_port, tuned_port = free_port(), free_port()
    plain, tuned = f"http://127.0.0.1:{plain_port}", f"http://127.0.0.1:{tuned_port}"
    service = ServiceProcess(folder, message_limit="1000000", proxies="1")
    await service.start()
    try:
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
            running("benchmarks.bare_relay", str(plain_port), url=plain) as plain_pid,
            running("benchmarks.bare_relay", str(tuned_port), "--tuned", url=tuned) as tuned_pid,
        ):
            relays = [
                await open_bare(session, "bare", plain_pid, plain),
                await open_bare(session, "bare, tuned", tuned_pid, tuned),
                await open_ours(session, service, service.pid),
            ]
            for relay in relays:
                await relay.measure()
                relay.cpu_us.clear()
                relay.waits_s.clear()
            for _ in range(ROUNDS):
                for relay in relays:
                    await relay.measure()
    finally:
        await service.stop()
    cpu = {relay.name: sorted(relay.cpu_us)[len(relay.cpu_us) // 2] for relay in relays}
    ours = cpu["stored, acknowledged, shown"]
    return {
        "messages": PAIRS * MESSAGES * ROUNDS,
        "cpu_us_per_message": {name: round(value) for name, value in cpu.items()},
        "acknowledged_ms": {relay.name: percentiles(relay.waits_s) for relay in relays},
        "ratio_to_bare": round(ours / cpu["bare"], 2),
        "ratio_to_bare_tuned": round(ours / cpu["bare, tuned"], 2),
    }
