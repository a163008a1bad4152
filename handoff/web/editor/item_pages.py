"""The pages of one kind of item: what each kind has of its own, and what all of them are given."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, Generic

from aiohttp import web

from handoff.accounts.model import Agent
from handoff.editing.kinds import T
from handoff.editing.service import Editing
from handoff.faq.model import Language
from handoff.web.editor.changes import Change
from handoff.web.editor.desk import ROOT, Desk
from handoff.words import Words

DONE = frozenset({"saved", "discarded", "published", "restored", "to_be_learnt", "withdrawn", "to_be_withdrawn"})


class ItemPages(ABC, Generic[T]):
    """How items of a kind are read from forms and shown."""

    place: ClassVar[str]
    """Behind the language: `/-/<name>`, empty for the desk's first room."""
    pattern: ClassVar[re.Pattern[str]]
    """Of the items' names."""
    templates: ClassVar[tuple[str, str]]
    """Of the list and of an item, `editor/<name>.html`; the latter on top of `editor/item.html`."""
    back: ClassVar[str] = "back"
    """The word of the way from the history to the item."""
    begins: ClassVar[bool] = True
    """Whether editors begin items of new names, and withdraw those that there are."""

    def __init__(self, editing: Editing[T], desk: Desk) -> None:
        self._editing = editing
        self._desk = desk

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

    def url(self, language: Language, item_id: str = "") -> str:
        """Return the address of an item, or of the room."""
        return f"{ROOT}/{language}{self.place}{item_id and f'/{item_id}'}"

    def item_page_of(
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
        """Return a page about an item, at its address and `rest`."""
        return self.page(
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

    def page(
        self, request: web.Request, template: str, language: Language, editor: Agent, *, told: str = "", **values: Any
    ) -> web.Response:
        """Return a page of the room; `told`: what was done or why not, by default what the address says."""
        done = request.query.get("done", "")
        told = told or (done if done in DONE else "")
        text = self.told(language)[told] if told else ""
        values = {"room_url": self.url(language), "told": told, "told_text": text, **values}
        return self._desk.page(request, template, language, editor=editor, **values)
