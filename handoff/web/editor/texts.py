"""The room of the fixed texts: which of them there are is in the files, what they say is the editors'."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handoff.editing.service import Opened
from handoff.editing.text_editing import TextEditing
from handoff.editing.texts import ITEM_ID, LINES, TextItem, parse, tidied
from handoff.errors import NotFound
from handoff.faq.model import Language
from handoff.web.editor.changes import Change, changed_fields
from handoff.web.editor.desk import Desk
from handoff.web.editor.form import BadForm
from handoff.web.editor.hours import spoken_hours
from handoff.web.editor.room import ItemRoom

ROOM = "texts"
MAX_CHARS = 20_000
"""Of all fields together: three times the longest text with all that belongs to it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A text in the list."""

    item: TextItem
    draft_by: str


class TextPages(ItemRoom[TextItem]):
    """The room `/-/texts` of the desk."""

    place = f"/-/{ROOM}"
    pattern = ITEM_ID
    templates = ("texts", "text")
    begins = False

    def __init__(self, editing: TextEditing, desk: Desk) -> None:
        super().__init__(editing, desk)
        self._texts = editing
        desk.open_room(ROOM)

    async def listed(self, query: Mapping[str, str], language: Language) -> Mapping[str, Any]:
        """Return the texts that are asked for, by file."""
        words, only = query.get("q", "").strip().lower(), query.get("only", "")
        groups: dict[str, list[Row]] = {}
        for each in await self.rows():
            row = Row(each.entry, each.draft.agent_name if each.draft else "")
            if _is_wanted(row, words, only):
                groups.setdefault(row.item.group, []).append(row)
        return {"groups": groups, "choices": await self._texts.groups(), "q": words, "only": only}

    def read(self, item_id: str, fields: Mapping[str, str], live: TextItem | None) -> TextItem:
        """Return the text of a form; the file says which fields there are, not the form.

        Raises:
            BadForm: it is too long.
        """
        item = TextItem(item_id, {name: fields.get(name, "") for name in (live.fields if live else {})})
        if sum(map(len, item.fields.values())) > MAX_CHARS:
            raise BadForm("too_long")
        return tidied(item)

    def to_fields(self, item: TextItem) -> Mapping[str, str]:
        """Return the fields of a form."""
        return item.fields

    def empty(self, item_id: str) -> TextItem:
        """Return a text of which nothing is known."""
        return TextItem(item_id)

    def changes(self, before: TextItem | None, after: TextItem) -> list[Change]:
        """Return the fields that differ."""
        is_list = LINES - {"text"}
        old = before.fields if before else {}
        return changed_fields(old, after.fields, is_list=lambda name: parse(name).what in is_list)

    def title(self, item: TextItem, language: Language) -> str:
        """Return what a text is called in lists."""
        return item.title(language)

    def leads(self, item: TextItem) -> Iterable[str] | None:
        """Return the addresses of a text that has any."""
        return [url for name, url in item.fields.items() if parse(name).what == "addresses"] or None

    def label(self, language: Language) -> Callable[[str], str]:
        """Return what names a field on a page."""
        fields = self.words(language)["fields"]

        def label(name: str) -> str:
            about = parse(name)
            key = f"own_{about.what}" if about.what == "hours" and about.language else about.what
            return f"{fields[key]} {about.place}".strip()

        return label

    async def open(self, item_id: str) -> Opened[TextItem]:
        """Return a text and its draft, of which only the fields count that the file still has.

        Raises:
            NotFound: there is none, or it was taken out of its file since somebody drafted it.
        """
        opened = await super().open(item_id)
        if opened.live is None:
            raise NotFound
        if opened.draft is None:
            return opened
        live, drafted = opened.live.entry.fields, opened.draft.entry.fields
        kept = {name: drafted.get(name, text) for name, text in live.items()}
        return Opened(opened.live, replace(opened.draft, entry=TextItem(item_id, kept)))

    async def about(self, item: TextItem, live: TextItem | None, language: Language) -> Mapping[str, Any]:
        """Return what is to be mended, and where else parts of a text are shown."""
        return {
            "to_mend": await self._texts.findings(item),
            "used_by": await self._texts.used_by(item.id),
            "parse": parse,
            "spoken_hours": self._spoken_hours,
        }

    def _spoken_hours(self, lines: str, language: Language) -> str:
        return spoken_hours(lines, self.words(language)["when"])


def _is_wanted(row: Row, words: str, only: str) -> bool:
    item = row.item
    if only == "drafts" and not row.draft_by:
        return False
    if only not in ("", "drafts", item.group):
        return False
    text = f"{item.id} {' '.join(item.fields.values())}".lower()
    return all(word in text for word in words.split())
