"""What the server says on the Socket.IO wire: events, acknowledgements, and which request gets which."""

from __future__ import annotations

from typing import Literal

from handoff.realtime.payloads import (
    AddNote,
    AgentSend,
    AgentSync,
    AgentTyping,
    AnswerInvitation,
    Availability,
    Choose,
    Claim,
    CloseByAgent,
    CloseConversation,
    Decline,
    DeskSync,
    EraseConversation,
    ErrorCode,
    FinishDay,
    Invite,
    JudgeCrisis,
    Language,
    Leave,
    LeaveQueue,
    ListColleagues,
    ListNotes,
    ListQueues,
    Mode,
    Payload,
    Rate,
    RequestHuman,
    ReturnToBot,
    Role,
    SetAvailability,
    SetLanguage,
    SubmitFeedback,
    Sync,
    Transfer,
    Typing,
    View,
    VisitorSend,
)
from handoff.realtime.supervisor_payloads import (
    AddAbsence,
    Assign,
    Broadcast,
    CreateAccount,
    ListPeople,
    RemoveAbsence,
    ResetPassword,
    SetActive,
    SetRole,
    SetRoster,
    SetSkills,
    TakeOver,
    Watch,
)
from handoff.realtime.supervisor_replies import Broadcasted, LiveView, PasswordIs, PeopleAre, Watched

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
    "transferred",
    "colleague_joined",
    "colleague_left",
]


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
    to: str = ""


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


class QueueItemView(View, frozen=True):
    """A waiting conversation as the agents see it who serve it: no text before the claim.

    `held_until`: it is held for this agent until then, else empty; `held_by`: whose transfer that is.
    """

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    waiting_since: str
    queue: str
    place: int
    crisis: Crisis
    held_until: str
    held_by: str


class ColleagueView(View, frozen=True):
    """An agent by name."""

    id: str
    name: str


class DeskItemView(View, frozen=True):
    """One of the agent's open conversations: their own, or `owner`'s, into which they came as a colleague."""

    conversation: str
    version: int
    language: Language
    mode: Mode
    page: str
    queue: str
    last_seq: int
    crisis: Crisis
    owner: ColleagueView
    members: list[ColleagueView]
    invited: list[ColleagueView]


class InvitationView(View, frozen=True):
    """The agent is asked into a colleague's conversation."""

    conversation: str
    language: Language
    mode: Mode
    queue: str
    by: str


class AgentView(View, frozen=True):
    """Who is signed in; `is_absent`: by the roster, so that nothing is offered to them."""

    id: str
    name: str
    role: Role
    availability: Availability
    seats: int
    is_absent: bool


class QueueTitleView(View, frozen=True):
    """What a queue is called, and of which chat it is."""

    id: str
    mode: Mode
    fi: str
    sv: str
    en: str


class TagView(View, frozen=True):
    """What a conversation can have been about, and in which chats."""

    id: str
    modes: list[Mode]
    fi: str
    sv: str
    en: str


class DeskView(View, frozen=True):
    """The agent's desk: sent whole, since it is small and then cannot be out of step."""

    agent: AgentView
    queues: list[QueueTitleView]
    tags: list[TagView]
    queue: list[QueueItemView]
    mine: list[DeskItemView]
    invitations: list[InvitationView]


class ErasedView(View, frozen=True):
    """`erased` to an agent: the visitor has had this conversation of the agent's deleted."""

    conversation: str


class NotedView(View, frozen=True):
    """`noted` to the agents in a conversation: there is a new note on it."""

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


class PresentAgentView(View, frozen=True):
    """A colleague who is there; `taken` of `seats` conversations."""

    id: str
    name: str
    availability: Availability
    taken: int
    seats: int
    queues: list[str]
    languages: list[Language]


class ColleaguesAre(View, frozen=True, kw_only=True):
    """Everybody else who is connected."""

    ok: Literal[True] = True
    colleagues: list[PresentAgentView]


class NoteView(View, frozen=True):
    """A note that only agents see; `not_taken`: a transfer to `name` was not taken in time."""

    id: str
    kind: Literal["note", "not_taken"]
    name: str
    text: str
    at: str


class NotesAre(View, frozen=True, kw_only=True):
    """The newest 200 notes on the conversation, oldest first."""

    ok: Literal[True] = True
    notes: list[NoteView]


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
    "finish_day": (FinishDay, DeskIs),
    "claim": (Claim, Claimed),
    "sync": (AgentSync, Synced),
    "send": (AgentSend, Stored),
    "typing": (AgentTyping, Done),
    "close": (CloseByAgent, StateIs),
    "return": (ReturnToBot, StateIs),
    "judge_crisis": (JudgeCrisis, DeskIs),
    "transfer": (Transfer, StateIs),
    "decline": (Decline, DeskIs),
    "colleagues": (ListColleagues, ColleaguesAre),
    "invite": (Invite, DeskIs),
    "answer_invitation": (AnswerInvitation, DeskIs),
    "leave": (Leave, DeskIs),
    "note": (AddNote, NotesAre),
    "notes": (ListNotes, NotesAre),
    "watch": (Watch, Watched),
    "take_over": (TakeOver, Claimed),
    "assign": (Assign, Done),
    "broadcast": (Broadcast, Broadcasted),
    "people": (ListPeople, PeopleAre),
    "set_skills": (SetSkills, PeopleAre),
    "set_roster": (SetRoster, PeopleAre),
    "add_absence": (AddAbsence, PeopleAre),
    "remove_absence": (RemoveAbsence, PeopleAre),
    "create_account": (CreateAccount, PasswordIs),
    "reset_password": (ResetPassword, PasswordIs),
    "set_role": (SetRole, PeopleAre),
    "set_active": (SetActive, PeopleAre),
}
ADMINISTRATOR_REQUESTS: frozenset[str] = frozenset({"create_account", "reset_password", "set_role", "set_active"})
"""Those that only administrators may ask."""
SUPERVISOR_REQUESTS: frozenset[str] = ADMINISTRATOR_REQUESTS | {
    "watch",
    "take_over",
    "assign",
    "broadcast",
    "people",
    "set_skills",
    "set_roster",
    "add_absence",
    "remove_absence",
}
"""Those of the agents' that only supervisors and administrators may ask."""
VISITOR_EVENTS: dict[str, type[View]] = {"message": MessageView, "state": StateView, "typing": TypingView}
AGENT_EVENTS: dict[str, type[View]] = {
    "desk": DeskView,
    "message": ConversationMessage,
    "state": StateView,
    "typing": TypingView,
    "erased": ErasedView,
    "noted": NotedView,
    "live": LiveView,
}
