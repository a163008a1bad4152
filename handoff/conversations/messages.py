"""The message log of conversations: numbered without gaps, each message once.

Every function runs inside one write or read operation of `Database`. The UPDATE comes first: it takes the row's
lock, checks who may write and allocates the number, so that no two writers can meet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import orjson
from sqlalchemy import Connection, bindparam, case, func, insert, literal, null, select, text, update

from handoff.conversations import contact_facts
from handoff.conversations.misses import NOT_HELPED, REASON_OF, note_turn
from handoff.conversations.model import (
    AgentActor,
    Appended,
    Audience,
    BotReply,
    Draft,
    Message,
    Page,
    Turn,
    Visitor,
)
from handoff.conversations.rows import colleagues, is_in, message_values, numbered, to_message
from handoff.errors import NotFound
from handoff.storage.prepared import Prepared
from handoff.storage.tables import Instant, conversations, messages, to_microseconds

PAGE_SIZE = 200

# ON CONFLICT is written the same in SQLite and PostgreSQL, but SQLAlchemy has it per dialect only.
_insert_message = Prepared(
    text(
        "INSERT INTO messages (conversation_id, seq, id, author, name, text, language, at, extra) VALUES "
        "(:conversation_id, :seq, :id, :author, :name, :text, :language, :at, :extra) "
        "ON CONFLICT (conversation_id, id) DO NOTHING"
    )
)
_INSERT_CONVERSATION = text(
    "INSERT INTO conversations (id, token_hash, mode, language, page, owner, version, last_seq, visitor_seq, "
    "answered_seq, queue_front, created_at, active_at) VALUES "
    "(:id, :token_hash, :mode, :language, :page, 'bot', 0, 0, 0, 0, :queue_front, :now, :now) "
    "ON CONFLICT (token_hash) DO NOTHING"
).bindparams(bindparam("now", type_=Instant))

_c = conversations.c
_IS_ASKED = _c.owner != "agent"
"""The bot answers while a conversation is its own, and what it knows while it waits for a person."""
_lease = bindparam("lease", type_=Instant)
_now = bindparam("now", type_=Instant)
_append_visitor = Prepared(
    update(conversations)
    .where(_c.token_hash == bindparam("token"))
    .values(
        last_seq=_c.last_seq + 1,
        visitor_seq=_c.last_seq + 1,
        contact_seq=func.coalesce(_c.contact_seq, _c.last_seq + 1),
        contact_answer_seq=case((_c.contact_seq.is_not(None), _c.contact_answer_seq)),
        active_at=_now,
        # A free bot takes the message at once; a busy one finds it when its turn ends.
        turn_until=case((_IS_ASKED & (_c.turn_until.is_(None) | (_c.turn_until < _now)), _lease), else_=_c.turn_until),
    )
    .returning(
        _c.id,
        _c.token_hash,
        _c.agent_id,
        _c.members,
        _c.owner,
        _c.version,
        _c.mode,
        _c.language,
        _c.last_seq,
        _c.answered_seq,
        _c.turn_until,
        _c.closed_at,
        _c.contact_seq,
    )
)
_append_agent = Prepared(
    update(conversations)
    .where(_c.id == bindparam("conversation"), _c.owner == "agent", is_in(bindparam("agent")))
    .where(_c.closed_at.is_(None))
    .values(last_seq=_c.last_seq + 1, active_at=_now)
    .returning(_c.last_seq, _c.language, _c.token_hash, _c.agent_id, _c.members, _c.practice)
)


def append_from_visitor(
    connection: Connection, visitor: Visitor, draft: Draft, *, now: datetime, turn_time: timedelta
) -> Appended:
    """Store a visitor's message; make the conversation if it is the first, reopen it if it was closed.

    Returns:
        The stored message, with the bot's turn when no person has the conversation and no turn is running.
    """
    lease = now + turn_time
    lease_us = to_microseconds(lease)
    row = _append_visitor.first(connection, token=visitor.token_hash, now=now, lease=lease)
    if row is None:
        open_conversation(connection, visitor, now)
        row = _append_visitor.first(connection, token=visitor.token_hash, now=now, lease=lease)
        assert row is not None
    seq, audience, owner = row.last_seq, _audience(row), row.owner
    draft = _in_language(draft, row.language)
    if not _insert(connection, draft, row.id, seq, now):
        # Gapless: the number goes back before anybody could see it, since this transaction holds the row.
        _take_back(connection, row, row.turn_until == lease_us)
        return Appended(get_message(connection, row.id, draft.id), audience, owner, duplicate=True)
    if row.contact_seq == seq:
        contact_facts.begin(connection, row.id, seq, now, mode=row.mode, language=row.language)
    if row.closed_at is not None:
        # What was found out about a danger then says nothing about now.
        connection.execute(update(conversations).where(_c.id == row.id).values(closed_at=null(), crisis=""))
    turn = None
    if row.turn_until == lease_us and row.owner != "agent":
        # An older message may still be owed an answer, after a crash: that one comes first.
        turn = (
            next_turn(connection, row.id)
            if row.answered_seq < seq - 1
            else _turn(row, seq, draft.id, draft.text, draft.choice)
        )
    return Appended(numbered(draft, row.id, seq, now), audience, owner, reopened=row.closed_at is not None, turn=turn)


def open_conversation(connection: Connection, visitor: Visitor, now: datetime) -> None:
    """Make the visitor's conversation unless it exists."""
    connection.execute(
        _INSERT_CONVERSATION,
        {
            "id": str(uuid4()),
            "token_hash": visitor.token_hash,
            "mode": visitor.mode,
            "language": visitor.language,
            "page": visitor.page,
            "queue_front": False,
            "now": now,
        },
    )


def append_from_agent(
    connection: Connection, agent: AgentActor, conversation_id: str, draft: Draft, *, now: datetime
) -> Appended:
    """Store a message of the agent who owns the conversation, or of a colleague in it.

    Raises:
        NotFound: missing, closed or not this agent's (same error).
    """
    row = _append_agent.first(connection, conversation=conversation_id, agent=agent.id, now=now)
    if row is None:
        raise NotFound
    audience = _audience(row)
    draft = _in_language(draft, row.language)
    if not _insert(connection, draft, conversation_id, row.last_seq, now):
        connection.execute(update(conversations).where(_c.id == conversation_id).values(last_seq=_c.last_seq - 1))
        stored = get_message(connection, conversation_id, draft.id)
        return Appended(stored, audience, "agent", duplicate=True, practice=row.practice)
    return Appended(numbered(draft, conversation_id, row.last_seq, now), audience, "agent", practice=row.practice)


def get_from_agent(connection: Connection, agent: AgentActor, conversation_id: str, message_id: str) -> Appended:
    """Return a message that the agent has sent before, for a retry: also when the conversation is not theirs any more.

    Raises:
        NotFound: no such message, or somebody else's.
    """
    message = get_message(connection, conversation_id, message_id)
    if (message.author, message.name) != ("agent", agent.name):
        raise NotFound
    return Appended(message, Audience(""), "agent", duplicate=True)


def mark_seen(connection: Connection, agent: AgentActor, conversation_id: str, seq: int, now: datetime) -> bool:
    """Note that an agent who is in a conversation has seen it as far as `seq`; return whether that is news."""
    row = connection.execute(
        update(conversations)
        .where(_c.id == conversation_id, _c.owner == "agent", is_in(agent.id))
        .where(_c.seen_seq < seq, _c.last_seq >= seq)
        .values(seen_seq=seq, active_at=now)
    )
    return row.rowcount == 1


def append_to_waiting(connection: Connection, conversation_id: str, draft: Draft, *, now: datetime) -> Appended | None:
    """Store a message in a conversation that waits for an agent; None if it waits no more, or in another language."""
    row = connection.execute(
        update(conversations)
        .where(_c.id == conversation_id, _c.owner == "queue", _c.language == draft.language)
        .values(last_seq=_c.last_seq + 1, active_at=now)
        .returning(_c.last_seq, _c.token_hash)
    ).first()
    if row is None:
        return None
    audience = Audience(row.token_hash)
    if not _insert(connection, draft, conversation_id, row.last_seq, now):
        connection.execute(update(conversations).where(_c.id == conversation_id).values(last_seq=_c.last_seq - 1))
        return Appended(get_message(connection, conversation_id, draft.id), audience, "queue", duplicate=True)
    return Appended(numbered(draft, conversation_id, row.last_seq, now), audience, "queue")


def append_system(
    connection: Connection, conversation_id: str, drafts: Sequence[Draft], *, now: datetime
) -> tuple[Message, ...]:
    """Store messages of the service itself; those that are there already (by id) are left out."""
    stored: list[Message] = []
    for draft in drafts:
        row = connection.execute(
            update(conversations)
            .where(_c.id == conversation_id)
            .values(last_seq=_c.last_seq + 1, active_at=now)
            .returning(_c.last_seq)
        ).first()
        if row is None:
            raise NotFound
        if _insert(connection, draft, conversation_id, row.last_seq, now):
            stored.append(numbered(draft, conversation_id, row.last_seq, now))
        else:
            connection.execute(update(conversations).where(_c.id == conversation_id).values(last_seq=_c.last_seq - 1))
    return tuple(stored)


def finish_turn(
    connection: Connection, turn: Turn, reply: BotReply, *, now: datetime, turn_time: timedelta
) -> tuple[tuple[Message, ...], Turn | None, bool]:
    """Store the bot's answer, unless the conversation has changed hands since the turn was started.

    Returns:
        The stored messages, the next turn that is owed, and whether the conversation's language has changed.
    """
    answers = contact_facts.is_answer(reply.understanding)
    is_unhelped = reply.understanding.intent == NOT_HELPED
    row = connection.execute(
        update(conversations)
        .where(_c.id == turn.conversation_id, _c.answered_seq < turn.seq)
        .where(_IS_ASKED, _c.version == turn.version)
        .values(
            last_seq=_c.last_seq + len(reply.drafts),
            unhelped_seq=_c.last_seq + len(reply.drafts) if is_unhelped else _c.unhelped_seq,
            answered_seq=turn.seq,
            contact_answer_seq=func.coalesce(_c.contact_answer_seq, turn.seq) if answers else _c.contact_answer_seq,
            # A language chosen by button while the turn ran is newer than what the bot found, and whoever waits has
            # been promised a person who speaks theirs.
            language=case(((_c.language == turn.language) & (_c.owner == "bot"), reply.language), else_=_c.language),
            active_at=now,
            turn_until=case((_c.visitor_seq > turn.seq, literal(now + turn_time, Instant)), else_=null()),
        )
        .returning(_c.last_seq, _c.visitor_seq, _c.language, _c.contact_answer_seq, _c.unhelped_seq, _c.crisis)
    ).first()
    if row is None:
        # Whoever owns the conversation now answers; the bot's words would come too late. The change of hands
        # has also ended the turn.
        return (), None, False
    first = row.last_seq - len(reply.drafts) + 1
    stored = [numbered(draft, turn.conversation_id, first + n, now) for n, draft in enumerate(reply.drafts)]
    understanding = {
        "intent": reply.understanding.intent,
        "confidence": round(reply.understanding.confidence, 4),
        "decision": reply.understanding.decision,
        "options": list(reply.understanding.options),
        **({"also": reply.understanding.also} if reply.understanding.also else {}),
    }
    if stored:
        values = [
            message_values(message, turn.conversation_id, message.seq, now, understanding=understanding)
            for message in stored
        ]
        connection.execute(insert(messages), values)
    if row.contact_answer_seq == turn.seq:
        contact_facts.note_answer(connection, turn.conversation_id, row.language, reply.understanding.intent or "")
    if reply.understanding.intent in contact_facts.VERDICTS:
        contact_facts.note_verdict(connection, turn.conversation_id, reply.understanding.intent)
    if reply.understanding.decision in REASON_OF or is_unhelped or row.unhelped_seq == turn.seq - 1:
        asked = row.unhelped_seq == turn.seq - 1
        note_turn(connection, turn, reply, now, crisis=row.crisis, asked=asked)
    more = next_turn(connection, turn.conversation_id) if row.visitor_seq > turn.seq else None
    return tuple(stored), more, row.language != turn.language


def next_turn(connection: Connection, conversation_id: str) -> Turn | None:
    """Return the oldest message that the bot owes an answer."""
    row = connection.execute(
        select(_c.id, _c.token_hash, _c.owner, _c.version, _c.mode, _c.language, messages.c.id.label("message_id"))
        .add_columns(messages.c.seq, messages.c.text, messages.c.extra)
        .join(messages, messages.c.conversation_id == _c.id)
        .where(_c.id == conversation_id, _IS_ASKED)
        .where(messages.c.author == "visitor", messages.c.seq > _c.answered_seq)
        .order_by(messages.c.seq)
        .limit(1)
    ).first()
    if row is None:
        return None
    choice = orjson.loads(row.extra).get("choice", "") if row.extra else ""
    return _turn(row, row.seq, row.message_id, row.text, choice)


def take_owed_turns(connection: Connection, *, now: datetime, turn_time: timedelta, limit: int) -> list[Turn]:
    """Take over turns whose process has died: owed an answer and held by nobody any more."""
    owed = (
        select(_c.id)
        .where(_IS_ASKED, _c.visitor_seq > _c.answered_seq)
        .where(_c.turn_until.is_(None) | (_c.turn_until < now))
        # Those that have failed before come after those that were never tried.
        .order_by(_c.turn_until.is_not(None), _c.turn_until, _c.id)
        .limit(limit)
    )
    taken = connection.execute(
        update(conversations)
        .where(_c.id.in_(owed), _c.turn_until.is_(None) | (_c.turn_until < now))
        .values(turn_until=now + turn_time)
        .returning(_c.id)
    ).scalars()
    turns = [next_turn(connection, conversation_id) for conversation_id in taken.all()]
    return [turn for turn in turns if turn is not None]


def leave_unanswered(connection: Connection, conversation_id: str) -> None:
    """Let the bot be done with what the visitor has said so far."""
    connection.execute(
        update(conversations).where(_c.id == conversation_id).values(answered_seq=_c.visitor_seq, turn_until=null())
    )


def forget_turn_leases(connection: Connection) -> None:
    """Let go of every turn: for the start of the only process, when nobody can be running one."""
    connection.execute(update(conversations).where(_c.turn_until.is_not(None)).values(turn_until=null()))


def get_message(connection: Connection, conversation_id: str, message_id: str) -> Message:
    """Return a message by the id that its sender gave it.

    Raises:
        NotFound: no such message in this conversation.
    """
    row = connection.execute(
        select(messages).where(messages.c.conversation_id == conversation_id, messages.c.id == message_id)
    ).first()
    if row is None:
        raise NotFound
    return to_message(row)


def find_by_seq(connection: Connection, conversation_id: str, seq: int) -> Message | None:
    """Return a message by its number."""
    row = connection.execute(
        select(messages).where(messages.c.conversation_id == conversation_id, messages.c.seq == seq)
    ).first()
    return None if row is None else to_message(row)


def page_after(connection: Connection, conversation_id: str, after: int) -> Page:
    """Return the messages after a cursor, oldest first."""
    rows = connection.execute(
        select(messages)
        .where(messages.c.conversation_id == conversation_id, messages.c.seq > after)
        .order_by(messages.c.seq)
        .limit(PAGE_SIZE + 1)
    ).all()
    return Page(tuple(to_message(row) for row in rows[:PAGE_SIZE]), more=len(rows) > PAGE_SIZE)


def _insert(connection: Connection, draft: Draft, conversation_id: str, seq: int, now: datetime) -> bool:
    return _insert_message.count(connection, **message_values(draft, conversation_id, seq, now)) == 1


def _take_back(connection: Connection, row: Any, turn_taken: bool) -> None:
    newest = (
        select(messages.c.seq)
        .where(messages.c.conversation_id == row.id, messages.c.author == "visitor")
        .order_by(messages.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    values: dict[str, Any] = {"last_seq": _c.last_seq - 1, "visitor_seq": newest}
    if turn_taken:
        values["turn_until"] = null()
    if row.contact_seq == row.last_seq:
        values["contact_seq"] = null()
    connection.execute(update(conversations).where(_c.id == row.id).values(values))


def _audience(row: Any) -> Audience:
    owner = () if row.agent_id is None else (row.agent_id,)
    return Audience(row.token_hash, (*owner, *(member.id for member in colleagues(row.members))))


def _turn(row: Any, seq: int, message_id: str, text: str, choice: str) -> Turn:
    return Turn(
        conversation_id=row.id,
        token_hash=row.token_hash,
        version=row.version,
        mode=row.mode,
        language=row.language,
        seq=seq,
        message_id=message_id,
        text=text,
        choice=choice,
        waiting=row.owner == "queue",
    )


def _in_language(draft: Draft, language: Any) -> Draft:
    """Return the draft in the conversation's own language, which the writer may not have known yet."""
    if draft.language == language:
        return draft
    return Draft(
        id=draft.id,
        author=draft.author,
        text=draft.text,
        language=language,
        name=draft.name,
        links=draft.links,
        choice=draft.choice,
    )
