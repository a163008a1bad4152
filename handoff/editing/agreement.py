"""Files and newest revisions are brought into agreement: what was committed is written, what was found is noted."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Generic

from sqlalchemy import Connection

from handoff.audit.model import SERVICE
from handoff.clock import Clock
from handoff.editing.kinds import Files, Keep, Kind, Stored, T
from handoff.editing.store import GONE, Newest, Shelf
from handoff.faq.content import BadFaq
from handoff.storage.database import Database

log = logging.getLogger(__name__)

NEVER = "-"
"""In place of the fingerprint of a file that a revision never got into."""


class Agreement(Generic[T]):
    """Whoever looks at an entry brings it about; several processes may do so at once."""

    def __init__(self, kind: Kind[T], database: Database, files: Files[T], clock: Clock, keep: Keep) -> None:
        self._kind = kind
        self._shelf = Shelf(kind)
        self._database = database
        self._files = files
        self._clock = clock
        self._keep = keep

    async def settle(self) -> None:
        """Bring files and revisions of all entries into agreement; what cannot be read is in the log."""
        newest = await self._database.read(self._shelf.all_newest)
        now = await asyncio.to_thread(self._files.fingerprints)
        for entry_id in sorted({*newest, *now}):
            known = newest.get(entry_id)
            if known is None or not known.is_written or known.left != now.get(entry_id, ""):
                try:
                    await self.settled(entry_id)
                except BadFaq as error:
                    log.warning("an entry cannot be read: %s", error)

    async def settled(self, entry_id: str) -> Stored[T] | None:
        """Return what the file holds, after it and the newest revision are in agreement.

        Raises:
            BadFaq: the file cannot be used.
        """
        newest = await self._database.read(lambda c: self._shelf.newest(c, entry_id))
        if newest is not None and not newest.is_written:
            number, fingerprint = newest.number, await asyncio.to_thread(self._write, newest)
            # Where the file was changed by other means meanwhile, the revision was never in it; what is, is the next.
            await self._database.write(
                lambda c: self._shelf.mark_written(c, entry_id, number, fingerprint), key=entry_id
            )
            newest = replace(newest, fingerprint=fingerprint)
        stored = await asyncio.to_thread(self._files.read, entry_id)
        if (newest.left if newest else "") != (stored.fingerprint if stored else ""):
            await self._database.write(lambda c: self._find(c, entry_id, newest, stored), key=entry_id)
        return stored

    def _write(self, newest: Newest[T]) -> str:
        entry_id = newest.entry.id
        if newest.is_withdrawn:
            written = GONE if self._files.remove(entry_id, newest.base) else None
        else:
            written = self._files.write(newest.entry, newest.base)
        if written is None:
            # Written already by a process that ended, or by another one just now; or not, see above.
            found = self._files.read(entry_id)
            is_it = found is not None and found.entry == newest.entry and not newest.is_withdrawn
            written = found.fingerprint if found is not None and is_it else NEVER
        if written != NEVER:
            message = f"{self._kind.name}/{entry_id}: revision {newest.number} {newest.kind}"
            self._keep(self._files.path(entry_id), newest.agent_name, message)
        return written

    def _find(self, connection: Connection, entry_id: str, known: Newest[T] | None, stored: Stored[T] | None) -> None:
        """Add what was done to the file by other means, unless another process has added anything meanwhile."""
        newest = self._shelf.newest(connection, entry_id)
        if (newest.number if newest else 0) != (known.number if known else 0):
            return
        at, base = self._clock(), newest.left if newest else ""
        if stored is not None:
            self._shelf.add_revision(
                connection, stored.entry, "found", SERVICE, at, base=base, fingerprint=stored.fingerprint
            )
        elif newest is not None:
            self._shelf.add_revision(connection, newest.entry, "withdrawn", SERVICE, at, base=base, fingerprint=GONE)
