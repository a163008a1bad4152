"""The real action webhook, with services in memory."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aiohttp import web

from actions import ports
from handoff.rasa.webhook import make_webhook_app
from tests.support.service import free_port


@dataclass
class MemoryServices:
    """`actions.ports.Services` in memory. Tests set `human`, `available` and `mistyped`, and read `cases`."""

    human: ports.HumanOutcome = "queued"
    available: bool = True
    human_requests: list[str] = field(default_factory=list)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    mistyped: set[str] = field(default_factory=set)
    receipts: dict[tuple[str, str], ports.CaseReceipt] = field(default_factory=dict)

    async def request_human(self, conversation: str, turn: str) -> ports.HumanOutcome:
        self._check()
        self.human_requests.append(conversation)
        return self.human

    async def submit_feedback(
        self, conversation: str, turn: str, *, kind: str, text: str, place: str, email: str, language: str
    ) -> ports.CaseReceipt:
        self._check()
        if (conversation, turn) not in self.receipts:
            code = f"LK-TEST-0000-{len(self.cases):04d}"
            self.cases[code] = {"kind": kind, "text": text, "place": place, "email": email, "language": language}
            self.receipts[conversation, turn] = ports.CaseReceipt(code, date(2020, 6, 24))
        return self.receipts[conversation, turn]

    async def find_case(self, code: str) -> ports.CaseStatus | ports.CodeTrouble:
        self._check()
        if code in self.mistyped:
            return "mistyped"
        wanted = "".join(code.upper().split()).replace("-", "")
        for known, case in self.cases.items():
            if known.replace("-", "") == wanted:
                return ports.CaseStatus(known, case["kind"], "received", date(2020, 6, 9), date(2020, 6, 24))
        return "unknown"

    def _check(self) -> None:
        if not self.available:
            raise ports.ServicesUnavailable("switched off by the test")


class ActionWebhook:
    """Serves `actions/` on a port of its own, in a thread with its own event loop."""

    def __init__(self, services: MemoryServices, token: str) -> None:
        self._services = services
        self._token = token
        self._port = free_port()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}/webhook"

    def start(self) -> None:
        self._thread.start()
        assert self._started.wait(10)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        runner = self._loop.run_until_complete(self._start())
        self._started.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        self._loop.close()

    async def _start(self) -> web.AppRunner:
        runner = web.AppRunner(make_webhook_app(self._token, self._services))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port).start()
        return runner
