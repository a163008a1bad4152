"""Drafts and revisions in the database, each kind on a shelf of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from handoff.audit.model import Actor
from handoff.editing.kinds import Kind, T
from handoff.editing.model import Draft, Revision, RevisionKind
from handoff.storage.database import AnyRow
from handoff.storage.tables import edit_drafts, edit_revisions

_d, _r = edit_drafts.c, edit_revisions.c
GONE = "gone"
"""In place of the fingerprint of a file that has been removed."""


@dataclass(frozen=True, slots=True)
class Newest(Generic[T]):
    """The newest revision of an entry: what its file is to hold, and whether it does.

    `base` and `fingerprint` are those of the file before and after it; `GONE` where there is to be none.
    """

    number: int
    kind: RevisionKind
    entry: T
    agent_name: str
    base: str
    fingerprint: str

    @property
    def is_withdrawn(self) -> bool:
        """Whether there is to be no file."""
        return self.kind == "withdrawn"

    @property
    def left(self) -> str:
        """The fingerprint of the file as it was left, empty if there was none."""
        return "" if self.fingerprint == GONE else self.fingerprint

    @property
    def is_written(self) -> bool:
        """Whether the file is known to hold it."""
        return bool(self.fingerprint)


class Shelf(Generic[T]):
    """Drafts and revisions of one kind. Each method runs inside one operation of `Database`."""

    def __init__(self, kind: Kind[T]) -> None:
        self._kind = kind

    def draft(self, connection: Connection, entry_id: str) -> Draft[T] | None:
        """Return the draft of an entry."""
        row = connection.execute(select(edit_drafts).where(self._is_draft(entry_id))).first()
        return None if row is None else self._to_draft(row)

    def drafts(self, connection: Connection) -> list[Draft[T]]:
        """Return all drafts, by the ids of their entries."""
        return [
            self._to_draft(row)
            for row in connection.execute(select(edit_drafts).where(_d.shelf == self._kind.name).order_by(_d.entry_id))
        ]

    def put_draft(self, connection: Connection, draft: Draft[T]) -> None:
        """Store a draft, also in place of the one before."""
        values = {
            "version": draft.version,
            "base": draft.base,
            "content": self._kind.dump(draft.entry),
            "agent_id": draft.agent_id,
            "agent_name": draft.agent_name,
            "at": draft.at,
            "withdraws": draft.withdraws,
        }
        found = connection.execute(update(edit_drafts).where(self._is_draft(draft.entry.id)).values(values))
        if not found.rowcount:
            connection.execute(insert(edit_drafts).values(shelf=self._kind.name, entry_id=draft.entry.id, **values))

    def drop_draft(self, connection: Connection, entry_id: str) -> None:
        """Delete the draft of an entry."""
        connection.execute(delete(edit_drafts).where(self._is_draft(entry_id)))

    def revisions(self, connection: Connection, entry_id: str) -> list[Revision[T]]:
        """Return what an entry was, the newest first."""
        query = select(edit_revisions).where(self._is_of(entry_id)).order_by(_r.number.desc())
        return [
            Revision(row.number, row.kind, self._kind.load(row.content), row.agent_name, row.at)
            for row in connection.execute(query)
        ]

    def newest(self, connection: Connection, entry_id: str) -> Newest[T] | None:
        """Return the newest revision of an entry."""
        query = select(edit_revisions).where(self._is_of(entry_id)).order_by(_r.number.desc()).limit(1)
        row = connection.execute(query).first()
        return None if row is None else self._to_newest(row)

    def all_newest(self, connection: Connection) -> Mapping[str, Newest[T]]:
        """Return the newest revision of each entry."""
        of_kind = _r.shelf == self._kind.name
        last = select(_r.entry_id, func.max(_r.number).label("number")).where(of_kind).group_by(_r.entry_id).subquery()
        query = (
            select(edit_revisions)
            .where(of_kind)
            .join(last, (last.c.entry_id == _r.entry_id) & (last.c.number == _r.number))
        )
        return {row.entry_id: self._to_newest(row) for row in connection.execute(query)}

    def add_revision(
        self,
        connection: Connection,
        entry: T,
        kind: RevisionKind,
        by: Actor,
        at: datetime,
        *,
        base: str,
        fingerprint: str = "",
    ) -> int:
        """Add the next revision of an entry; return its number.

        Args:
            base: The fingerprint of the file before it.
            fingerprint: That of the file which holds it; empty as long as none does.
        """
        last = self.newest(connection, entry.id)
        number = 1 if last is None else last.number + 1
        connection.execute(
            insert(edit_revisions).values(
                shelf=self._kind.name,
                entry_id=entry.id,
                number=number,
                kind=kind,
                content=self._kind.dump(entry),
                agent_id=by.id,
                agent_name=by.name,
                at=at,
                base=base,
                fingerprint=fingerprint,
            )
        )
        return number

    def mark_written(self, connection: Connection, entry_id: str, number: int, fingerprint: str) -> None:
        """Note that the file holds a revision; whoever noted it first is right."""
        of_it = self._is_of(entry_id) & (_r.number == number) & (_r.fingerprint == "")
        connection.execute(update(edit_revisions).where(of_it).values(fingerprint=fingerprint))

    def _to_draft(self, row: AnyRow) -> Draft[T]:
        entry = self._kind.load(row.content)
        return Draft(entry, row.version, row.base, row.agent_id, row.agent_name, row.at, bool(row.withdraws))

    def _to_newest(self, row: AnyRow) -> Newest[T]:
        entry = self._kind.load(row.content)
        return Newest(row.number, row.kind, entry, row.agent_name, row.base, row.fingerprint)

    def _is_draft(self, entry_id: str) -> ColumnElement[bool]:
        return (_d.shelf == self._kind.name) & (_d.entry_id == entry_id)

    def _is_of(self, entry_id: str) -> ColumnElement[bool]:
        return (_r.shelf == self._kind.name) & (_r.entry_id == entry_id)
