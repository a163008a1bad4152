"""The deployment's own test questions: what there is, and a way to remove each."""

from __future__ import annotations

import asyncio

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.service import Editing
from handoff.evaluation.own_rows import OwnRows
from handoff.evaluation.rows import MalformedRows, Row
from handoff.faq.model import Entry, Language
from handoff.web.editor.desk import ROOT, Desk, fields_of, see

ROOM = "questions"
TOLD = frozenset({"removed", "gone", "malformed"})


class QuestionPages:
    """The newest first, each leading to its answer."""

    def __init__(self, questions: OwnRows, editing: Editing[Entry], desk: Desk) -> None:
        self._questions = questions
        self._editing = editing
        self._desk = desk

    def add_routes(self, app: web.Application) -> None:
        """Add the page."""
        self._desk.open_room(ROOM)
        self._desk.add(app, f"/-/{ROOM}", get=self._page, post=self._remove)

    async def _page(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        told, detail, rows = request.query.get("told", ""), "", list[Row]()
        try:
            rows = await asyncio.to_thread(self._questions.read)
        except MalformedRows as error:
            told, detail = "malformed", str(error)
        live = await self._editing.live()
        return self._desk.page(
            request,
            "questions",
            language,
            editor=editor,
            rows=rows[::-1],
            titles={entry_id: entry.answers[language].title for entry_id, entry in live.items()},
            told=told if told in TOLD else "",
            detail=detail,
        )

    async def _remove(self, request: web.Request, language: Language, _editor: Agent) -> web.StreamResponse:
        fields = await fields_of(request)
        try:
            there = await asyncio.to_thread(self._questions.remove, fields.get("language", ""), fields.get("text", ""))
        except (MalformedRows, FileNotFoundError):
            there = False
        return see(f"{ROOT}/{language}/-/{ROOM}?told={'removed' if there else 'gone'}")
