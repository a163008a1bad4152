"""Practice conversations in the tables of the real ones, under a mark and a secret that nobody holds.

Each function runs inside one operation of `Database`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from handoff.audit.store import record
from handoff.conversations.masking import clean
from handoff.conversations.messages import append_from_visitor, page_after
from handoff.conversations.model import AgentActor, Appended, Audience, Draft, Language, Visitor
from handoff.conversations.rows import message_values
from handoff.errors import NotFound
from handoff.practice.model import Debrief, Scenario, line_id, owed_line
from handoff.practice.opening import Said
from handoff.storage.tables import conversations, messages, notes

KEPT = timedelta(hours=12)
"""After its beginning: no practice is longer than a working day."""
BETWEEN = timedelta(seconds=20)
"""From one message to the next in the talk with the assistant."""

_c = conversations.c
_m = messages.c


@dataclass(frozen=True, slots=True)
class Owed:
    """What the visitor says next, to this agent; `is_other_language`: than what they spoke until now."""

    visitor: Visitor
    draft: Draft
    agent_id: str
    is_other_language: bool

    @property
    def audience(self) -> Audience:
        """Who sees the visitor type."""
        return Audience(self.visitor.token_hash, (self.agent_id,))


def begin(
    connection: Connection,
    agent: AgentActor,
    scenario: Scenario,
    now: datetime,
    *,
    conversation_id: str,
    said: Sequence[Said],
    language: Language,
    queue: str,
) -> None:
    """Let the scenario's visitor wait, held for this agent; what the agent practised before is gone.

    Claims and ends of it are in no log: a line would stand for a visit that never was. That somebody practises is,
    and not with what.
    """
    end(connection, agent)
    visitor_seq = max(seq for seq, (draft, _) in enumerate(said, 1) if draft.author == "visitor")
    connection.execute(
        insert(conversations).values(
            id=conversation_id,
            # As a hash would look. Nobody knows a secret that has it.
            token_hash=secrets.token_hex(32),
            mode=scenario.mode,
            language=language,
            page="",
            owner="queue",
            version=1,
            last_seq=len(said),
            visitor_seq=visitor_seq,
            answered_seq=visitor_seq,
            queue=queue,
            queued_at=now,
            queue_front=False,
            offered_to=agent.id,
            offered_until=now + KEPT,
            crisis="suspected" if scenario.is_danger else "",
            practice=scenario.id,
            practised_by=agent.id,
            created_at=now,
            active_at=now,
        )
    )
    values = [
        message_values(draft, conversation_id, seq, now - (len(said) - seq) * BETWEEN, understanding=understanding)
        for seq, (draft, understanding) in enumerate(said, 1)
    ]
    connection.execute(insert(messages), values)
    record(connection, agent, "practice", now)


def end(connection: Connection, agent: AgentActor) -> None:
    """Delete whatever the agent practises or has practised."""
    _delete(connection, _c.practised_by == agent.id)


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete what began long ago, whoever has vanished from it, and return how many there were."""
    return _delete(connection, _c.practised_by.is_not(None) & (_c.created_at <= now - KEPT))


def _delete(connection: Connection, which: ColumnElement[bool]) -> int:
    ids = list(connection.execute(select(_c.id).where(which)).scalars())
    for table in (messages, notes):
        connection.execute(delete(table).where(table.c.conversation_id.in_(ids)))
    return connection.execute(delete(conversations).where(_c.id.in_(ids))).rowcount


def find_owed(
    connection: Connection, conversation_id: str, scenarios: Mapping[str, Scenario], *, locked: bool = False
) -> Owed | None:
    """Return the line that the visitor owes the agent, or None: it is the agent's turn, or nobody's any more.

    It follows from the messages alone, and its id from its number: whichever process says it, also after a crash, it
    is said once.

    Args:
        locked: Nobody else may count until this operation has ended.
    """
    query = select(_c.token_hash, _c.mode, _c.language, _c.practice, _c.agent_id)
    query = query.where(_c.id == conversation_id, _c.owner == "agent", _c.practised_by.is_not(None))
    row = connection.execute(query.with_for_update() if locked else query).first()
    if row is None or row.practice not in scenarios:
        return None
    authors = select(_m.author).where(_m.conversation_id == conversation_id).order_by(_m.seq)
    number = owed_line(list(connection.execute(authors).scalars()))
    line = None if number is None else scenarios[row.practice].line(number)
    if number is None or line is None:
        return None
    language: Language = line.turns_to.get(row.language, row.language)
    draft = Draft(
        id=line_id(conversation_id, number), author="visitor", text=clean(line.texts[language]), language=language
    )
    return Owed(Visitor(row.token_hash, language, row.mode), draft, row.agent_id, language != row.language)


def say(
    connection: Connection, conversation_id: str, scenarios: Mapping[str, Scenario], now: datetime
) -> tuple[Owed, Appended] | None:
    """Store the line that the visitor owes the agent, or return None if none is owed by now."""
    owed = find_owed(connection, conversation_id, scenarios, locked=True)
    if owed is None:
        return None
    if owed.is_other_language:
        values = {"language": owed.visitor.language, "active_at": now}
        connection.execute(update(conversations).where(_c.id == conversation_id).values(values))
    # An agent has it, so that no turn of the bot begins.
    return owed, append_from_visitor(connection, owed.visitor, owed.draft, now=now, turn_time=timedelta())


def unanswered(connection: Connection, before: datetime) -> list[str]:
    """Return conversations in which the agent wrote last, before that time."""
    newest = (
        select(func.max(_m.seq))
        .where(_m.conversation_id == _c.id, _m.author.in_(("agent", "visitor")))
        .correlate(conversations)
        .scalar_subquery()
    )
    query = (
        select(_c.id)
        .join(messages, (_m.conversation_id == _c.id) & (_m.seq == newest))
        .where(_c.practised_by.is_not(None), _c.owner == "agent", _m.author == "agent", _m.at < before)
        .order_by(_c.id)
    )
    return list(connection.execute(query).scalars())


def debrief(
    connection: Connection, agent: AgentActor, conversation_id: str, scenarios: Mapping[str, Scenario]
) -> Debrief:
    """Return what came of a practice of the agent's that has ended.

    Raises:
        NotFound: no such practice, not ended, or another's (same error).
    """
    query = select(_c.practice).where(_c.id == conversation_id, _c.practised_by == agent.id, _c.closed_at.is_not(None))
    scenario = scenarios.get(connection.execute(query).scalar() or "")
    if scenario is None:
        raise NotFound
    said = page_after(connection, conversation_id, 0).messages
    claimed_at = next((m.at for m in said if m.event is not None and m.event.code == "agent_joined"), None)
    answers = [message for message in said if message.author == "agent"]
    first_answer = answers[0].at - claimed_at if answers and claimed_at is not None else None
    return Debrief(scenario, first_answer, len(answers))
