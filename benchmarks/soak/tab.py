"""A browser tab over lines and processes that come and go: connect, resume by cursor, ask again until answered."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import aiohttp

from benchmarks.soak.records import Records, Screen, Sent
from benchmarks.wire import Wire

LOST = (aiohttp.ClientError, ConnectionError, TimeoutError)
TRY_AGAIN = frozenset({"rate_limited", "unavailable", "internal_error"})
"""Refusals after which a person presses *send again*."""
CONNECT_S = 10
ANSWER_S = 15
"""As long as the widget waits for an acknowledgement before it asks again, generously: the machine is full."""
PAUSE_S = (0.2, 1.5)
"""Between two tries to connect."""


@dataclass(frozen=True, slots=True)
class World:
    """What all tabs share: the processes' addresses, one HTTP client, the notes and the clock of the soak."""

    urls: tuple[str, ...]
    session: aiohttp.ClientSession
    records: Records
    now: Callable[[], float]


class Tab:
    """One connection to either process that comes back by itself while it is `open`.

    Subclasses say what is asked for after each connection (`resume`) and what is done with events (`on_event`).
    """

    namespace = ""

    def __init__(
        self, world: World, name: str, auth: dict[str, Any], headers: dict[str, str], chance: random.Random
    ) -> None:
        self.world = world
        self.name = name
        self.chance = chance
        self._auth = auth
        self._headers = headers
        self._url = chance.choice(world.urls)
        self._wire: Wire | None = None
        self._up = asyncio.Event()
        self._open = asyncio.Event()
        self._news = asyncio.Event()
        self._has_gap = False
        self._has_been_up = False

    def open(self) -> None:
        """Let the tab connect."""
        self._open.set()

    async def cut(self) -> None:
        """End the connection without a word, and stay away until `open`."""
        self._open.clear()
        if self._wire is not None:
            await self._wire.close()
        self._news.set()

    def find_missing(self) -> None:
        """Ask soon for what is missing."""
        self._has_gap = True
        self._news.set()

    async def keep(self) -> None:
        """Be connected whenever the tab is open, until cancelled."""
        while True:
            await self._open.wait()
            await self._connect_once()
            # A browser finds whichever process the proxy gives it: often the other one.
            self._url = self.chance.choice(self.world.urls)
            await asyncio.sleep(self.chance.uniform(*PAUSE_S))

    async def request(self, event: str, payload: dict[str, Any], sent: Sent | None = None) -> dict[str, Any]:
        """Ask until there is an answer that asking again would not change, and return it."""
        while True:
            answer = await self.request_once(event, payload, sent)
            if answer["ok"] or answer["error"] not in {*TRY_AGAIN, "unauthenticated", "lost"}:
                return answer
            await asyncio.sleep(max(answer.get("retry_after_s", 0), self.chance.uniform(*PAUSE_S)))

    async def request_once(self, event: str, payload: dict[str, Any], sent: Sent | None = None) -> dict[str, Any]:
        """Ask once connected and return the answer; the error `lost` when nothing was heard."""
        await self._up.wait()
        wire = self._wire
        assert wire is not None
        if sent is not None:
            sent.tries += 1
        try:
            async with asyncio.timeout(ANSWER_S):
                answer: dict[str, Any] = await wire.call(event, payload)
        except LOST:
            if sent is not None:
                sent.unanswered += 1
            self.world.records.refusals[event, "lost"] += 1
            return {"ok": False, "error": "lost"}
        if not answer["ok"]:
            self.world.records.refusals[event, answer["error"]] += 1
        return answer

    async def send(self, sent: Sent, screen: Screen, event: str, payload: dict[str, Any]) -> None:
        """Send a message under its id until it is acknowledged or refused for good; show it when it is stored."""
        self.world.records.sent.append(sent)
        answer = await self.request(event, {"id": sent.id, **payload}, sent)
        if not answer["ok"]:
            sent.refused = answer["error"]
            return
        sent.seq, sent.stored_text, sent.acknowledged_at = answer["seq"], answer["text"], self.world.now()
        own = {"seq": sent.seq, "id": sent.id, "author": sent.author, "text": sent.stored_text}
        self.show(screen, own, is_pushed=True)

    def show(self, screen: Screen, message: dict[str, Any], *, is_pushed: bool) -> None:
        """Show a message; what is missing before it is asked for."""
        screen.show(message, self.world.now(), is_pushed=is_pushed)
        if is_pushed and screen.has_gap:
            self.find_missing()

    async def resume(self, wire: Wire) -> None:
        """Ask for what was missed."""
        raise NotImplementedError

    def on_event(self, event: str, data: Any) -> None:
        """Take what the server shows."""
        raise NotImplementedError

    async def _connect_once(self) -> None:
        wire = Wire(self.namespace, self.on_event, self._news.set)
        try:
            async with asyncio.timeout(CONNECT_S):
                await wire.connect(self.world.session, self._url, self._auth, self._headers)
            await self.resume(wire)
            self.world.records.counts["reconnections" if self._has_been_up else "tabs"] += 1
            self._has_been_up = True
            self._wire = wire
            self._up.set()
            await self._stay(wire)
        except LOST:
            self.world.records.counts["tries to connect that failed"] += 1
        finally:
            self._up.clear()
            self._wire = None
            await wire.close()

    async def _stay(self, wire: Wire) -> None:
        while wire.is_open and self._open.is_set():
            await self._news.wait()
            self._news.clear()
            if self._has_gap and wire.is_open:
                self._has_gap = False
                await self.resume(wire)


def new_id() -> str:
    """Return an id as browsers make them."""
    return str(uuid4())
