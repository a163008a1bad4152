"""The model's objects as the wire shows them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handoff.accounts.model import Agent
from handoff.audit.model import Entry
from handoff.clock import Clock
from handoff.conversations.archive import Closed
from handoff.conversations.model import Conversation, Event, Message, Mode
from handoff.conversations.notes import Note
from handoff.conversations.pseudonyms import Pseudonyms
from handoff.conversations.service import OfferedQueue
from handoff.practice.model import Scenario, Texts
from handoff.queues.model import Queues
from handoff.queues.tags import Tag
from handoff.realtime.desk_replies import (
    AgentView,
    CallbackItemView,
    ClosedQueueView,
    ClosedView,
    ColleagueView,
    DeskItemView,
    DeskView,
    InvitationView,
    LogEntryView,
    NoteView,
    PresentAgentView,
    QueueItemView,
    QueueTitleView,
    TagView,
    TranslatedView,
)
from handoff.realtime.payloads import PseudonymView
from handoff.realtime.replies import (
    BannerView,
    ButtonView,
    EventView,
    LinkView,
    MessageView,
    OfferedQueueView,
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
        to=event.to,
        window_from=event.window_from,
        window_until=event.window_until,
    )


UNKNOWN_WAIT = timedelta(minutes=15)
"""Where recent waits do not tell how long it takes, so much of the hours should be left for waiting to be of use."""


@dataclass(frozen=True, slots=True)
class StateViewer:
    """Tells where a conversation stands, with what is known beside it: the bot, the clock and the opening hours."""

    queues: Queues
    bot_available: Callable[[], bool]
    clock: Clock

    def __call__(self, conversation: Conversation) -> StateView:
        """Return where a conversation stands."""
        return StateView(
            conversation=conversation.id,
            status="open" if conversation.closed_at is None else "closed",
            owner=conversation.owner,
            version=conversation.version,
            language=conversation.language,
            last_seq=conversation.last_seq,
            seen_seq=conversation.seen_seq,
            queue_place=conversation.queue_place,
            wait_s=conversation.wait_s,
            agent_name=conversation.agent_name,
            is_late=conversation.is_late,
            agents_available=conversation.agents_available,
            agents_here=conversation.agents_here,
            rating=conversation.rating,
            bot_available=self.bot_available(),
            callback=self._callback(conversation),
        )

    def _callback(self, conversation: Conversation) -> Literal["", "possible", "advised", "open"]:
        if conversation.callback:
            return "open"
        queue = self.queues.find(conversation.queue, "city") if conversation.owner == "queue" else None
        if queue is None:
            return ""
        now = self.clock()
        wait = UNKNOWN_WAIT if conversation.wait_s is None else timedelta(seconds=conversation.wait_s)
        is_too_late = self.queues.closes_within(queue, conversation.served_in, now, now + wait)
        return "advised" if is_too_late or not conversation.agents_available else "possible"


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
        is_staffed=queue.is_staffed,
        opens_at="" if opens_at is None else time_text(opens_at),
    )


@dataclass(frozen=True, slots=True)
class Everywhere:
    """What every desk shows alike."""

    queues: Queues
    tags: tuple[Tag, ...]
    banners: list[BannerView]
    pseudonyms: Pseudonyms
    scenarios: Mapping[str, Scenario]


def desk_view(
    agent: Agent, handed_over: list[Conversation], callbacks: list[CallbackItemView], everywhere: Everywhere
) -> DeskView:
    """Return what waits for the agent, the conversations that the agent is in or asked into, and what all see."""
    queues, tags, pseudonyms = everywhere.queues.all(), everywhere.tags, everywhere.pseudonyms
    practised = (c for c in handed_over if c.practice and c.offer is not None and c.offer.to == agent.id)
    return DeskView(
        agent=agent_view(agent),
        queues=[QueueTitleView(q.id, q.mode, q.titles["fi"], q.titles["sv"], q.titles["en"]) for q in queues],
        tags=[TagView(t.id, sorted(t.modes), t.titles["fi"], t.titles["sv"], t.titles["en"]) for t in tags],
        queue=[_queue_item(agent, c, everywhere) for c in handed_over if _waits_for(agent, c)],
        practice=next((_queue_item(agent, c, everywhere) for c in practised), None),
        mine=[_desk_item(c, everywhere) for c in handed_over if agent.id in c.agent_ids],
        invitations=[
            InvitationView(
                conversation=c.id,
                language=c.language,
                mode=c.mode,
                queue=c.queue,
                by=c.agent_name,
                pseudonym=pseudonym_view(c.id, c.mode, pseudonyms),
            )
            for c in handed_over
            if any(one.id == agent.id for one in c.invited)
        ],
        callbacks=callbacks,
        banners=everywhere.banners,
    )


def _waits_for(agent: Agent, conversation: Conversation) -> bool:
    if conversation.owner != "queue" or conversation.practice:
        return False
    if conversation.offer is not None:
        return conversation.offer.to == agent.id
    return agent.serves(conversation.queue, conversation.served_in)


def _queue_item(agent: Agent, c: Conversation, everywhere: Everywhere) -> QueueItemView:
    held = c.offer if c.offer is not None and c.offer.to == agent.id else None
    assert c.queued_at is not None
    return QueueItemView(
        conversation=c.id,
        version=c.version,
        language=c.language,
        served_in=c.served_in,
        mode=c.mode,
        page=c.page,
        waiting_since=time_text(c.queued_at),
        queue=c.queue,
        place=c.queue_place,
        crisis=c.crisis,
        held_until="" if held is None else time_text(held.until),
        held_by="" if held is None else held.by,
        gone_since=gone_since(c),
        pseudonym=pseudonym_view(c.id, c.mode, everywhere.pseudonyms),
        practice=_practice_view(c, everywhere.scenarios),
    )


def _desk_item(c: Conversation, everywhere: Everywhere) -> DeskItemView:
    return DeskItemView(
        conversation=c.id,
        version=c.version,
        language=c.language,
        served_in=c.served_in,
        mode=c.mode,
        page=c.page,
        queue=c.queue,
        last_seq=c.last_seq,
        crisis=c.crisis,
        owner=ColleagueView(c.agent_id or "", c.agent_name),
        members=[ColleagueView(one.id, one.name) for one in c.members],
        invited=[ColleagueView(one.id, one.name) for one in c.invited],
        gone_since=gone_since(c),
        pseudonym=pseudonym_view(c.id, c.mode, everywhere.pseudonyms),
        practice=_practice_view(c, everywhere.scenarios),
    )


def gone_since(conversation: Conversation) -> str:
    """Return since when the visitor is not connected; empty while they are."""
    return "" if conversation.gone_since is None else time_text(conversation.gone_since)


def _practice_view(c: Conversation, scenarios: Mapping[str, Scenario]) -> TranslatedView | None:
    """Return what an agent practises with; a scenario that the file no longer has goes by its id."""
    if not c.practice:
        return None
    if (scenario := scenarios.get(c.practice)) is None:
        return TranslatedView(c.practice, c.practice, c.practice)
    return translated_view(scenario.titles)


def translated_view(texts: Texts) -> TranslatedView:
    """Return a text in every language."""
    return TranslatedView(texts["fi"], texts["sv"], texts["en"])


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


def closed_queue_views(queues: Queues, now: datetime) -> list[ClosedQueueView]:
    """Return where nobody can be put now, by language, and when that changes."""
    closed = [
        (q, language) for q in queues.all() for language in q.hours if queues.closes_within(q, language, now, now)
    ]
    openings = [(queue.id, language, queues.opening(queue, language, now).opens_at) for queue, language in closed]
    return [ClosedQueueView(queue, language, "" if at is None else time_text(at)) for queue, language, at in openings]


def note_view(note: Note) -> NoteView:
    """Return a note."""
    return NoteView(id=note.id, kind=note.kind, name=note.name, text=note.text, at=time_text(note.at))


def pseudonym_view(conversation_id: str, mode: Mode, pseudonyms: Pseudonyms) -> PseudonymView | None:
    """Return the name of a young person. The city's visitors are told apart by the conversation's number."""
    return PseudonymView(**pseudonyms.of(conversation_id)) if mode == "youth" else None


def closed_view(closed: Closed, pseudonyms: Pseudonyms) -> ClosedView:
    """Return a conversation that has ended, without what was said."""
    return ClosedView(
        conversation=closed.id,
        mode=closed.mode,
        language=closed.language,
        queue=closed.queue,
        pseudonym=pseudonym_view(closed.id, closed.mode, pseudonyms),
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
