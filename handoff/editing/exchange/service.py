"""Answers out to a file and back in: what a file would change, and taking it, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from handoff.audit.model import Actor
from handoff.clock import Clock
from handoff.editing import codec
from handoff.editing.entries import tidied
from handoff.editing.exchange.apart import ExchangeWorker
from handoff.editing.exchange.model import MAX_ENTRY_CHARS, Format, Parsed, Patch, blank, patched
from handoff.editing.exchange.work import Vocabulary, Work
from handoff.editing.files import ENTRY_ID
from handoff.editing.service import ChangedMeanwhile, Editing, Opened, Wanted
from handoff.errors import InvalidPayload, NotFound, TooLarge
from handoff.faq.model import Entry, Language

REVIEWED_WITHIN = timedelta(days=365)
"""When a new entry is to be looked at again, if its file says nothing else."""
Seen = Mapping[str, tuple[str, str]]
"""By entry: the version of the draft and the fingerprint of the live entry that somebody had before them."""


@dataclass(frozen=True, slots=True)
class Planned:
    """An entry that a file changes; `before` is its draft, or else what is live, and None if it is new."""

    patch: Patch
    before: Entry | None
    after: Entry
    seen: str
    base: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file changes, and how many of its entries are as they are already."""

    changed: tuple[Planned, ...]
    same: int


class Exchange:
    """Export and import of the answers."""

    def __init__(self, editing: Editing[Entry], vocabulary: Vocabulary, clock: Clock) -> None:
        self._editing = editing
        self._vocabulary = vocabulary
        self._clock = clock
        self._worker = ExchangeWorker()

    async def export(self, format_: Format, language: Language, *, with_drafts: bool) -> bytes:
        """Return all answers as a file with headings in a language; open data never has drafts in it.

        Raises:
            BadFaq: a file of the answers cannot be used.
            TooLarge, Unavailable: see `ExchangeWorker.write`.
        """
        entries = dict(await self._editing.live())
        if with_drafts and format_ != "json":
            for draft in await self._editing.drafts():
                entries[draft.entry.id] = draft.entry
                if draft.withdraws:
                    del entries[draft.entry.id]
        work = Work(
            self._vocabulary,
            format=format_,
            entries=tuple(codec.dump(tidied(entries[entry_id])) for entry_id in sorted(entries)),
            language=language,
            now=self._clock(),
        )
        return await self._worker.write(work)

    async def read(self, content: bytes) -> Parsed:
        """Return what a file says, and what is wrong with it."""
        return await self._worker.read(Work(self._vocabulary, content=content))

    async def plan(self, patches: Sequence[Patch]) -> Plan:
        """Return what would change.

        Raises:
            BadFaq: a file of the answers cannot be used.
            InvalidPayload, TooLarge: no names of entries, or longer than the form of an entry takes.
        """
        if not all(ENTRY_ID.fullmatch(patch.id) for patch in patches):
            raise InvalidPayload
        if any(patch.chars > MAX_ENTRY_CHARS for patch in patches):
            raise TooLarge
        changed = []
        for patch in patches:
            opened = await self._open(patch.id)
            live = opened.live.entry if opened.live else None
            before = opened.draft.entry if opened.draft else live
            begun = before or blank(patch.id, self._clock().date() + REVIEWED_WITHIN)
            after = tidied(patched(begun, patch))
            if before is None or after != tidied(before):
                seen = opened.draft.version if opened.draft else ""
                changed.append(Planned(patch, before, after, seen, opened.base))
        return Plan(tuple(changed), len(patches) - len(changed))

    async def take(self, editor: Actor, patches: Sequence[Patch], seen: Seen) -> Plan:
        """Make drafts of what a file changes, all or none; return what has been changed.

        Raises:
            ChangedMeanwhile: others have saved or published since this was seen.
            BadFaq, InvalidPayload: see `Editing.save_all`.
        """
        plan = await self.plan(patches)
        nothing = ("", "")
        late = [each.patch.id for each in plan.changed if seen.get(each.patch.id, nothing) != (each.seen, each.base)]
        if late:
            raise ChangedMeanwhile(late)
        await self._editing.save_all(editor, [Wanted(each.after, each.seen, each.base) for each in plan.changed])
        return plan

    async def _open(self, entry_id: str) -> Opened[Entry]:
        try:
            return await self._editing.open(entry_id)
        except NotFound:
            return Opened(None, None)
