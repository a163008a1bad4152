"""What a conversation is: who owns it, what was said, and what may be done next."""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from datetime import datetime
from typing import Any, Literal

Language = Literal["fi", "sv", "en"]
Mode = Literal["city", "youth"]
Owner = Literal["bot", "queue", "agent"]
Author = Literal["visitor", "bot", "agent", "system"]
ActionCode = Literal["", "give_feedback", "request_human", "rate", "request_callback", "add_images"]
RatingState = Literal["", "asked", "given"]
HumanOutcome = Literal["queued", "no_agents", "closed", "choose_topic"]
CrisisVerdict = Literal["confirmed", "cleared"]
Role = Literal["agent", "supervisor", "editor", "administrator"]
Crisis = Literal["", "suspected"] | CrisisVerdict
"""What is known of a danger: none seen, seen by the assistant, or what an agent has found out."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who holds the secret of one conversation, whether or not it exists yet.

    `token_hash` is the SHA-256 of that secret in hex; the rest describes the conversation to be made.
    """

    token_hash: str
    language: Language
    mode: Mode = "city"
    page: str = ""


@dataclass(frozen=True, slots=True)
class AgentActor:
    """A signed-in agent."""

    id: str
    name: str
    role: Role = "agent"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is shown what happens in a conversation: the visitor, by the secret's hash, and the agents who are in it."""

    token_hash: str
    agent_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Colleague:
    """An agent beside the one who has the conversation; asked in: until that time (microseconds since 1970)."""

    id: str
    name: str
    until_us: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A waiting conversation is held for one agent until then; `by`: whose transfer it is, empty if nobody's."""

    to: str
    until: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One row of the table, with what only a join tells.

    Attributes:
        version: Grows with every change of owner; whoever acts on an older one is refused.
        visitor_seq: Newest message of the visitor.
        answered_seq: Newest message of the visitor that the bot is done with.
        seen_seq: Newest message that an agent has seen.
        crisis: For the agents only.
        queue: Which one it waits in, or waited in last.
        queue_place: From 1 while waiting, else 0.
        rating: Whether the visitor has been asked for quick feedback on the newest contact, or has given it.
        members: Colleagues in it beside the agent who has it; `invited`: those who have been asked.
        offer: For whom it is held while it waits; None also when that time is over.
        tag: What it was about, once an agent has said so.
        place_since: Since when it had waited when the visitor was taken out of the queue for not being there; None
            once that is too long ago to have the place again.
        wait_s: Seconds that it has still to wait, as far as recent waits tell.
        is_late: It has waited longer than was told at the beginning.
        served_in: The language by which it waits: the visitor's own, or that in which it was promised.
        gone_since: Since when the visitor is not connected; None while they are, and with the bot, where nobody looks.
        agents_available: Whether anybody is on duty now who serves its queue and language.
        agents_here: Whether anybody is there who does, on duty or busy or on a break.
        callback: Whether the visitor is to be called back.
        practice: The scenario that an agent practises with; empty: somebody real.
    """

    id: str
    token_hash: str
    mode: Mode
    language: Language
    page: str
    owner: Owner
    agent_id: str | None
    agent_name: str
    version: int
    last_seq: int
    visitor_seq: int
    answered_seq: int
    seen_seq: int
    queued_at: datetime | None
    closed_at: datetime | None
    crisis: Crisis
    queue: str
    queue_place: int
    agents_available: bool
    agents_here: bool
    rating: RatingState
    callback: bool
    served_in: Language
    place_since: datetime | None = None
    is_late: bool = False
    gone_since: datetime | None = None
    members: tuple[Colleague, ...] = ()
    invited: tuple[Colleague, ...] = ()
    offer: Offer | None = None
    tag: str = ""
    wait_s: int | None = None
    practice: str = ""

    @property
    def is_in_danger(self) -> bool:
        """Whether somebody may be in danger, as far as is known."""
        return self.crisis in ("suspected", "confirmed")

    @property
    def agent_ids(self) -> tuple[str, ...]:
        """The agent who has it, then colleagues in it."""
        owner = () if self.agent_id is None else (self.agent_id,)
        return (*owner, *(member.id for member in self.members))

    @property
    def audience(self) -> Audience:
        """Who is shown what happens here."""
        return Audience(self.token_hash, self.agent_ids)


@dataclass(frozen=True, slots=True)
class Button:
    """An offer. `payload` is what the bot makes of it; `code` one that the service itself knows."""

    title: str
    payload: str = ""
    code: ActionCode = ""


@dataclass(frozen=True, slots=True)
class Link:
    """An official page."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, put into words by whoever shows it."""

    code: str
    name: str = ""
    case_code: str = ""
    due_on: str = ""
    opens_at: str = ""
    to: str = ""
    window_from: str = ""
    window_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A message before it has its number. `id` is unique in its conversation: storing it twice stores it once."""

    id: str
    author: Author
    text: str
    language: Language
    name: str = ""
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    event: Event | None = None
    choice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(Draft):
    """A stored message. `seq` counts from 1 without gaps in each conversation."""

    conversation_id: str
    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Understanding:
    """What the bot made of a message: kept as evidence, for the editors and for the hand-over brief.

    `also` is the second topic of a message that asked for two things; `alarm`: somebody may be in danger.
    """

    intent: str | None = None
    confidence: float = 0.0
    decision: str = ""
    options: tuple[str, ...] = ()
    also: str = ""
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class BotReply:
    """The bot's answer to one turn."""

    language: Language
    drafts: tuple[Draft, ...]
    understanding: Understanding = field(default_factory=Understanding)


@dataclass(frozen=True, slots=True)
class Turn:
    """A message of the visitor that the bot owes an answer, and the ownership under which it was started.

    `waiting`: for a person, so that the bot says only what it knows.
    """

    conversation_id: str
    token_hash: str
    version: int
    mode: Mode
    language: Language
    seq: int
    message_id: str
    text: str
    choice: str
    waiting: bool = False


@dataclass(frozen=True, slots=True)
class Appended:
    """What became of a message.

    Attributes:
        owner: Whose turn it is to answer.
        duplicate: It had been stored before; nothing has changed now.
        reopened: The conversation was closed, and is open again.
        turn: The bot's turn that this process is to run now, if any.
        practice: As the conversation's.
    """

    message: Message
    audience: Audience
    owner: Owner
    duplicate: bool = False
    reopened: bool = False
    turn: Turn | None = None
    practice: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A change of hands: the conversation after it, the message that records it, and which agents were in it before."""

    conversation: Conversation
    messages: tuple[Message, ...] = ()
    previous_agent_ids: tuple[str, ...] = ()

    @property
    def audience(self) -> Audience:
        """Who is shown the change: the agents who are in it now, or else those who were."""
        return Audience(self.conversation.token_hash, self.conversation.agent_ids or self.previous_agent_ids)


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a conversation, oldest first; `more`: it goes on."""

    messages: tuple[Message, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class HumanRequest:
    """What came of asking for a person; `change` is None when the conversation was already with people."""

    outcome: HumanOutcome
    conversation: Conversation
    change: Changed | None = None


def as_json(draft: Draft, understanding: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what only some messages have, as the database keeps it."""
    extra: dict[str, Any] = {}
    if draft.buttons:
        extra["buttons"] = [[b.title, b.payload, b.code] for b in draft.buttons]
    if draft.links:
        extra["links"] = [[link.title, link.url] for link in draft.links]
    if draft.event is not None:
        extra["event"] = list(astuple(draft.event))
    if draft.choice:
        extra["choice"] = draft.choice
    if understanding:
        extra["understanding"] = understanding
    return extra
