"""The real action webhook, with services in memory."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from aiohttp import web

from actions import ports
from handoff.callbacks.phones import read_phone
from handoff.errors import InvalidPayload
from handoff.rasa.webhook import make_webhook_app
from tests.support.service import free_port

RESUME_CODE = "7F3K-Q2M9-0ZXC-41TB"


@dataclass
class MemoryServices:
    """`actions.ports.Services` in memory. Tests set what it says and whether it does, and read what it was given."""

    human: ports.HumanOutcome = "queued"
    available: bool = True
    human_requests: list[str] = field(default_factory=list)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    mistyped: set[str] = field(default_factory=set)
    ways: tuple[ports.ContactWay, ...] = ("email",)
    reviews: bool = True
    review: ports.Review = field(default_factory=ports.Review)
    reviewed: list[ports.Feedback] = field(default_factory=list)
    saved: dict[str, ports.Feedback] = field(default_factory=dict)
    sent_to: list[str] = field(default_factory=list)
    receipts: dict[tuple[str, str], ports.CaseReceipt] = field(default_factory=dict)

    async def request_human(self, conversation: str, turn: str) -> ports.HumanOutcome:
        self._check()
        self.human_requests.append(conversation)
        return self.human

    async def contact_ways(self) -> tuple[ports.ContactWay, ...]:
        self._check()
        return self.ways

    async def read_phone(self, text: str) -> str:
        self._check()
        try:
            return read_phone(text)
        except InvalidPayload:
            return ""

    async def review_feedback(self, conversation: str, feedback: ports.Feedback) -> ports.Review:
        self._check()
        if not self.reviews:
            raise ports.ServicesUnavailable("switched off by the test")
        self.reviewed.append(feedback)
        return self.review

    async def submit_feedback(self, conversation: str, turn: str, feedback: ports.Feedback) -> ports.CaseReceipt:
        self._check()
        if (conversation, turn) not in self.receipts:
            code = f"LK-TEST-0000-{len(self.cases):04d}"
            self.cases[code] = asdict(feedback)
            self.receipts[conversation, turn] = ports.CaseReceipt(code, date(2020, 6, 24))
        return self.receipts[conversation, turn]

    async def save_feedback(
        self, conversation: str, turn: str, feedback: ports.Feedback, send_to: str
    ) -> ports.SavedForm:
        self._check()
        self.saved[RESUME_CODE] = feedback
        self.sent_to.append(send_to)
        return ports.SavedForm(RESUME_CODE, date(2020, 7, 9), is_mailed=bool(send_to))

    async def resume_feedback(self, conversation: str, code: str) -> ports.Feedback | ports.CodeTrouble:
        self._check()
        if code in self.mistyped:
            return "mistyped"
        return self.saved.get(code.upper(), "unknown")

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
