"""What people wrote beside their quick feedback, for supervisors: masked when it was stored, and of nobody by name.

It goes with the conversation: `rating.forget_comments` empties it when that is erased, `retention` after its time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, literal, select, tuple_

from handoff.queues.model import Language
from handoff.queues.model import Mode as Chat
from handoff.reports.store import Scope, is_contact_at
from handoff.storage.tables import Instant, contacts, from_microseconds, ratings, to_microseconds

PAGE_SIZE = 50

_r, _k = ratings.c, contacts.c


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment, and what was given beside it; `queue` is the contact's, empty if no person was asked for."""

    at: datetime
    mode: Chat
    language: Language
    queue: str
    succeeded: int | None
    recommends: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Comments:
    """Some of the comments, newest first; `more`: the cursor that asks for older ones, empty at the end."""

    comments: tuple[Comment, ...]
    more: str


def read(connection: Connection, scope: Scope, queue: str | None, before: str = "") -> Comments:
    """Return the comments on the contacts of a scope; `queue`: of that one only, empty for those without.

    Raises:
        ValueError: no such cursor.
    """
    query = (
        select(_r.at, _r.conversation_id, _r.mode, _r.language, _k.queue, _r.succeeded, _r.recommends, _r.comment)
        .select_from(ratings.join(contacts, is_contact_at(_r.conversation_id, _r.at)))
        .where(*scope.conditions, _r.comment != "")
        .order_by(_r.at.desc(), _r.conversation_id.desc())
        .limit(PAGE_SIZE + 1)
    )
    if queue is not None:
        query = query.where(_k.queue == queue)
    if before:
        at_us, _, conversation_id = before.partition(":")
        cursor = tuple_(literal(from_microseconds(int(at_us)), Instant), literal(conversation_id))
        query = query.where(tuple_(_r.at, _r.conversation_id) < cursor)
    rows = connection.execute(query).all()
    shown = rows[:PAGE_SIZE]
    more = f"{to_microseconds(shown[-1].at)}:{shown[-1].conversation_id}" if len(rows) > PAGE_SIZE else ""
    return Comments(
        tuple(
            Comment(row.at, row.mode, row.language, row.queue, row.succeeded, row.recommends, row.comment)
            for row in shown
        ),
        more,
    )
