"""The whole of Luukku as it runs in a city: the service and the trained assistant, each a process of its own."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import secrets
import sqlite3
from pathlib import Path
from typing import Any

import aiohttp

from handoff.cli.add_agent import add_agent
from tests.support.clients import AgentClient, sign_in
from tests.support.project import Project
from tests.support.rasa_server import RasaServer, trained_model
from tests.support.service import ServiceProcess
from tests.support.words import COMPLAINT

LAUNCHER = Path(__file__).resolve().parents[2] / "widget" / "dist" / "luukku.js"
WAIT_S = 20


class Stack:
    """The service and Rasa, talking to each other. Either can end and be started again on the same ports and data."""

    def __init__(self, folder: Path, project: Project | None = None, **settings: str) -> None:
        assert LAUNCHER.exists(), "the browser code is not built: `./luukku test` builds it"
        token = secrets.token_urlsafe(32)
        tracker_url = f"sqlite:///{folder / 'rasa.db'}"
        self.folder = folder
        log = folder / "rasa.log"
        if project is None:
            self.rasa = RasaServer(trained_model(), "", tracker_url, token, log)
        else:
            model = project.live_model()
            self.rasa = RasaServer(model, "", tracker_url, token, log, root=project.root, live=project.live)
            settings = {**project.settings, **settings}
        # Owed turns are looked for at every heartbeat: soon, since here services die all the time.
        settings = {"rasa_url": self.rasa.url, "rasa_token": token, "heartbeat": "0.5", **settings}
        # A slow machine may need longer than a colleague's minute for what a test looks at meanwhile.
        settings = {"transfer_time": "600", **settings}
        self.service = ServiceProcess(folder, **settings)
        self.rasa.actions_url = self.service.actions_url
        self.agent_cookie = ""
        self.colleagues: dict[str, str] = {}

    async def start(self) -> Stack:
        """Start both, and wait until the service has found the assistant."""
        await asyncio.gather(self.service.start(), self.start_rasa())
        await self.until_bot_is(there=True)
        self.agent_cookie = await sign_in(self.service.url, *self.service.administrator())
        return self

    async def stop(self) -> None:
        await self.service.stop()
        await self.stop_rasa()

    async def start_rasa(self) -> None:
        await asyncio.to_thread(self.rasa.start)

    async def stop_rasa(self) -> None:
        await asyncio.to_thread(self.rasa.stop)

    async def kill_rasa(self) -> None:
        """End Rasa with SIGKILL."""
        await asyncio.to_thread(self.rasa.kill)

    async def kill_service(self) -> None:
        """End the service with SIGKILL and start it again."""
        await self.service.kill()
        await self.service.start()

    async def until_bot_is(self, *, there: bool) -> None:
        """Wait until the service has noticed that the assistant has come or gone."""
        async with aiohttp.ClientSession() as session, asyncio.timeout(WAIT_S):
            while True:
                async with session.get(f"{self.service.url}/health") as answer:
                    if (await answer.json())["bot"] is there:
                        return
                await asyncio.sleep(0.05)

    async def until_learnt(self) -> None:
        """Wait until services can be proposed: the page waits for that at its first review, others go on without."""
        form = {"kind": "complaint", "text": COMPLAINT["fi"], "contact": "none", "step": "review"}
        async with aiohttp.ClientSession() as http, http.post(f"{self.service.url}/palaute", data=form) as answer:
            assert 'name="service"' in await answer.text()

    async def clear_desk(self) -> None:
        """Leave nobody in the queue, no agent's chat open and nobody on duty."""
        # The administrator comes last, who has every skill and so takes what colleagues have left waiting.
        for cookie in (*self.colleagues.values(), self.agent_cookie):
            agent = await AgentClient(self.service.url, cookie).connect()
            try:
                await self._clear_desk_of(agent)
            finally:
                await agent.close()

    async def _clear_desk_of(self, agent: AgentClient) -> None:
        await agent.do("end_practice", {})
        desk = (await agent.do("availability", {"availability": "away"}))["desk"]
        while desk["queue"] or desk["mine"]:
            for item in desk["queue"][:1]:
                await agent.do("claim", {"conversation": item["conversation"], "version": item["version"]})
            desk = (await agent.do("desk", {}))["desk"]
            for item in desk["mine"]:
                about = {"conversation": item["conversation"]}
                if item["owner"]["id"] == desk["agent"]["id"]:
                    await agent.do("close", {**about, "version": item["version"]})
                else:
                    await agent.do("leave", about)
            desk = (await agent.do("desk", {}))["desk"]

    async def colleague(self, username: str, name: str) -> str:
        """Return the cookie of an agent beside the administrator, who is added when first asked for."""
        if username not in self.colleagues:
            environ: dict[str, str] = {}
            password = await asyncio.to_thread(add_agent, username, name, "agent", var=self.folder, environ=environ)
            self.colleagues[username] = await sign_in(self.service.url, username, password)
        return self.colleagues[username]

    # --- what is stored

    def conversation(self, token: str) -> dict[str, Any]:
        """Return the row of a visitor's conversation, by the visitor's secret; empty before the first message."""
        digest = hashlib.sha256(token.encode()).hexdigest()
        rows = self.rows("SELECT * FROM conversations WHERE token_hash = ?", digest)
        return rows[0] if rows else {}

    def messages(self, token: str) -> list[dict[str, Any]]:
        """Return the rows of a visitor's messages in their order; `code` is a system message's event."""
        query = "SELECT * FROM messages WHERE conversation_id = ? ORDER BY seq"
        rows = self.rows(query, self.conversation(token).get("id"))
        for row in rows:
            row["code"] = json.loads(row["extra"])["event"][0] if row["author"] == "system" else ""
        return rows

    def cases(self, token: str) -> list[dict[str, Any]]:
        """Return the rows of a visitor's feedback."""
        query = "SELECT * FROM cases WHERE conversation_id = ? ORDER BY received_at"
        return self.rows(query, self.conversation(token).get("id"))

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        with contextlib.closing(sqlite3.connect(self.folder / "luukku.db", timeout=10)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(query, values)]
