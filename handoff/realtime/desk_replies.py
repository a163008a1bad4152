"""What the server says to agents: the desk, and the answers to what they ask."""

from __future__ import annotations

from typing import Literal

from handoff.audit.model import Action
from handoff.realtime.payloads import Availability, Language, Mode, PseudonymView, Role, View
from handoff.realtime.replies import BannerView, LinkView, MessageView, StateView

Crisis = Literal["", "suspected", "confirmed", "cleared"]


class TranslatedView(View, frozen=True):
    """A text of the city's in every language."""

    fi: str
    sv: str
    en: str


class QueueItemView(View, frozen=True):
    """A waiting conversation as the agents see it who serve it: no text before the claim.

    `held_until`: it is held for this agent until then, else empty; `held_by`: whose transfer that is. `gone_since`:
    since when the visitor is not connected, empty while they are. `practice`: the title of the scenario that the agent
    practises with, null for somebody real. `served_in`: the language by which it waits, the visitor's own or that in
    which it was promised.
    """

    conversation: str
    version: int
    language: Language
    served_in: Language
    mode: Mode
    page: str
    waiting_since: str
    queue: str
    place: int
    crisis: Crisis
    held_until: str
    held_by: str
    gone_since: str
    pseudonym: PseudonymView | None
    practice: TranslatedView | None


class ColleagueView(View, frozen=True):
    """An agent by name."""

    id: str
    name: str


class DeskItemView(View, frozen=True):
    """One of the agent's open conversations: their own, or `owner`'s, into which they came as a colleague.

    `gone_since`: since when the visitor is not connected, empty while they are.
    `practice` and `served_in`: as in the queue.
    """

    conversation: str
    version: int
    language: Language
    served_in: Language
    mode: Mode
    page: str
    queue: str
    last_seq: int
    crisis: Crisis
    owner: ColleagueView
    members: list[ColleagueView]
    invited: list[ColleagueView]
    gone_since: str
    pseudonym: PseudonymView | None
    practice: TranslatedView | None


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
    """A callback to be made. Until the agent takes it (`mine`) the phone is masked and the text left out.

    `may_take`: it fits the agent's queues and languages; supervisors see the others too.
    """

    id: str
    queue: str
    language: Language
    phone: str
    window_from: str
    window_until: str
    text: str
    agent_name: str
    mine: bool
    may_take: bool
    crisis: Crisis
    attempts: list[AttemptView]


class DeskView(View, frozen=True):
    """The agent's desk: sent whole, since it is small and then cannot be out of step.

    `practice`: what the agent practises with, as long as it waits.
    """

    agent: AgentView
    queues: list[QueueTitleView]
    tags: list[TagView]
    queue: list[QueueItemView]
    practice: QueueItemView | None
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


class ClosedQueueView(View, frozen=True):
    """A queue that is closed now for a language; `opens_at` (UTC), empty if nobody knows."""

    queue: str
    language: Language
    opens_at: str


class ColleaguesAre(View, frozen=True, kw_only=True):
    """To whom a conversation may go: everybody else who is connected, and every queue that is not `closed`."""

    ok: Literal[True] = True
    colleagues: list[PresentAgentView]
    closed: list[ClosedQueueView]


class NoteView(View, frozen=True):
    """A note that only agents see.

    `not_taken`: a transfer to `name` was not taken in time; `not_joined`: `name` was asked in and has not come.
    """

    id: str
    kind: Literal["note", "not_taken", "not_joined"]
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
    """What was said in it after the cursor, at most 200 messages; `more`: ask again from the last one.

    `notes`: the newest 200 on it, oldest first, with the first page only.
    """

    ok: Literal[True] = True
    messages: list[MessageView]
    more: bool
    notes: list[NoteView]


class LogEntryView(View, frozen=True):
    """One line of the log; `agent_name` is empty for visitors, the service and unknown names."""

    id: int
    at: str
    actor: Literal["agent", "visitor", "service"]
    agent_name: str
    action: Action
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


class ScenarioView(View, frozen=True):
    """A scenario to practise with; `trains`: what one learns with it."""

    id: str
    mode: Mode
    title: TranslatedView
    trains: TranslatedView


class ScenariosAre(View, frozen=True, kw_only=True):
    """The scenarios, in the order of their file."""

    ok: Literal[True] = True
    scenarios: list[ScenarioView]


class DebriefIs(View, frozen=True, kw_only=True):
    """What came of a practice. `first_answer_s`: seconds from the claim to the first of the agent's `answers`, or null.

    `points`: what a good conversation would have had in it, for the agent to look for: nobody judges.
    """

    ok: Literal[True] = True
    title: TranslatedView
    first_answer_s: int | None
    answers: int
    points: list[TranslatedView]
