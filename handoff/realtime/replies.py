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
    CallbackChoice,
    Choose,
    Claim,
    ClaimCallback,
    CloseByAgent,
    CloseConversation,
    Decline,
    DeskSync,
    EndBanner,
    EraseConversation,
    ErrorCode,
    FindClosed,
    FinishCallback,
    FinishDay,
    FinishForm,
    Invite,
    JudgeCrisis,
    Language,
    Leave,
    LeaveQueue,
    ListColleagues,
    ListNotes,
    ListQueues,
    LogAttempt,
    Mode,
    OpenClosed,
    Payload,
    PseudonymView,
    Rate,
    ReadLog,
    ReleaseCallback,
    RequestCallback,
    RequestHuman,
    ReturnToBot,
    Role,
    SetAvailability,
    SetBanner,
    SetLanguage,
    SubmitFeedback,
    Sync,
    Transfer,
    Typing,
    View,
    VisitorSend,
    WantBrief,
    WithdrawCallback,
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
    "callback_requested",
    "callback_withdrawn",
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
    "transfer",
    "join",
    "leave",
    "note",
    "judge_crisis",
    "erase",
    "open_closed",
    "retention",
    "export",
]


class ButtonView(View, frozen=True, kw_only=True):
    """A button by its title; what it stands for stays on the server. `code` set: the client translates."""

    title: str = ""
    code: Literal["", "give_feedback", "request_human", "rate", "request_callback"] = ""


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
    window_from: str = ""
    window_until: str = ""


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
    `callback`: `possible` instead of waiting, `advised` since nobody may answer before the queue closes, or asked
    for already (`open`).
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
    callback: Literal["", "possible", "advised", "open"]


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
    pseudonym: PseudonymView | None


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
    pseudonym: PseudonymView | None


class InvitationView(View, frozen=True):
    """The agent is asked into a colleague's conversation."""

    conversation: str
    language: Language
    mode: Mode
    queue: str
    by: str
    pseudonym: PseudonymView | None


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


class AttemptView(View, frozen=True):
    """One call."""

    outcome: Literal["reached", "no_answer", "wrong_number"]
    name: str
    at: str


class CallbackItemView(View, frozen=True):
    """A callback to be made. Until the agent takes it (`mine`) the phone is masked and the text left out."""

    id: str
    queue: str
    language: Language
    phone: str
    window_from: str
    window_until: str
    text: str
    agent_name: str
    mine: bool
    crisis: Crisis
    attempts: list[AttemptView]


class BannerView(View, frozen=True):
    """What everybody is told, in every language, `changed_at` telling one wording from the next."""

    id: str
    kind: Literal["outage", "rush"]
    fi: str
    sv: str
    en: str
    modes: list[Mode]
    ends_at: str
    changed_at: str


class BannersView(View, frozen=True):
    """`banners` to a visitor: all that are shown now."""

    banners: list[BannerView]


class DeskView(View, frozen=True):
    """The agent's desk: sent whole, since it is small and then cannot be out of step."""

    agent: AgentView
    queues: list[QueueTitleView]
    tags: list[TagView]
    queue: list[QueueItemView]
    mine: list[DeskItemView]
    invitations: list[InvitationView]
    callbacks: list[CallbackItemView]
    banners: list[BannerView]


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


# --- by HTTP -------------------------------------------------------------------------------------


class CannedReplyView(View, frozen=True):
    """A canned reply in the language asked for; `queues`: in whose conversations it is offered."""

    id: str
    keywords: list[str]
    queues: list[str]
    title: str
    text: str


class FaqEntryView(View, frozen=True):
    """An answer to a frequent question; `plain` in plain language, `review_by`: the day after which it may be old."""

    id: str
    title: str
    text: str
    plain: str
    links: list[LinkView]
    review_by: str


class ReplyBookView(View, frozen=True):
    """All that an agent may answer with, in one language.

    `unknown`: by placeholder, the gap that stands for one without a value; `opens_at`: by queue, when it opens next
    (UTC), empty if it does not close or nobody knows.
    """

    replies: list[CannedReplyView]
    faq: list[FaqEntryView]
    unknown: dict[str, str]
    opens_at: dict[str, str]


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


class VisitorSynced(Synced, frozen=True, kw_only=True):
    """The same for a visitor, with the banners that are shown now."""

    banners: list[BannerView]


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


class WindowView(View, frozen=True):
    """A time in which somebody can be called back, UTC."""

    window_from: str
    window_until: str


class AskedCallbackView(View, frozen=True):
    """The visitor's own callback, its phone masked: others may look at this screen."""

    id: str
    phone: str
    window_from: str
    window_until: str


class CallbackChoiceIs(View, frozen=True, kw_only=True):
    """The windows to choose from, soonest first, perhaps none; and what is asked for already."""

    ok: Literal[True] = True
    windows: list[WindowView]
    callback: AskedCallbackView | None


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


class TopicView(View, frozen=True):
    """A topic that the bot answers, by its titles."""

    fi: str
    sv: str
    en: str


class AskedView(View, frozen=True):
    """A message that the bot handled. `topics`: those answered, or those asked back when `decision` is `clarify`.

    `confidence` from 0 to 1, null, as `sureness` is empty, where there was nothing to be sure of.
    """

    seq: int
    text: str
    language: Language
    at: str
    decision: str
    intent: str
    topics: list[TopicView]
    sureness: Literal["", "sure", "unsure", "unknown"]
    confidence: float | None


class FieldView(View, frozen=True):
    """A filled field of a form; `value` empty where the visitor has skipped it."""

    name: str
    value: str


class FormView(View, frozen=True):
    """A form of the bot's that is under way; `step` is the field asked for next."""

    name: str
    step: str
    fields: list[FieldView]


class BriefIs(View, frozen=True, kw_only=True):
    """What was asked, oldest first, at most five; a form left half-way. `is_form_seen` false: nobody can tell now."""

    ok: Literal[True] = True
    language: Language
    page: str
    crisis: Crisis
    asked: list[AskedView]
    form: FormView | None
    is_form_seen: bool


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
    "sync": (Sync, VisitorSynced),
    "send": (VisitorSend, Stored),
    "choose": (Choose, Stored),
    "typing": (Typing, Done),
    "set_language": (SetLanguage, StateIs),
    "request_human": (RequestHuman, HumanRequested),
    "queues": (ListQueues, QueuesAre),
    "leave_queue": (LeaveQueue, StateIs),
    "callback_choice": (CallbackChoice, CallbackChoiceIs),
    "request_callback": (RequestCallback, StateIs),
    "withdraw_callback": (WithdrawCallback, StateIs),
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
    "brief": (WantBrief, BriefIs),
    "finish_form": (FinishForm, FeedbackReceived),
    "claim_callback": (ClaimCallback, DeskIs),
    "release_callback": (ReleaseCallback, DeskIs),
    "log_attempt": (LogAttempt, DeskIs),
    "finish_callback": (FinishCallback, DeskIs),
    "set_banner": (SetBanner, DeskIs),
    "end_banner": (EndBanner, DeskIs),
    "find_closed": (FindClosed, ClosedFound),
    "open_closed": (OpenClosed, ClosedOpened),
    "audit": (ReadLog, LogIs),
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
    "audit",
    "set_banner",
    "end_banner",
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
VISITOR_EVENTS: dict[str, type[View]] = {
    "message": MessageView,
    "state": StateView,
    "typing": TypingView,
    "banners": BannersView,
}
AGENT_EVENTS: dict[str, type[View]] = {
    "desk": DeskView,
    "message": ConversationMessage,
    "state": StateView,
    "typing": TypingView,
    "erased": ErasedView,
    "noted": NotedView,
    "live": LiveView,
}
