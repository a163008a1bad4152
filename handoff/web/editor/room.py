"""A room of the desk where items of one kind are edited: the list, an item with its draft, and its history.

Every page is a plain form. Whoever has a page open may be late: what others have saved or published since is shown
beside what they have written, and is written over only by somebody who has seen it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Generic

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.kinds import T
from handoff.editing.links import check_links_for_editor
from handoff.editing.model import Draft
from handoff.editing.service import Opened, StillNamed
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.faq.model import Language
from handoff.web.editor.desk import fields_of, see
from handoff.web.editor.form import BadForm
from handoff.web.editor.item_pages import ItemPages

REVIEWED_WITHIN = timedelta(days=365)
"""When something new is to be looked at again, until its editor says otherwise."""
FORM_BYTES = 512 * 1024
"""A guide's form is larger than any other: three languages of each text, and in an address' spelling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Generic[T]):
    """What an editor's form had in it.

    `seen` and `base` are the draft and the live item that they had before them; `made` is None if it makes no item.
    """

    fields: Mapping[str, str]
    made: T | None
    do: str = ""
    seen: str = ""
    base: str = ""

    @property
    def entry(self) -> T:
        """What the form makes."""
        assert self.made is not None
        return self.made


@dataclass(frozen=True, slots=True)
class Listed(Generic[T]):
    """An item of the list as it is to become."""

    entry: T
    is_live: bool
    draft: Draft[T] | None


class ItemRoom(ItemPages[T]):
    """What the rooms of all kinds do; each adds how its form is read and what its pages show."""

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = f"{self.place}/{{id:{self.pattern.pattern}}}"
        self._desk.add(app, self.place, get=self._list, post=self._begin if self.begins else None)
        self._desk.add(app, one, get=self._one, post=self._change)
        self._desk.add(app, f"{one}/history", get=self._history, post=self._restore)
        if self.begins:
            self._desk.add(app, f"{one}/withdraw", get=self._ask, post=self._withdraw)

    # --- what a kind may do in another way

    async def open(self, item_id: str) -> Opened[T]:
        """Return an item and its draft.

        Raises:
            NotFound: there is neither.
        """
        return await self._editing.open(item_id)

    async def act(self, request: web.Request, language: Language, editor: Agent, sent: Sent[T]) -> web.StreamResponse:
        """Save, show, publish or throw away what is in a form, or ask for the pages to which it leads.

        Raises:
            Conflict: as `Editing.save`.
            BadFaq: it lacks something; it is kept as a draft.
        """
        if sent.do == "show":
            return await self.item_page(request, language, editor, sent, told="shown")
        if sent.do == "links":
            checked = await check_links_for_editor(self.leads(sent.entry) or ())
            return await self.item_page(request, language, editor, sent, checked=checked)
        if sent.do == "discard":
            await self._editing.discard(sent.entry.id, sent.seen)
            return self.see(language, "" if self.begins else sent.entry.id, "discarded")
        draft = await self._editing.save(editor, sent.entry, seen=sent.seen, base=sent.base)
        done = await self.publish(editor, draft) if sent.do == "publish" else "saved"
        return self.see(language, sent.entry.id, done)

    async def publish(self, editor: Agent, draft: Draft[T]) -> str:
        """Publish a draft; return what was done."""
        await self._editing.publish(editor, draft.entry.id, draft.version)
        return "withdrawn" if draft.withdraws else "published"

    async def restore(self, editor: Agent, item_id: str, number: int, seen: int) -> str:
        """Bring an older revision back; return what was done.

        Raises:
            NotFound, Conflict, BadFaq: as `Editing.restore`.
        """
        await self._editing.restore(editor, item_id, number, seen)
        return "restored"

    def see(self, language: Language, item_id: str, done: str) -> web.Response:
        """Send the browser to the page of an item, or to the list, which says what was done."""
        return see(f"{self.url(language, item_id)}?done={done}")

    # --- the list

    async def _list(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._list_page(request, language, editor)

    async def _begin(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Go to the page of an item that is to be written."""
        item_id = (await fields_of(request)).get("id", "").strip().lower()
        if not self.pattern.fullmatch(item_id):
            return await self._list_page(request, language, editor, item_id or "-")
        return see(f"{self.url(language, item_id)}?new=1")

    async def _list_page(
        self, request: web.Request, language: Language, editor: Agent, wrong_name: str = ""
    ) -> web.Response:
        return self.page(
            request,
            self.templates[0],
            language,
            editor,
            status=400 if wrong_name else 200,
            wrong_name=wrong_name,
            withdrawn={
                item_id: self.title(item, language) for item_id, item in (await self._editing.withdrawn()).items()
            },
            **await self.listed(request.query, language),
        )

    async def rows(self) -> Sequence[Listed[T]]:
        """Return each item as it is to become: by name or, where none can be begun, in the order of the files."""
        drafts = {draft.entry.id: draft for draft in await self._editing.drafts()}
        live = await self._editing.live()
        found = []
        for item_id in sorted({*live, *drafts}) if self.begins else live:
            draft = drafts.get(item_id)
            found.append(Listed(draft.entry if draft else live[item_id], item_id in live, draft))
        return found

    # --- one item

    async def _one(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self.item_page(request, language, editor)

    async def _change(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        item_id, fields = request.match_info["id"], await fields_of(request.clone(client_max_size=FORM_BYTES))
        known = {name: fields.pop(name, "") for name in ("do", "seen", "base")}
        live = (await self._open(item_id, may_begin=True)).live
        try:
            sent = Sent(fields=fields, made=self.read(item_id, fields, live.entry if live else None), **known)
        except BadForm as error:
            sent = Sent(fields=fields, made=None, **known)
            return await self.item_page(request, language, editor, sent, told=error.why, status=400)
        try:
            return await self.act(request, language, editor, sent)
        except Conflict:
            return await self.item_page(request, language, editor, sent, told="changed_meanwhile", status=409)
        except BadFaq:
            # It is kept as a draft, and the page says what it lacks.
            return await self.item_page(request, language, editor, told="not_complete", status=409)

    async def _open(self, item_id: str, *, may_begin: bool) -> Opened[T]:
        try:
            return await self.open(item_id)
        except NotFound:
            if not (may_begin and self.begins):
                raise
            return Opened(None, None)

    async def item_page(
        self,
        request: web.Request,
        language: Language,
        editor: Agent,
        sent: Sent[T] | None = None,
        *,
        told: str = "",
        status: int = 200,
        **more: Any,
    ) -> web.Response:
        """Return the page of an item: as it is kept, or as it was sent and is not kept; `more` is for the template."""
        item_id = request.match_info["id"]
        opened = await self._open(item_id, may_begin=sent is not None or "new" in request.query)
        live = opened.live.entry if opened.live else None
        kept = opened.draft.entry if opened.draft else live
        written = sent.made if sent else None
        shown = written or kept or self.empty(item_id)
        version, is_late = opened.draft.version if opened.draft else "", told == "changed_meanwhile"
        values = {
            "fields": sent.fields if sent else self.to_fields(shown),
            "live": live,
            "draft": opened.draft,
            "may_withdraw": self.begins and live and not (opened.draft and opened.draft.withdraws),
            "unpublished": self.changes(live, shown) if live != shown else [],
            "theirs": self.changes(kept, written) if is_late and written else [],
            # Who was late has seen on this page what the others have done.
            "seen": sent.seen if sent and not is_late else version,
            "live_base": sent.base if sent and not is_late else opened.base,
            "checks_links": self.leads(shown) is not None,
            "checked": None,
            # Of a long form the part that is unfolded.
            "open": request.query.get("open", ""),
            **await self.about(shown, live, language),
            **more,
            "told": told,
            "status": status,
        }
        return self.item_page_of(request, self.templates[1], language, editor, item=shown, **values)

    # --- what it was

    async def _history(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._history_page(request, language, editor)

    async def _restore(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        item_id, fields = request.match_info["id"], await fields_of(request)
        try:
            number, seen = int(fields.get("number", "")), int(fields.get("seen", ""))
            done = await self.restore(editor, item_id, number, seen)
        except BadFaq:
            return await self._history_page(request, language, editor, told="not_restored", status=409)
        except ValueError:
            raise NotFound from None
        except Conflict:
            return await self._history_page(request, language, editor, told="changed_meanwhile", status=409)
        return self.see(language, item_id, done)

    async def _history_page(
        self, request: web.Request, language: Language, editor: Agent, told: str = "", status: int = 200
    ) -> web.Response:
        item_id = request.match_info["id"]
        with suppress(NotFound):
            # At the first look what the file holds becomes the first version; what was withdrawn has a history alone.
            await self.open(item_id)
        revisions = await self._editing.history(item_id)
        if not revisions:
            raise NotFound
        before = {revision.number + 1: revision.entry for revision in revisions}
        lines = [
            (each, self.changes(before[each.number], each.entry) if each.number in before else []) for each in revisions
        ]
        back = self.words(language)[self.back]
        return self.item_page_of(
            request,
            "history",
            language,
            editor,
            item=revisions[0].entry,
            is_withdrawn=revisions[0].kind == "withdrawn",
            rest="/history",
            told=told,
            status=status,
            lines=lines,
            back=back,
        )

    # --- out of the files

    async def _ask(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        return await self._withdraw_page(request, language, editor)

    async def _withdraw(self, request: web.Request, language: Language, editor: Agent) -> web.StreamResponse:
        """Make a draft that withdraws the item, and publish it if it is one that can be at once."""
        item_id, fields = request.match_info["id"], await fields_of(request)
        try:
            draft = await self._editing.withdraw(
                editor, item_id, seen=fields.get("seen", ""), base=fields.get("base", "")
            )
            done = await self.publish(editor, draft)
        except Conflict:
            return await self._withdraw_page(request, language, editor, told="not_withdrawn", status=409)
        except StillNamed:
            return await self._withdraw_page(request, language, editor, status=409)
        return self.see(language, "" if done == "withdrawn" else item_id, done)

    async def _withdraw_page(
        self, request: web.Request, language: Language, editor: Agent, *, told: str = "", status: int = 200
    ) -> web.Response:
        """Return the page that asks whether an item is really to be withdrawn, or says why it cannot be."""
        opened = await self.open(request.match_info["id"])
        if opened.live is None:
            raise NotFound
        return self.item_page_of(
            request,
            "withdraw",
            language,
            editor,
            item=opened.live.entry,
            rest="/withdraw",
            told=told,
            status=status,
            draft=opened.draft,
            seen=opened.draft.version if opened.draft else "",
            live_base=opened.base,
            references=await self._editing.references(opened.live.entry.id),
            back=self.back,
        )
