"""The servers of the soak, all private and on loopback: PostgreSQL, Redis, two services that share them, one Rasa."""

from __future__ import annotations

import asyncio
import secrets
from pathlib import Path

import aiohttp
import psycopg

from benchmarks.wire import Wire
from tests.support.clients import sign_in
from tests.support.rasa_server import RasaServer, trained_model
from tests.support.servers import PostgreSQL, Redis
from tests.support.service import ServiceProcess

SETTINGS = {"proxies": "1", "heartbeat": "2", "agent_lease": "20", "transfer_time": "20"}
"""One trusted proxy, so that each person has an address of their own: limits stay as they are. The rest are times cut
to less than half, so that ten minutes see as many leases and offers run out as half an hour does."""
LEASE_S = float(SETTINGS["agent_lease"])
HEARTBEAT_S = float(SETTINGS["heartbeat"])
READY_S = 120


class City:
    """All servers; each can end and be started again on the same ports and data."""

    def __init__(self, folder: Path) -> None:
        for name in ("postgresql", "redis"):
            (folder / name).mkdir()
        self.postgresql = PostgreSQL(folder / "postgresql")
        self.redis = Redis(folder / "redis")
        token = secrets.token_urlsafe(32)
        database = self.postgresql.url.rpartition("/")[0]
        self.rasa = RasaServer(trained_model(), "", f"{database}/rasa", token, folder / "rasa.log")
        shared = {"database_url": self.postgresql.url, "redis_url": self.redis.url}
        shared |= {"rasa_url": self.rasa.url, "rasa_token": token, **SETTINGS}
        self.services = (ServiceProcess(folder / "one", **shared), ServiceProcess(folder / "other", **shared))
        # Rasa knows one address for its actions: while that process is away the bot says that it cannot do it now.
        self.rasa.actions_url = self.services[0].actions_url

    @property
    def urls(self) -> tuple[str, ...]:
        """The services' addresses."""
        return tuple(service.url for service in self.services)

    async def start(self) -> None:
        """Start everything, and wait until the services have found the bot."""
        await asyncio.to_thread(self.postgresql.start)
        await asyncio.to_thread(self.redis.start)
        async with await psycopg.AsyncConnection.connect(self.postgresql.url, autocommit=True) as connection:
            await connection.execute("CREATE DATABASE rasa")
        rasa = asyncio.to_thread(self.rasa.start)
        await asyncio.gather(rasa, *(service.start() for service in self.services))
        async with aiohttp.ClientSession() as session, asyncio.timeout(READY_S):
            for url in self.urls:
                while not await _has_bot(session, url):
                    await asyncio.sleep(0.2)

    async def stop(self) -> None:
        """Stop everything that runs; one that does not end hinders no other."""
        ends = (
            *(service.stop() for service in self.services),
            *(asyncio.to_thread(server.stop) for server in (self.rasa, self.redis)),
        )
        failed = [error for error in await asyncio.gather(*ends, return_exceptions=True) if error is not None]
        await asyncio.to_thread(self.postgresql.stop)
        if failed:
            raise failed[0]

    async def hire(self, session: aiohttp.ClientSession, count: int) -> list[tuple[str, str]]:
        """Make so many agents' accounts as an administrator does, and return names and cookies of their sign-ins."""
        chief = next(service for service in self.services if (service.var / "first-administrator.txt").exists())
        cookie = await sign_in(chief.url, *chief.administrator())
        console = await Wire("/agent").connect(session, chief.url, {}, {"Cookie": cookie})
        hired = []
        try:
            for number in range(1, count + 1):
                name, username = f"Agent {number}", f"agent{number}"
                made = await console.call("create_account", {"username": username, "name": name, "role": "agent"})
                hired.append((name, await sign_in(chief.url, username, made["password"])))
        finally:
            await console.close()
        return hired


async def _has_bot(session: aiohttp.ClientSession, url: str) -> bool:
    async with session.get(f"{url}/health") as answer:
        found: bool = (await answer.json())["bot"]
        return found
