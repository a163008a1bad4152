"""Reading the log. Writing to it is `store.record`, within whatever is recorded."""

from __future__ import annotations

from collections.abc import AsyncIterator

from handoff.audit import store
from handoff.audit.model import Actor, Detail, Entry, Wanted
from handoff.clock import Clock
from handoff.storage.database import Database

PAGE_SIZE = 50
EXPORT_SIZE = 1000
"""Lines of an export that are read at once: few milliseconds, and few hundred kilobytes."""


class AuditLog:
    """The log as supervisors read it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def page(self, wanted: Wanted, before: int | None = None) -> tuple[list[Entry], bool]:
        """Return lines, newest first, and whether there are older ones."""
        found = await self._database.read(lambda c: store.page(c, wanted, before, PAGE_SIZE + 1))
        return found[:PAGE_SIZE], len(found) > PAGE_SIZE

    async def note_export(self, actor: Actor, detail: Detail) -> None:
        """Note that somebody takes something along as a file; `what` it is, and what was asked for."""
        at = self._clock()
        await self._database.write(lambda c: store.record(c, actor, "export", at, detail=detail))

    async def export(self, actor: Actor, wanted: Wanted) -> AsyncIterator[Entry]:
        """Give out every line that is asked for, newest first; the export itself is the newest."""
        await self.note_export(actor, {"what": "log", **wanted.as_detail()})
        before: int | None = None
        while True:
            found = await self._database.read(lambda c: store.page(c, wanted, before, EXPORT_SIZE))  # noqa: B023
            for entry in found:
                yield entry
            if len(found) < EXPORT_SIZE:
                return
            before = found[-1].id
