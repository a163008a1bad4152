"""A case that was stored in a bot's turn whose words never came: its code is noted in the conversation instead.

The bot tells the code itself. When its words are dropped, because a person has come in between, or come too late,
this is what keeps the promise that a stored case is never a secret from its sender.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy import Connection, select

from handoff.conversations.case_origins import unlinked
from handoff.conversations.messages import append_system, get_message
from handoff.conversations.model import Changed, Conversation, Draft, Language, Message
from handoff.conversations.ownership import get_conversation
from handoff.conversations.texts import system_event
from handoff.storage.tables import cases


def note_if_turn_is_over(
    connection: Connection, conversation_id: str, message_id: str, code: str, due_on: date, *, now: datetime
) -> Changed:
    """Note a case of a turn that the service has given up already; changes nothing while the turn goes on."""
    conversation = get_conversation(connection, conversation_id, now)
    message = get_message(connection, conversation_id, message_id)
    if conversation.owner == "bot" and message.seq > conversation.answered_seq:
        return Changed(conversation)
    return note_case(connection, conversation, str(uuid5(UUID(message_id), "case")), code, due_on, now=now)


def note_case(
    connection: Connection, conversation: Conversation, note_id: str, code: str, due_on: date, *, now: datetime
) -> Changed:
    """Note a case in its conversation; under the same id once."""
    note = case_event(conversation.language, note_id, code, due_on)
    return Changed(conversation, append_system(connection, conversation.id, [note], now=now))


def case_event(language: Language, note_id: str, code: str, due_on: date) -> Draft:
    """Return the message that a case is stored."""
    return system_event("case_received", language, case_code=code, due_on=due_on.isoformat(), message_id=note_id)


def note_case_of_lost_turn(
    connection: Connection, conversation_id: str, message_id: str, now: datetime
) -> tuple[Message, ...]:
    """Note the case, if there is one, of a turn whose words are not said."""
    origins = (message_id, unlinked(message_id))
    row = connection.execute(select(cases.c.code, cases.c.due_on).where(cases.c.origin.in_(origins))).first()
    if row is None:
        return ()
    return note_if_turn_is_over(connection, conversation_id, message_id, row.code, row.due_on, now=now).messages
