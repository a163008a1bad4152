"""A running service that other systems talk to over Open311."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp
import pytest

from handoff.audit.model import Nameless
from handoff.cases.desk import Seen
from handoff.cases.model import Case, NewCase
from tests.handoff.conftest import World, bot, open_world, world

__all__ = ["bot", "open_world", "world"]

BASE = "/open311/v2"
MAIJA = Nameless("agent", "maija", "Maija")
TEXT = "Katuvalo on ollut rikki jo viikon, ja risteys on vaarallinen."


@dataclass
class Client:
    """Somebody else's system. `key` is good."""

    world: World
    http: aiohttp.ClientSession
    key: str

    async def get(self, path: str, **query: str) -> tuple[int, Any]:
        """Return status and JSON of a GET."""
        async with self.http.get(f"{BASE}{path}", params=query) as answer:
            return answer.status, await answer.json()

    async def send(self, *, path: str = "/requests.json", once: str = "", **fields: str) -> tuple[int, Any]:
        """Send a request about a dark street, or about what else is said; return status and JSON."""
        sent = {
            "confirmed": "true",
            "api_key": self.key,
            "service_code": "171",
            "description": TEXT,
            "lat": "60.16952",
            "long": "24.93545",
        }
        headers = {"Idempotency-Key": once} if once else {}
        async with self.http.post(f"{BASE}{path}", data={**sent, **fields}, headers=headers) as answer:
            return answer.status, await answer.json()

    async def case(self, **what: Any) -> Case:
        """Take in a case that was sent by other means."""
        new = {"origin": what.pop("origin", str(uuid4())), "kind": "complaint", "text": TEXT, "language": "fi"}
        return await self.world.service.office.cases.submit(NewCase(**{**new, "channel": "web", **what}))

    async def found(self, case: Case) -> Case:
        """Return a case as it is now."""
        found = await self.world.service.office.cases.find(case.code)
        assert found is not None
        return found

    async def seen(self, case: Case) -> Seen:
        """See a case as it is now."""
        return Seen(case.code, (await self.found(case)).version)

    async def published(self, **what: Any) -> Case:
        """Take in a case, answer it and put it on the board."""
        case = await self.case(**{"may_publish": True, "service_code": "171", "lat": 60.16952, "lon": 24.93545, **what})
        desk = self.world.service.office.desk
        await desk.answer(MAIJA, await self.seen(case), "Lamppu vaihdetaan Maijan kadulla.")
        words = {"title": "Pimeä katu", "text": "Katuvalo ei pala.", "answer": "Lamppu on vaihdettu."}
        return await desk.publish(MAIJA, await self.seen(case), **words)


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    key = await world.service.office.keys.add("Kartta")
    async with aiohttp.ClientSession(world.url) as http:
        yield Client(world, http, key)
