"""A bot of our own making behind the channel's contract: for tests of what the service does with any bot's answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

TOKEN = "a-token-of-the-tests"


class ScriptedBot:
    """Answers turns by `answer`, after `gate` is open; remembers what it was asked. Knows the `forms` it is given,
    by conversation, and asks for their step after `form_gate` is open.

    Like the real one it repeats its answer when asked the same message again.
    """

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.answer: Callable[[dict[str, Any]], dict[str, Any]] = echo
        self.away = False
        self.alarming: set[str] = set()
        self.forgotten: list[str] = []
        self.looked_at: list[dict[str, Any]] = []
        self.tried: list[dict[str, Any]] = []
        self.explained: dict[str, Any] = explanation()
        self.forms: dict[str, dict[str, Any]] = {}
        self.form_gate = asyncio.Event()
        self.form_gate.set()
        self.url = ""
        self._asked = asyncio.Event()
        self._answers: dict[str, dict[str, Any]] = {}

    async def turn(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "unauthenticated"}, status=401)
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        body = await request.json()
        self.asked.append(body)
        self._asked.set()
        await self.gate.wait()
        if body["message"] not in self._answers:
            answer = self.answer(body)
            answer["understanding"].setdefault("alarm", body["text"] in self.alarming)
            self._answers[body["message"]] = answer
        return web.json_response(self._answers[body["message"]])

    async def look(self, request: web.Request) -> web.Response:
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        body = await request.json()
        self.looked_at.append(body)
        return web.json_response({"alarm": body["text"] in self.alarming})

    async def explain(self, request: web.Request) -> web.Response:
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        self.tried.append(await request.json())
        return web.json_response(self.explained)

    async def was_asked(self) -> None:
        """Wait for the first turn to arrive."""
        async with asyncio.timeout(5):
            await self._asked.wait()

    async def forget(self, request: web.Request) -> web.Response:
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        self.forgotten.append(request.match_info["conversation"])
        return web.json_response({})

    async def form(self, request: web.Request) -> web.Response:
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        none = {"form": None, "step": None, "slots": {}}
        return web.json_response(self.forms.get(request.match_info["conversation"], none))

    async def question(self, request: web.Request) -> web.Response:
        await self.form_gate.wait()
        if self.away:
            return web.json_response({"error": "away"}, status=503)
        form, language = self.forms.get(request.match_info["conversation"]), request.query["language"]
        question = reply(f"{form['step']} in {language}?", language=language) if form else reply()
        return web.json_response({"messages": question["messages"]})

    async def ready(self, _request: web.Request) -> web.Response:
        return web.json_response({"model": "scripted"}, status=503 if self.away else 200)


def reply(*texts: str, language: str = "fi", decision: str = "answer", **extra: Any) -> dict[str, Any]:
    """Return an answer of the channel's contract."""
    return {
        "language": language,
        "replayed": False,
        "understanding": {"intent": "greet", "confidence": 0.9, "decision": decision, "options": []},
        "messages": [{"text": text, "language": language, "buttons": [], "links": [], **extra} for text in texts],
    }


def explanation(**changes: Any) -> dict[str, Any]:
    """Return what the channel explains of a question that it surely answers."""
    example = {"text": "venepaikka hinta", "language": "fi", "likeness": 0.57, "pull": 0.2}
    likely = {"topic": "boat_berth", "probability": 0.97, "words": 1.1, "meaning": 2.9, "unlearnt": 2}
    explained = {
        "language": "fi",
        "languages": {"fi": 0.98, "sv": 0.01, "en": 0.01, "other": 0.0},
        "previous": "",
        "ranking": [{"name": "faq/boat_berth", "confidence": 0.97}, {"name": "out_of_scope", "confidence": 0.001}],
        "out_of_scope": 0.001,
        "unclear": 0.0,
        "crisis": 0.01,
        "alarm": False,
        "alarm_at": 0.5,
        "decision": "answer",
        "intent": "faq/boat_berth",
        "topics": ["faq/boat_berth"],
        "options": [],
        "reasons": [
            {"limit": "answer_at", "met": True, "value": 0.97, "needed": 0.5, "intent": "faq/boat_berth"},
            {
                "limit": "scope_odds",
                "met": True,
                "value": 970.0,
                "needed": 30.0,
                "intent": "faq/boat_berth",
                "decided": True,
            },
        ],
        "messages": reply("Hae paikkaa.", links=[{"title": "Sivu", "url": "https://example.fi"}])["messages"],
        "plain": None,
        "goes_on": "",
        "entries": [{**likely, "examples": [example]}],
    }
    return {**explained, **changes}


def echo(body: dict[str, Any]) -> dict[str, Any]:
    if body["waiting"]:  # as the real one does with what it has no answer to
        return reply(language=body["language"], decision="left_to_person")
    return reply(f"bot: {body['text'] or body['choice']}", language=body["language"])


@asynccontextmanager
async def scripted_bot() -> AsyncIterator[ScriptedBot]:
    """Serve a scripted bot on a free port of loopback."""
    bot = ScriptedBot()
    app = web.Application()
    app.router.add_post("/webhooks/luukku/turn", bot.turn)
    app.router.add_post("/webhooks/luukku/look", bot.look)
    app.router.add_post("/webhooks/luukku/explain", bot.explain)
    app.router.add_delete("/webhooks/luukku/conversations/{conversation}", bot.forget)
    app.router.add_get("/webhooks/luukku/conversations/{conversation}/form", bot.form)
    app.router.add_get("/webhooks/luukku/conversations/{conversation}/form/question", bot.question)
    app.router.add_get("/webhooks/luukku/ready", bot.ready)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    bot.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield bot
    finally:
        bot.gate.set()
        bot.form_gate.set()
        await runner.cleanup()
