"""What editors learn from: what the bot missed or asked back, what did not help, and what went to a person.

A message is kept once, for the first of these reasons, masked as it is stored, and goes with its conversation. Kept
inside the write operations that store the answer or change hands, so neither is there without the other.

Left out are button presses, feedback forms, small talk, practice, and everything of a conversation in which somebody
may be in danger. Of the youth chat only what the bot did is kept: what a young person takes to a person stays there.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

import orjson
from sqlalchemy import Connection, delete, select, text, update

from handoff.conversations.model import BotReply, Conversation, Turn
from handoff.conversations.reply_ids import reply_id
from handoff.storage.prepared import Prepared
from handoff.storage.tables import contacts, conversations, messages, misses

Reason = Literal["missed", "clarified", "not_helped", "handed_over"]

REASON_OF: dict[str, Reason] = {"lost": "missed", "out_of_scope": "missed", "clarify": "clarified"}
"""Of the bot's decisions."""
NOT_HELPED = "not_helped"
"""The intent by which a visitor says so."""
ENTRY = "faq/"
LAST_ASKED = 3
"""So many questions before a hand-over: what somebody needs a person for is seldom older."""
LOOKED_AT = 20
"""Newest messages of the visitor among which they are found."""
MIN_WORDS = 3
"""A message that the bot has not looked at says something in no fewer."""
LEFT_OUT = frozenset({"form", "unavailable", "other_language", "choice"})
"""Decisions about what is no question."""
IN_DANGER = ("suspected", "confirmed")

_NOT_WORDS = re.compile(r"[\W_]+")
_m, _k, _c = messages.c, contacts.c, conversations.c

# ON CONFLICT is written the same in SQLite and PostgreSQL, but SQLAlchemy has it per dialect only.
_keep = Prepared(
    text(
        "INSERT INTO misses (conversation_id, seq, text, text_key, language, reason, decision, options, answered, at) "
        "VALUES (:conversation_id, :seq, :text, :text_key, :language, :reason, :decision, :options, :answered, :at) "
        "ON CONFLICT (conversation_id, seq) DO NOTHING"
    )
)


class Said(NamedTuple):
    """A message of the visitor."""

    seq: int
    text: str
    language: str


def key_of(words: str) -> str:
    """Return by what the same text is known again, whatever its case, spaces and punctuation."""
    plain = unicodedata.normalize("NFKC", words).casefold()
    told = _NOT_WORDS.sub(" ", plain).strip() or plain.strip()
    return hashlib.blake2b(told.encode(), digest_size=16).hexdigest()


def note_turn(connection: Connection, turn: Turn, reply: BotReply, now: datetime, *, crisis: str, asked: bool) -> None:
    """Keep what a turn shows that the bot does not know.

    Args:
        crisis: The conversation's mark.
        asked: The visitor has just been asked what the answer before lacked.
    """
    about = reply.understanding
    if about.alarm or crisis in IN_DANGER:
        return
    if about.intent == NOT_HELPED:
        _note_unhelped(connection, turn, now)
        return
    if turn.choice:
        return
    is_answered = about.decision == "answer" and (about.intent or "").startswith(ENTRY)
    reason = REASON_OF.get(about.decision)
    if asked and (reason or is_answered):
        reason = "not_helped"
    # A question within a form may be out of scope; the form is under way if the bot took the message before for it.
    if reason is None or (about.decision == "out_of_scope" and _is_in_form(connection, turn)):
        return
    made_of_it = {"decision": about.decision, "options": about.options}
    said = Said(turn.seq, turn.text, reply.language)
    _put(connection, turn.conversation_id, said, reason, made_of_it, at=now, answered=_entry(about.intent))


def note_hand_over(connection: Connection, conversation: Conversation, now: datetime) -> None:
    """Keep the visitor's last questions before a person took the conversation for the first time in a contact."""
    if conversation.mode != "city" or conversation.practice or conversation.is_in_danger:
        return
    contact = connection.execute(
        select(_k.seq, _k.first_agent_at)
        .where(_k.conversation_id == conversation.id, _k.ended_at.is_(None))
        .order_by(_k.seq.desc())
        .limit(1)
    ).first()
    if contact is None or contact.first_agent_at is not None:
        return
    asked = connection.execute(
        select(_m.seq, _m.id, _m.text, _m.language, _m.extra)
        .where(_m.conversation_id == conversation.id, _m.author == "visitor", _m.seq >= contact.seq)
        .order_by(_m.seq.desc())
        .limit(LOOKED_AT)
    ).all()
    understood = _understood(connection, conversation.id, [reply_id(row.id, 0) for row in asked])
    kept = 0
    for row in asked:
        about = understood.get(reply_id(row.id, 0))
        if kept == LAST_ASKED or (row.extra and orjson.loads(row.extra).get("choice")):
            continue
        if not _is_question(row.text, about):
            continue
        about = about or {"decision": "left_to_person", "intent": "", "options": []}
        _put(connection, conversation.id, row, "handed_over", about, at=now, answered=_entry(about["intent"]))
        kept += 1


def forget(connection: Connection, conversation_id: str) -> None:
    """Delete what was kept of a conversation in which somebody may be in danger."""
    connection.execute(delete(misses).where(misses.c.conversation_id == conversation_id))


def _note_unhelped(connection: Connection, turn: Turn, now: datetime) -> None:
    """Keep the question whose answer did not help: the newest typed one before this turn."""
    rows = connection.execute(
        select(_m.seq, _m.id, _m.text, _m.language, _m.extra)
        .where(_m.conversation_id == turn.conversation_id, _m.author == "visitor", _m.seq < turn.seq)
        .order_by(_m.seq.desc())
        .limit(LOOKED_AT)
    ).all()
    understood = _understood(connection, turn.conversation_id, [reply_id(row.id, 0) for row in rows])
    answered = ""
    for row in rows:
        about = understood.get(reply_id(row.id, 0))
        if about is None:
            continue
        answered = answered or _entry(about["intent"])
        if row.extra and orjson.loads(row.extra).get("choice"):
            continue  # an answer that was chosen: the question before it is what was asked
        if not _is_question(row.text, about):
            return
        _put(connection, turn.conversation_id, row, "not_helped", about, at=now, answered=answered)
        # Asked back, chosen and of no help: why it is here is that it was asked back; what did not help is told, too.
        connection.execute(
            update(misses)
            .where(misses.c.conversation_id == turn.conversation_id, misses.c.seq == row.seq, misses.c.answered == "")
            .values(answered=answered)
        )
        return


def _put(
    connection: Connection,
    conversation_id: str,
    said: Any,
    reason: Reason,
    about: Mapping[str, Any],
    *,
    at: datetime,
    answered: str,
) -> None:
    """Keep a message, `Said` or a row like it, unless it is kept already."""
    _keep.count(
        connection,
        conversation_id=conversation_id,
        seq=said.seq,
        text=said.text,
        text_key=key_of(said.text),
        language=said.language,
        reason=reason,
        decision=about["decision"],
        options=orjson.dumps(list(about["options"])).decode(),
        answered=answered,
        at=at,
    )


def _is_question(words: str, about: dict[str, Any] | None) -> bool:
    """Tell whether a message asks for something that an entry could answer, by what the bot made of it, if anything."""
    if about is None:
        return len(words.split()) >= MIN_WORDS
    decision, intent = about["decision"], about["intent"] or ""
    return decision not in LEFT_OUT and (decision in REASON_OF or intent.startswith(ENTRY))


def _is_in_form(connection: Connection, turn: Turn) -> bool:
    before = connection.execute(
        select(_m.author, _m.extra)
        .where(_m.conversation_id == turn.conversation_id, _m.author != "visitor", _m.seq < turn.seq)
        .order_by(_m.seq.desc())
        .limit(1)
    ).first()
    if before is None or before.author != "bot" or not before.extra:
        return False
    about = orjson.loads(before.extra).get("understanding", {})
    return about.get("decision") == "form" or about.get("intent") in ("give_feedback", "resume_feedback")


def _understood(connection: Connection, conversation_id: str, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return what the bot made of messages, by the ids of its answers."""
    rows = connection.execute(
        select(_m.id, _m.extra).where(_m.conversation_id == conversation_id, _m.id.in_(ids), _m.extra.is_not(None))
    )
    kept = {row.id: orjson.loads(row.extra).get("understanding") for row in rows}
    return {one: about for one, about in kept.items() if about}


def _entry(intent: str | None) -> str:
    return intent.removeprefix(ENTRY) if intent and intent.startswith(ENTRY) else ""
