"""Fixed texts as a kind of what editors work on: nothing is begun or brought back that its file would not take."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from handoff.audit.model import Actor
from handoff.clock import Clock
from handoff.editing.kinds import Keep, Kind, keep_nothing
from handoff.editing.model import Draft
from handoff.editing.service import Editing
from handoff.editing.text_files import TextFiles
from handoff.editing.text_gates import TextFinding
from handoff.editing.texts import ITEM_ID, TextItem, dump, load, tidied
from handoff.errors import NotFound
from handoff.storage.database import Database


class TextEditing(Editing[TextItem]):
    """Drafts, revisions and files of the fixed texts."""

    def __init__(self, database: Database, files: TextFiles, clock: Clock, *, keep: Keep = keep_nothing) -> None:
        kind = Kind(
            name="texts",
            is_name=lambda name: ITEM_ID.fullmatch(name) is not None and len(name) <= 60,
            dump=dump,
            load=load,
            tidied=tidied,
            require_complete=files.require_complete,
        )
        super().__init__(kind, database, files, clock, keep=keep)
        self._texts = files

    async def save(self, editor: Actor, entry: TextItem, *, seen: str, base: str) -> Draft[TextItem]:
        """Keep what a text is to become.

        Raises:
            NotFound: no file has such a text: texts are begun in the files.
            Conflict, InvalidPayload, BadFaq: as `Editing`.
        """
        if await asyncio.to_thread(self._texts.read, entry.id) is None:
            raise NotFound
        return await super().save(editor, entry, seen=seen, base=base)

    async def restore(self, editor: Actor, entry_id: str, number: int, seen: int) -> int:
        """Bring an older revision back.

        Raises:
            BadFaq: it would not be complete now, or its file would refuse it.
            NotFound, Conflict: as `Editing`.
        """
        for revision in await self.history(entry_id):
            if revision.number == number:
                await asyncio.to_thread(self._texts.require_complete, revision.entry)
        return await super().restore(editor, entry_id, number, seen)

    async def findings(self, item: TextItem) -> Sequence[TextFinding]:
        """Return what keeps a text from being published."""
        return await asyncio.to_thread(self._texts.findings, item)

    async def used_by(self, entry_id: str) -> Sequence[str]:
        """Return the other texts in which parts of this one are shown."""
        return await asyncio.to_thread(self._texts.used_by, entry_id)

    async def groups(self) -> Sequence[str]:
        """Return the names of the files."""
        return await asyncio.to_thread(self._texts.groups)
