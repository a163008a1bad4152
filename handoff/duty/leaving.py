"""Going off duty, by one's own choice or not: whatever somebody has is there for others, in the same operation.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Literal

from sqlalchemy import Connection, func, select

from handoff.accounts.service import set_availability
from handoff.audit.model import SERVICE, Actor
from handoff.callbacks import store as callbacks
from handoff.conversations import reassigning
from handoff.conversations.model import AgentActor, Changed
from handoff.practice import store as practice
from handoff.queues.model import Queues, local_day
from handoff.queues.windows import HELSINKI
from handoff.storage.tables import absences, agents

Why = Literal["away", "day", "sign_out", "absence", "gone", "account"]
"""Why somebody leaves: their own choice of a state, the end of their day, signing out; an absence, a lost line, or a
change of their account.
"""


def leave(
    connection: Connection, agent_id: str, queues: Queues, now: datetime, *, by: Actor, why: Why
) -> list[Changed]:
    """Set an agent away, and give all that they have to others: conversations, offers, invitations and callbacks.

    What they practise with is nobody else's: it ends, save by a state picked, in which one may go on practising.

    Args:
        by: Who has done it, for the log.
    """
    agent = set_availability(connection, agent_id, "away", now, by=by, why=why)
    callbacks.release_all(connection, agent, now, by=by, why=why)
    actor = AgentActor(agent.id, agent.name, agent.role)
    if why != "away":
        practice.end(connection, actor)
    return reassigning.hand_over(connection, actor, queues, now, by=by, why=why)


def find_gone(connection: Connection, gone_since: datetime) -> list[str]:
    """Return who counts as on duty, or has callbacks, and was here for the last time before `gone_since`."""
    is_gone = func.coalesce(agents.c.present_until < gone_since, True)
    is_missed = (agents.c.availability != "away") | agents.c.id.in_(callbacks.holders())
    return list(connection.execute(select(agents.c.id).where(is_gone, is_missed).order_by(agents.c.id)).scalars())


def find_absent(connection: Connection, now: datetime) -> list[str]:
    """Return who is in a state from before an absence that has begun.

    Who has chosen a state since, came to work all the same.
    """
    today, a = local_day(now), absences.c
    query = (
        select(agents.c.id, agents.c.availability_since, func.min(a.first).label("first"))
        .join(absences, a.agent_id == agents.c.id)
        .where(a.first <= today, a.last >= today, agents.c.availability != "away")
        .group_by(agents.c.id, agents.c.availability_since)
        .order_by(agents.c.id)
    )
    return [
        row.id
        for row in connection.execute(query)
        if row.availability_since is None or row.availability_since < datetime.combine(row.first, time(), HELSINKI)
    ]


def is_anybody_leaving(connection: Connection, now: datetime, *, gone_since: datetime | None) -> bool:
    """Tell whether there is anything to do for `leave_by_service`."""
    is_anybody_gone = gone_since is not None and bool(find_gone(connection, gone_since))
    return is_anybody_gone or bool(find_absent(connection, now))


def leave_by_service(
    connection: Connection, queues: Queues, now: datetime, *, gone_since: datetime | None
) -> list[Changed]:
    """Let everybody leave who is gone or whose absence has begun.

    Args:
        gone_since: Who was here for the last time before it is gone; None: nobody is.
    """
    leaving: list[tuple[str, Why]] = [(agent_id, "absence") for agent_id in find_absent(connection, now)]
    if gone_since is not None:
        leaving += [(agent_id, "gone") for agent_id in find_gone(connection, gone_since)]
    changes = []
    for agent_id, why in leaving:
        changes += leave(connection, agent_id, queues, now, by=SERVICE, why=why)
    return changes
