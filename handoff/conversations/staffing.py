"""Which agents may be given a conversation: on duty, with its skills, with a free seat.

Skills are kept as text, ids between blanks, so that one comparison in the conversation's own query tells whether it is
served; a handful of agents are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Exists, Select, String, func, literal, literal_column, or_, select

from handoff.accounts.rostering import is_absent
from handoff.conversations.model import Conversation
from handoff.errors import Forbidden, NoSeat
from handoff.storage.database import AnyRow
from handoff.storage.tables import agents, conversations

_c = conversations.c


def serves(queue: ColumnElement[str] | str, language: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Return the condition that an agent has the skills; an empty queue is any."""
    queue, language = (literal(value, String) if isinstance(value, str) else value for value in (queue, language))
    return (or_(agents.c.queues == "", queue == "", agents.c.queues.like(literal("% ") + queue + literal(" %")))) & or_(
        agents.c.languages == "", agents.c.languages.like(literal("% ") + language + literal(" %"))
    )


def on_duty(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an agent is there and takes conversations."""
    return (agents.c.availability == "available") & is_here(now)


def is_here(now: datetime) -> ColumnElement[bool]:
    """Return the condition that an agent may be asked: connected, not away and not absent."""
    return (agents.c.availability != "away") & (agents.c.present_until > now) & ~is_absent(now)


def anybody(queue: ColumnElement[str] | str, language: ColumnElement[str] | str, now: datetime) -> Exists:
    """Return the condition that somebody on duty serves a queue in a language."""
    return _somebody(on_duty(now), serves(queue, language))


def anybody_here(queue: ColumnElement[str] | str, language: ColumnElement[str] | str, now: datetime) -> Exists:
    """Return the condition that somebody is there who serves a queue in a language, though perhaps busy."""
    return _somebody(is_here(now), serves(queue, language))


def _somebody(*conditions: ColumnElement[bool]) -> Exists:
    query: Select[Any] = select(literal_column("1")).select_from(agents).where(*conditions)
    return query.correlate(conversations).exists()


def can_be_waited_for(connection: Connection, queue: str, language: str, now: datetime) -> bool:
    """Tell whether somebody is there for whom one can wait: who is busy or on a break comes back to the queue."""
    return bool(connection.execute(select(anybody_here(queue, language, now))).scalar())


def is_staffed(connection: Connection, queue: str, language: str, now: datetime) -> bool:
    """Tell whether somebody on duty serves a queue in a language."""
    return bool(connection.execute(select(anybody(queue, language, now))).scalar())


def staffed(connection: Connection, queues: Collection[str], language: str, now: datetime) -> frozenset[str]:
    """Return those of the queues, by id, in which somebody is there for whom one can wait in a language."""
    row = (
        connection.execute(select(*(anybody_here(queue, language, now).label(queue) for queue in queues)))
        .mappings()
        .one()
    )
    return frozenset(queue for queue in queues if row[queue])


def check_may_take(connection: Connection, agent_id: str, conversation: Conversation) -> None:
    """Return if the agent may take this waiting conversation by choice.

    Raises:
        Forbidden: the queue or the language is not the agent's.
        NoSeat: all seats are taken, and nobody is in danger.
    """
    row = connection.execute(
        select(agents.c.seats).where(agents.c.id == agent_id, serves(conversation.queue, conversation.served_in))
    ).first()
    if row is None:
        raise Forbidden
    if not conversation.is_in_danger and seats_taken(connection)[agent_id] >= row.seats:
        raise NoSeat


def seats_taken(connection: Connection, now: datetime | None = None) -> Counter[str]:
    """Count conversations by the agent who has them; with `now`, also those that are held for the agent.

    Practice takes no seat.
    """
    real = _c.practice == ""
    owned = select(_c.agent_id, func.count()).where(_c.owner == "agent", real).group_by(_c.agent_id)
    taken: Counter[str] = Counter({row[0]: row[1] for row in connection.execute(owned)})
    if now is not None:
        held = select(_c.offered_to, func.count()).where(_c.owner == "queue", _c.offered_until > now, real)
        taken.update({row[0]: row[1] for row in connection.execute(held.group_by(_c.offered_to))})
    return taken


def idle_agents(connection: Connection, conversation: Conversation, now: datetime) -> list[AnyRow]:
    """Return agents on duty with the conversation's skills as (id, seats), the longest idle first."""
    query = (
        select(agents.c.id, agents.c.seats)
        .where(on_duty(now), serves(conversation.queue, conversation.served_in))
        .order_by(agents.c.idle_since.is_not(None), agents.c.idle_since, agents.c.id)
    )
    return list(connection.execute(query))
