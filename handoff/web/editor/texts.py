"""The editors' pages of the fixed texts: the list, a text with its draft, and its history.

As with the answers, whoever is late is shown what others have saved, and writes over it only after having seen it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.service import Opened
from handoff.editing.text_editing import TextEditing
from handoff.editing.texts import ITEM_ID, LINES, TextItem, parse, tidied
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.faq.model import Language
from handoff.web.editor.changes import Change, changed_fields
from handoff.web.editor.desk import ROOT, Desk, fields_of, see
from handoff.words import Words

ROOM = "texts"
MAX_CHARS = 20_000
"""Of all fields together: three times the longest text with all that belongs to it."""
DONE = frozenset({"saved", "discarded", "published", "restored"})


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the list."""

    item: TextItem
    draft_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What an editor's form had in it, and the draft and the live text that they had before them."""

    item: TextItem
    do: str = ""
    seen: str = ""
    base: str = ""


class TextPages:
    """The room `/-/texts` of the desk."""

    def __init__(self, editing: TextEditing, desk: Desk, words: Mapping[str, Words]) -> None:
        self._editing = editing
        self._desk = desk
        self._words = words

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = f"/-/{ROOM}/{{id:{ITEM_ID.pattern}}}"
        self._desk.open_room(ROOM)
        self._desk.add(app, f"/-/{ROOM}", get=self._list)
        self._desk.add(app, one, get=self._one, post=self._change)
        self._desk.add(app, f"{one}/history", get=self._history, post=self._restore)

    # --- the list

    async def _list(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        words, only = request.query.get("q", "").strip().lower(), request.query.get("only", "")
        drafts = {draft.entry.id: draft for draft in await self._editing.drafts()}
        groups: dict[str, list[Row]] = {}
        for item_id, live in (await self._editing.live()).items():
            draft = drafts.get(item_id)
            row = Row(draft.entry if draft else live, draft.agent_name if draft else "")
            if _is_wanted(row, words, only):
                groups.setdefault(live.group, []).append(row)
        done = request.query.get("done", "")
        return self._desk.page(
            request,
            "texts",
            language,
            editor=editor,
            groups=groups,
            choices=await self._editing.groups(),
            text_url=_url(language),
            q=words,
            only=only,
            told=done if done in DONE else "",
        )

    # --- one text

    async def _one(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        done = request.query.get("done", "")
        return await self._page(request, language, editor, told=done if done in DONE else "")

    async def _change(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Save, show, publish or throw away what is in the form."""
        item_id, fields = request.match_info["id"], await fields_of(request)
        known = {name: fields.pop(name, "") for name in ("do", "seen", "base")}
        opened = await self._open(item_id)
        # The file says which fields there are, not the form.
        names = opened.live.entry.fields if opened.live else {}
        item = TextItem(item_id, {name: fields.get(name, "") for name in names})
        if sum(map(len, item.fields.values())) > MAX_CHARS:
            return await self._page(request, language, editor, told="too_long", status=400)
        sent = Sent(item=tidied(item), **known)
        if sent.do == "show":
            return await self._page(request, language, editor, sent, told="shown")
        try:
            done = await self._do(editor, sent)
        except Conflict:
            return await self._page(request, language, editor, sent, told="changed_meanwhile", status=409)
        except BadFaq:
            # It is kept as a draft, and the page says what is wrong with it.
            return await self._page(request, language, editor, told="not_complete", status=409)
        return see(f"{_url(language)}/{item_id}?done={done}")

    async def _do(self, editor: Agent, sent: Sent) -> str:
        """Do what the form asks for; return what was done."""
        if sent.do == "discard":
            await self._editing.discard(sent.item.id, sent.seen)
            return "discarded"
        draft = await self._editing.save(editor, sent.item, seen=sent.seen, base=sent.base)
        if sent.do != "publish":
            return "saved"
        await self._editing.publish(editor, sent.item.id, draft.version)
        return "published"

    async def _open(self, item_id: str) -> Opened[TextItem]:
        opened = await self._editing.open(item_id)
        if opened.live is None:  # taken out of its file since somebody drafted it
            raise NotFound
        return opened

    async def _page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        sent: Sent | None = None,
        *,
        told: str = "",
        status: int = 200,
    ) -> web.Response:
        """Return the page of a text: as it is kept, or as it was sent and is not kept."""
        opened = await self._open(request.match_info["id"])
        assert opened.live is not None
        live, draft = opened.live.entry, opened.draft
        # A draft of a file that has other fields now shows those that are still there.
        kept = TextItem(live.id, {**live.fields, **_known(draft.entry, live)}) if draft else live
        shown, is_late = sent.item if sent else kept, told == "changed_meanwhile"
        return self._desk.page(
            request,
            "text",
            language,
            status=status,
            at=f"/-/{ROOM}/{live.id}",
            editor=editor,
            item=shown,
            draft=draft,
            parse=parse,
            label=self._label(language),
            used_by=await self._editing.used_by(live.id),
            findings=await self._editing.findings(shown),
            unpublished=_changes(live, shown),
            theirs=_changes(kept, shown) if is_late else [],
            # Who was late has seen on this page what the others have done.
            seen=sent.seen if sent and not is_late else draft.version if draft else "",
            live_base=sent.base if sent and not is_late else opened.base,
            text_url=_url(language),
            told=told,
        )

    # --- what it was

    async def _history(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._history_page(request, language, editor)

    async def _restore(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        item_id, fields = request.match_info["id"], await fields_of(request)
        try:
            number, seen = int(fields.get("number", "")), int(fields.get("seen", ""))
            await self._editing.restore(editor, item_id, number, seen)
        except BadFaq:
            return await self._history_page(request, language, editor, told="not_restored", status=409)
        except ValueError:
            raise NotFound from None
        except Conflict:
            return await self._history_page(request, language, editor, told="changed_meanwhile", status=409)
        return see(f"{_url(language)}/{item_id}?done=restored")

    async def _history_page(
        self, request: web.Request, language: Language, editor: Agent, told: str = "", status: int = 200
    ) -> web.Response:
        item_id = request.match_info["id"]
        await self._open(item_id)
        revisions = await self._editing.history(item_id)
        before = {revision.number + 1: revision.entry for revision in revisions}
        lines = [
            (each, _changes(before[each.number], each.entry) if each.number in before else []) for each in revisions
        ]
        return self._desk.page(
            request,
            "text_history",
            language,
            status=status,
            at=f"/-/{ROOM}/{item_id}/history",
            editor=editor,
            item=revisions[0].entry,
            lines=lines,
            label=self._label(language),
            text_url=_url(language),
            told=told,
        )

    def _label(self, language: Language) -> Callable[[str], str]:
        """Return what names a field on a page."""
        words = self._words[language][ROOM]

        def label(name: str) -> str:
            about = parse(name)
            key = f"own_{about.what}" if about.what == "hours" and about.language else about.what
            return f"{words['fields'][key]} {about.place}".strip()

        return label


def _url(language: Language) -> str:
    return f"{ROOT}/{language}/-/{ROOM}"


def _known(item: TextItem, live: TextItem) -> Mapping[str, str]:
    return {name: text for name, text in item.fields.items() if name in live.fields}


def _changes(before: TextItem, after: TextItem) -> list[Change]:
    return changed_fields(before.fields, after.fields, is_list=lambda name: parse(name).what in LINES - {"text"})


def _is_wanted(row: Row, words: str, only: str) -> bool:
    if only == "drafts" and not row.draft_by:
        return False
    if only not in ("", "drafts", row.item.group):
        return False
    text = f"{row.item.id} {' '.join(row.item.fields.values())}".lower()
    return all(word in text for word in words.split())
