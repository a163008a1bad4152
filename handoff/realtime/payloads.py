"""Every payload of the Socket.IO wire, as one schema.

The server validates with these structs; `widget/shared/protocol.schema.json` is generated from them
and the browser's TypeScript types are generated from that file. `docs/protocol.md` tells the story.

Field names travel as written. Times are ISO 8601 in UTC, dates ISO 8601, languages ISO 639-1.
Texts are counted in Unicode code points.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

MAX_TEXT_CHARS = 4000
"""The Open311 limit for a description; one limit for every text that a person types."""

Language = Literal["fi", "sv", "en"]
Mode = Literal["city", "youth"]
Owner = Literal["bot", "queue", "agent"]
Status = Literal["open", "closed"]
Author = Literal["visitor", "bot", "agent", "system"]
CaseKind = Literal["complaint", "thanks", "idea", "question", "other"]
Availability = Literal["available", "away"]

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
]

ErrorCode = Literal[
    "invalid_payload",
    "too_large",
    "unauthenticated",
    "not_found",
    "conflict",
    "rate_limited",
    "unavailable",
    "internal_error",
]

Uuid = Annotated[str, msgspec.Meta(max_length=36, pattern="^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$")]
Seq = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Version = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_TEXT_CHARS)]


class Payload(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A message from a browser: unknown fields are refused."""


class View(msgspec.Struct, frozen=True):
    """A message to a browser: every field is always there."""


# --- what a visitor's browser says ---------------------------------------------------------------


class VisitorConnect(Payload, frozen=True):
    """The `auth` of the `/visitor` namespace.

    `token` is 32 random bytes in base64url without padding, made by the browser, so that a lost
    acknowledgement cannot create a second conversation. The server stores its SHA-256 only.
    """

    token: Annotated[str, msgspec.Meta(max_length=43, pattern="^[A-Za-z0-9_-]{43}$")]
    language: Language
    mode: Mode = "city"
    page: Annotated[str, msgspec.Meta(max_length=500)] = ""


class Sync(Payload, frozen=True):
    """`sync`: everything after `after`, and the state."""

    after: Seq = 0


class VisitorSend(Payload, frozen=True):
    """`send`: one message. `id` is made by the browser: a retry with the same id is harmless."""

    id: Uuid
    text: Text


class Choose(Payload, frozen=True):
    """`choose`: press button number `index` (from 0) of message `seq`."""

    id: Uuid
    seq: Seq
    index: Annotated[int, msgspec.Meta(ge=0, le=20)]


class Typing(Payload, frozen=True):
    """`typing` of a visitor: that, never what."""

    on: bool


class SetLanguage(Payload, frozen=True):
    """`set_language`: the conversation goes on in this language."""

    language: Language


class RequestHuman(Payload, frozen=True):
    """`request_human`: the menu's way to a person, which works with Rasa stopped too."""


class LeaveQueue(Payload, frozen=True):
    """`leave_queue`: back to the bot."""


class CloseConversation(Payload, frozen=True):
    """`close` of a visitor: end the conversation."""


class SubmitFeedback(Payload, frozen=True):
    """`feedback`: the form that works with Rasa stopped too. `email` empty: anonymous."""

    id: Uuid
    kind: CaseKind
    text: Annotated[str, msgspec.Meta(min_length=10, max_length=MAX_TEXT_CHARS)]
    place: Annotated[str, msgspec.Meta(max_length=200)] = ""
    email: Annotated[str, msgspec.Meta(max_length=254, pattern=r"^([^@\s]+@[^@\s]+\.[^@\s]+)?$")] = ""


# --- what an agent's browser says ----------------------------------------------------------------


class DeskSync(Payload, frozen=True):
    """`desk`: the whole desk as it is now."""


class SetAvailability(Payload, frozen=True):
    """`availability`: on duty or away."""

    availability: Availability


class Claim(Payload, frozen=True):
    """`claim`: take a waiting conversation as it was at `version`."""

    conversation: Uuid
    version: Version


class AgentSync(Payload, frozen=True):
    """`sync` of an agent: everything after `after` in one of the agent's own conversations."""

    conversation: Uuid
    after: Seq = 0


class AgentSend(Payload, frozen=True):
    """`send` of an agent."""

    conversation: Uuid
    id: Uuid
    text: Text


class AgentTyping(Payload, frozen=True):
    """`typing` of an agent."""

    conversation: Uuid
    on: bool


class CloseByAgent(Payload, frozen=True):
    """`close` of an agent."""

    conversation: Uuid
    version: Version


class ReturnToBot(Payload, frozen=True):
    """`return`: give the conversation back to the bot."""

    conversation: Uuid
    version: Version


# --- what the server says ------------------------------------------------------------------------


class ButtonView(View, frozen=True, kw_only=True):
    """A button by its title; what it stands for stays on the server. `code` set: the client translates."""

    title: str = ""
    code: Literal["", "give_feedback", "request_human"] = ""


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
    """A conversation as it is now. `queue_place` is from 1, 0 when not in the queue."""

    conversation: str
    status: Status
    owner: Owner
    version: int
    language: Language
    last_seq: int
    queue_place: int
    agent_name: str
    agents_available: bool
    bot_available: bool


class TypingView(View, frozen=True):
    """Somebody is typing, for `ttl_ms` at most unless said again; `conversation` for agents."""

    conversation: str
    author: Author
    on: bool
    ttl_ms: int


class QueueItemView(View, frozen=True):
    """A waiting conversation as every agent sees it: no text before the claim."""

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    waiting_since: str
    place: int


class DeskItemView(View, frozen=True):
    """One of the agent's own open conversations."""

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    last_seq: int


class AgentView(View, frozen=True):
    """Who is signed in."""

    id: str
    name: str
    role: Literal["agent", "supervisor", "editor", "administrator"]
    availability: Availability


class DeskView(View, frozen=True):
    """The agent's desk: sent whole, since it is small and then cannot be out of step."""

    agent: AgentView
    queue: list[QueueItemView]
    mine: list[DeskItemView]


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
    """`queued`: in the queue now; `no_agents`: nobody is on duty, nothing has changed hands."""

    ok: Literal[True] = True
    outcome: Literal["queued", "no_agents"]
    state: StateView | None


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


VISITOR_REQUESTS: dict[str, tuple[type[Payload], type[View]]] = {
    "sync": (Sync, Synced),
    "send": (VisitorSend, Stored),
    "choose": (Choose, Stored),
    "typing": (Typing, Done),
    "set_language": (SetLanguage, StateIs),
    "request_human": (RequestHuman, HumanRequested),
    "leave_queue": (LeaveQueue, StateIs),
    "close": (CloseConversation, StateIs),
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
}
VISITOR_EVENTS: dict[str, type[View]] = {"message": MessageView, "state": StateView, "typing": TypingView}
AGENT_EVENTS: dict[str, type[View]] = {
    "desk": DeskView,
    "message": ConversationMessage,
    "state": StateView,
    "typing": TypingView,
}
