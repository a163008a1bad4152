"""What the server says on the Socket.IO wire: events, acknowledgements, and which request gets which."""

from __future__ import annotations

from typing import Literal

import msgspec

from handoff.realtime.payloads import (
    AgentSend,
    AgentSync,
    AgentTyping,
    Availability,
    Choose,
    Claim,
    CloseByAgent,
    CloseConversation,
    DeskSync,
    EraseConversation,
    ErrorCode,
    FindClosed,
    JudgeCrisis,
    Language,
    LeaveQueue,
    ListQueues,
    Mode,
    OpenClosed,
    Payload,
    Rate,
    ReadLog,
    RequestHuman,
    ReturnToBot,
    SetAvailability,
    SetLanguage,
    SubmitFeedback,
    Sync,
    Typing,
    VisitorSend,
)

Owner = Literal["bot", "queue", "agent"]
Status = Literal["open", "closed"]
Author = Literal["visitor", "bot", "agent", "system"]
Crisis = Literal["", "suspected", "confirmed", "cleared"]

EventCode = Literal[
    "queued",
    "queue_left",
    "requeued",
    "agent_joined",
    "returned_to_bot",
    "closed_by_agent",
    "closed_by_visitor",
    "no_agents",
    "bot_unavailable",
    "case_received",
    "help_card",
    "queue_closed",
    "choose_topic",
]


LogAction = Literal[
    "sign_in",
    "sign_in_failed",
    "sign_out",
    "password",
    "availability",
    "claim",
    "return",
    "close",
    "requeue",
    "judge_crisis",
    "erase",
    "open_closed",
    "retention",
    "export",
]


class View(msgspec.Struct, frozen=True):
    """A message to a browser: every field is always there."""


class ButtonView(View, frozen=True, kw_only=True):
    """A button by its title; what it stands for stays on the server. `code` set: the client translates."""

    title: str = ""
    code: Literal["", "give_feedback", "request_human", "rate"] = ""


class LinkView(View, frozen=True):
    """A link to an official page."""

    title: str
    url: str


class EventView(View, frozen=True, kw_only=True):
    """What happened, for system messages: a code that the client puts into words."""

    code: EventCode
    name: str = ""
    case_code: str = ""
    due_on: str = ""
    opens_at: str = ""


class MessageView(View, frozen=True):
    """One message of a conversation; `seq` grows by one from 1, without gaps."""

    seq: int
    id: str
    author: Author
    name: str
    text: str
    language: Language
    at: str
    buttons: list[ButtonView]
    links: list[LinkView]
    event: EventView | None


class StateView(View, frozen=True):
    """A conversation as it is now.

    `queue_place` is from 1, 0 when not in the queue; `wait_s`: seconds still to wait, null if recent waits do not tell.
    """

    conversation: str
    status: Status
    owner: Owner
    version: int
    language: Language
    last_seq: int
    queue_place: int
    wait_s: int | None
    agent_name: str
    agents_available: bool
    rated: bool
    bot_available: bool


class TypingView(View, frozen=True):
    """Somebody is typing, for `ttl_ms` at most unless said again; `conversation` for agents."""

    conversation: str
    author: Author
    on: bool
    ttl_ms: int


class PseudonymView(View, frozen=True):
    """What agents call somebody who is anonymous, in their own language."""

    fi: str
    sv: str
    en: str


class QueueItemView(View, frozen=True):
    """A waiting conversation as every agent sees it: no text before the claim."""

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    waiting_since: str
    queue: str
    place: int
    crisis: Crisis
    pseudonym: PseudonymView | None


class DeskItemView(View, frozen=True):
    """One of the agent's own open conversations."""

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    queue: str
    last_seq: int
    crisis: Crisis
    pseudonym: PseudonymView | None


class AgentView(View, frozen=True):
    """Who is signed in."""

    id: str
    name: str
    role: Literal["agent", "supervisor", "editor", "administrator"]
    availability: Availability


class QueueTitleView(View, frozen=True):
    """What a queue is called."""

    id: str
    fi: str
    sv: str
    en: str


class DeskView(View, frozen=True):
    """The agent's desk: sent whole, since it is small and then cannot be out of step."""

    agent: AgentView
    queues: list[QueueTitleView]
    queue: list[QueueItemView]
    mine: list[DeskItemView]


class ErasedView(View, frozen=True):
    """`erased` to an agent: the visitor has had this conversation of the agent's deleted."""

    conversation: str


class ConversationMessage(View, frozen=True):
    """`message` to an agent."""

    conversation: str
    message: MessageView


# --- acknowledgements ----------------------------------------------------------------------------


class Refused(View, frozen=True, kw_only=True):
    """Any request may be answered with this; nothing has changed then."""

    ok: Literal[False] = False
    error: ErrorCode
    retry_after_s: float = 0
    correlation_id: str = ""


class Done(View, frozen=True):
    """A request without a result of its own."""

    ok: Literal[True] = True


class Stored(View, frozen=True, kw_only=True):
    """The message is in the database under `seq`. `text` is what was stored: identity codes are masked."""

    ok: Literal[True] = True
    seq: int
    at: str
    text: str


class Synced(View, frozen=True, kw_only=True):
    """Messages after the cursor, oldest first, at most 200; `more`: ask again from the last one."""

    ok: Literal[True] = True
    state: StateView | None
    messages: list[MessageView]
    more: bool


class StateIs(View, frozen=True, kw_only=True):
    """The state after the request."""

    ok: Literal[True] = True
    state: StateView | None


class HumanRequested(View, frozen=True, kw_only=True):
    """`queued`: in the queue now. Else nothing has changed hands: nobody is there, it is closed, or which queue?"""

    ok: Literal[True] = True
    outcome: Literal["queued", "no_agents", "closed", "choose_topic"]
    state: StateView | None


class OfferedQueueView(View, frozen=True):
    """A queue to choose; `opens_at` (UTC) while it is closed, empty if nobody knows."""

    id: str
    title: str
    is_open: bool
    opens_at: str


class QueuesAre(View, frozen=True, kw_only=True):
    """The queues of the visitor's chat, in the language of the conversation."""

    ok: Literal[True] = True
    queues: list[OfferedQueueView]


class FeedbackReceived(View, frozen=True, kw_only=True):
    """The case is in the database; `due_on` is the promised day of the answer."""

    ok: Literal[True] = True
    code: str
    due_on: str


class DeskIs(View, frozen=True, kw_only=True):
    """The desk after the request."""

    ok: Literal[True] = True
    desk: DeskView


class Claimed(View, frozen=True, kw_only=True):
    """The conversation is the agent's; its newest 200 messages, oldest first."""

    ok: Literal[True] = True
    state: StateView
    messages: list[MessageView]


class ClosedView(View, frozen=True):
    """A conversation that has ended; `agents`: the names of those who have had it."""

    conversation: str
    mode: Mode
    language: Language
    queue: str
    pseudonym: PseudonymView | None
    opened_at: str
    closed_at: str
    agents: list[str]


class ClosedFound(View, frozen=True, kw_only=True):
    """Conversations that have ended, at most 50, newest first; `before` asks for more, empty at the end."""

    ok: Literal[True] = True
    conversations: list[ClosedView]
    before: str


class ClosedOpened(View, frozen=True, kw_only=True):
    """What was said in it after the cursor, at most 200 messages; `more`: ask again from the last one."""

    ok: Literal[True] = True
    messages: list[MessageView]
    more: bool


class LogEntryView(View, frozen=True):
    """One line of the log; `agent_name` is empty for visitors, the service and unknown names."""

    id: int
    at: str
    actor: Literal["agent", "visitor", "service"]
    agent_name: str
    action: LogAction
    conversation: str
    detail: dict[str, str | int]


class AgentNameView(View, frozen=True):
    """Somebody who may sign in."""

    id: str
    name: str


class LogIs(View, frozen=True, kw_only=True):
    """At most 50 lines, newest first; `more`: there are older ones. `agents`: whom one can ask for."""

    ok: Literal[True] = True
    entries: list[LogEntryView]
    more: bool
    agents: list[AgentNameView]


VISITOR_REQUESTS: dict[str, tuple[type[Payload], type[View]]] = {
    "sync": (Sync, Synced),
    "send": (VisitorSend, Stored),
    "choose": (Choose, Stored),
    "typing": (Typing, Done),
    "set_language": (SetLanguage, StateIs),
    "request_human": (RequestHuman, HumanRequested),
    "queues": (ListQueues, QueuesAre),
    "leave_queue": (LeaveQueue, StateIs),
    "close": (CloseConversation, StateIs),
    "rate": (Rate, StateIs),
    "erase": (EraseConversation, Done),
    "feedback": (SubmitFeedback, FeedbackReceived),
}
AGENT_REQUESTS: dict[str, tuple[type[Payload], type[View]]] = {
    "desk": (DeskSync, DeskIs),
    "availability": (SetAvailability, DeskIs),
    "claim": (Claim, Claimed),
    "sync": (AgentSync, Synced),
    "send": (AgentSend, Stored),
    "typing": (AgentTyping, Done),
    "close": (CloseByAgent, StateIs),
    "return": (ReturnToBot, StateIs),
    "judge_crisis": (JudgeCrisis, DeskIs),
    "find_closed": (FindClosed, ClosedFound),
    "open_closed": (OpenClosed, ClosedOpened),
    "audit": (ReadLog, LogIs),
}
SUPERVISOR_REQUESTS: frozenset[str] = frozenset({"audit"})
"""Those of the agents' that only supervisors and administrators may ask."""
VISITOR_EVENTS: dict[str, type[View]] = {"message": MessageView, "state": StateView, "typing": TypingView}
AGENT_EVENTS: dict[str, type[View]] = {
    "desk": DeskView,
    "message": ConversationMessage,
    "state": StateView,
    "typing": TypingView,
    "erased": ErasedView,
}
