"""What editors do with entries: work on drafts, publish them, look at what was and bring it back.

An entry has one draft at most, which all editors share: whoever saves has to have seen what the others saved. Nothing
of it is in the files until it is published. What is published is committed as a revision first and written into the
file then; if the process ends in between, the next one that looks writes it. A file that somebody has changed by other
means is never written over: the change becomes a revision of its own, and a draft that knows nothing of it is refused.
An entry is withdrawn in the same way: its newest revision is then that it stands in no file.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic
from uuid import uuid4

from sqlalchemy import Connection

from handoff.audit.model import Actor
from handoff.clock import Clock
from handoff.editing.agreement import Agreement
from handoff.editing.kinds import Files, Keep, Kind, Stored, T, keep_nothing
from handoff.editing.model import Draft, Reference, Revision, RevisionKind
from handoff.editing.store import Shelf
from handoff.errors import Conflict, InvalidPayload, NotFound
from handoff.faq.content import BadFaq
from handoff.storage.database import Database


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


class StillNamed(BadFaq):
    """An entry cannot be withdrawn. `by`: what names it."""

    def __init__(self, entry_id: str, by: Sequence[Reference]) -> None:
        super().__init__(f"{entry_id} is still named by {', '.join(f'{each.kind} {each.name}' for each in by)}")
        self.by = tuple(by)


class Editing(Generic[T]):
    """Drafts, revisions and files of one kind, kept in agreement; several processes may do so at once."""

    def __init__(
        self,
        kind: Kind[T],
        database: Database,
        files: Files[T],
        clock: Clock,
        *,
        references: Callable[[str], Sequence[Reference]] = lambda _: (),
        keep: Keep = keep_nothing,
    ) -> None:
        """Make what is kept in agreement.

        Args:
            references: What names an entry, and would name nothing without it; touches the disk.
            keep: Is told of each file that was written or removed, by whom, and in what revision.
        """
        self._references = references
        self._kind = kind
        self._shelf = Shelf(kind)
        self._database = database
        self._files = files
        self._clock = clock
        self._agreement = Agreement(kind, database, files, clock, keep)

    async def open(self, entry_id: str) -> Opened[T]:
        """Return an entry and its draft.

        Raises:
            NotFound: there is neither.
            BadFaq: the file cannot be used.
        """
        stored = await self._agreement.settled(entry_id)
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
        stored = await self._agreement.settled(entry.id)
        if base != (stored.fingerprint if stored else ""):
            raise Conflict
        draft = Draft(self._kind.tidied(entry), str(uuid4()), base, editor.id, editor.name, self._clock())

        def save(connection: Connection) -> None:
            _check_seen(self._shelf.draft(connection, entry.id), seen)
            self._shelf.put_draft(connection, draft)

        await self._database.write(save, key=entry.id)
        return draft

    async def references(self, entry_id: str) -> Sequence[Reference]:
        """Return what keeps an entry from being withdrawn."""
        return await asyncio.to_thread(self._references, entry_id)

    async def check_unnamed(self, entry_id: str) -> None:
        """Return if an entry could be withdrawn.

        Raises:
            StillNamed: something names it.
        """
        if by := await self.references(entry_id):
            raise StillNamed(entry_id, by)

    async def withdraw(self, editor: Actor, entry_id: str, *, seen: str, base: str) -> Draft[T]:
        """Keep that an entry is to be taken out of the files: a draft like any other.

        Raises:
            NotFound: it is not live.
            StillNamed: something names it.
            Conflict, BadFaq: as `save`.
        """
        stored = await self._agreement.settled(entry_id)
        if stored is None:
            raise NotFound
        if base != stored.fingerprint:
            raise Conflict
        await self.check_unnamed(entry_id)
        now = self._clock()
        draft = Draft(stored.entry, str(uuid4()), base, editor.id, editor.name, now, withdraws=True)

        def save(connection: Connection) -> None:
            _check_seen(self._shelf.draft(connection, entry_id), seen)
            self._shelf.put_draft(connection, draft)

        await self._database.write(save, key=entry_id)
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
        stored = {each.entry.id: await self._agreement.settled(each.entry.id) for each in wanted}
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

    async def publish(self, editor: Actor, entry_id: str, seen: str) -> None:
        """Put a draft into the file, or take the file away as it says.

        Raises:
            Conflict: somebody has saved since, there is no draft, or the file has been changed since it was begun.
            BadFaq: it lacks something, or its file cannot be used.
            StillNamed: something names what it withdraws.
        """
        await self.publish_all(editor, {entry_id: seen})

    async def publish_all(
        self, editor: Actor, versions: Mapping[str, str], also: Callable[[Connection], None] = lambda _: None
    ) -> None:
        """Put several drafts into their files: all of them, or none.

        Args:
            versions: Of each draft, as the editor had it before them.
            also: What else is committed with it.

        Raises:
            Conflict, BadFaq, StillNamed: as for one of them.
        """
        stored = {entry_id: await self._agreement.settled(entry_id) for entry_id in versions}
        for draft in await self.drafts():
            if draft.withdraws and draft.entry.id in versions:
                await self.check_unnamed(draft.entry.id)

        def publish(connection: Connection) -> None:
            for entry_id, seen in versions.items():
                live = stored[entry_id]
                base = live.fingerprint if live else ""
                draft = self._shelf.draft(connection, entry_id)
                _check_seen(draft, seen)
                if draft is None or draft.base != base:
                    raise Conflict
                if not draft.withdraws:
                    self._kind.require_complete(draft.entry)
                self._shelf.drop_draft(connection, entry_id)
                self._add(connection, draft.entry, "withdrawn" if draft.withdraws else "published", editor, base)
            also(connection)

        await self._database.write(publish, key=next(iter(versions)) if len(versions) == 1 else "")
        for entry_id in versions:
            await self._agreement.settled(entry_id)

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
            NotFound: no such revision, or it is that the entry was withdrawn.
            Conflict: there is a newer one.
        """
        stored = await self._agreement.settled(entry_id)
        base = stored.fingerprint if stored else ""

        def restore(connection: Connection) -> int:
            found = {revision.number: revision for revision in self._shelf.revisions(connection, entry_id)}
            if number not in found or found[number].kind == "withdrawn":
                raise NotFound
            if max(found) != seen:
                raise Conflict
            return self._add(connection, found[number].entry, "restored", editor, base)

        restored = await self._database.write(restore, key=entry_id)
        await self._agreement.settled(entry_id)
        return restored

    async def take_away(self, editor: Actor, entry_id: str) -> None:
        """Withdraw an entry at once, whatever is to become of it; its draft stays.

        Raises:
            StillNamed: something names it.
            Conflict: it was changed just now.
        """
        stored = await self._agreement.settled(entry_id)
        if stored is None:
            return
        await self.check_unnamed(entry_id)
        entry, base = stored.entry, stored.fingerprint
        await self._database.write(lambda c: self._add(c, entry, "withdrawn", editor, base), key=entry_id)
        await self._agreement.settled(entry_id)

    async def withdrawn(self) -> Mapping[str, T]:
        """Return the entries that were live once, as they were last."""
        newest = await self._database.read(self._shelf.all_newest)
        return {entry_id: newest[entry_id].entry for entry_id in sorted(newest) if newest[entry_id].is_withdrawn}

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
        await self._agreement.settle()

    def _add(self, connection: Connection, entry: T, kind: RevisionKind, editor: Actor, base: str) -> int:
        last = self._shelf.newest(connection, entry.id)
        # What another process has committed meanwhile is not in the file yet.
        if last is not None and (not last.is_written or last.left != base):
            raise Conflict
        return self._shelf.add_revision(connection, entry, kind, editor, self._clock(), base=base)


def _check_seen(draft: Draft[T] | None, seen: str) -> None:
    if seen != (draft.version if draft else ""):
        raise Conflict
