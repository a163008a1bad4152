"""Who owns a conversation. Every change is a compare-and-set on owner and version, recorded in the log.

Each function runs inside one write operation of `Database`.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, null, update

from handoff.audit.model import SERVICE, VISITOR, Action, Actor, Detail
from handoff.audit.store import record
from handoff.conversations import contact_facts, waiting
from handoff.conversations.messages import append_system, get_message, open_conversation
from handoff.conversations.misses import note_hand_over
from handoff.conversations.model import (
    ActionCode,
    AgentActor,
    Button,
    Changed,
    Conversation,
    Draft,
    HumanOutcome,
    HumanRequest,
    Language,
    Visitor,
)
from handoff.conversations.presence import PRESENCE
from handoff.conversations.rows import conversation_query, is_in, to_conversation
from handoff.conversations.staffing import can_be_waited_for, check_may_take, staffed
from handoff.conversations.texts import NOBODY, system_event
from handoff.errors import Conflict, NotFound
from handoff.queues.model import Queue, Queues
from handoff.storage.tables import agents, conversations

QUEUE_PREFIX = "queue:"
"""Of the payload of a button that stands for a queue."""

_c = conversations.c
_ENDINGS: dict[str, waiting.Ending] = {
    "agent_joined": "claimed",
    "queue_left": "left",
    "transferred": "moved",
    "queue_closed": "closed",
    "callback_requested": "callback",
    "case_received": "case",
    "vanished": "vanished",
}
_CLOSINGS: dict[str, contact_facts.Ending] = {"closed_by_agent": "agent", "closed_by_visitor": "visitor"}
# Changes of hands that the log keeps; a stay in the queue is kept by `waiting`.
_LOGGED: dict[str, Action] = {
    "agent_joined": "claim",
    "returned_to_bot": "return",
    "closed_by_agent": "close",
    "closed_by_visitor": "close",
    "requeued": "requeue",
    "transferred": "transfer",
}
# The bot is done with everything said while it was silent.
_SILENT_UNTIL_NOW: dict[str, Any] = {"answered_seq": _c.visitor_seq, "turn_until": null()}
NO_OFFER: dict[str, Any] = {"offered_to": null(), "offered_until": null(), "offered_by": ""}
ALONE: dict[str, Any] = {"members": "", "invited": ""}
_TO_BOT: dict[str, Any] = {
    **_SILENT_UNTIL_NOW,
    "owner": "bot",
    "agent_id": null(),
    "lease_until": null(),
    "queued_at": null(),
    "queue_front": False,
    "queue_language": "",
    "place_since": null(),
    **NO_OFFER,
    "declined": "",
    **ALONE,
    "version": _c.version + 1,
}
_TO_QUEUE: dict[str, Any] = {
    **_SILENT_UNTIL_NOW,
    "owner": "queue",
    "agent_id": null(),
    "lease_until": null(),
    **ALONE,
    "version": _c.version + 1,
}
_CLOSED: dict[str, Any] = {**_TO_BOT, "contact_seq": null()}


def access(
    connection: Connection, actor: Visitor | AgentActor, conversation_id: str | None, now: datetime
) -> Conversation:
    """The one gate to a conversation: return it if it is the actor's own.

    Args:
        conversation_id: For agents, who may be colleagues in it. A visitor's secret names the conversation already.

    Raises:
        NotFound: missing, or somebody else's (same error).
    """
    query = conversation_query(now)
    if isinstance(actor, Visitor):
        query = query.where(_c.token_hash == actor.token_hash)
    else:
        query = query.where(_c.id == conversation_id, _c.owner == "agent", is_in(actor.id))
    row = connection.execute(query).first()
    if row is None:
        raise NotFound
    return _with_estimate(connection, to_conversation(row), now)


def access_own(connection: Connection, agent: AgentActor, conversation_id: str, now: datetime) -> Conversation:
    """Return the conversation if it is the agent's own: colleagues may speak in it, and not give it away.

    Raises:
        NotFound: missing, or not this agent's (same error).
    """
    conversation = access(connection, agent, conversation_id, now)
    if conversation.agent_id != agent.id:
        raise NotFound
    return conversation


def check_real(conversation: Conversation) -> None:
    """Pass unless an agent only practises with it: that goes to no bot, queue, colleague or case.

    Raises:
        Conflict: it is practice.
    """
    if conversation.practice:
        raise Conflict


def get_conversation(connection: Connection, conversation_id: str, now: datetime) -> Conversation:
    """Return a conversation for the service's own use, past the gate.

    Raises:
        NotFound: missing.
    """
    row = connection.execute(conversation_query(now).where(_c.id == conversation_id)).first()
    if row is None:
        raise NotFound
    return _with_estimate(connection, to_conversation(row), now)


def _with_estimate(connection: Connection, conversation: Conversation, now: datetime) -> Conversation:
    if conversation.owner != "queue":
        return conversation
    return replace(conversation, wait_s=waiting.paces(connection, now).estimate_s(conversation))


def get_by_tokens(connection: Connection, token_hashes: Collection[str], now: datetime) -> list[Conversation]:
    """Return the conversations of these visitors, as far as they exist."""
    rows = connection.execute(conversation_query(now).where(_c.token_hash.in_(sorted(token_hashes))))
    pace = waiting.paces(connection, now)
    found = [to_conversation(row) for row in rows]
    return [replace(one, wait_s=pace.estimate_s(one)) for one in found]


def request_human(
    connection: Connection, visitor: Visitor, queues: Queues, now: datetime, *, queue_id: str = ""
) -> HumanRequest:
    """Put the visitor's conversation, made if need be, into a queue if that is open and anybody is there.

    Args:
        queue_id: The queue that the visitor has chosen; without one, the mode's only one, or the visitor is asked.
    Raises:
        NotFound: no such queue.
    """
    open_conversation(connection, visitor, now)
    conversation = access(connection, visitor, None, now)
    if queue_id and queues.find(queue_id, conversation.mode) is None:
        raise NotFound
    return _request_human(connection, conversation, queues, queue_id, now)


def request_human_for_turn(
    connection: Connection, conversation_id: str, message_id: str, queues: Queues, now: datetime
) -> HumanRequest:
    """Do the same when the bot asks for it, in its turn for a message.

    Raises:
        NotFound: no such message or conversation.
        Conflict: the turn is over: timed out, closed, or the conversation has changed hands since.
    """
    message = get_message(connection, conversation_id, message_id)
    conversation = get_conversation(connection, conversation_id, now)
    if conversation.closed_at is not None or message.seq <= conversation.answered_seq:
        raise Conflict
    return _request_human(connection, conversation, queues, "", now)


def _request_human(
    connection: Connection, conversation: Conversation, queues: Queues, queue_id: str, now: datetime
) -> HumanRequest:
    mode, language = conversation.mode, conversation.language

    def refuse(outcome: HumanOutcome, draft: Draft) -> HumanRequest:
        if outcome != "choose_topic":
            contact_facts.note_turned_away(connection, conversation.id, "" if queue is None else queue.id)
        stored = append_system(connection, conversation.id, [draft], now=now)
        after = get_conversation(connection, conversation.id, now)
        return HumanRequest(outcome, after, Changed(after, stored))

    if conversation.owner != "bot":
        return HumanRequest("queued", conversation)
    contact_facts.begin_unless_begun(connection, conversation.id, now)
    queue = queues.find(queue_id, mode) if queue_id else queues.only(mode)
    if queue is None:
        topics = queues.of(mode)
        there = staffed(connection, [topic.id for topic in topics], language, now)
        is_open = {topic.id for topic in topics if queues.opening(topic, language, now).is_open}
        answered = is_open & there
        # While all are closed, each tells when it opens.
        if is_open and not answered:
            return refuse("no_agents", system_event("no_agents", language, buttons=("give_feedback",)))
        buttons = tuple(
            Button(topic.titles[language] + ("" if topic.id in answered else NOBODY[language]), QUEUE_PREFIX + topic.id)
            for topic in topics
        )
        return refuse("choose_topic", system_event("choose_topic", language, offers=buttons))
    if queues.closes_within(queue, language, now, now):
        return refuse("closed", closed_event(queue, language, queues, now))
    if not can_be_waited_for(connection, queue.id, language, now):
        instead = _instead_of_waiting(queue, language, queues, now)
        return refuse("no_agents", system_event("no_agents", language, buttons=instead))
    values = {
        **_SILENT_UNTIL_NOW,
        "owner": "queue",
        "queue": queue.id,
        "queue_language": language,
        "visitor_until": now + PRESENCE,
        "queued_at": (conversation.queue == queue.id and conversation.place_since) or now,
        "place_since": null(),
        "queue_front": conversation.is_in_danger,
        "version": _c.version + 1,
        "closed_at": null(),
    }
    change = change_hands(connection, conversation, values, "queued", now, actor=VISITOR)
    return HumanRequest("queued", change.conversation, change)


def closed_event(queue: Queue, language: Language, queues: Queues, now: datetime) -> Draft:
    """Return the message that a closed queue is closed, until when, and what can be done instead."""
    opens_at = queues.opening(queue, language, now).opens_at
    return system_event(
        "queue_closed",
        language,
        opens_at="" if opens_at is None else opens_at.isoformat(),
        buttons=_instead_of_waiting(queue, language, queues, now),
    )


def _instead_of_waiting(queue: Queue, language: Language, queues: Queues, now: datetime) -> tuple[ActionCode, ...]:
    if queues.callback_windows(queue, language, now):
        return ("request_callback", "give_feedback")
    return ("give_feedback",)


def leave_queue(connection: Connection, visitor: Visitor, now: datetime) -> Changed:
    """Give a waiting conversation back to the bot.

    Raises:
        NotFound: no conversation.
        Conflict: it is not waiting any more.
    """
    conversation = access(connection, visitor, None, now)
    if conversation.owner != "queue":
        raise Conflict
    return change_hands(connection, conversation, _TO_BOT, "queue_left", now, actor=VISITOR)


def take_out(
    connection: Connection,
    conversation: Conversation,
    draft: Draft,
    now: datetime,
    *,
    actor: Actor,
    keeps_place: bool = False,
    code: str = "",
) -> Changed:
    """Give a waiting conversation back to the bot for the reason that `draft` tells.

    Args:
        code: Of what has happened, where `draft` tells less than that.
        keeps_place: Whoever asks again within `presence.PLACE_KEPT` waits as if they had never been away.
    Raises:
        Conflict: it has changed hands since it was read.
    """
    assert draft.event is not None
    kept = {"place_since": conversation.queued_at, "visitor_until": now} if keeps_place else {}
    values = {**_TO_BOT, **kept}
    return change_hands(connection, conversation, values, code or draft.event.code, now, draft=draft, actor=actor)


def claim(
    connection: Connection, agent: AgentActor, conversation_id: str, version: int, *, now: datetime, lease: timedelta
) -> Changed:
    """Assign a waiting conversation to one agent, exactly once.

    Two agents may race; owner and version decide and the loser changes nothing. What is held for the agent is theirs
    to take whatever their skills and seats; what is held for another is not.

    Raises:
        Conflict: somebody else was first, or it is not waiting any more; also when there is no such
            conversation, so that nothing can be probed.
        Forbidden: the queue or the language is not the agent's.
        NoSeat: all the agent's seats are taken.
    """
    row = connection.execute(conversation_query(now).where(_c.id == conversation_id, _c.owner == "queue")).first()
    if row is None:
        raise Conflict
    conversation = to_conversation(row)
    if conversation.offer is None:
        check_real(conversation)
        check_may_take(connection, agent.id, conversation)
    elif conversation.offer.to != agent.id:
        raise Conflict
    values = {
        "owner": "agent",
        "agent_id": agent.id,
        "lease_until": now + lease,
        "queued_at": null(),
        "queue_front": False,
        **NO_OFFER,
        "version": _c.version + 1,
    }
    return change_hands(
        connection, conversation, values, "agent_joined", now, version=version, name=agent.name, actor=agent
    )


def return_to_bot(
    connection: Connection, agent: AgentActor, conversation_id: str, version: int, now: datetime
) -> Changed:
    """Give the agent's conversation back to the bot.

    Raises:
        NotFound: missing or not this agent's.
        Conflict: it has changed hands since `version`, or the agent only practises with it.
    """
    conversation = access_own(connection, agent, conversation_id, now)
    check_real(conversation)
    return change_hands(
        connection, conversation, _TO_BOT, "returned_to_bot", now, version=version, name=agent.name, actor=agent
    )


def close_by_agent(
    connection: Connection, agent: AgentActor, conversation_id: str, version: int, now: datetime, *, tag: str = ""
) -> Changed:
    """End the agent's conversation; the visitor's next message opens it again, with the bot.

    Args:
        tag: What it was about.
    Raises:
        NotFound: missing or not this agent's.
        Conflict: it has changed hands since `version`.
    """
    conversation = access_own(connection, agent, conversation_id, now)
    values = {**_CLOSED, "closed_at": now, "tag": tag}
    closed = change_hands(
        connection, conversation, values, "closed_by_agent", now, version=version, name=agent.name, actor=agent
    )
    contact_facts.set_tag(connection, conversation_id, tag)
    return closed


def close_by_visitor(connection: Connection, visitor: Visitor, now: datetime) -> Changed:
    """End the visitor's conversation.

    Raises:
        NotFound: no conversation.
    """
    conversation = access(connection, visitor, None, now)
    if conversation.closed_at is not None:
        return Changed(conversation)
    values = {**_CLOSED, "closed_at": now}
    return change_hands(connection, conversation, values, "closed_by_visitor", now, actor=VISITOR)


def to_queue(connection: Connection, conversation: Conversation, code: str, now: datetime, **how: Any) -> Changed:
    """Put a conversation to the front of a queue, its own unless `queue` names another; who waits goes on waiting.

    Args:
        how: `queue`, `offer` and whatever `change_hands` takes.
    Raises:
        Conflict: it has changed hands meanwhile, or an agent only practises with it.
    """
    check_real(conversation)
    queue, offer = how.pop("queue", conversation.queue), how.pop("offer", None)
    held = {} if offer is None else {"offered_to": offer.to, "offered_until": offer.until, "offered_by": offer.by}
    values = {**_TO_QUEUE, **NO_OFFER, **held, "queue": queue, "queue_front": True}
    values["queued_at"] = conversation.queued_at or now
    detail = {"queue": queue, **(how.pop("detail", None) or {})}
    return change_hands(connection, conversation, values, code, now, detail=detail, **how)


def set_language(
    connection: Connection, visitor: Visitor, language: Language, queues: Queues, now: datetime
) -> Conversation:
    """Set the conversation's language, making the conversation if need be.

    Whoever waits keeps their place: by the new language where its queue is open and somebody is there who serves it,
    else by the language in which it was promised, whose people then answer as well as they can.
    """
    open_conversation(connection, visitor, now)
    conversation = access(connection, visitor, None, now)
    values: dict[str, Any] = {"language": language, "active_at": now}
    queue = queues.find(conversation.queue, conversation.mode) if conversation.owner != "bot" else None
    is_open = queue is not None and not queues.closes_within(queue, language, now, now)
    if is_open and can_be_waited_for(connection, conversation.queue, language, now):
        values["queue_language"] = language
    connection.execute(update(conversations).where(_c.id == conversation.id).values(values))
    return get_conversation(connection, conversation.id, now)


def requeue_lost(connection: Connection, now: datetime) -> list[Changed]:
    """Put the chats of vanished agents to the front of the queue."""
    rows = connection.execute(
        conversation_query(now).where(_c.owner == "agent", _c.lease_until < now, _c.practice == "").order_by(_c.id)
    ).all()
    changes = []
    for row in rows:
        lost = to_conversation(row)
        try:
            changes.append(to_queue(connection, lost, "requeued", now, also=_c.lease_until < now, actor=SERVICE))
        except Conflict:  # another process has just done it
            continue
    return changes


def renew_leases(connection: Connection, agent_ids: Collection[str], until: datetime) -> None:
    """Keep the conversations of agents whose sockets live."""
    connection.execute(
        update(conversations).where(_c.owner == "agent", _c.agent_id.in_(sorted(agent_ids))).values(lease_until=until)
    )


def handed_over(connection: Connection, now: datetime, *, with_practice: bool = False) -> list[Conversation]:
    """Return every conversation that waits for an agent or has one, in the order of the queue."""
    query = conversation_query(now, with_place=False).where(_c.owner.in_(("queue", "agent")))
    if not with_practice:
        query = query.where(_c.practice == "")
    rows = connection.execute(query.order_by(_c.queue_front.desc(), _c.queued_at, _c.id)).all()
    places: dict[str, itertools.count[int]] = defaultdict(lambda: itertools.count(1))
    pace = waiting.paces(connection, now)
    found = [
        to_conversation(row, place=next(places[row.queue]) if row.owner == "queue" and not row.practice else 0)
        for row in rows
    ]
    return [replace(one, wait_s=pace.estimate_s(one)) for one in found]


def change_hands(
    connection: Connection,
    before: Conversation,
    values: dict[str, Any],
    code: str,
    now: datetime,
    *,
    version: int | None = None,
    name: str = "",
    to: str = "",
    also: ColumnElement[bool] | None = None,
    draft: Draft | None = None,
    actor: Actor,
    detail: Detail | None = None,
) -> Changed:
    """Set columns of a conversation if it is as it was `before`, and record what happened under `code`.

    Args:
        version: What the caller has seen, if that may be older than `before`.
        name: Who has done it; `to`: whom or what it goes to. Both are for the conversation's readers.
        also: What must hold besides.
        detail: What the log says besides who has done it.
    Raises:
        Conflict: it has changed hands meanwhile.
    """
    statement = update(conversations).where(_c.id == before.id, _c.owner == before.owner)
    statement = statement.where(_c.version == (before.version if version is None else version))
    if also is not None:
        statement = statement.where(also)
    # Who was served by a person is asked how it went, once for each contact.
    asks_rating = code == "closed_by_agent" and not before.rating
    asked = {"rating": "asked"} if asks_rating else {}
    if connection.execute(statement.values({**values, **asked, "active_at": now})).rowcount != 1:
        raise Conflict
    # Practice is nobody's visit, and no work that the log or the order of offers goes by.
    if code in _LOGGED and not before.practice:
        record(connection, actor, _LOGGED[code], now, conversation_id=before.id, detail=detail)
    buttons: tuple[ActionCode, ...] = ("rate",) if asks_rating else ()
    draft = draft or system_event(code, before.language, name=name, to=to, buttons=buttons)
    stored = append_system(connection, before.id, [draft], now=now)
    after = get_conversation(connection, before.id, now)
    if before.owner == "queue":
        waiting.end(connection, before, _ENDINGS.get(code, "ended"), after.agent_id, now)
    if before.agent_id is not None and not before.practice:
        connection.execute(update(agents).where(agents.c.id == before.agent_id).values(idle_since=now))
    if after.owner == "queue":
        waiting.begin(connection, after, now)
    if before.owner == "queue" and after.owner == "agent":
        note_hand_over(connection, after, now)
    if code in _CLOSINGS:
        contact_facts.end(connection, after, _CLOSINGS[code], now)
    else:
        contact_facts.note_change(connection, before, after, now)
    return Changed(after, stored, before.agent_ids)
