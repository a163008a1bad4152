"""The inbox: what the assistant could not answer, in groups, and agents' proposals, each with what can be done with it.

Every text is strictly masked before it is shown, stands in a field to be put right, and is looked at once more when it
is sent: what may still tell of somebody is not taken.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.conversations import personal
from handoff.editing.files import ENTRY_ID
from handoff.errors import Conflict, NotFound
from handoff.evaluation.rows import MalformedRows
from handoff.faq.model import Language
from handoff.inbox.model import REASONS, Group, Taken, Wanted
from handoff.inbox.scope import INTENT, BadScope
from handoff.inbox.service import LANGUAGES, Inbox, StillPersonal
from handoff.web.editor.desk import ROOT, Desk, fields_of, see

ROOM = "inbox"
PAGE_SIZE = 20
MOST_TEXTS = 40
"""Texts of a group on its page, and in one form: more come up again when these are handled."""
PERIODS = (7, 28, 90)
MAX_CHARS = 300
"""Of a question, longer than any that the assistant was trained with."""
MAX_REPLY_CHARS = 4000
DONE = frozenset({"added", "started", "out_of_scope", "tested", "dropped", "undone", "answered"})
KEY = r"[0-9a-f]{32}"
UUID = r"[0-9a-f-]{36}"


@dataclass(frozen=True, slots=True)
class Line:
    """A text in the form: as it is to be taken, and how it was found. `language` may be changed."""

    key: str
    language: str
    text: str
    count: int = 1
    is_chosen: bool = True
    is_masked: bool = False
    is_wrong: bool = False


class InboxPages:
    """The groups, one group, and one proposal."""

    def __init__(self, inbox: Inbox, desk: Desk) -> None:
        self._inbox = inbox
        self._desk = desk

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        self._desk.open_room(ROOM)
        self._desk.add(app, f"/-/{ROOM}", get=self._list, post=self._undo)
        self._desk.add(app, f"/-/{ROOM}/{{key:{KEY}}}", get=self._group, post=self._handle)
        self._desk.add(app, f"/-/{ROOM}/reply/{{id:{UUID}}}", get=self._proposal, post=self._answer)

    # --- all groups

    async def _list(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        wanted = _wanted(request.query)
        overview = await self._inbox.overview(wanted)
        pages = max(1, -(-len(overview.groups) // PAGE_SIZE))
        number = min(max(_number(request.query.get("page", "")), 1), pages)
        shown = overview.groups[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        done = request.query.get("done", "")
        return self._desk.page(
            request,
            "inbox",
            language,
            editor=editor,
            groups=[(group, personal.mask(group.texts[0].text)) for group in shown],
            most=max((group.this_week for group in shown), default=1) or 1,
            total=len(overview.groups),
            is_rough=overview.is_rough,
            titles=await self._titles(language),
            proposals=await self._inbox.proposals(),
            recent=await self._inbox.recent(),
            wanted=wanted,
            reasons=REASONS,
            tongues=LANGUAGES,
            periods=PERIODS,
            number=number,
            pages=pages,
            told=done if done in DONE else "",
            batch=request.query.get("batch", "") if done == "dropped" else "",
            reply=request.query.get("reply", "") if done == "dropped" else "",
        )

    async def _undo(self, _request: web.Request, language: Language, _editor: Agent) -> web.StreamResponse:
        """Let what was dropped come up again; who has done so already finds it there."""
        fields = await fields_of(_request)
        try:
            if fields.get("reply"):
                await self._inbox.undo_proposal(fields["reply"])
            else:
                await self._inbox.undo(fields.get("batch", ""))
        except NotFound:
            return see(_at(language))
        return see(f"{_at(language)}?done=undone")

    # --- one group

    async def _group(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        group = await self._inbox.find(request.match_info["key"])
        lines = [
            Line(text.key, text.language, shown := personal.mask(text.text), len(text.said), is_masked="●" in shown)
            for text in group.texts[:MOST_TEXTS]
        ]
        return await self._group_page(request, language, editor, group, lines)

    async def _handle(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Do with the chosen texts, or with one alone, what the pressed button says."""
        fields = await fields_of(request)
        do, _, only = fields.get("do", "").partition(":")
        lines = _lines(fields, only)
        chosen = [line for line in lines if line.is_chosen]
        taken = [Taken(line.key, _tongue(line.language), line.text) for line in chosen]
        entry_id, new_id = fields.get("entry", ""), fields.get("new", "").strip().lower()
        told, where, status = "", "", 409
        is_test = fields.get("use", "") == "test"
        try:
            told = _missing(do, chosen, new_id)
            if not told and is_test and do in ("add", "scope"):
                await self._inbox.test(editor, INTENT if do == "scope" else entry_id, taken)
                where = f"{_at(language)}?done=tested"
            elif not told:
                where = await self._do(do, language, editor, taken, new_id if do == "start" else entry_id)
            status = 400
        except StillPersonal as error:
            told, status, wrong = "still_personal", 400, {chosen[place].key for place in error.which}
            lines = [_marked(line, is_wrong=line.key in wrong) for line in lines]
        except Conflict:
            told = "name_taken" if do == "start" else "changed_meanwhile"
        except NotFound:
            told = "no_entry"
        except (BadScope, MalformedRows):
            told = "bad_scope"
        if where:
            return see(where)
        try:
            group = await self._inbox.find(request.match_info["key"])
        except NotFound:
            # Somebody else has handled it: what was written is still to be read.
            group = None
            told, status = told or "handled", 409
        values = {"entry_id": entry_id, "new_id": new_id, "is_test": is_test, "told": told, "status": status}
        return await self._group_page(request, language, editor, group, lines, **values)

    async def _do(self, do: str, language: Language, editor: Agent, taken: Sequence[Taken], entry_id: str) -> str:
        """Do it; return where to go then."""
        match do:
            case "drop":
                batch = await self._inbox.drop(editor, [each.key for each in taken])
                return f"{_at(language)}?done=dropped&batch={batch}"
            case "start":
                await self._inbox.start(editor, entry_id, taken)
                return f"{ROOT}/{language}/{entry_id}?done=saved"
            case "scope":
                await self._inbox.put_out_of_scope(editor, taken)
                return f"{_at(language)}?done=out_of_scope"
            case _:
                await self._inbox.add(editor, entry_id, taken)
                return f"{_at(language)}?done=added"

    async def _group_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        group: Group | None,
        lines: Sequence[Line],
        **values: Any,
    ) -> web.Response:
        nearest = group.nearest if group else ()
        about = {"entry_id": nearest[0] if nearest else "", "new_id": "", "told": "", "is_test": False, **values}
        return self._desk.page(
            request,
            "inbox_group",
            language,
            editor=editor,
            group=group,
            lines=lines,
            more=max(0, len(group.texts) - MOST_TEXTS) if group else 0,
            titles=await self._titles(language),
            tongues=LANGUAGES,
            max_chars=MAX_CHARS,
            **about,
        )

    # --- an agent's proposal

    async def _proposal(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        proposal = await self._inbox.proposal(request.match_info["id"])
        question, reply = personal.mask(proposal.question), personal.mask(proposal.reply)
        return await self._proposal_page(request, language, editor, question=question, reply=reply)

    async def _answer(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        fields, proposal_id = await fields_of(request), request.match_info["id"]
        do, question, reply = (fields.get(name, "") for name in ("do", "question", "reply"))
        new_id, entry_id = fields.get("new", "").strip().lower(), fields.get("entry", "")
        chosen = new_id if do == "start" else entry_id
        told, status = "", 400
        try:
            if do == "drop":
                await self._inbox.drop_proposal(proposal_id)
                return see(f"{_at(language)}?done=dropped&reply={proposal_id}")
            if do == "start" and not ENTRY_ID.fullmatch(new_id):
                told = "wrong_name"
            elif not reply.strip() or len(reply) > MAX_REPLY_CHARS or len(question) > MAX_CHARS:
                told = "bad_length"
            elif chosen not in await self._inbox.entries() and do != "start":
                told = "no_entry"
            else:
                how = {"entry_id": chosen, "question": question, "reply": reply}
                await self._inbox.answer(editor, proposal_id, **how, is_new=do == "start")
                return see(f"{ROOT}/{language}/{chosen}?done=saved")
        except StillPersonal:
            told = "still_personal"
        except Conflict:
            told, status = ("name_taken" if do == "start" else "changed_meanwhile"), 409
        values = {"entry_id": entry_id, "new_id": new_id, "told": told, "status": status}
        return await self._proposal_page(request, language, editor, question=question, reply=reply, **values)

    async def _proposal_page(
        self, request: web.Request, language: Language, editor: Agent, *, question: str, reply: str, **values: Any
    ) -> web.Response:
        about = {"entry_id": "", "new_id": "", "told": "", **values}
        return self._desk.page(
            request,
            "inbox_reply",
            language,
            editor=editor,
            proposal=await self._inbox.proposal(request.match_info["id"]),
            question=question,
            reply=reply,
            wrong=[bool(personal.find(text)) for text in (question, reply)],
            titles=await self._titles(language),
            max_chars=MAX_CHARS,
            max_reply_chars=MAX_REPLY_CHARS,
            **about,
        )

    async def _titles(self, language: Language) -> Mapping[str, str]:
        """Return the entries' titles by id, in the order of the alphabet."""
        entries = await self._inbox.entries()
        titles = {entry_id: entry.answers[language].title or entry_id for entry_id, entry in entries.items()}
        return dict(sorted(titles.items(), key=lambda each: each[1].casefold()))


def _at(language: Language) -> str:
    return f"{ROOT}/{language}/-/{ROOM}"


def _wanted(query: Mapping[str, str]) -> Wanted:
    reason, language, days = query.get("reason", ""), query.get("language", ""), _number(query.get("days", ""))
    return Wanted(
        reason if reason in REASONS else "",
        language if language in LANGUAGES else "",
        days if days in PERIODS else 0,
    )


def _missing(do: str, chosen: Sequence[Line], new_id: str) -> str:
    """Return what the form lacks, in a word; empty: nothing."""
    if not chosen:
        return "none_chosen"
    if do == "drop":
        return ""
    if any(not line.text.strip() or len(line.text) > MAX_CHARS for line in chosen):
        return "bad_length"
    return "wrong_name" if do == "start" and not ENTRY_ID.fullmatch(new_id) else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _lines(fields: Mapping[str, str], only: str) -> list[Line]:
    """Return what the form has; where one text's own button was pressed it alone is chosen."""
    lines = []
    for place in range(MOST_TEXTS):
        if key := fields.get(f"key{place}", ""):
            is_chosen = only == str(place) if only else f"chosen{place}" in fields
            text, count = fields.get(f"text{place}", ""), max(1, _number(fields.get(f"count{place}", "")))
            line = Line(key, _tongue(fields.get(f"language{place}", "")), text, count, is_chosen)
            lines.append(_marked(line, is_wrong=False))
    return lines


def _marked(line: Line, *, is_wrong: bool) -> Line:
    return Line(line.key, line.language, line.text, line.count, line.is_chosen, "●" in line.text, is_wrong)


def _tongue(code: str) -> Language:
    return next((language for language in LANGUAGES if language == code), "fi")
