"""Drafts and revisions in the database. Each function runs inside one operation of `Database`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from handoff.audit.model import Actor
from handoff.editing import codec
from handoff.editing.model import Draft, Revision, RevisionKind
from handoff.faq.model import Entry
from handoff.storage.database import AnyRow
from handoff.storage.tables import faq_drafts, faq_revisions

_d, _r = faq_drafts.c, faq_revisions.c


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest revision of an entry: what its file is to hold, and whether it does.

    `base` and `fingerprint` are those of the file before and after it.
    """

    number: int
    entry: Entry
    base: str
    fingerprint: str

    @property
    def is_written(self) -> bool:
        """Whether the file is known to hold it."""
        return bool(self.fingerprint)


def draft(connection: Connection, entry_id: str) -> Draft | None:
    """Return the draft of an entry."""
    row = connection.execute(select(faq_drafts).where(_d.entry_id == entry_id)).first()
    return None if row is None else _to_draft(row)


def drafts(connection: Connection) -> list[Draft]:
    """Return all drafts, by the ids of their entries."""
    return [_to_draft(row) for row in connection.execute(select(faq_drafts).order_by(_d.entry_id))]


def put_draft(connection: Connection, draft: Draft) -> None:
    """Store a draft, also in place of the one before."""
    values = {
        "version": draft.version,
        "base": draft.base,
        "content": codec.dump(draft.entry),
        "agent_id": draft.agent_id,
        "agent_name": draft.agent_name,
        "at": draft.at,
    }
    found = connection.execute(update(faq_drafts).where(_d.entry_id == draft.entry.id).values(values))
    if not found.rowcount:
        connection.execute(insert(faq_drafts).values(entry_id=draft.entry.id, **values))


def drop_draft(connection: Connection, entry_id: str) -> None:
    """Delete the draft of an entry."""
    connection.execute(delete(faq_drafts).where(_d.entry_id == entry_id))


def revisions(connection: Connection, entry_id: str) -> list[Revision]:
    """Return what an entry was, the newest first."""
    query = select(faq_revisions).where(_r.entry_id == entry_id).order_by(_r.number.desc())
    return [
        Revision(row.number, row.kind, codec.load(row.content), row.agent_name, row.at)
        for row in connection.execute(query)
    ]


def newest(connection: Connection, entry_id: str) -> Newest | None:
    """Return the newest revision of an entry."""
    query = select(faq_revisions).where(_r.entry_id == entry_id).order_by(_r.number.desc()).limit(1)
    row = connection.execute(query).first()
    return None if row is None else _to_newest(row)


def all_newest(connection: Connection) -> Mapping[str, Newest]:
    """Return the newest revision of each entry."""
    last = select(_r.entry_id, func.max(_r.number).label("number")).group_by(_r.entry_id).subquery()
    query = select(faq_revisions).join(last, (last.c.entry_id == _r.entry_id) & (last.c.number == _r.number))
    return {row.entry_id: _to_newest(row) for row in connection.execute(query)}


def add_revision(
    connection: Connection,
    entry: Entry,
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
    last = newest(connection, entry.id)
    number = 1 if last is None else last.number + 1
    connection.execute(
        insert(faq_revisions).values(
            entry_id=entry.id,
            number=number,
            kind=kind,
            content=codec.dump(entry),
            agent_id=by.id,
            agent_name=by.name,
            at=at,
            base=base,
            fingerprint=fingerprint,
        )
    )
    return number


def mark_written(connection: Connection, entry_id: str, number: int, fingerprint: str) -> None:
    """Note that the file holds a revision; whoever noted it first is right."""
    of_it = (_r.entry_id == entry_id) & (_r.number == number) & (_r.fingerprint == "")
    connection.execute(update(faq_revisions).where(of_it).values(fingerprint=fingerprint))


def _to_draft(row: AnyRow) -> Draft:
    return Draft(codec.load(row.content), row.version, row.base, row.agent_id, row.agent_name, row.at)


def _to_newest(row: AnyRow) -> Newest:
    return Newest(row.number, codec.load(row.content), row.base, row.fingerprint)
