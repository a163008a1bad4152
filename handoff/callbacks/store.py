"""Callbacks in the database. Who has one is decided by compare-and-set, as with conversations.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, insert, select, true, update

from handoff.accounts.model import SUPERVISORS
from handoff.audit.model import VISITOR, Action, Actor, about
from handoff.audit.store import record
from handoff.callbacks.model import LIVE, Attempt, Callback, Ending, NewCallback, Outcome, may_end
from handoff.conversations import contact_facts
from handoff.conversations.messages import append_system, open_conversation
from handoff.conversations.model import AgentActor, Changed, Conversation, Draft, Visitor
from handoff.conversations.ownership import access, get_conversation, take_out
from handoff.conversations.staffing import serves
from handoff.conversations.texts import system_event
from handoff.errors import Conflict, Forbidden, NotFound
from handoff.queues.model import Queue, Queues
from handoff.queues.windows import Window
from handoff.storage.tables import agents, callback_attempts, callbacks, conversations

_b = callbacks.c
_ENDED: dict[str, Any] = {"phone": "", "text": ""}


def queue_of(conversation: Conversation | None, queues: Queues) -> Queue:
    """Return the city's queue whose people call: where the visitor waited last, or else the first."""
    known = None if conversation is None else queues.find(conversation.queue, "city")
    return known or queues.of("city")[0]


def request(connection: Connection, visitor: Visitor, new: NewCallback, queues: Queues, now: datetime) -> Changed:
    """Store a callback, once, and take the visitor's conversation out of the queue.

    Raises:
        Forbidden: in the youth chat, which keeps no telephone numbers.
        NotFound: the id is another conversation's.
        Conflict: there is one already, an agent has the conversation, or the window can no longer be had.
    """
    open_conversation(connection, visitor, now)
    # Holds the conversation's row, so that two requests at once do not both find none.
    connection.execute(
        update(conversations).where(conversations.c.token_hash == visitor.token_hash).values(active_at=now)
    )
    conversation = access(connection, visitor, None, now)
    if conversation.mode == "youth":
        raise Forbidden
    known = connection.execute(select(_b.conversation_id).where(_b.id == new.id)).scalar()
    if known is not None:
        if known != conversation.id:
            raise NotFound
        return Changed(conversation)
    queue = queue_of(conversation, queues)
    window = Window(new.window_from, new.window_until)
    if conversation.owner == "agent" or conversation.callback:
        raise Conflict
    if window not in queues.callback_windows(queue, conversation.language, now):
        raise Conflict
    _insert(connection, new, conversation, queue.id, now)
    # Asking for a call is asking for a person.
    contact_facts.begin_unless_begun(connection, conversation.id, now)
    contact_facts.note_callback(connection, conversation.id, queue.id)
    _record(connection, VISITOR, "callback_request", new.id, now)
    draft = system_event(
        "callback_requested",
        conversation.language,
        window_from=window.opens.isoformat(),
        window_until=window.closes.isoformat(),
    )
    if conversation.owner == "queue":
        return take_out(connection, conversation, draft, now, actor=VISITOR)
    return _noted(connection, conversation, draft, now)


def withdraw(connection: Connection, visitor: Visitor, callback_id: str, now: datetime) -> Changed:
    """Take the visitor's callback back, with its number and text; a second time changes nothing.

    Raises:
        NotFound: none of the visitor's.
        Conflict: it is over.
    """
    conversation = access(connection, visitor, None, now)
    own = (_b.id == callback_id, _b.conversation_id == conversation.id)
    if not _set(connection, *own, _b.state.in_(LIVE), now=now, state="withdrawn", **_ENDED):
        state = connection.execute(select(_b.state).where(*own)).scalar()
        if state is None:
            raise NotFound
        if state != "withdrawn":
            raise Conflict
        return Changed(conversation)
    _record(connection, VISITOR, "callback_withdraw", callback_id, now)
    return _noted(connection, conversation, system_event("callback_withdrawn", conversation.language), now)


def find_live(connection: Connection, conversation_id: str) -> Callback | None:
    """Return the callback of a conversation that is still to be made."""
    return next(iter(_read(connection, _b.conversation_id == conversation_id)), None)


def live(connection: Connection) -> list[Callback]:
    """Return every callback that is still to be made: where somebody may be in danger first, then by window."""
    return _read(connection, true())


def claim(connection: Connection, agent: AgentActor, callback_id: str, now: datetime) -> None:
    """Give an open callback to one agent, exactly once; asking again as its holder changes nothing.

    Raises:
        Conflict: somebody else was first, or it is not open any more; also when there is no such callback.
        Forbidden: its queue or language is not the agent's.
    """
    served = select(agents.c.id).where(agents.c.id == agent.id, serves(_b.queue, _b.language)).correlate(callbacks)
    fits = connection.execute(select(served.exists()).where(_b.id == callback_id)).scalar()
    if fits is not None and not fits:
        raise Forbidden
    if _set(connection, _b.id == callback_id, _b.state == "open", now=now, state="claimed", agent_id=agent.id):
        _record(connection, agent, "callback_claim", callback_id, now)
        return
    if connection.execute(select(_b.id).where(*_held(agent, callback_id))).first() is None:
        raise Conflict


def release(connection: Connection, agent: AgentActor, callback_id: str, now: datetime) -> None:
    """Put a callback back on the list: one's own, or as a supervisor anybody's.

    Raises:
        NotFound: not this agent's.
    """
    is_anybodys = (_b.id == callback_id, _b.state == "claimed")
    which = is_anybodys if agent.role in SUPERVISORS else _held(agent, callback_id)
    if not _set(connection, *which, now=now, state="open", agent_id=None):
        raise NotFound
    _record(connection, agent, "callback_release", callback_id, now)


def holders() -> Select[Any]:
    """Return the query of the agents who have taken a callback."""
    return select(_b.agent_id).where(_b.state == "claimed")


def release_all(connection: Connection, agent: Actor, now: datetime, *, by: Actor, why: str) -> None:
    """Put every callback of an agent who leaves back on the list."""
    values = {"state": "open", "agent_id": None, "changed_at": now}
    held = update(callbacks).where(_b.state == "claimed", _b.agent_id == agent.id).values(values)
    for callback_id in connection.execute(held.returning(_b.id)).scalars().all():
        _record(connection, by, "callback_release", callback_id, now, **about(agent, why=why))


def log_attempt(
    connection: Connection, agent: AgentActor, callback_id: str, attempt_id: str, outcome: Outcome, *, now: datetime
) -> None:
    """Note what came of one call, once.

    Raises:
        NotFound: not this agent's.
    """
    if not _set(connection, *_held(agent, callback_id), now=now):
        raise NotFound
    a = callback_attempts.c
    if connection.execute(select(a.id).where(a.id == attempt_id)).first() is not None:
        return
    values = {"id": attempt_id, "callback_id": callback_id, "agent_id": agent.id, "outcome": outcome, "at": now}
    connection.execute(insert(callback_attempts).values(values))
    _record(connection, agent, "callback_attempt", callback_id, now, outcome=outcome)


def finish(connection: Connection, agent: AgentActor, callback_id: str, ending: Ending, now: datetime) -> str:
    """End a callback, and keep neither its number nor its text.

    Returns:
        The id of its conversation.
    Raises:
        NotFound: not this agent's.
        Conflict: nobody was called yet, or for `done` nobody was reached.
    """
    if not _set(connection, *_held(agent, callback_id), now=now, state=ending, **_ENDED):
        raise NotFound
    a = callback_attempts.c
    outcomes = set(connection.execute(select(a.outcome).where(a.callback_id == callback_id)).scalars())
    if not may_end(ending, outcomes):
        raise Conflict
    return _record(connection, agent, "callback_end", callback_id, now, ending=ending)


def _record(
    connection: Connection, actor: Actor, action: Action, callback_id: str, now: datetime, **detail: str | int
) -> str:
    """Add a line to the log, under the callback's conversation, whose id is returned."""
    conversation_id: str = connection.execute(select(_b.conversation_id).where(_b.id == callback_id)).scalar_one()
    whole = {"callback": callback_id, **detail}
    record(connection, actor, action, now, conversation_id=conversation_id, detail=whole)
    return conversation_id


def _held(agent: AgentActor, callback_id: str) -> tuple[ColumnElement[bool], ...]:
    return (_b.id == callback_id, _b.state == "claimed", _b.agent_id == agent.id)


def _set(connection: Connection, *which: ColumnElement[bool], now: datetime, **values: Any) -> bool:
    """Change the one callback of which all this holds, if there is one."""
    return connection.execute(update(callbacks).where(*which).values(changed_at=now, **values)).rowcount == 1


def _insert(connection: Connection, new: NewCallback, conversation: Conversation, queue_id: str, now: datetime) -> None:
    connection.execute(
        insert(callbacks).values(
            id=new.id,
            conversation_id=conversation.id,
            queue=queue_id,
            language=conversation.language,
            phone=new.phone,
            window_from=new.window_from,
            window_until=new.window_until,
            text=new.text,
            state="open",
            created_at=now,
            changed_at=now,
        )
    )


def _noted(connection: Connection, conversation: Conversation, draft: Draft, now: datetime) -> Changed:
    stored = append_system(connection, conversation.id, [draft], now=now)
    return Changed(get_conversation(connection, conversation.id, now), stored)


def _read(connection: Connection, which: ColumnElement[bool]) -> list[Callback]:
    c = conversations.c
    columns = (_b.id, _b.conversation_id, _b.queue, _b.language, _b.phone, _b.window_from, _b.window_until, _b.text)
    query = (
        select(*columns, _b.state, _b.agent_id)
        .add_columns(func.coalesce(agents.c.name, "").label("agent_name"), c.crisis)
        .join(c.id.table, c.id == _b.conversation_id)
        .outerjoin(agents, agents.c.id == _b.agent_id)
        .where(_b.state.in_(LIVE), which)
        .order_by(c.crisis.in_(("suspected", "confirmed")).desc(), _b.window_from, _b.created_at)
    )
    rows = connection.execute(query).all()
    attempts = _attempts(connection, [row.id for row in rows])
    return [Callback(**row._asdict(), attempts=tuple(attempts[row.id])) for row in rows]


def _attempts(connection: Connection, ids: list[str]) -> dict[str, list[Attempt]]:
    a = callback_attempts.c
    query = (
        select(a.callback_id, a.outcome, agents.c.name, a.at)
        .join(agents, agents.c.id == a.agent_id)
        .where(a.callback_id.in_(ids))
        .order_by(a.at)
    )
    found: dict[str, list[Attempt]] = defaultdict(list)
    for callback_id, outcome, name, at in connection.execute(query):
        found[callback_id].append(Attempt(outcome, name, at))
    return found
