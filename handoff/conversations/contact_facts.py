"""Contacts: from somebody's first message, or asking for a person, to the closing or a day of silence.

The reports are made of them; docs/reports.md defines each figure. Noted inside the write operations that change the
conversation, and only where something happens that happens seldom: an ordinary message only reads a column more.
Each function runs inside one write operation of `Database`, after the conversation's own row has been locked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import BigInteger, Connection, ScalarSelect, func, insert, literal, null, select, type_coerce, update

from handoff.conversations.model import Conversation, Language, Mode, Understanding
from handoff.queues.windows import HELSINKI
from handoff.storage.tables import Instant, contacts, conversations, to_microseconds

Ending = Literal["agent", "visitor", "silence", "erased"]

SILENCE = timedelta(hours=24)
"""With the bot, so much of it ends a contact: who comes back the next day has come again."""
VERDICTS = {"helped": False, "not_helped": True}
"""Intents by which the visitor says whether an answer helped."""

_ENTRY = "faq/"

_c = conversations.c
_k = contacts.c


def begin(
    connection: Connection, conversation_id: str, seq: int, now: datetime, *, mode: Mode, language: Language
) -> None:
    """Note that a contact begins, with the message of this number, unless it is an agent's practice.

    The one place where contacts that are not to count are left out: everything else here, and every figure, goes by
    the row that this makes.
    """
    if connection.execute(select(_c.practice).where(_c.id == conversation_id)).scalar():
        return
    connection.execute(
        insert(contacts).values(
            conversation_id=conversation_id,
            seq=seq,
            opened_at=now,
            day=now.astimezone(HELSINKI).date(),
            mode=mode,
            language=language,
        )
    )
    # It may be asked about anew.
    connection.execute(update(conversations).where(_c.id == conversation_id).values(rating=""))


def begin_unless_begun(connection: Connection, conversation_id: str, now: datetime) -> None:
    """Note that a contact begins without a message, such as by asking for a person, unless one is under way."""
    row = connection.execute(
        update(conversations)
        .where(_c.id == conversation_id, _c.contact_seq.is_(None))
        .values(contact_seq=_c.last_seq + 1, contact_answer_seq=null())
        .returning(_c.contact_seq, _c.mode, _c.language)
    ).first()
    if row is not None:
        begin(connection, conversation_id, row.contact_seq, now, mode=row.mode, language=row.language)


def is_answer(understanding: Understanding) -> bool:
    """Tell whether the bot has given what was typed or pressed for: a topic's answer, or the state of a case."""
    intent = understanding.intent or ""
    return understanding.decision in ("answer", "choice") and (intent.startswith(_ENTRY) or intent == "feedback_status")


def note_answer(connection: Connection, conversation_id: str, language: Language, intent: str) -> None:
    """Note that the bot has given its first answer, in this language, and of which FAQ entry, if any, it is."""
    entry = intent.removeprefix(_ENTRY) if intent.startswith(_ENTRY) else ""
    _update(connection, conversation_id, {"bot_answered": True, "answered_entry": entry, "language": language})


def note_verdict(connection: Connection, conversation_id: str, intent: str) -> None:
    """Note whether the answer helped."""
    _update(connection, conversation_id, {"not_helped": VERDICTS[intent]})


def note_turned_away(connection: Connection, conversation_id: str, queue: str) -> None:
    """Note that a person was asked for in vain, in this queue; empty: in none."""
    _update(connection, conversation_id, {"turned_away": True, **({"queue": queue} if queue else {})})


def note_callback(connection: Connection, conversation_id: str, queue: str) -> None:
    """Note that a call from this queue's people was asked for."""
    _update(connection, conversation_id, {"callback_asked": True, "queue": queue})


def note_change(connection: Connection, before: Conversation, after: Conversation, now: datetime) -> None:
    """Note that the conversation has changed hands."""
    values: dict[str, Any] = {"language": after.language}
    if before.owner != "agent" and after.owner == "agent":
        values |= {"first_agent_at": func.coalesce(_k.first_agent_at, literal(now, Instant)), "agent_since": now}
    elif before.owner == "agent" and after.owner != "agent":
        values |= _without_agent(now)
    if after.owner == "queue":
        values["queue"] = after.queue
    if before.owner == "bot" and after.owner == "queue":
        values["hand_overs"] = _k.hand_overs + 1
    _update(connection, after.id, values)


def end(connection: Connection, conversation: Conversation, ending: Ending, now: datetime) -> None:
    """Note that the contact under way, if any, has ended. Who closes a conversation sets `contact_seq` to null."""
    values = {**_without_agent(now), "language": conversation.language, "ended_at": now, "ending": ending}
    _update(connection, conversation.id, values)


def end_silent(connection: Connection, now: datetime) -> None:
    """End the contacts with the bot in which nothing has happened for long, at the time of the last that did."""
    since = now - SILENCE
    open_for_long = select(_k.conversation_id).where(_k.ended_at.is_(None), _k.opened_at < since)
    silent = connection.execute(
        update(conversations)
        .where(_c.id.in_(open_for_long), _c.owner == "bot", _c.active_at < since)
        .values(contact_seq=null())
        .returning(_c.id, _c.language, _c.active_at)
    ).all()
    for row in silent:
        _update(connection, row.id, {"language": row.language, "ended_at": row.active_at, "ending": "silence"})


def newest_seq(conversation_id: str) -> ScalarSelect[Any]:
    """Return the query of the newest contact's number, whether it has ended or not."""
    return select(func.max(_k.seq)).where(_k.conversation_id == conversation_id).scalar_subquery()


def set_tag(connection: Connection, conversation_id: str, tag: str) -> None:
    """Note what the newest contact was about, whether it has ended or not."""
    newest = newest_seq(conversation_id)
    connection.execute(update(contacts).where(_k.conversation_id == conversation_id, _k.seq == newest).values(tag=tag))


def _update(connection: Connection, conversation_id: str, values: dict[str, Any]) -> None:
    connection.execute(
        update(contacts).where(_k.conversation_id == conversation_id, _k.ended_at.is_(None)).values(values)
    )


def _without_agent(now: datetime) -> dict[str, Any]:
    """Return the values that add an agent's time, if one has the conversation, in whole seconds."""
    since = type_coerce(_k.agent_since, BigInteger)
    spent_s = (literal(to_microseconds(now), BigInteger) - since) // 1_000_000
    return {"agents_s": _k.agents_s + func.coalesce(spent_s, 0), "agent_since": null()}
