"""Giving a conversation on: to a queue, or to a colleague for whom it is held a while.

Each function runs inside one write operation of `Database`. Whatever comes of it, the conversation waits at the front
of a queue meanwhile: when nobody takes it, it is already where everybody finds it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from sqlalchemy import Connection, select, update

from handoff.audit.model import about
from handoff.audit.store import record
from handoff.conversations import notes
from handoff.conversations.model import AgentActor, Changed, Colleague, Conversation, Offer
from handoff.conversations.ownership import NO_OFFER, access_own, check_real, get_conversation, to_queue
from handoff.conversations.rows import conversation_query, to_conversation
from handoff.conversations.staffing import idle_agents, is_here, is_staffed, seats_taken
from handoff.errors import Conflict, NotFound, QueueClosed
from handoff.queues.model import Queues
from handoff.storage.tables import agents, conversations, to_microseconds

NOT_AGAIN = timedelta(minutes=5)
"""Who has declined a conversation is asked again after that, if it still waits: time to finish something else."""
_c = conversations.c


def to_other_queue(
    connection: Connection,
    agent: AgentActor,
    conversation_id: str,
    version: int,
    now: datetime,
    *,
    queue_id: str,
    queues: Queues,
) -> Changed:
    """Put the agent's conversation to the front of another queue, or of its own for a colleague of the same.

    Raises:
        NotFound: missing or not this agent's, or no such queue in its chat.
        Conflict: it has changed hands since `version`, or nobody is there who serves that queue.
    """
    conversation = access_own(connection, agent, conversation_id, now)
    return put_into(connection, conversation, version, now, queue_id=queue_id, queues=queues, by=agent)


def put_into(
    connection: Connection,
    conversation: Conversation,
    version: int,
    now: datetime,
    *,
    queue_id: str,
    queues: Queues,
    by: AgentActor,
) -> Changed:
    """Put a conversation to the front of a queue of its chat.

    Raises:
        NotFound: no such queue in its chat.
        QueueClosed: that queue is closed for its language: who goes on serving after the hours gives it to a colleague.
        Conflict: it has changed hands since `version`, or nobody is there who serves that queue.
    """
    queue = queues.find(queue_id, conversation.mode)
    if queue is None:
        raise NotFound
    if queues.closes_within(queue, conversation.served_in, now, now):
        raise QueueClosed
    if not is_staffed(connection, queue_id, conversation.served_in, now):
        raise Conflict
    title = queue.titles[conversation.language]
    return to_queue(
        connection,
        conversation,
        "transferred",
        now,
        version=version,
        name=by.name,
        to=title,
        queue=queue_id,
        actor=by,
    )


def to_colleague(
    connection: Connection,
    agent: AgentActor,
    conversation_id: str,
    version: int,
    now: datetime,
    *,
    to: str,
    held: timedelta,
) -> Changed:
    """Hold the agent's conversation for a colleague for a while; then everybody may take it.

    Raises:
        NotFound: missing or not this agent's, or no such colleague.
        Conflict: it has changed hands since `version`, or the colleague is not there.
    """
    conversation = access_own(connection, agent, conversation_id, now)
    return hold_for(connection, conversation, version, now, to=to, held=held, by=agent)


def hold_for(
    connection: Connection,
    conversation: Conversation,
    version: int,
    now: datetime,
    *,
    to: str,
    held: timedelta,
    by: AgentActor,
) -> Changed:
    """Hold a conversation for somebody else than who has it, at the front of its queue.

    Raises:
        NotFound: no such agent, or the agent who gives it or has it.
        Conflict: it has changed hands since `version`, or that agent is not there.
    """
    row = connection.execute(select(agents.c.name, is_here(now).label("is_here")).where(agents.c.id == to)).first()
    if row is None or to in (by.id, conversation.agent_id):
        raise NotFound
    if not row.is_here:
        raise Conflict
    offer = Offer(to, now + held, by=by.name)
    return to_queue(
        connection,
        conversation,
        "transferred",
        now,
        version=version,
        name=by.name,
        to=row.name,
        offer=offer,
        actor=by,
        detail=about(AgentActor(to, row.name)),
    )


def decline(connection: Connection, agent: AgentActor, conversation_id: str, now: datetime) -> Conversation:
    """Let go of what is held for the agent: everybody may take it now.

    Raises:
        NotFound: nothing of the kind.
        Conflict: the agent only practises with it.
    """
    conversation = get_conversation(connection, conversation_id, now)
    if conversation.owner != "queue" or conversation.offer is None or conversation.offer.to != agent.id:
        raise NotFound
    check_real(conversation)
    if _let_go(connection, conversation.id, conversation.offer, now):
        _remember(connection, conversation.id, agent.id, now)
        record(connection, agent, "decline", now, conversation_id=conversation.id, detail={"what": "offer"})
    return get_conversation(connection, conversation_id, now)


def is_anybody_waiting(connection: Connection) -> bool:
    """Tell whether there is anything to offer, or an offer to end."""
    waiting = select(_c.id).where(_c.owner == "queue", _c.practice == "")
    return connection.execute(waiting.limit(1)).first() is not None


def let_offers_lapse(connection: Connection, now: datetime) -> int:
    """End the offers whose time is over, and return how many; a colleague's transfer leaves a note that nobody came."""
    rows = connection.execute(
        select(_c.id, _c.offered_to, _c.offered_until, _c.offered_by).where(
            _c.owner == "queue", _c.offered_until <= now, _c.practice == ""
        )
    ).all()
    return sum(
        _let_go(connection, row.id, Offer(row.offered_to, row.offered_until, row.offered_by), now) for row in rows
    )


def offer_waiting(connection: Connection, now: datetime, held: timedelta) -> int:
    """Hold waiting conversations, in their order, each for the longest-idle agent with its skills and a free seat.

    Where the visitor is not there nobody is offered anything, unless they may be in danger.

    Returns:
        How many are held now that were not before.
    """
    query = conversation_query(now, with_place=False).where(_c.owner == "queue", _c.practice == "")
    waiting = [
        to_conversation(row) for row in connection.execute(query.order_by(_c.queue_front.desc(), _c.queued_at, _c.id))
    ]
    taken = seats_taken(connection, now)
    offered, refused = 0, _refused(connection, now)
    for conversation in waiting:
        if conversation.offer is not None or (conversation.gone_since is not None and not conversation.is_in_danger):
            continue
        idle = [row for row in idle_agents(connection, conversation, now) if taken[row.id] < row.seats]
        free = (row.id for row in idle if (conversation.id, row.id) not in refused)
        to = next(free, None)
        if to is None:
            continue
        values = {"offered_to": to, "offered_until": now + held, "offered_by": "", "active_at": now}
        statement = update(conversations).where(_c.id == conversation.id, _c.version == conversation.version)
        statement = statement.where(_c.owner == "queue", _c.offered_until.is_(None))
        if connection.execute(statement.values(values)).rowcount == 1:
            taken[to] += 1
            offered += 1
            # Whoever is offered the next one is somebody else, if there is anybody.
            connection.execute(update(agents).where(agents.c.id == to).values(idle_since=now))
    return offered


def _remember(connection: Connection, conversation_id: str, agent_id: str, now: datetime) -> None:
    """Keep who has said no to a waiting conversation, and until when it is not offered to them again."""
    this = _c.id == conversation_id
    stored = connection.execute(select(_c.declined).where(this)).scalar_one()
    declined = {**(orjson.loads(stored) if stored else {}), agent_id: to_microseconds(now + NOT_AGAIN)}
    connection.execute(update(conversations).where(this).values(declined=orjson.dumps(declined).decode()))


def _refused(connection: Connection, now: datetime) -> set[tuple[str, str]]:
    """Return which conversations are not to be offered to which agents now."""
    rows = connection.execute(select(_c.id, _c.declined).where(_c.owner == "queue", _c.declined != ""))
    at = to_microseconds(now)
    return {(row.id, agent) for row in rows for agent, until in orjson.loads(row.declined).items() if until > at}


def _let_go(connection: Connection, conversation_id: str, offer: Offer, now: datetime) -> int:
    statement = update(conversations).where(_c.id == conversation_id, _c.owner == "queue", _c.offered_to == offer.to)
    statement = statement.where(_c.offered_until == offer.until)
    if connection.execute(statement.values({**NO_OFFER, "active_at": now})).rowcount != 1:
        return 0
    connection.execute(update(agents).where(agents.c.id == offer.to).values(idle_since=now))
    if offer.by:
        name = connection.execute(select(agents.c.name).where(agents.c.id == offer.to)).scalar_one()
        notes.add_absent(connection, conversation_id, "not_taken", Colleague(offer.to, name), now)
    return 1
