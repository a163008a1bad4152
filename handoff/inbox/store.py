"""The inbox in the database. Each function runs inside one operation of `Database`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import orjson
from sqlalchemy import Connection, delete, func, select, update
from sqlalchemy import text as sql

from handoff.audit.model import Actor
from handoff.errors import NotFound
from handoff.inbox.model import Batch, Failures, How, Proposal, Said, Wanted
from handoff.storage.database import AnyRow
from handoff.storage.tables import inbox_handled, misses, reply_proposals, to_microseconds

MOST = 5000
"""Messages looked at, the newest: a city's assistant misses some dozens a day."""
RECENT = 10
ENTRY = "faq/"

_m, _h, _p = misses.c, inbox_handled.c, reply_proposals.c

_PUT = sql(
    "INSERT INTO inbox_handled (text_key, how, entry_id, batch, agent_id, agent_name, at) "
    "VALUES (:text_key, :how, :entry_id, :batch, :agent_id, :agent_name, :at) ON CONFLICT (text_key) DO NOTHING"
)


def said(connection: Connection, wanted: Wanted, since: datetime | None) -> list[Said]:
    """Return the messages that nobody has handled yet, the newest first."""
    query = (
        select(_m.text_key, _m.text, _m.language, _m.reason, _m.options, _m.answered, _m.at)
        .outerjoin(inbox_handled, _h.text_key == _m.text_key)
        .where(_h.text_key.is_(None))
        .order_by(_m.at.desc())
        .limit(MOST)
    )
    if since is not None:
        query = query.where(_m.at >= since)
    if wanted.reason:
        query = query.where(_m.reason == wanted.reason)
    if wanted.language:
        query = query.where(_m.language == wanted.language)
    return [_to_said(row) for row in connection.execute(query)]


def failures(connection: Connection, since: datetime) -> dict[str, Failures]:
    """Return how often each answer failed, by its entry; what editors have handled counts as well."""
    query = (
        select(_m.answered, _m.reason, func.count().label("times"))
        .where(_m.at >= since, _m.answered != "", _m.reason.in_(("not_helped", "handed_over")))
        .group_by(_m.answered, _m.reason)
    )
    found: dict[str, Failures] = {}
    for row in connection.execute(query):
        found[row.answered] = replace(found.get(row.answered, Failures()), **{row.reason: row.times})
    return found


def handle(
    connection: Connection,
    keys: Sequence[str],
    how: How,
    editor: Actor,
    now: datetime,
    *,
    batch: str,
    entry_id: str = "",
) -> None:
    """Note that these texts are handled; those that are already stay as they are."""
    about = {"how": how, "entry_id": entry_id, "batch": batch, "agent_id": editor.id, "agent_name": editor.name}
    for key in dict.fromkeys(keys):
        connection.execute(_PUT, {"text_key": key, **about, "at": to_microseconds(now)})


def undo(connection: Connection, batch: str) -> None:
    """Let dropped texts come up again.

    Raises:
        NotFound: nothing was dropped so, or it has been undone.
    """
    if not connection.execute(delete(inbox_handled).where(_h.batch == batch, _h.how == "dropped")).rowcount:
        raise NotFound


def recent(connection: Connection) -> list[Batch]:
    """Return what was done last, the newest first."""
    rows = connection.execute(
        select(_h.batch, _h.how, _h.entry_id, func.count(), _h.agent_name, func.max(_h.at).label("at"))
        .group_by(_h.batch, _h.how, _h.entry_id, _h.agent_name)
        .order_by(func.max(_h.at).desc())
        .limit(RECENT)
    )
    return [Batch(*row) for row in rows]


def proposals(connection: Connection) -> list[Proposal]:
    """Return the agents' proposals that nobody has handled, the oldest first."""
    query = select(reply_proposals).where(_p.handled.is_(False)).order_by(_p.at, _p.id)
    return [_to_proposal(row) for row in connection.execute(query)]


def proposal(connection: Connection, proposal_id: str) -> Proposal:
    """Return one that nobody has handled.

    Raises:
        NotFound: there is none.
    """
    row = connection.execute(select(reply_proposals).where(_p.id == proposal_id, _p.handled.is_(False))).first()
    if row is None:
        raise NotFound
    return _to_proposal(row)


def mark_proposal(connection: Connection, proposal_id: str, *, handled: bool) -> None:
    """Note that a proposal is handled, or is not after all.

    Raises:
        NotFound: it is so already, or gone.
    """
    found = connection.execute(
        update(reply_proposals).where(_p.id == proposal_id, _p.handled.is_(not handled)).values(handled=handled)
    )
    if not found.rowcount:
        raise NotFound


def _to_said(row: AnyRow) -> Said:
    offered = [intent.removeprefix(ENTRY) for intent in orjson.loads(row.options) if intent.startswith(ENTRY)]
    entries = dict.fromkeys([row.answered, *offered] if row.answered else offered)
    return Said(row.text_key, row.text, row.language, row.reason, tuple(entries), row.at)


def _to_proposal(row: AnyRow) -> Proposal:
    return Proposal(row.id, row.question, row.reply, row.language, row.agent_name, row.at)
