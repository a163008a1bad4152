"""Rows of the database as the model's objects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, and_, case, func, literal, literal_column, null, or_, select
from sqlalchemy.sql import ColumnElement

from handoff.conversations.model import Button, Colleague, Conversation, Draft, Event, Link, Message, Offer, as_json
from handoff.conversations.presence import PLACE_KEPT
from handoff.conversations.staffing import anybody, anybody_here
from handoff.storage.database import AnyRow
from handoff.storage.tables import agents, callbacks, conversations

_waiting = conversations.alias("waiting")


def _before(row: Any, other: Any) -> ColumnElement[bool]:
    """Whether `row` is served before `other`: lost chats first, then by time, then by id."""
    return or_(
        row.c.queue_front > other.c.queue_front,
        and_(
            row.c.queue_front == other.c.queue_front,
            or_(
                row.c.queued_at < other.c.queued_at,
                and_(row.c.queued_at == other.c.queued_at, row.c.id < other.c.id),
            ),
        ),
    )


_place = (
    select(func.count() + 1)
    .where(_waiting.c.owner == "queue", _waiting.c.queue == conversations.c.queue, _before(_waiting, conversations))
    .where(_waiting.c.practice == "")
    .correlate(conversations)
    .scalar_subquery()
)
_own_place = func.coalesce(
    select(_place)
    .where(conversations.c.owner == "queue", conversations.c.practice == "")
    .correlate(conversations)
    .scalar_subquery(),
    0,
)


served_in = case((conversations.c.queue_language != "", conversations.c.queue_language), else_=conversations.c.language)
"""The language by which a conversation waits."""


def conversation_query(now: datetime, *, with_place: bool = True) -> Select[Any]:
    """Return the query whose rows `to_conversation` reads; a place costs a count of the queue per row."""
    c = conversations.c
    return select(
        c.id,
        c.token_hash,
        c.mode,
        c.language,
        c.page,
        c.owner,
        c.agent_id,
        func.coalesce(select(agents.c.name).where(agents.c.id == c.agent_id).scalar_subquery(), "").label("agent_name"),
        c.version,
        c.last_seq,
        c.visitor_seq,
        c.answered_seq,
        c.seen_seq,
        c.queued_at,
        c.closed_at,
        c.crisis,
        c.queue,
        (_own_place if with_place else literal(0)).label("queue_place"),
        case((c.visitor_until > now - PLACE_KEPT, c.place_since), else_=null()).label("place_since"),
        served_in.label("served_in"),
        and_(c.owner == "queue", c.told_until < now).label("is_late"),
        case((and_(c.owner != "bot", c.visitor_until <= now), c.visitor_until), else_=null()).label("gone_since"),
        anybody(c.queue, served_in, now).label("agents_available"),
        anybody_here(c.queue, served_in, now).label("agents_here"),
        c.rating,
        c.members,
        c.invited,
        c.offered_to,
        # An offer whose time is over is none.
        case((c.offered_until > now, c.offered_until), else_=null()).label("offered_until"),
        c.offered_by,
        c.tag,
        c.practice,
        select(literal_column("1"))
        .where(callbacks.c.conversation_id == c.id, callbacks.c.state.in_(("open", "claimed")))
        .correlate(conversations)
        .exists()
        .label("callback"),
    )


def to_conversation(row: AnyRow, *, place: int | None = None) -> Conversation:
    """Return the conversation of a row of `conversation_query`; `place` when the caller has counted."""
    values = row._asdict()
    if place is not None:
        values["queue_place"] = place
    for truth in ("agents_available", "agents_here", "is_late"):
        values[truth] = bool(values[truth])
    values["members"], values["invited"] = colleagues(values["members"]), colleagues(values["invited"])
    to, until, by = (values.pop(f"offered_{part}") for part in ("to", "until", "by"))
    values["offer"] = None if until is None else Offer(to, until, by)
    values["callback"] = bool(values["callback"])
    return Conversation(**values)


def is_in(agent_id: ColumnElement[str] | str) -> ColumnElement[bool]:
    """Return the condition that an agent has the conversation or is in it as a colleague."""
    return or_(conversations.c.agent_id == agent_id, conversations.c.members.contains(agent_id))


def colleagues(stored: str) -> tuple[Colleague, ...]:
    """Return colleagues as a conversation keeps them."""
    return tuple(Colleague(*one) for one in orjson.loads(stored)) if stored else ()


def stored_colleagues(found: Iterable[Colleague]) -> str:
    """Return colleagues as a conversation keeps them."""
    listed = [[one.id, one.name, *([one.until_us] if one.until_us else [])] for one in found]
    return orjson.dumps(listed).decode() if listed else ""


def message_values(draft: Draft, conversation_id: str, seq: int, at: datetime, **extra: Any) -> dict[str, Any]:
    """Return the columns of a message."""
    rest = as_json(draft, extra.get("understanding"))
    return {
        "conversation_id": conversation_id,
        "seq": seq,
        "id": draft.id,
        "author": draft.author,
        "name": draft.name,
        "text": draft.text,
        "language": draft.language,
        "at": at,
        "extra": orjson.dumps(rest).decode() if rest else None,
    }


def to_message(row: AnyRow) -> Message:
    """Return the message of a row of the table."""
    extra = orjson.loads(row.extra) if row.extra else {}
    event = extra.get("event")
    return Message(
        conversation_id=row.conversation_id,
        seq=row.seq,
        id=row.id,
        author=row.author,
        name=row.name,
        text=row.text,
        language=row.language,
        at=row.at,
        buttons=tuple(Button(*button) for button in extra.get("buttons", ())),
        links=tuple(Link(*link) for link in extra.get("links", ())),
        event=Event(*event) if event else None,
        choice=extra.get("choice", ""),
    )


def numbered(draft: Draft, conversation_id: str, seq: int, at: datetime) -> Message:
    """Return the draft as the message that it became."""
    return Message(
        conversation_id=conversation_id,
        seq=seq,
        id=draft.id,
        author=draft.author,
        name=draft.name,
        text=draft.text,
        language=draft.language,
        at=at,
        buttons=draft.buttons,
        links=draft.links,
        event=draft.event,
        choice=draft.choice,
    )
