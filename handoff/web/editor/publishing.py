"""The room where a change set is checked and published, and models are brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.findings import GRAVE, Finding, findings
from handoff.editing.model import Draft, Reference
from handoff.editing.service import Editing
from handoff.errors import Conflict
from handoff.faq.model import Entry, Language
from handoff.training.model import Figures, JobKind, Share
from handoff.training.service import Training
from handoff.web.editor.changes import Change, changes
from handoff.web.editor.confusions import picture
from handoff.web.editor.desk import ROOT, Desk, fields_of, see

NAME = "publishing"
AGAIN_S = 2
"""A page that shows how far a job is asks anew so often."""
MAX_REASON = 1000
TOLD = frozenset({"asked", "busy", "cancelled", "too_late", "nothing_chosen"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A draft, what is different in it, and what keeps it from being published: what is missing or named elsewhere."""

    draft: Draft[Entry]
    changes: list[Change]
    missing: list[Finding]
    references: Sequence[Reference]


class PublishingPages:
    """The change set, the jobs and the models."""

    def __init__(self, editing: Editing[Entry], training: Training, desk: Desk) -> None:
        self._editing = editing
        self._training = training
        self._desk = desk

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        self._desk.open_room(NAME)
        self._desk.add(app, f"/-/{NAME}", get=self._show, post=self._ask)
        self._desk.add(app, f"/-/{NAME}/{{job:[0-9a-f-]{{36}}}}", get=self._job, post=self._cancel)

    async def _show(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        told = request.query.get("told", "")
        return await self._page(request, language, editor, told=told if told in TOLD else "")

    async def _page(
        self, request: web.Request, language: Language, editor: Agent, *, told: str = "", status: int = 200
    ) -> web.Response:
        live = await self._editing.live()
        change_set = [await self._changed(draft, live.get(draft.entry.id)) for draft in await self._editing.drafts()]
        overview = await self._training.overview()
        return self._desk.page(
            request,
            "publishing",
            language,
            status=status,
            editor=editor,
            told=told,
            change_set=change_set,
            overview=overview,
            open_job=next((job for job in overview.jobs if job.is_open), None),
            is_possible=self._training.is_possible,
            is_administrator=editor.role == "administrator",
        )

    async def _changed(self, draft: Draft[Entry], live: Entry | None) -> Changed:
        if draft.withdraws:
            return Changed(draft, [], [], await self._editing.references(draft.entry.id))
        missing = [each for each in findings(draft.entry, draft.entry.review_by) if each.kind in GRAVE]
        return Changed(draft, changes(live, draft.entry), missing, ())

    async def _ask(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        fields = await fields_of(request)
        drafts = {name.removeprefix("draft."): version for name, version in fields.items() if name.startswith("draft.")}
        do = fields.get("do", "")
        kind: JobKind = "roll_back" if do == "roll_back" else "publish" if do == "publish" else "check"
        if kind == "publish" and not drafts:
            return await self._page(request, language, editor, told="nothing_chosen", status=409)
        try:
            job = await self._training.ask(
                editor,
                kind,
                drafts={} if kind == "roll_back" else drafts,
                reason=fields.get("reason", "").strip()[:MAX_REASON] if kind == "publish" else "",
                model=fields.get("model", "") if kind == "roll_back" else "",
            )
        except Conflict:
            return await self._page(request, language, editor, told="busy", status=409)
        return see(f"{ROOT}/{language}/-/{NAME}/{job.id}")

    async def _job(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        job = await self._training.job(request.match_info["job"])
        is_renewed = job.is_open and "still" not in request.query
        values = await self._figures(job.figures, language) if job.figures else {}
        response = self._desk.page(request, "job", language, editor=editor, job=job, is_renewed=is_renewed, **values)
        if is_renewed:
            # Without scripts: the browser asks for the page anew.
            response.headers["Refresh"] = str(AGAIN_S)
        return response

    async def _figures(self, figures: Figures, language: Language) -> Mapping[str, Any]:
        """Return what the page shows of figures: the worst first, and entries by their titles."""
        drafts = {draft.entry.id: draft.entry for draft in await self._editing.drafts()}
        entries = {**drafts, **await self._editing.live()}
        titles = {entry_id: entry.answers[language].title or entry_id for entry_id, entry in entries.items()}
        tongues, found = self._desk.words(language)["tongues"], figures.examples
        if found is None:
            return {"worst": _worst(figures.entries), "titles": titles}
        return {
            "worst": _worst(figures.entries),
            "titles": titles,
            "in_tongues": [(tongues[tongue], share) for tongue, share in found.languages.items()],
            "worst_examples": [(titles.get(label, label), share) for label, share in _worst(found.entries)],
            "squares": picture(found),
        }

    async def _cancel(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        job_id = request.match_info["job"]
        told = "cancelled"
        try:
            await self._training.cancel(job_id)
        except Conflict:
            told = "too_late"
        return see(f"{ROOT}/{language}/-/{NAME}?told={told}")


def _worst(entries: Mapping[str, Share]) -> list[tuple[str, Share]]:
    return sorted(entries.items(), key=lambda entry: (entry[1].right / entry[1].n, entry[0]))
