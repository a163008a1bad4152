"""Whether a visitor is there: a time until which they count so, renewed by the process that has a socket of theirs.

Kept up only while a conversation waits or is with an agent: with the bot nobody needs to know, and thousands of quiet
tabs cost nothing. Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select, update

from handoff.storage.tables import conversations

PRESENCE = timedelta(seconds=45)
"""As an agent's lease: a page reload and a lift ride fit in, so that nobody is called away who is only moving."""
PLACE_KEPT = timedelta(hours=1)
"""Who was taken out for not being there and asks again within it has the place that they would have by then. A
telephone puts a page to sleep within a minute or so of another app coming before it, and nothing wakes it: whoever
looks in again after lunch loses nothing, while those behind them need not wait for a ghost."""

_c = conversations.c
# In practice there is nobody to be away.
_is_handed_over = _c.owner.in_(("queue", "agent")) & (_c.practice == "")


def is_anybody_handed_over(connection: Connection) -> bool:
    """Tell whether there is any conversation whose visitor matters to somebody."""
    return connection.execute(select(_c.id).where(_is_handed_over).limit(1)).first() is not None


def renew(connection: Connection, token_hashes: AbstractSet[str], now: datetime) -> None:
    """Count these visitors as there for a while, as far as their conversations wait or are with an agent."""
    rows = connection.execute(select(_c.id, _c.token_hash).where(_is_handed_over))
    here = [row.id for row in rows if row.token_hash in token_hashes]
    if here:
        connection.execute(update(conversations).where(_c.id.in_(here)).values(visitor_until=now + PRESENCE))


def give_time(connection: Connection, now: datetime) -> None:
    """Count everybody as there for a while: nobody has looked, so nobody can be said to be away."""
    until = now + PRESENCE
    unseen = or_(_c.visitor_until.is_(None), _c.visitor_until < until)
    connection.execute(update(conversations).where(_is_handed_over, unseen).values(visitor_until=until))


def gone(connection: Connection, now: datetime) -> frozenset[str]:
    """Return the conversations that wait or are with an agent, and whose visitor is not there."""
    query = select(_c.id).where(_is_handed_over, _c.visitor_until <= now)
    return frozenset(connection.execute(query).scalars())
