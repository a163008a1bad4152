"""A case: feedback that is always answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

from handoff.queues.model import Mode

CaseKind = Literal["complaint", "thanks", "idea", "question", "other", "accessibility"]
"""The Helsinki region's types of feedback, and feedback about accessibility, which has its deadline by law."""
CaseState = Literal["received", "in_process", "answered", "closed", "rejected", "transferred", "merged", "withdrawn"]
ContactWish = Literal["none", "email", "sms"]
"""How the sender wants to hear of it, besides by the code."""
Channel = Literal["bot", "widget", "web", "phone", "counter", "agent", "open311", "email"]
"""Where it came in."""
EventKind = Literal[
    "received",
    "routed",
    "assigned",
    "started",
    "interim",
    "answered",
    "closed",
    "rejected",
    "transferred",
    "merged",
    "absorbed",
    "reopened",
    "supplement",
    "withdrawn",
    "note",
    "informed",
    "published",
    "unpublished",
    "reminder",
    "late",
    "escalation",
    "erased",
    "forwarded",
    "forward_refused",
    "forward_unsure",
    "forward_closed",
]
"""What can happen to a case. Nothing changes one without an event."""
AlarmKind = Literal["reminder", "late", "escalation"]

OPEN: frozenset[CaseState] = frozenset({"received", "in_process"})
"""States in which an answer is still promised."""
DONE: frozenset[CaseState] = frozenset({"answered", "closed", "rejected"})
"""States from which the sender's supplement opens it again."""
SHOWN_TO_SENDER: frozenset[EventKind] = frozenset(
    {
        "received", "started", "interim", "answered", "closed", "rejected", "transferred", "merged", "reopened",
        "supplement", "withdrawn",
    }
)  # fmt: skip
REOPENED_WITHIN = timedelta(days=30)
"""For so long after the answer a supplement opens the case again; later it is a new matter."""

PUBLIC_DECIMALS = 3
"""Of a position that everybody sees: about 110 m by 55 m in Helsinki, a block and not a door."""

SENDER = "sender"
SERVICE = "service"
"""Actors of events who are not agents: whoever has the code, and the clock."""


def wish_of(email: str, phone: str) -> ContactWish:
    """Return how somebody wants to hear of a case who has given these, either of them perhaps empty."""
    return "email" if email else "sms" if phone else "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """Feedback as it comes in. `origin` is the turn or request that brings it: the same one makes one case.

    `mode` is that of the chat it comes from: young people's feedback is kept without anything that leads to them.
    `service_code` is set where the sender or an agent has chosen it; else it is proposed, and with `is_for_sorters`
    nothing more: the sender has said that it is something else. `draft`: the form whose images go with it.
    """

    origin: str
    kind: CaseKind
    text: str
    language: str
    channel: Channel
    mode: Mode = "city"
    conversation_id: str | None = None
    title: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    email: str = ""
    phone: str = ""
    contact: ContactWish = "none"
    sender_name: str = ""
    may_publish: bool = False
    service_code: str = ""
    is_for_sorters: bool = False
    draft: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case as it stands.

    `version` grows by one with each change. The promise counts from `promised_from`: the day it was received, or opened
    again; `escalated_at`: when that promise was escalated, if it was. `merged_into`: id of the case it follows.
    `told_seq`: up to which event letters are written. `reply_token`: what its mail address has. `proposal`: services
    with their probabilities, best first, as they were proposed; `routed_by`: classifier, agent, sender or empty.
    `public_…`: what the public board shows.
    """

    id: str
    code: str
    kind: CaseKind
    status: CaseState
    title: str
    text: str
    place: str
    lat: float | None
    lon: float | None
    email: str
    phone: str
    contact: ContactWish
    sender_name: str
    may_publish: bool
    language: str
    channel: str
    service_code: str
    unit: str
    assignee_id: str
    version: int
    received_at: datetime
    promised_from: date
    due_on: date
    updated_at: datetime
    done_at: datetime | None
    merged_into: str
    is_published: bool
    told_seq: int
    reply_token: str
    received_on: date
    escalated_at: datetime | None
    proposal: tuple[tuple[str, float], ...]
    routed_by: str
    public_title: str
    public_text: str
    public_answer: str

    @property
    def is_open(self) -> bool:
        """Whether an answer is still promised."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a case. `data`: texts and codes by name."""

    seq: int
    kind: EventKind
    actor: str
    at: datetime
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something to a case, and when. `by`: an agent's id, `SENDER` or `SERVICE`."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Alarm:
    """A moment at which an open case asks for somebody."""

    kind: AlarmKind
    at: datetime
