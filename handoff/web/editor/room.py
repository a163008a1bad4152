"""A room of the desk where items of one kind are edited: the list, an item with its draft, and its history.

Every page is a plain form. Whoever has a page open may be late: what others have saved or published since is shown
beside what they have written, and is written over only by somebody who has seen it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar, Generic

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.kinds import T
from handoff.editing.links import check_links_for_editor
from handoff.editing.model import Draft
from handoff.editing.service import Editing, Opened
from handoff.errors import Conflict, NotFound
from handoff.faq.content import BadFaq
from handoff.faq.model import Language
from handoff.web.editor.changes import Change
from handoff.web.editor.desk import ROOT, Desk, fields_of, see
from handoff.web.editor.form import BadForm
from handoff.words import Words

REVIEWED_WITHIN = timedelta(days=365)
"""When something new is to be looked at again, until its editor says otherwise."""
DONE = frozenset({"saved", "discarded", "published", "restored", "to_be_learnt"})
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


class ItemRoom(ABC, Generic[T]):
    """What the rooms of all kinds have in common; each adds how its form is read and what its pages show."""

    place: ClassVar[str]
    """Behind the language: `/-/<name>`, empty for the desk's first room."""
    pattern: ClassVar[re.Pattern[str]]
    """Of the items' names."""
    templates: ClassVar[tuple[str, str]]
    """Of the list and of an item, `editor/<name>.html`; the latter on top of `editor/item.html`."""
    back: ClassVar[str] = "back"
    """The word of the way from the history to the item."""
    begins: ClassVar[bool] = True
    """Whether an editor may begin an item of a new name."""

    def __init__(self, editing: Editing[T], desk: Desk) -> None:
        self._editing = editing
        self._desk = desk

    def add_routes(self, app: web.Application) -> None:
        """Add the routes."""
        one = f"{self.place}/{{id:{self.pattern.pattern}}}"
        self._desk.add(app, self.place, get=self._list, post=self._begin if self.begins else None)
        self._desk.add(app, one, get=self._one, post=self._change)
        self._desk.add(app, f"{one}/history", get=self._history, post=self._restore)

    # --- what each kind has of its own

    @abstractmethod
    async def listed(self, query: Mapping[str, str], language: Language) -> Mapping[str, Any]:
        """Return what the list shows of what is asked for."""

    @abstractmethod
    def read(self, item_id: str, fields: Mapping[str, str], live: T | None) -> T:
        """Return the item that a form describes, tidied.

        Raises:
            BadForm: it makes none.
        """

    @abstractmethod
    def to_fields(self, item: T) -> Mapping[str, str]:
        """Return the fields of an item's form."""

    @abstractmethod
    def empty(self, item_id: str) -> T:
        """Return an item of which nothing has been written."""

    @abstractmethod
    def changes(self, before: T | None, after: T) -> list[Change]:
        """Return the fields that differ."""

    @abstractmethod
    def title(self, item: T, language: Language) -> str:
        """Return what an item is called on its pages."""

    @abstractmethod
    async def about(self, item: T, live: T | None, language: Language) -> Mapping[str, Any]:
        """Return what else the page of an item shows: of `to_mend` each is something to mend."""

    def leads(self, item: T) -> Iterable[str] | None:
        """Return the addresses of the pages to which an item leads; None where a room checks no links."""
        return None

    def words(self, language: Language) -> Words:
        """Return the room's words."""
        words: Words = self._desk.words(language)[self.place.removeprefix("/-/")]
        return words

    def told(self, language: Language) -> Words:
        """Return the sentences that say what was done, or why not."""
        return {**self._desk.words(language)["told"], **self.words(language).get("told", {})}

    def label(self, language: Language) -> Callable[[str], str]:
        """Return what names a field of the form; its language stands before it."""
        fields = self._desk.words(language)["fields"]
        return lambda name: fields[name.rpartition(".")[2]]

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
        return "published"

    # --- the list

    def url(self, language: Language, item_id: str = "") -> str:
        """Return the address of an item, or of the room."""
        return f"{ROOT}/{language}{self.place}{item_id and f'/{item_id}'}"

    def see(self, language: Language, item_id: str, done: str) -> web.Response:
        """Send the browser to the page of an item, or to the list, which says what was done."""
        return see(f"{self.url(language, item_id)}?done={done}")

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
        return self._page(
            request,
            self.templates[0],
            language,
            editor,
            status=400 if wrong_name else 200,
            wrong_name=wrong_name,
            **await self.listed(request.query, language),
        )

    async def rows(self) -> Sequence[tuple[T, bool, str]]:
        """Return each item as it is to become, whether it is live, and whose draft it is, if anybody's.

        They come by name, or, where none can be begun, in the order of the files.
        """
        drafts = {draft.entry.id: draft for draft in await self._editing.drafts()}
        live = await self._editing.live()
        found = []
        for item_id in sorted({*live, *drafts}) if self.begins else live:
            draft = drafts.get(item_id)
            found.append((draft.entry if draft else live[item_id], item_id in live, draft.agent_name if draft else ""))
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
        return self._item_page(request, self.templates[1], language, editor, item=shown, **values)

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
        return self.see(language, item_id, "restored")

    async def _history_page(
        self, request: web.Request, language: Language, editor: Agent, told: str = "", status: int = 200
    ) -> web.Response:
        item_id = request.match_info["id"]
        opened, revisions = await self.open(item_id), await self._editing.history(item_id)
        before = {revision.number + 1: revision.entry for revision in revisions}
        lines = [
            (each, self.changes(before[each.number], each.entry) if each.number in before else []) for each in revisions
        ]
        back = self.words(language)[self.back]
        named = opened.live or opened.draft
        assert named is not None
        return self._item_page(
            request,
            "history",
            language,
            editor,
            item=named.entry,
            rest="/history",
            told=told,
            status=status,
            lines=lines,
            back=back,
        )

    def _item_page(
        self,
        request: web.Request,
        template: str,
        language: Language,
        editor: Agent,
        *,
        item: T,
        rest: str = "",
        **values: Any,
    ) -> web.Response:
        return self._page(
            request,
            template,
            language,
            editor,
            at=f"{self.place}/{item.id}{rest}",
            item=item,
            title=self.title(item, language),
            label=self.label(language),
            url=self.url(language, item.id),
            **values,
        )

    def _page(
        self, request: web.Request, template: str, language: Language, editor: Agent, *, told: str = "", **values: Any
    ) -> web.Response:
        done = request.query.get("done", "")
        told = told or (done if done in DONE else "")
        text = self.told(language)[told] if told else ""
        values = {"room_url": self.url(language), "told": told, "told_text": text, **values}
        return self._desk.page(request, template, language, editor=editor, **values)
