"""The model's objects as the wire shows them."""

from __future__ import annotations

from datetime import datetime

from handoff.accounts.model import Agent
from handoff.audit.model import Entry
from handoff.conversations.archive import Closed
from handoff.conversations.model import Conversation, Event, Message, Mode
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.conversations.service import OfferedQueue
from handoff.queues.model import Queues
from handoff.realtime.replies import (
    AgentView,
    ButtonView,
    ClosedView,
    DeskItemView,
    DeskView,
    EventView,
    LinkView,
    LogEntryView,
    MessageView,
    OfferedQueueView,
    PseudonymView,
    QueueItemView,
    QueueTitleView,
    StateView,
)


def message_view(message: Message) -> MessageView:
    """Return a message without what only the server may know: the payloads of its buttons."""
    return MessageView(
        seq=message.seq,
        id=message.id,
        author=message.author,
        name=message.name,
        text=message.text,
        language=message.language,
        at=time_text(message.at),
        buttons=[ButtonView(title=button.title, code=button.code) for button in message.buttons],
        links=[LinkView(title=link.title, url=link.url) for link in message.links],
        event=None if message.event is None else _event_view(message.event),
    )


def _event_view(event: Event) -> EventView:
    return EventView(
        code=event.code,  # type: ignore[arg-type]
        name=event.name,
        case_code=event.case_code,
        due_on=event.due_on,
        opens_at=event.opens_at,
    )


def state_view(conversation: Conversation, *, bot_available: bool) -> StateView:
    """Return where a conversation stands."""
    return StateView(
        conversation=conversation.id,
        status="open" if conversation.closed_at is None else "closed",
        owner=conversation.owner,
        version=conversation.version,
        language=conversation.language,
        last_seq=conversation.last_seq,
        queue_place=conversation.queue_place,
        wait_s=conversation.wait_s,
        agent_name=conversation.agent_name,
        agents_available=conversation.agents_available,
        rated=conversation.rated,
        bot_available=bot_available,
    )


def agent_view(agent: Agent) -> AgentView:
    """Return who is signed in."""
    return AgentView(id=agent.id, name=agent.name, role=agent.role, availability=agent.availability)


def offered_queue_view(queue: OfferedQueue) -> OfferedQueueView:
    """Return a queue to choose."""
    opens_at = queue.opening.opens_at
    return OfferedQueueView(
        id=queue.id,
        title=queue.title,
        is_open=queue.opening.is_open,
        opens_at="" if opens_at is None else time_text(opens_at),
    )


def desk_view(agent: Agent, handed_over: list[Conversation], queues: Queues, pseudonyms: Pseudonyms) -> DeskView:
    """Return the queue and the agent's own conversations."""
    queue = [
        QueueItemView(
            conversation=c.id,
            version=c.version,
            language=c.language,
            mode=c.mode,
            page=c.page,
            waiting_since=time_text(c.queued_at),
            queue=c.queue,
            place=c.queue_place,
            crisis=c.crisis,
            pseudonym=_pseudonym_view(c.id, c.mode, pseudonyms),
        )
        for c in handed_over
        if c.owner == "queue" and c.queued_at is not None
    ]
    mine = [
        DeskItemView(
            conversation=c.id,
            version=c.version,
            language=c.language,
            mode=c.mode,
            page=c.page,
            queue=c.queue,
            last_seq=c.last_seq,
            crisis=c.crisis,
            pseudonym=_pseudonym_view(c.id, c.mode, pseudonyms),
        )
        for c in handed_over
        if c.owner == "agent" and c.agent_id == agent.id
    ]
    titles = [QueueTitleView(q.id, q.titles["fi"], q.titles["sv"], q.titles["en"]) for q in queues.all()]
    return DeskView(agent=agent_view(agent), queues=titles, queue=queue, mine=mine)


def _pseudonym_view(conversation_id: str, mode: Mode, pseudonyms: Pseudonyms) -> PseudonymView | None:
    """Return the name of a young person. The city's visitors are told apart by the conversation's number."""
    return PseudonymView(**pseudonyms.of(conversation_id)) if mode == "youth" else None


def closed_view(closed: Closed, pseudonyms: Pseudonyms) -> ClosedView:
    """Return a conversation that has ended, without what was said."""
    return ClosedView(
        conversation=closed.id,
        mode=closed.mode,
        language=closed.language,
        queue=closed.queue,
        pseudonym=_pseudonym_view(closed.id, closed.mode, pseudonyms),
        opened_at=time_text(closed.opened_at),
        closed_at=time_text(closed.closed_at),
        agents=list(closed.agents),
    )


def log_entry_view(entry: Entry) -> LogEntryView:
    """Return a line of the log."""
    return LogEntryView(
        id=entry.id,
        at=time_text(entry.at),
        actor=entry.actor,
        agent_name=entry.agent_name,
        action=entry.action,
        conversation=entry.conversation_id,
        detail=entry.detail,
    )


def time_text(at: datetime) -> str:
    """Return a time as the wire has it: ISO 8601, UTC, milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
