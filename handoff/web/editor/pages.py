"""The editors' pages: the list of entries, an entry with its draft, and its history.

Every page is a plain form. Whoever has a page open may be late: what others have saved or published since is shown
beside what they have written, and is written over only by somebody who has seen it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.editing.entries import tidied
from handoff.editing.files import ENTRY_ID
from handoff.editing.findings import GRAVE, Finding, findings
from handoff.editing.links import State, check_links
from handoff.editing.service import Editing, Opened
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.faq.model import Entry, Language
from handoff.web.editor.changes import changes
from handoff.web.editor.desk import ROOT, Desk, fields_of, see
from handoff.web.editor.form import BadForm, empty, to_entry, to_fields
from handoff.web.editor.preview import bubbles
from handoff.words import Words

REVIEWED_WITHIN = timedelta(days=365)
"""When a new entry is to be looked at again, until its editor says otherwise."""
DONE = frozenset({"saved", "discarded", "published", "restored", "to_be_learnt"})
LINKS_WITHIN_S = 10.0
"""An editor waits for it; a city's pages answer in one or two seconds."""


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the list."""

    entry: Entry
    findings: list[Finding]
    is_live: bool
    draft_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an editor's form had in it.

    `seen` and `base` are the draft and the live entry that they had before them; `entry` is None if it makes none.
    """

    fields: Mapping[str, str]
    entry: Entry | None
    do: str = ""
    seen: str = ""
    base: str = ""


class EditorPages:
    """The list, an entry and its history."""

    def __init__(self, editing: Editing[Entry], desk: Desk, clock: Clock, labels: Mapping[str, Words]) -> None:
        """`labels`: the assistant's words for buttons, by language."""
        self._editing = editing
        self._desk = desk
        self._clock = clock
        self._labels = labels

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = f"/{{id:{ENTRY_ID.pattern}}}"
        self._desk.add(app, "", get=self._list, post=self._begin)
        self._desk.add(app, one, get=self._one, post=self._change)
        self._desk.add(app, f"{one}/history", get=self._history, post=self._restore)

    # --- the list

    async def _list(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        words, only = request.query.get("q", "").strip().lower(), request.query.get("only", "")
        rows = [row for row in await self._rows() if _is_wanted(row, words, only, language)]
        done = request.query.get("done", "")
        told = done if done in DONE else ""
        return self._list_page(request, language, editor, rows, q=words, only=only, told=told)

    async def _rows(self) -> list[Row]:
        today = self._clock().date()
        drafts = {draft.entry.id: draft for draft in await self._editing.drafts()}
        live = await self._editing.live()
        rows = []
        for entry_id in sorted({*live, *drafts}):
            draft = drafts.get(entry_id)
            entry = draft.entry if draft else live[entry_id]
            rows.append(Row(entry, findings(entry, today), entry_id in live, draft.agent_name if draft else ""))
        return rows

    async def _begin(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Go to the page of an entry that is to be written."""
        entry_id = (await fields_of(request)).get("id", "").strip().lower()
        if not ENTRY_ID.fullmatch(entry_id):
            return self._list_page(request, language, editor, await self._rows(), wrong_name=entry_id or "-")
        return see(f"{ROOT}/{language}/{entry_id}?new=1")

    def _list_page(
        self, request: web.Request, language: Language, editor: Agent, rows: list[Row], **values: str
    ) -> web.Response:
        shown = {"q": "", "only": "", "told": "", "wrong_name": "", **values}
        status = 400 if shown["wrong_name"] else 200
        return self._desk.page(request, "list", language, status=status, editor=editor, rows=rows, **shown)

    # --- one entry

    async def _one(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        done = request.query.get("done", "")
        return await self._entry_page(request, language, editor, told=done if done in DONE else "")

    async def _change(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Save, show, publish or throw away what is in the form."""
        entry_id, fields = request.match_info["id"], await fields_of(request)
        known = {name: fields.pop(name, "") for name in ("do", "seen", "base")}
        try:
            sent = Sent(fields=fields, entry=tidied(to_entry(entry_id, fields)), **known)
        except BadForm as error:
            sent = Sent(fields=fields, entry=None, **known)
            return await self._entry_page(request, language, editor, sent, told=error.why, status=400)
        if sent.do == "show":
            return await self._entry_page(request, language, editor, sent, told="shown")
        if sent.do == "links":
            checked = await _checked_links(sent.entry)
            return await self._entry_page(request, language, editor, sent, checked=checked)
        try:
            done = await self._do(editor, sent)
        except Conflict:
            return await self._entry_page(request, language, editor, sent, told="changed_meanwhile", status=409)
        except BadFaq:
            # It is kept as a draft, and the page says what it lacks.
            return await self._entry_page(request, language, editor, told="not_complete", status=409)
        return see(f"{ROOT}/{language}{'' if done == 'discarded' else f'/{entry_id}'}?done={done}")

    async def _do(self, editor: Agent, sent: Sent) -> str:
        """Do what the form asks for; return what was done."""
        assert sent.entry is not None
        if sent.do == "discard":
            await self._editing.discard(sent.entry.id, sent.seen)
            return "discarded"
        draft = await self._editing.save(editor, sent.entry, seen=sent.seen, base=sent.base)
        if sent.do != "publish":
            return "saved"
        self._editing.require_complete(draft.entry)
        if await self._is_to_be_learnt(sent.entry):
            return "to_be_learnt"
        await self._editing.publish(editor, sent.entry.id, draft.version)
        return "published"

    async def _is_to_be_learnt(self, entry: Entry) -> bool:
        """Tell whether the assistant has to be trained to know what is new in an entry: what is asked, not answered."""
        live = (await self._editing.open(entry.id)).live
        return live is None or any(
            answer.examples != live.entry.answers[language].examples for language, answer in entry.answers.items()
        )

    async def _entry_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        sent: Sent | None = None,
        *,
        told: str = "",
        status: int = 200,
        checked: Mapping[str, State] | None = None,
    ) -> web.Response:
        """Return the page of an entry: as it is kept, or as it was sent and is not kept; `checked`: its links."""
        entry_id, today = request.match_info["id"], self._clock().date()
        try:
            opened = await self._editing.open(entry_id)
        except NotFound:
            if sent is None and "new" not in request.query:
                raise
            opened = Opened(None, None)
        live = opened.live.entry if opened.live else None
        kept = opened.draft.entry if opened.draft else live
        written = sent.entry if sent else None
        shown = written or kept or empty(entry_id, today + REVIEWED_WITHIN)
        version, is_late = opened.draft.version if opened.draft else "", told == "changed_meanwhile"
        history = await self._editing.history(entry_id)
        found = findings(shown, today, history if shown == live else ())
        return self._desk.page(
            request,
            "entry",
            language,
            status=status,
            at=f"/{entry_id}",
            editor=editor,
            entry_id=entry_id,
            entry=shown,
            fields=sent.fields if sent else to_fields(shown),
            live=live,
            draft=opened.draft,
            unpublished=changes(live, shown) if live != shown else [],
            theirs=changes(kept, written) if is_late and written else [],
            findings=found,
            is_complete=not any(finding.kind in GRAVE for finding in found),
            # Who was late has seen on this page what the others have done.
            seen=sent.seen if sent and not is_late else version,
            live_base=sent.base if sent and not is_late else opened.base,
            told=told,
            bubbles=bubbles(shown, self._labels),
            checked=checked,
            is_offline=set((checked or {}).values()) == {"unreachable"},
        )

    # --- what it was

    async def _history(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._history_page(request, language, editor)

    async def _restore(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        entry_id, fields = request.match_info["id"], await fields_of(request)
        try:
            number, seen = int(fields.get("number", "")), int(fields.get("seen", ""))
            await self._editing.restore(editor, entry_id, number, seen)
        except ValueError:
            raise NotFound from None
        except Conflict:
            return await self._history_page(request, language, editor, told="changed_meanwhile", status=409)
        return see(f"{ROOT}/{language}/{entry_id}?done=restored")

    async def _history_page(
        self, request: web.Request, language: Language, editor: Agent, told: str = "", status: int = 200
    ) -> web.Response:
        entry_id = request.match_info["id"]
        await self._editing.open(entry_id)
        revisions = await self._editing.history(entry_id)
        before = {revision.number + 1: revision.entry for revision in revisions}
        lines = [
            (each, changes(before[each.number], each.entry) if each.number in before else []) for each in revisions
        ]
        at = f"/{entry_id}/history"
        return self._desk.page(
            request, "history", language, status=status, at=at, editor=editor, entry_id=entry_id, lines=lines, told=told
        )


async def _checked_links(entry: Entry | None) -> Mapping[str, State]:
    """Ask for the pages to which an entry leads; addresses of other kinds are findings already."""
    assert entry is not None
    urls = [page.url for answer in entry.answers.values() for page in answer.pages]
    https = [url for url in urls if url.startswith("https://")]
    return await check_links(https, within_s=LINKS_WITHIN_S, outside_only=True)


def _is_wanted(row: Row, words: str, only: str, language: Language) -> bool:
    if only == "drafts" and not row.draft_by:
        return False
    if only == "findings" and not row.findings:
        return False
    title = row.entry.answers[language].title
    return all(word in f"{row.entry.id} {row.entry.area} {row.entry.owner} {title}".lower() for word in words.split())
