"""The guides' room: the list, a guide with its draft, its history, and how visitors would see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.editing.files import ENTRY_ID
from handoff.editing.guide_steps import STEP, stepped
from handoff.editing.guides import tidied
from handoff.editing.service import Editing, Opened
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.guides.model import Guide, Language
from handoff.guides.problems import LANGUAGES, problems
from handoff.web.editor.desk import ROOT, Desk, fields_of, see
from handoff.web.editor.form import BadForm
from handoff.web.editor.guide_changes import guide_changes, told_problems
from handoff.web.editor.guide_form import empty, gone, to_fields, to_guide
from handoff.web.guides.pages import GuidePages
from handoff.words import Words

ROOM = "guides"
PLACE = f"/-/{ROOM}"
REVIEWED_WITHIN = timedelta(days=365)
"""When a new guide is to be looked at again, until its editor says otherwise."""
DONE = frozenset({"saved", "discarded", "published", "restored"})
FORM_BYTES = 512 * 1024
"""A guide's form is larger than any other: three languages of each text, and in an address' spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an editor's form had in it; `guide` is None if it makes none. The others as in an entry's form."""

    fields: Mapping[str, str]
    guide: Guide | None
    do: str = ""
    seen: str = ""
    base: str = ""


class GuideRoom:
    """The guides at the editors' desk."""

    def __init__(
        self, editing: Editing[Guide], desk: Desk, public: GuidePages, clock: Clock, words: Mapping[str, Words]
    ) -> None:
        self._editing = editing
        self._desk = desk
        self._public = public
        self._clock = clock
        self._words = words
        desk.open_room(ROOM)

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = f"{PLACE}/{{id:{ENTRY_ID.pattern}}}"
        self._desk.add(app, PLACE, get=self._list, post=self._begin)
        self._desk.add(app, one, get=self._one, post=self._change)
        self._desk.add(app, f"{one}/preview", get=self._preview)
        self._desk.add(app, f"{one}/history", get=self._history, post=self._restore)

    # --- the list

    async def _list(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._list_page(request, language, editor)

    async def _begin(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Go to the page of a guide that is to be written."""
        guide_id = (await fields_of(request)).get("id", "").strip().lower()
        if not ENTRY_ID.fullmatch(guide_id):
            return await self._list_page(request, language, editor, wrong_name=guide_id or "-")
        return see(f"{ROOT}/{language}{PLACE}/{guide_id}?new=1")

    async def _list_page(
        self, request: web.Request, language: Language, editor: Agent, wrong_name: str = ""
    ) -> web.Response:
        drafts = {draft.entry.id: draft for draft in await self._editing.drafts()}
        live = await self._editing.live()
        rows = []
        for guide_id in sorted({*live, *drafts}):
            draft = drafts.get(guide_id)
            guide = draft.entry if draft else live[guide_id]
            is_late = guide.review_by < self._clock().date()
            rows.append((guide, draft.agent_name if draft else "", guide_id in live, is_late, len(problems(guide))))
        status, told = 400 if wrong_name else 200, _done(request)
        return self._desk.page(
            request, "guides", language, status=status, editor=editor, rows=rows, wrong_name=wrong_name, told=told
        )

    # --- one guide

    async def _one(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._guide_page(request, language, editor, told=_done(request))

    async def _change(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Save, step, show, publish or throw away what is in the form."""
        fields = await fields_of(request.clone(client_max_size=FORM_BYTES))
        guide_id, known = request.match_info["id"], {name: fields.pop(name, "") for name in ("do", "seen", "base")}
        try:
            sent = Sent(fields=fields, guide=tidied(to_guide(guide_id, fields)), **known)
        except BadForm as error:
            sent = Sent(fields=fields, guide=None, **known)
            return await self._guide_page(request, language, editor, sent, told=error.why, status=400)
        try:
            return see(f"{ROOT}/{language}{PLACE}{await self._do(editor, sent)}")
        except Conflict:
            return await self._guide_page(request, language, editor, sent, told="changed_meanwhile", status=409)
        except BadFaq:
            # It is kept as a draft, and the page says what it lacks.
            return await self._guide_page(request, language, editor, told="not_complete", status=409)

    async def _do(self, editor: Agent, sent: Sent) -> str:
        """Do what the form asks for; return where to go then, inside the room."""
        guide, opened = sent.guide, ""
        assert guide is not None
        if sent.do == "discard":
            await self._editing.discard(guide.id, sent.seen)
            return "?done=discarded"
        if STEP.fullmatch(sent.do):
            guide, opened = stepped(guide, sent.do)
        draft = await self._editing.save(editor, guide, seen=sent.seen, base=sent.base)
        if sent.do == "show":
            return f"/{guide.id}/preview"
        if sent.do != "publish":
            return f"/{guide.id}?done=saved" + (f"&open={opened}#{opened}" if opened else "")
        await self._editing.publish(editor, guide.id, draft.version)
        return f"/{guide.id}?done=published"

    async def _guide_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        sent: Sent | None = None,
        *,
        told: str = "",
        status: int = 200,
    ) -> web.Response:
        """Return the page of a guide: as it is kept, or as it was sent and is not kept."""
        guide_id = request.match_info["id"]
        try:
            opened = await self._editing.open(guide_id)
        except NotFound:
            if sent is None and "new" not in request.query:
                raise
            opened = Opened(None, None)
        live = opened.live.entry if opened.live else None
        kept = opened.draft.entry if opened.draft else live
        written = sent.guide if sent else None
        shown = written or kept or empty(guide_id, self._clock().date() + REVIEWED_WITHIN)
        version, is_late = opened.draft.version if opened.draft else "", told == "changed_meanwhile"
        return self._desk.page(
            request,
            "guide",
            language,
            status=status,
            at=f"{PLACE}/{guide_id}",
            editor=editor,
            guide=shown,
            fields=sent.fields if sent else to_fields(shown),
            live=live,
            draft=opened.draft,
            gone=gone,
            open=request.query.get("open", ""),
            unpublished=guide_changes(live, shown) if live != shown else [],
            theirs=guide_changes(kept, written) if is_late and kept and written else [],
            problems=told_problems(shown, self._words[language][ROOM]),
            # Who was late has seen on this page what the others have done.
            seen=sent.seen if sent and not is_late else version,
            live_base=sent.base if sent and not is_late else opened.base,
            told=told,
        )

    async def _preview(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Show the guide's public page as the draft would make it."""
        opened = await self._editing.open(request.match_info["id"])
        kept = opened.draft or opened.live
        assert kept is not None
        here = {each: f"{ROOT}/{each}{PLACE}/{kept.entry.id}/preview" for each in LANGUAGES}
        return self._public.preview(request, kept.entry, language, here)

    # --- what it was

    async def _history(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._history_page(request, language, editor)

    async def _restore(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        guide_id, fields = request.match_info["id"], await fields_of(request)
        try:
            number, seen = int(fields.get("number", "")), int(fields.get("seen", ""))
            await self._editing.restore(editor, guide_id, number, seen)
        except ValueError:
            raise NotFound from None
        except Conflict:
            return await self._history_page(request, language, editor, told="changed_meanwhile", status=409)
        return see(f"{ROOT}/{language}{PLACE}/{guide_id}?done=restored")

    async def _history_page(
        self, request: web.Request, language: Language, editor: Agent, told: str = "", status: int = 200
    ) -> web.Response:
        guide_id = request.match_info["id"]
        await self._editing.open(guide_id)
        revisions = await self._editing.history(guide_id)
        before = {revision.number + 1: revision.entry for revision in revisions}
        lines = [
            (each, guide_changes(before[each.number], each.entry) if each.number in before else [])
            for each in revisions
        ]
        at = f"{PLACE}/{guide_id}/history"
        return self._desk.page(
            request,
            "guide_history",
            language,
            status=status,
            at=at,
            editor=editor,
            guide_id=guide_id,
            lines=lines,
            told=told,
        )


def _done(request: web.Request) -> str:
    done = request.query.get("done", "")
    return done if done in DONE else ""
