"""Socket.IO clients that behave like the widget and the console: same wire, no browser."""

from __future__ import annotations

import asyncio
import secrets
from typing import Any
from uuid import uuid4

import aiohttp
import socketio

WAIT_S = 10


class Client:
    """What both have: requests with acknowledgements, and everything that was shown."""

    namespace = ""

    def __init__(self, url: str) -> None:
        self.url = url
        self.states: list[dict[str, Any]] = []
        self.typing: list[dict[str, Any]] = []
        self._changed = asyncio.Event()
        self.sio = socketio.AsyncClient(reconnection=False)
        self.sio.on("message", self._on_message, namespace=self.namespace)
        self.sio.on("state", self._on_state, namespace=self.namespace)
        self.sio.on("typing", self._on_typing, namespace=self.namespace)

    async def open(self, **credentials: Any) -> None:
        """Connect by WebSocket; whatever hinders it, nothing stays open."""
        try:
            await self.sio.connect(
                self.url, namespaces=[self.namespace], transports=["websocket"], wait_timeout=WAIT_S, **credentials
            )
        except BaseException:
            await self.close()
            raise

    async def ask(self, event: str, payload: Any) -> dict[str, Any]:
        """Send a request and return its acknowledgement, whatever it is."""
        answer = await self.sio.call(event, payload, namespace=self.namespace, timeout=WAIT_S)
        assert isinstance(answer, dict)
        return answer

    async def do(self, event: str, payload: Any) -> dict[str, Any]:
        """Send a request that must succeed."""
        answer = await self.ask(event, payload)
        assert answer["ok"], (event, answer)
        return answer

    async def until(self, condition: Any) -> None:
        """Wait for what the server shows to fulfil a condition."""
        async with asyncio.timeout(WAIT_S):
            while not condition(self):
                self._changed.clear()
                await self._changed.wait()

    async def close(self) -> None:
        try:
            if self.sio.connected:
                await self.sio.disconnect()
        finally:
            # The library leaves its HTTP session open when connecting fails or the server vanishes.
            if self.sio.eio.http is not None:
                await self.sio.eio.http.close()

    def changed(self) -> None:
        self._changed.set()

    async def _on_message(self, _message: dict[str, Any]) -> None:
        raise NotImplementedError

    async def _on_state(self, state: dict[str, Any]) -> None:
        self.states.append(state)
        self.changed()

    async def _on_typing(self, typing: dict[str, Any]) -> None:
        self.typing.append(typing)
        self.changed()


class VisitorClient(Client):
    """A citizen's tab. `seen` holds every message by number, own ones included."""

    namespace = "/visitor"

    def __init__(self, url: str, token: str = "", *, language: str = "fi", mode: str = "city") -> None:
        super().__init__(url)
        self.token = token or secrets.token_urlsafe(32)
        self.auth = {"token": self.token, "language": language, "mode": mode, "page": "/"}
        self.seen: dict[int, dict[str, Any]] = {}
        self.banners: list[list[dict[str, Any]]] = []
        self.sio.on("banners", self._on_banners, namespace=self.namespace)

    async def connect(self) -> VisitorClient:
        await self.open(auth=self.auth)
        return self

    async def send(self, text: str, message_id: str = "") -> dict[str, Any]:
        return await self.do("send", {"id": message_id or str(uuid4()), "text": text})

    async def sync(self, after: int = 0) -> dict[str, Any]:
        answer = await self.do("sync", {"after": after})
        for message in answer["messages"]:
            self.seen[message["seq"]] = message
        return answer

    async def texts(self) -> list[tuple[str, str]]:
        """Return the whole conversation as (author, text or event code)."""
        answer = await self.sync()
        return [(m["author"], m["text"] or m["event"]["code"]) for m in answer["messages"]]

    async def told(self, text: str) -> dict[str, Any]:
        """Wait for a message with this text, or event of this code, and return it."""
        found: list[dict[str, Any]] = []

        def is_there(client: Client) -> bool:
            assert isinstance(client, VisitorClient)
            found[:] = [
                m for m in client.seen.values() if m["text"] == text or (m["event"] and m["event"]["code"] == text)
            ]
            return bool(found)

        await self.until(is_there)
        return found[-1]

    async def _on_message(self, message: dict[str, Any]) -> None:
        self.seen[message["seq"]] = message
        self.changed()

    async def _on_banners(self, shown: dict[str, Any]) -> None:
        self.banners.append(shown["banners"])
        self.changed()


class AgentClient(Client):
    """An agent's tab: signed in, with the desk as last shown and every message of every conversation."""

    namespace = "/agent"

    def __init__(self, url: str, cookie: str) -> None:
        super().__init__(url)
        self.cookie = cookie
        self.desks: list[dict[str, Any]] = []
        self.seen: dict[str, dict[int, dict[str, Any]]] = {}
        self.erased: list[str] = []
        self.lives: list[dict[str, Any]] = []
        self.sio.on("live", self._on_live, namespace=self.namespace)
        self.sio.on("desk", self._on_desk, namespace=self.namespace)
        self.noted: list[str] = []
        self.sio.on("noted", self._on_noted, namespace=self.namespace)
        self.sio.on("erased", self._on_erased, namespace=self.namespace)

    async def connect(self) -> AgentClient:
        await self.open(headers={"Cookie": self.cookie})
        return self

    async def go_on_duty(self) -> None:
        await self.do("availability", {"availability": "available"})

    async def waiting(self, count: int = 1) -> list[dict[str, Any]]:
        """Wait until so many conversations are in the queue and return them."""
        desk = (await self.do("desk", {}))["desk"]
        self.desks.append(desk)
        await self.until(lambda client: len(client.desks[-1]["queue"]) == count)
        queue: list[dict[str, Any]] = self.desks[-1]["queue"]
        return queue

    async def claim_next(self) -> dict[str, Any]:
        item = (await self.waiting())[0]
        return await self.do("claim", {"conversation": item["conversation"], "version": item["version"]})

    async def send(self, conversation: str, text: str) -> dict[str, Any]:
        return await self.do("send", {"conversation": conversation, "id": str(uuid4()), "text": text})

    async def told(self, conversation: str, text: str) -> None:
        await self.until(lambda c: any(m["text"] == text for m in c.seen.get(conversation, {}).values()))

    async def _on_message(self, wrapped: dict[str, Any]) -> None:
        self.seen.setdefault(wrapped["conversation"], {})[wrapped["message"]["seq"]] = wrapped["message"]
        self.changed()

    async def _on_noted(self, noted: dict[str, Any]) -> None:
        self.noted.append(noted["conversation"])
        self.changed()

    async def _on_erased(self, erased: dict[str, Any]) -> None:
        self.erased.append(erased["conversation"])
        self.changed()

    async def _on_live(self, live: dict[str, Any]) -> None:
        self.lives.append(live)
        self.changed()

    async def _on_desk(self, desk: dict[str, Any]) -> None:
        self.desks.append(desk)
        self.changed()


async def sign_in(url: str, username: str, password: str) -> str:
    """Sign in over HTTP and return the cookie header."""
    body = {"username": username, "password": password}
    async with aiohttp.ClientSession() as session, session.post(f"{url}/api/agent/session", json=body) as answer:
        assert answer.status == 200, await answer.text()
        name, cookie = next(iter(answer.cookies.items()))
        return f"{name}={cookie.value}"
