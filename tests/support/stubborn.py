"""Clients that never give up: what the widget and the console do over a line and a service that come and go."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections import deque
from typing import Any, TypeVar
from uuid import uuid4

import socketio.exceptions

from tests.support.clients import AgentClient, Client, VisitorClient

C = TypeVar("C", VisitorClient, AgentClient)

TRY_AGAIN_S = 0.05
LOST = (socketio.exceptions.SocketIOError, TimeoutError, ConnectionError)


class StubbornVisitor:
    """A citizen who sends each message until it is acknowledged, in order, and keeps what is shown by number."""

    def __init__(self, url: str, name: str) -> None:
        self.name = name
        self.client = VisitorClient(url)
        self.acknowledged: list[tuple[str, int]] = []
        self.applied: list[dict[str, Any]] = []
        """The conversation as the citizen has seen it, each message applied when its turn came."""

    async def say(self, text: str) -> None:
        message_id = str(uuid4())
        answer = await self._until_done("send", {"id": message_id, "text": text})
        self.acknowledged.append((message_id, answer["seq"]))

    async def do(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        return await self._until_done(event, payload)

    async def catch_up(self) -> None:
        """Apply everything that comes after the last message applied."""
        while True:
            after = self.applied[-1]["seq"] if self.applied else 0
            answer = await self._until_done("sync", {"after": after})
            self.applied.extend(answer["messages"])
            if not answer["more"]:
                return

    async def _until_done(self, event: str, payload: dict[str, Any]) -> dict[str, Any]:
        while True:
            try:
                if not self.client.sio.connected:
                    self.client = await _again(self.client, VisitorClient(self.client.url, self.client.token))
                answer = await self.client.ask(event, payload)
            except LOST:
                await asyncio.sleep(TRY_AGAIN_S)
                continue
            if answer["ok"]:
                return answer
            if answer["error"] not in {"rate_limited", "unavailable"}:
                raise AssertionError((event, answer))
            await asyncio.sleep(answer["retry_after_s"] or TRY_AGAIN_S)


class StubbornAgent:
    """An agent who claims whatever waits, answers every message of the visitor once, and now and then gives back."""

    def __init__(self, url: str, cookie: str, seed: int) -> None:
        self.client = AgentClient(url, cookie)
        self.random = random.Random(seed)
        self.acknowledged: list[tuple[str, str, int]] = []
        self.claimed: list[str] = []
        self._answered: set[str] = set()
        self._outbox: deque[tuple[str, str, str]] = deque()

    async def work(self) -> None:
        """Serve until cancelled."""
        while True:
            try:
                if not self.client.sio.connected:
                    self.client = await _again(self.client, AgentClient(self.client.url, self.client.cookie))
                    await self.client.go_on_duty()
                await self._serve()
            except LOST:
                pass
            await asyncio.sleep(TRY_AGAIN_S)

    async def _serve(self) -> None:
        desk = (await self.client.do("desk", {}))["desk"]
        for item in desk["queue"]:
            answer = await self.client.ask("claim", {"conversation": item["conversation"], "version": item["version"]})
            if answer["ok"]:
                self.claimed.append(item["conversation"])
        for item in desk["mine"]:
            await self._serve_one(item["conversation"], item["version"])

    async def _serve_one(self, conversation: str, version: int) -> None:
        answer = await self.client.ask("sync", {"conversation": conversation, "after": 0})
        if not answer["ok"]:
            return
        for message in answer["messages"]:
            if message["author"] == "visitor" and message["id"] not in self._answered:
                self._answered.add(message["id"])
                self._outbox.append((conversation, str(uuid4()), f"agent: {message['text']}"))
        while self._outbox:
            to, message_id, text = self._outbox[0]
            sent = await self.client.ask("send", {"conversation": to, "id": message_id, "text": text})
            if sent["ok"]:
                self.acknowledged.append((to, message_id, sent["seq"]))
            self._outbox.popleft()
        if self.random.random() < 0.1:
            await self.client.ask("return", {"conversation": conversation, "version": version})


async def _again(old: Client, new: C) -> C:
    with contextlib.suppress(*LOST):
        await old.close()
    await new.connect()
    return new
