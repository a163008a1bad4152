"""The model's objects as the wire shows them."""

from __future__ import annotations

from datetime import datetime

from handoff.accounts.model import Agent
from handoff.conversations.model import Conversation, Event, Message
from handoff.conversations.notes import Note
from handoff.conversations.service import OfferedQueue
from handoff.queues.model import Queues
from handoff.queues.tags import Tag
from handoff.realtime.replies import (
    AgentView,
    ButtonView,
    ColleagueView,
    DeskItemView,
    DeskView,
    EventView,
    InvitationView,
    LinkView,
    MessageView,
    NoteView,
    OfferedQueueView,
    PresentAgentView,
    QueueItemView,
    QueueTitleView,
    StateView,
    TagView,
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
        to=event.to,
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
    return AgentView(
        id=agent.id,
        name=agent.name,
        role=agent.role,
        availability=agent.availability,
        seats=agent.skills.seats,
        is_absent=agent.is_absent,
    )


def offered_queue_view(queue: OfferedQueue) -> OfferedQueueView:
    """Return a queue to choose."""
    opens_at = queue.opening.opens_at
    return OfferedQueueView(
        id=queue.id,
        title=queue.title,
        is_open=queue.opening.is_open,
        opens_at="" if opens_at is None else time_text(opens_at),
    )


def desk_view(agent: Agent, handed_over: list[Conversation], queues: Queues, tags: tuple[Tag, ...]) -> DeskView:
    """Return what waits for the agent, and the conversations that the agent is in or asked into."""
    return DeskView(
        agent=agent_view(agent),
        queues=[QueueTitleView(q.id, q.mode, q.titles["fi"], q.titles["sv"], q.titles["en"]) for q in queues.all()],
        tags=[TagView(t.id, sorted(t.modes), t.titles["fi"], t.titles["sv"], t.titles["en"]) for t in tags],
        queue=[_queue_item(agent, c) for c in handed_over if _waits_for(agent, c)],
        mine=[_desk_item(c) for c in handed_over if agent.id in c.agent_ids],
        invitations=[
            InvitationView(conversation=c.id, language=c.language, mode=c.mode, queue=c.queue, by=c.agent_name)
            for c in handed_over
            if any(one.id == agent.id for one in c.invited)
        ],
    )


def _waits_for(agent: Agent, conversation: Conversation) -> bool:
    if conversation.owner != "queue":
        return False
    if conversation.offer is not None:
        return conversation.offer.to == agent.id
    return agent.serves(conversation.queue, conversation.language)


def _queue_item(agent: Agent, c: Conversation) -> QueueItemView:
    held = c.offer if c.offer is not None and c.offer.to == agent.id else None
    assert c.queued_at is not None
    return QueueItemView(
        conversation=c.id,
        version=c.version,
        language=c.language,
        mode=c.mode,
        page=c.page,
        waiting_since=time_text(c.queued_at),
        queue=c.queue,
        place=c.queue_place,
        crisis=c.crisis,
        held_until="" if held is None else time_text(held.until),
        held_by="" if held is None else held.by,
    )


def _desk_item(c: Conversation) -> DeskItemView:
    return DeskItemView(
        conversation=c.id,
        version=c.version,
        language=c.language,
        mode=c.mode,
        page=c.page,
        queue=c.queue,
        last_seq=c.last_seq,
        crisis=c.crisis,
        owner=ColleagueView(c.agent_id or "", c.agent_name),
        members=[ColleagueView(one.id, one.name) for one in c.members],
        invited=[ColleagueView(one.id, one.name) for one in c.invited],
    )


def present_agent_view(agent: Agent, taken: int) -> PresentAgentView:
    """Return a colleague who is there."""
    return PresentAgentView(
        id=agent.id,
        name=agent.name,
        availability=agent.availability,
        taken=taken,
        seats=agent.skills.seats,
        queues=list(agent.skills.queues),
        languages=list(agent.skills.languages),  # type: ignore[arg-type]
    )


def note_view(note: Note) -> NoteView:
    """Return a note."""
    return NoteView(id=note.id, kind=note.kind, name=note.name, text=note.text, at=time_text(note.at))


def time_text(at: datetime) -> str:
    """Return a time as the wire has it: ISO 8601, UTC, milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
