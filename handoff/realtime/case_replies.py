"""What the server says to the staff of cases."""

from __future__ import annotations

from typing import Literal

from handoff.cases.model import CaseState, ContactWish, EventKind
from handoff.realtime.case_payloads import CaseKindName, CaseListName
from handoff.realtime.desk_replies import ColleagueView, TranslatedView
from handoff.realtime.payloads import Language, View
from handoff.realtime.replies import LinkView


class CasePlaceView(View, frozen=True):
    """Behind which case the next page begins."""

    key: int
    id: str


class CaseRowView(View, frozen=True):
    """A case in a list. `title` is its first words where it has none; `service` and `unit` are empty until sorted."""

    code: str
    version: int
    kind: CaseKindName
    status: CaseState
    title: str
    place: str
    language: Language
    service: str
    unit: str
    assignee: ColleagueView | None
    received_at: str
    due_on: str
    is_late: bool
    is_escalated: bool
    is_published: bool


class CaseCountView(View, frozen=True):
    """How many cases a list has."""

    list: CaseListName
    count: int


class CasesAre(View, frozen=True, kw_only=True):
    """A page of a list; `after`: where the next begins, null at the end. `counts`: of the lists that are worked off."""

    ok: Literal[True] = True
    cases: list[CaseRowView]
    after: CasePlaceView | None
    counts: list[CaseCountView]


class FactView(View, frozen=True):
    """What an event tells, by name: `text`, `to`, `from`, `by`, `unit`, `into`, `code`, `why`, `channel`."""

    name: str
    value: str


class CaseEventView(View, frozen=True):
    """What happened. `by` is a colleague's name, or empty: then it was the sender or the clock, see `actor`."""

    seq: int
    kind: EventKind
    actor: Literal["sender", "service", "agent"]
    by: str
    at: str
    facts: list[FactView]


class CaseImageView(View, frozen=True):
    """An image of a case; `path` leads to it for those who are signed in."""

    id: str
    path: str
    width: int
    height: int
    is_public: bool


class ProposedView(View, frozen=True):
    """A service that a case may be for, and how probable that is, from 0 to 1."""

    service: str
    probability: float


class SuspicionView(View, frozen=True):
    """An open case that may be about the same."""

    case: CaseRowView
    score: float


class SignpostView(View, frozen=True):
    """Where what does not belong here does."""

    title: str
    text: str
    links: list[LinkView]


class RedactedView(View, frozen=True):
    """Words to publish, with what leads to people masked in them, and in how many places."""

    title: str
    text: str
    answer: str
    masked: int


class CaseView(View, frozen=True):
    """All of a case. Contact details are there for as long as they are kept; `followers`: what was merged into it.

    `redacted`: null unless it can be published and is not.
    """

    row: CaseRowView
    text: str
    lat: float | None
    lon: float | None
    channel: str
    contact: ContactWish
    email: str
    phone: str
    sender_name: str
    may_publish: bool
    merged_into: str
    followers: list[str]
    routed_by: str
    proposed: list[ProposedView]
    events: list[CaseEventView]
    images: list[CaseImageView]
    suspicions: list[SuspicionView]
    public_title: str
    public_text: str
    public_answer: str
    redacted: RedactedView | None


class CaseIs(View, frozen=True, kw_only=True):
    """The case as it is now."""

    ok: Literal[True] = True
    case: CaseView


class AnsweredView(View, frozen=True):
    """What became of one of many; `error` is empty, or the code of what stood in the way."""

    code: str
    error: str


class CasesAnswered(View, frozen=True, kw_only=True):
    """What became of each."""

    ok: Literal[True] = True
    outcomes: list[AnsweredView]


class ContactLogged(View, frozen=True, kw_only=True):
    """The case that was made: the code to tell, the promised day, and the service, or empty where a sorter decides."""

    ok: Literal[True] = True
    code: str
    due_on: str
    service: str


class ProposalIs(View, frozen=True, kw_only=True):
    """The three likeliest services; `sure`: the one that needs no person, or empty."""

    ok: Literal[True] = True
    proposed: list[ProposedView]
    sure: str
    signpost: SignpostView | None


class CityServiceView(View, frozen=True):
    """Something that the city answers for."""

    code: str
    unit: str
    needs_place: bool
    name: TranslatedView
    description: TranslatedView


class UnitView(View, frozen=True):
    """Those who answer together; `has_mailbox`: they can be told of a case."""

    id: str
    name: TranslatedView
    has_mailbox: bool


class ServicesAre(View, frozen=True, kw_only=True):
    """What the city answers for, and who; `mine`: the units of the agent, none: all."""

    ok: Literal[True] = True
    services: list[CityServiceView]
    units: list[UnitView]
    mine: list[str]


class WaitingLettersView(View, frozen=True):
    """What is on its way by a channel; `failing`: tried in vain so far, `oldest`: since when something waits."""

    channel: Literal["email", "sms"]
    is_configured: bool
    pending: int
    failing: int
    dead: int
    oldest: str


class DeadLetterView(View, frozen=True):
    """A letter that was given up. `recipient` only tells two apart; `error` is the code of why it failed."""

    id: str
    channel: Literal["email", "sms"]
    recipient: str
    subject: str
    error: str
    attempts: int
    given_up_at: str


class LettersAre(View, frozen=True, kw_only=True):
    """The outbox."""

    ok: Literal[True] = True
    waiting: list[WaitingLettersView]
    dead: list[DeadLetterView]
