"""The real service in this process, on a real SQLite file, with a scripted bot: what tests of the wire need."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from handoff.accounts.model import Role, Skills
from handoff.app import Service, open_service
from handoff.office import make_action_services
from handoff.rasa.services import ActionServices
from handoff.settings import Settings
from tests.support.bot import TOKEN, ScriptedBot, scripted_bot
from tests.support.clients import AgentClient, VisitorClient, sign_in
from tests.support.quick_start import read_content_once

PASSWORD = "correct horse battery"


class Clock:
    """Real time, moved by hand."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def advance(self, by: timedelta) -> None:
        self.ahead += by


class World:
    """A running service and everybody who talks to it; all are closed at the end."""

    def __init__(self, service: Service, bot: ScriptedBot, clock: Clock, url: str) -> None:
        self.service = service
        self.bot = bot
        self.clock = clock
        self.url = url
        self.stack = AsyncExitStack()

    async def visitor(self, token: str = "", **how: str) -> VisitorClient:
        client = await VisitorClient(self.url, token, **how).connect()
        self.stack.push_async_callback(client.close)
        return client

    def actions(self) -> ActionServices:
        """Return what the bot's actions may ask of the service."""
        service = self.service
        content = read_content_once(service.settings)
        return make_action_services(service.settings, service.database, service.conversations, content, service.office)

    async def agent(self, username: str, *, on_duty: bool = True, role: Role = "agent", **skills: Any) -> AgentClient:
        name = f"Agent {username.title()}"
        await self.service.accounts.create(username, name, role, PASSWORD, skills=Skills(**skills))
        client = await AgentClient(self.url, await sign_in(self.url, username, PASSWORD)).connect()
        self.stack.push_async_callback(client.close)
        if on_duty:
            await client.go_on_duty()
        return client


@pytest.fixture
async def bot() -> AsyncIterator[ScriptedBot]:
    async with scripted_bot() as bot:
        yield bot


@asynccontextmanager
async def open_world(folder: Path, bot: ScriptedBot, **how: Any) -> AsyncIterator[World]:
    """Run a service with these settings, and let everybody go at the end."""
    clock = Clock()
    settings = Settings(var=folder, rasa_url=bot.url, rasa_token=TOKEN, heartbeat=timedelta(hours=1), **how)
    async with open_service(settings, clock) as service:
        runner = web.AppRunner(service.public, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        world = World(service, bot, clock, f"http://127.0.0.1:{runner.addresses[0][1]}")
        try:
            async with world.stack:
                yield world
        finally:
            await runner.cleanup()


@pytest.fixture
async def world(tmp_path: Path, bot: ScriptedBot) -> AsyncIterator[World]:
    async with open_world(tmp_path, bot) as world:
        yield world
