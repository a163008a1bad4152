"""A bot turn through the service, against the same turn on Rasa's bare REST channel, and with a custom action.

Through the service: from the browser's packet to the answer's, with the question and the answer stored on the way.
Bare: one HTTP request to the same Rasa process.
"""

from __future__ import annotations

import asyncio
import random
import secrets
import time
from pathlib import Path
from uuid import uuid4

import aiohttp

from benchmarks.measure import percentiles
from benchmarks.wire import Wire
from handoff.settings import ROOT
from tests.support.rasa_server import RasaServer, trained_model
from tests.support.service import ServiceProcess, free_port

TURNS = 180
WARM_UP = 20
SEED = 7
CONVERSATION = 10
"""Turns in one conversation: what citizens do, and the tracker does not grow without end."""


def questions() -> list[str]:
    """Return as many questions of `tests/nlu/development.tsv` as are asked, no two alike.

    Asked twice, a question would be understood from memory the second time, and the second asker seem quicker.
    """
    rows = (ROOT / "tests" / "nlu" / "development.tsv").read_text("utf-8").splitlines()
    texts = sorted({row.split("\t")[3] for row in rows[1:]})
    return random.Random(SEED).sample(texts, 2 * (WARM_UP + TURNS))


class Asker:
    """A visitor who asks and waits for the bot's answer."""

    def __init__(self, session: aiohttp.ClientSession, url: str) -> None:
        self._session = session
        self._url = url
        self._answered = asyncio.Event()
        self._wire: Wire | None = None
        self._turns = 0

    async def ask(self, text: str, *, anew: bool = False) -> float:
        """Return the seconds from sending the question to being shown the answer."""
        if self._wire is None or anew or self._turns % CONVERSATION == 0:
            await self._begin()
        assert self._wire is not None
        self._turns += 1
        self._answered.clear()
        began = time.perf_counter()
        call = asyncio.ensure_future(self._wire.call("send", {"id": str(uuid4()), "text": text}))
        await self._answered.wait()
        waited = time.perf_counter() - began
        await call
        return waited

    async def _begin(self) -> None:
        if self._wire is not None:
            await self._wire.close()
        auth = {"token": secrets.token_urlsafe(32), "language": "fi"}
        self._wire = await Wire("/visitor", self._on_event).connect(self._session, self._url, auth)

    def _on_event(self, event: str, data: dict[str, object]) -> None:
        if event == "message" and data["author"] in {"bot", "system"}:
            self._answered.set()


async def ask_bare(session: aiohttp.ClientSession, rasa: RasaServer, turn: int, text: str) -> float:
    body = {"sender": f"bench{turn // CONVERSATION}", "message": text}
    began = time.perf_counter()
    async with session.post(f"{rasa.url}/webhooks/rest/webhook", json=body) as answer:
        replies = await answer.json()
    waited = time.perf_counter() - began
    assert replies, text
    return waited


async def measure(folder: Path) -> dict[str, object]:
    """Ask turn and turn about, so that the machine's mood is the same for both."""
    token = secrets.token_urlsafe(32)
    credentials = folder / "credentials.yml"
    credentials.write_text(f"rest:\nbot.channel.LuukkuInput:\n  token: {token}\n", encoding="utf-8")
    port = free_port()
    service = ServiceProcess(folder, rasa_url=f"http://127.0.0.1:{port}", rasa_token=token, message_limit="1000000")
    tracker_url = f"sqlite:///{folder / 'rasa.db'}"
    model = await asyncio.to_thread(trained_model)
    rasa = RasaServer(model, service.actions_url, tracker_url, token, folder / "rasa.log", credentials=credentials)
    rasa.port = port
    await asyncio.to_thread(rasa.start)
    try:
        await service.start()
        async with aiohttp.ClientSession() as session:
            asker = Asker(session, service.url)
            bare: list[float] = []
            through: list[float] = []
            asked = questions()
            for turn in range(WARM_UP + TURNS):
                bare.append(await ask_bare(session, rasa, turn, asked[2 * turn]))
                through.append(await asker.ask(asked[2 * turn + 1]))
            # Starting the form validates it: one call of a custom action, one answer.
            form = "Haluan antaa palautetta"
            action = [await asker.ask(form, anew=True) for _ in range(WARM_UP + TURNS // 2)]
    finally:
        await service.stop()
        await asyncio.to_thread(rasa.stop)
    bare_ms, through_ms = percentiles(bare[WARM_UP:]), percentiles(through[WARM_UP:])
    action_ms = percentiles(action[WARM_UP:])
    return {
        "turns": TURNS,
        "bare_ms": bare_ms,
        "service_ms": through_ms,
        "service_with_action_ms": action_ms,
        "ratio_p50": round(through_ms["p50"] / bare_ms["p50"], 2),
        "action_adds_ms_p50": round(action_ms["p50"] - through_ms["p50"], 1),
    }
