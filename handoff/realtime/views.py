"""The model's objects as the wire shows them."""

from __future__ import annotations

from datetime import datetime

from handoff.accounts.model import Agent
from handoff.conversations.model import Conversation, Message
from handoff.realtime.replies import (
    AgentView,
    ButtonView,
    DeskItemView,
    DeskView,
    EventView,
    LinkView,
    MessageView,
    QueueItemView,
    StateView,
)


def message_view(message: Message) -> MessageView:
    """Return a message without what only the server may know: the payloads of its buttons."""
    event = message.event
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
        event=None
        if event is None
        else EventView(code=event.code, name=event.name, case_code=event.case_code, due_on=event.due_on),  # type: ignore[arg-type]
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
        agent_name=conversation.agent_name,
        agents_available=conversation.agents_available,
        bot_available=bot_available,
    )


def agent_view(agent: Agent) -> AgentView:
    """Return who is signed in."""
    return AgentView(id=agent.id, name=agent.name, role=agent.role, availability=agent.availability)


def desk_view(agent: Agent, handed_over: list[Conversation]) -> DeskView:
    """Return the queue and the agent's own conversations."""
    queue = [
        QueueItemView(
            conversation=c.id,
            version=c.version,
            language=c.language,
            mode=c.mode,
            page=c.page,
            waiting_since=time_text(c.queued_at),
            place=c.queue_place,
            crisis=c.crisis,
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
            last_seq=c.last_seq,
            crisis=c.crisis,
        )
        for c in handed_over
        if c.owner == "agent" and c.agent_id == agent.id
    ]
    return DeskView(agent=agent_view(agent), queue=queue, mine=mine)


def time_text(at: datetime) -> str:
    """Return a time as the wire has it: ISO 8601, UTC, milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
