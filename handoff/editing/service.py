"""What editors do with entries: work on drafts, publish them, look at what was and bring it back.

An entry has one draft at most, which all editors share: whoever saves has to have seen what the others saved. Nothing
of it is in the files until it is published. What is published is committed as a revision first and written into the
file then; if the process ends in between, the next one that looks writes it. A file that somebody has changed by other
means is never written over: the change becomes a revision of its own, and a draft that knows nothing of it is refused.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic
from uuid import uuid4

from sqlalchemy import Connection

from handoff.audit.model import SERVICE, Actor
from handoff.clock import Clock
from handoff.editing.kinds import Files, Kind, Stored, T
from handoff.editing.model import Draft, Revision, RevisionKind
from handoff.editing.store import Newest, Shelf
from handoff.errors import Conflict, InvalidPayload, NotFound
from handoff.faq.content import BadFaq
from handoff.storage.database import Database

log = logging.getLogger(__name__)

NEVER = "-"
"""In place of the fingerprint of a file that a revision never got into."""


@dataclass(frozen=True, slots=True)
class Opened(Generic[T]):
    """An entry as it is live, None if it is not yet, and what it is to become, None if nobody is changing it."""

    live: Stored[T] | None
    draft: Draft[T] | None

    @property
    def base(self) -> str:
        """The fingerprint on top of which a draft is saved."""
        return self.live.fingerprint if self.live else ""


@dataclass(frozen=True, slots=True)
class Wanted(Generic[T]):
    """A draft that is to be saved, and what its editor had before them, as in `Editing.save`."""

    entry: T
    seen: str
    base: str


class ChangedMeanwhile(Conflict):
    """Some of many drafts cannot be saved, so none is. `ids`: those of the entries that others have changed."""

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__(*ids)
        self.ids = tuple(ids)


class Editing(Generic[T]):
    """Drafts, revisions and files of one kind, kept in agreement; several processes may do so at once."""

    def __init__(self, kind: Kind[T], database: Database, files: Files[T], clock: Clock) -> None:
        self._kind = kind
        self._shelf = Shelf(kind)
        self._database = database
        self._files = files
        self._clock = clock

    async def open(self, entry_id: str) -> Opened[T]:
        """Return an entry and its draft.

        Raises:
            NotFound: there is neither.
            BadFaq: the file cannot be used.
        """
        stored = await self._settled(entry_id)
        draft = await self._database.read(lambda c: self._shelf.draft(c, entry_id))
        if stored is None and draft is None:
            raise NotFound
        return Opened(stored, draft)

    async def save(self, editor: Actor, entry: T, *, seen: str, base: str) -> Draft[T]:
        """Keep what an entry is to become, masked and with single spaces.

        Args:
            seen: The version of the draft that the editor had before them, empty if there was none.
            base: The fingerprint of the live entry that they had before them.

        Raises:
            Conflict: somebody has saved or published since, or has changed the file.
            InvalidPayload: no name of an entry.
            BadFaq: the file cannot be used.
        """
        if not self._kind.is_name(entry.id):
            raise InvalidPayload
        stored = await self._settled(entry.id)
        if base != (stored.fingerprint if stored else ""):
            raise Conflict
        draft = Draft(self._kind.tidied(entry), str(uuid4()), base, editor.id, editor.name, self._clock())

        def save(connection: Connection) -> None:
            _check_seen(self._shelf.draft(connection, entry.id), seen)
            self._shelf.put_draft(connection, draft)

        await self._database.write(save, key=entry.id)
        return draft

    async def save_all(self, editor: Actor, wanted: Sequence[Wanted[T]]) -> None:
        """Keep many drafts in one transaction: all of them, or none.

        Raises:
            ChangedMeanwhile: as `Conflict` of `save`.
            InvalidPayload: no name of an entry.
            BadFaq: a file cannot be used.
        """
        if not all(self._kind.is_name(each.entry.id) for each in wanted):
            raise InvalidPayload
        stored = {each.entry.id: await self._settled(each.entry.id) for each in wanted}
        now = self._clock()
        drafts = [
            Draft(self._kind.tidied(each.entry), str(uuid4()), each.base, editor.id, editor.name, now)
            for each in sorted(wanted, key=lambda each: each.entry.id)
        ]
        seen = {each.entry.id: each.seen for each in wanted}
        late = [
            draft.entry.id
            for draft in drafts
            if draft.base != (found.fingerprint if (found := stored[draft.entry.id]) else "")
        ]

        def save_all(connection: Connection) -> None:
            kept = {draft.entry.id: draft.version for draft in self._shelf.drafts(connection)}
            others = [entry_id for entry_id, version in seen.items() if kept.get(entry_id, "") != version]
            if late or others:
                raise ChangedMeanwhile(sorted({*late, *others}))
            for draft in drafts:
                self._shelf.put_draft(connection, draft)

        await self._database.write(save_all, key=drafts[0].entry.id if drafts else "")

    async def discard(self, entry_id: str, seen: str) -> None:
        """Delete a draft.

        Raises:
            Conflict: somebody has saved since.
        """

        def discard(connection: Connection) -> None:
            _check_seen(self._shelf.draft(connection, entry_id), seen)
            self._shelf.drop_draft(connection, entry_id)

        await self._database.write(discard, key=entry_id)

    async def publish(self, editor: Actor, entry_id: str, seen: str) -> int:
        """Put a draft into its file; return the number of the revision.

        Raises:
            Conflict: somebody has saved since, or the file is not the one that the draft was begun from.
            BadFaq: the draft lacks something, or the file cannot be used.
        """
        stored = await self._settled(entry_id)
        base = stored.fingerprint if stored else ""

        def publish(connection: Connection) -> int:
            draft = self._shelf.draft(connection, entry_id)
            _check_seen(draft, seen)
            if draft is None or draft.base != base:
                raise Conflict
            self._kind.require_complete(draft.entry)
            self._shelf.drop_draft(connection, entry_id)
            return self._add(connection, draft.entry, "published", editor, base)

        number = await self._database.write(publish, key=entry_id)
        await self._settled(entry_id)
        return number

    async def publish_all(
        self, editor: Actor, versions: Mapping[str, str], also: Callable[[Connection], None] = lambda _: None
    ) -> None:
        """Put several drafts into their files: all of them, or none.

        Args:
            versions: Of each draft, as the editor had it before them.
            also: What else is committed with it.

        Raises:
            Conflict: as for one of them.
            BadFaq: one lacks something.
        """
        stored = {entry_id: await self._settled(entry_id) for entry_id in versions}

        def publish(connection: Connection) -> None:
            for entry_id, seen in versions.items():
                live = stored[entry_id]
                base = live.fingerprint if live else ""
                draft = self._shelf.draft(connection, entry_id)
                _check_seen(draft, seen)
                if draft is None or draft.base != base:
                    raise Conflict
                self._kind.require_complete(draft.entry)
                self._shelf.drop_draft(connection, entry_id)
                self._add(connection, draft.entry, "published", editor, base)
            also(connection)

        await self._database.write(publish)
        for entry_id in versions:
            await self._settled(entry_id)

    def require_complete(self, entry: T) -> None:
        """Return if an item could be published.

        Raises:
            BadFaq: something is missing; the text names all of it.
        """
        self._kind.require_complete(entry)

    async def revision_numbers(self) -> Mapping[str, int]:
        """Return the number of every item's newest revision."""
        newest = await self._database.read(self._shelf.all_newest)
        return {entry_id: revision.number for entry_id, revision in newest.items()}

    async def restore(self, editor: Actor, entry_id: str, number: int, seen: int) -> int:
        """Put an older revision into the file again, as a new one; return its number.

        Args:
            seen: The number of the newest revision that the editor had before them.

        Raises:
            NotFound: no such revision.
            Conflict: there is a newer one.
        """
        stored = await self._settled(entry_id)
        base = stored.fingerprint if stored else ""

        def restore(connection: Connection) -> int:
            found = {revision.number: revision for revision in self._shelf.revisions(connection, entry_id)}
            if number not in found:
                raise NotFound
            if max(found) != seen:
                raise Conflict
            return self._add(connection, found[number].entry, "restored", editor, base)

        restored = await self._database.write(restore, key=entry_id)
        await self._settled(entry_id)
        return restored

    async def drafts(self) -> Sequence[Draft[T]]:
        """Return all that is to be published."""
        return await self._database.read(self._shelf.drafts)

    async def live(self) -> Mapping[str, T]:
        """Return all entries that are live, by id.

        Raises:
            BadFaq: a file cannot be used.
        """
        return await asyncio.to_thread(self._files.all)

    async def history(self, entry_id: str) -> Sequence[Revision[T]]:
        """Return what an entry was, the newest first."""
        return await self._database.read(lambda c: self._shelf.revisions(c, entry_id))

    async def settle(self) -> None:
        """Bring files and revisions of all entries into agreement; what cannot be read is in the log."""
        newest = await self._database.read(self._shelf.all_newest)
        now = await asyncio.to_thread(self._files.fingerprints)
        for entry_id in sorted({*newest, *now}):
            known = newest.get(entry_id)
            if known is None or not known.is_written or known.fingerprint != now.get(entry_id):
                try:
                    await self._settled(entry_id)
                except BadFaq as error:
                    log.warning("an entry cannot be read: %s", error)

    def _add(self, connection: Connection, entry: T, kind: RevisionKind, editor: Actor, base: str) -> int:
        last = self._shelf.newest(connection, entry.id)
        # What another process has committed meanwhile is not in the file yet.
        if last is not None and (not last.is_written or last.fingerprint != base):
            raise Conflict
        return self._shelf.add_revision(connection, entry, kind, editor, self._clock(), base=base)

    async def _settled(self, entry_id: str) -> Stored[T] | None:
        """Return what the file holds, after it and the newest revision are in agreement."""
        newest = await self._database.read(lambda c: self._shelf.newest(c, entry_id))
        if newest is not None and not newest.is_written:
            number, fingerprint = newest.number, await asyncio.to_thread(self._write, newest)
            # Where the file was changed by other means meanwhile, the revision was never in it; what is, is the next.
            await self._database.write(
                lambda c: self._shelf.mark_written(c, entry_id, number, fingerprint), key=entry_id
            )
            newest = replace(newest, fingerprint=fingerprint)
        stored = await asyncio.to_thread(self._files.read, entry_id)
        if stored is not None and (newest is None or newest.fingerprint != stored.fingerprint):
            await self._database.write(lambda c: self._find(c, stored), key=entry_id)
        return stored

    def _write(self, newest: Newest[T]) -> str:
        written = self._files.write(newest.entry, newest.base)
        if written is None:
            # Written already by a process that ended, or by another one just now; or not, see above.
            found = self._files.read(newest.entry.id)
            written = found.fingerprint if found is not None and found.entry == newest.entry else NEVER
        return written

    def _find(self, connection: Connection, stored: Stored[T]) -> None:
        newest = self._shelf.newest(connection, stored.entry.id)
        # Another process may have found it first, or have published meanwhile.
        if newest is None or (newest.is_written and newest.fingerprint != stored.fingerprint):
            base = newest.fingerprint if newest else ""
            fingerprint = stored.fingerprint
            self._shelf.add_revision(
                connection, stored.entry, "found", SERVICE, self._clock(), base=base, fingerprint=fingerprint
            )


def _check_seen(draft: Draft[T] | None, seen: str) -> None:
    if seen != (draft.version if draft else ""):
        raise Conflict
