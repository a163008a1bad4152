"""The desk's first room: the answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from handoff.accounts.model import Agent
from handoff.clock import Clock
from handoff.editing.entries import leads, tidied
from handoff.editing.files import ENTRY_ID
from handoff.editing.findings import GRAVE, Finding, findings
from handoff.editing.model import Draft
from handoff.editing.service import Editing
from handoff.errors import Conflict, NotFound
from handoff.faq.model import Entry, Language
from handoff.inbox.model import Failures
from handoff.inbox.service import Inbox
from handoff.web.editor.changes import Change, changes
from handoff.web.editor.desk import Desk
from handoff.web.editor.form import empty, to_entry, to_fields
from handoff.web.editor.preview import bubbles
from handoff.web.editor.room import REVIEWED_WITHIN, ItemRoom
from handoff.words import Words

NEVER = Failures()


@dataclass(frozen=True, slots=True)
class Row:
    """An entry in the list."""

    entry: Entry
    findings: list[Finding]
    is_live: bool
    draft: Draft[Entry] | None
    failures: Failures


class EditorPages(ItemRoom[Entry]):
    """The answers at the editors' desk."""

    place = ""
    pattern = ENTRY_ID
    templates = ("list", "entry")
    back = "back_to_entry"

    def __init__(
        self, editing: Editing[Entry], desk: Desk, clock: Clock, labels: Mapping[str, Words], inbox: Inbox
    ) -> None:
        """`labels`: the assistant's words for buttons, by language."""
        super().__init__(editing, desk)
        self._clock = clock
        self._labels = labels
        self._inbox = inbox

    def words(self, language: Language) -> Words:
        """Return the desk's words: its first room has none of its own."""
        return self._desk.words(language)

    async def listed(self, query: Mapping[str, str], language: Language) -> Mapping[str, Any]:
        """Return the entries that are asked for, with what is to be mended in each."""
        words, only, today = query.get("q", "").strip().lower(), query.get("only", ""), self._clock().date()
        failed = await self._inbox.failures()
        rows = [
            Row(each.entry, findings(each.entry, today), each.is_live, each.draft, failed.get(each.entry.id, NEVER))
            for each in await self.rows()
        ]
        areas = self.words(language)["areas"]

        def shown(entry: Entry) -> str:
            return f"{areas.get(entry.area, entry.area)} {entry.answers[language].title}"

        wanted = [row for row in rows if _is_wanted(row, words, only, shown(row.entry))]
        if only == "failed":
            wanted.sort(key=lambda row: -row.failures.count)
        return {"rows": wanted, "q": words, "only": only}

    def read(self, item_id: str, fields: Mapping[str, str], live: Entry | None) -> Entry:
        """Return the entry of a form.

        Raises:
            BadForm: see there.
        """
        return tidied(to_entry(item_id, fields))

    def to_fields(self, item: Entry) -> Mapping[str, str]:
        """Return the fields of a form."""
        return to_fields(item)

    def empty(self, item_id: str) -> Entry:
        """Return an entry of which nothing has been written."""
        return empty(item_id, self._clock().date() + REVIEWED_WITHIN)

    def changes(self, before: Entry | None, after: Entry) -> list[Change]:
        """Return the fields that differ."""
        return changes(before, after)

    def title(self, item: Entry, language: Language) -> str:
        """Return the answer's title, or its name where it has none."""
        return item.answers[language].title or item.id

    async def about(self, item: Entry, live: Entry | None, language: Language) -> Mapping[str, Any]:
        """Return what is to be mended, and the bubbles of the chat."""
        history = await self._editing.history(item.id) if item == live else ()
        found = findings(item, self._clock().date(), history)
        return {
            "to_mend": found,
            "is_complete": not any(finding.kind in GRAVE for finding in found),
            "bubbles": bubbles(item, self._labels),
        }

    def leads(self, item: Entry) -> Iterable[str]:
        """Return the addresses of the pages to which an answer leads."""
        return (url for _, url in leads(item))

    async def publish(self, editor: Agent, draft: Draft[Entry]) -> str:
        """Publish a draft of which nothing is to be learnt, nor forgotten."""
        if draft.withdraws:
            return "to_be_withdrawn"
        self._editing.require_complete(draft.entry)
        if await self._is_to_be_learnt(draft.entry):
            return "to_be_learnt"
        return await super().publish(editor, draft)

    async def restore(self, editor: Agent, item_id: str, number: int, seen: int) -> str:
        """Bring an older revision back; one of an answer that was withdrawn is to be learnt again."""
        history = await self._editing.history(item_id)
        if not history or history[0].kind != "withdrawn":
            return await super().restore(editor, item_id, number, seen)
        entry = next((each.entry for each in history if each.number == number and each.kind != "withdrawn"), None)
        if entry is None:
            raise NotFound
        if history[0].number != seen:
            raise Conflict
        await self._editing.save(editor, entry, seen="", base="")
        return "to_be_learnt"

    async def _is_to_be_learnt(self, entry: Entry) -> bool:
        """Tell whether the assistant has to be trained to know what is new in an entry: what is asked, not answered."""
        live = (await self._editing.open(entry.id)).live
        return live is None or any(
            answer.examples != live.entry.answers[language].examples for language, answer in entry.answers.items()
        )


def _is_wanted(row: Row, words: str, only: str, shown: str) -> bool:
    if only == "drafts" and not row.draft:
        return False
    if only == "findings" and not row.findings:
        return False
    if only == "failed" and not row.failures.count:
        return False
    return all(word in f"{row.entry.id} {row.entry.owner} {shown}".lower() for word in words.split())
