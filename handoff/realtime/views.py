"""The model's objects as the wire shows them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from handoff.accounts.model import Agent
from handoff.canned_replies.model import GAP_SIGN, CannedReplies
from handoff.conversations.model import Conversation, Event, Message
from handoff.conversations.service import OfferedQueue
from handoff.faq.model import Entry
from handoff.queues.model import Language, Queues
from handoff.realtime.replies import (
    AgentView,
    ButtonView,
    CannedReplyView,
    DeskItemView,
    DeskView,
    EventView,
    FaqEntryView,
    LinkView,
    MessageView,
    OfferedQueueView,
    QueueItemView,
    QueueTitleView,
    ReplyBookView,
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


def desk_view(agent: Agent, handed_over: list[Conversation], queues: Queues) -> DeskView:
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
        )
        for c in handed_over
        if c.owner == "agent" and c.agent_id == agent.id
    ]
    titles = [QueueTitleView(q.id, q.titles["fi"], q.titles["sv"], q.titles["en"]) for q in queues.all()]
    return DeskView(agent=agent_view(agent), queues=titles, queue=queue, mine=mine)


def reply_book_view(
    canned: CannedReplies, entries: Iterable[Entry], queues: Queues, language: Language, now: datetime
) -> ReplyBookView:
    """Return what there is to answer with in a language."""
    openings = {queue.id: queues.opens_next(queue, language, now) for queue in queues.all()}
    return ReplyBookView(
        replies=[
            CannedReplyView(
                id=reply.id,
                keywords=list(reply.keywords),
                queues=sorted(reply.queues),
                title=reply.titles[language],
                text=reply.texts[language],
            )
            for reply in canned.replies
        ],
        faq=[_faq_entry_view(entry, language) for entry in entries],
        unknown={name: f"{{{GAP_SIGN}{words[language]}}}" for name, words in canned.unknown.items()},
        opens_at={queue_id: "" if at is None else time_text(at) for queue_id, at in openings.items()},
    )


def _faq_entry_view(entry: Entry, language: Language) -> FaqEntryView:
    answer = entry.answers[language]
    return FaqEntryView(
        id=entry.id,
        title=answer.title,
        text=answer.text,
        plain=answer.plain,
        links=[LinkView(title=page.title, url=page.url) for page in answer.pages],
        review_by=entry.review_by.isoformat(),
    )


def time_text(at: datetime) -> str:
    """Return a time as the wire has it: ISO 8601, UTC, milliseconds."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
