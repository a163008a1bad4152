"""What the actions need from the service that runs them, and the one place where it is given.

The actions import nothing of the service: whoever runs an action gives it an implementation of
`Services` for that run. So `python -m rasa_sdk --actions actions` finds every action without a service,
and each one then says honestly that the service is unavailable.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

CaseKind = Literal["complaint", "thanks", "idea", "question", "other", "accessibility"]
CaseState = Literal["received", "in_process", "answered", "closed", "rejected", "transferred", "merged", "withdrawn"]
CodeTrouble = Literal["unknown", "mistyped"]
"""Nothing has this code, though it could be one; or it has a slip in it."""
ContactWay = Literal["email", "sms"]
HumanOutcome = Literal["queued", "no_agents", "closed", "choose_topic", "unavailable"]


class ServicesUnavailable(Exception):
    """No service is given, or it cannot do its work now."""


@dataclass(frozen=True)
class CaseReceipt:
    """A stored case: the code that the visitor keeps, and the day by which an answer is promised."""

    code: str
    due_on: date


@dataclass(frozen=True)
class CaseStatus:
    """Where a case stands, as its sender may know it."""

    code: str
    kind: CaseKind
    status: CaseState
    received_on: date
    due_on: date


@dataclass(frozen=True)
class Feedback:
    """The answers of a form; empty where nothing is given.

    `contact` is an e-mail address or a telephone number as +358…; `service` the code that its sender has chosen, or
    `city`: whoever sorts is to decide.
    """

    kind: str
    text: str
    language: str
    place: str = ""
    contact: str = ""
    title: str = ""
    name: str = ""
    may_publish: bool = False
    service: str = ""


@dataclass(frozen=True)
class ProposedService:
    """A service that a feedback may belong to, and its name by language."""

    code: str
    names: dict[str, str]


@dataclass(frozen=True)
class Signpost:
    """Where a text that does not belong to feedback does. `links`: titles and addresses."""

    title: str
    text: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Review:
    """What there is to say about a feedback before it is sent: `services` best first; `images`: how many go with it."""

    services: tuple[ProposedService, ...] = ()
    signpost: Signpost | None = None
    images: int = 0


@dataclass(frozen=True)
class SavedForm:
    """The code by which a form goes on, and the day until which it does. `is_mailed`: the code is on its way, too."""

    code: str
    kept_until: date
    is_mailed: bool


class Services(Protocol):
    """The service's side. Any method may raise `ServicesUnavailable`."""

    async def request_human(self, conversation: str, turn: str) -> HumanOutcome:
        """Queue the conversation. For `queued` and `no_agents` the service itself tells the visitor.

        A turn that the service has given up meanwhile changes nothing.
        """
        ...

    async def contact_ways(self) -> tuple[ContactWay, ...]:
        """How an answer can be sent."""
        ...

    async def read_phone(self, text: str) -> str:
        """A telephone number as +358…, from however it was typed; empty: none that can be reached."""
        ...

    async def review_feedback(self, conversation: str, feedback: Feedback) -> Review:
        """Look at a feedback that has not been sent; nothing is stored."""
        ...

    async def submit_feedback(self, conversation: str, turn: str, feedback: Feedback) -> CaseReceipt:
        """Store a case, with the images of the conversation's form, once per turn: the same turn gives the same."""
        ...

    async def save_feedback(self, conversation: str, turn: str, feedback: Feedback, send_to: str) -> SavedForm:
        """Keep a form for another time, once per turn. `send_to`: where the code is sent; empty: nowhere."""
        ...

    async def resume_feedback(self, conversation: str, code: str) -> Feedback | CodeTrouble:
        """The form that was saved under a code as typed, or what is wrong with the code."""
        ...

    async def find_case(self, code: str) -> CaseStatus | CodeTrouble:
        """The case with this code as typed, or what is wrong with the code."""
        ...


_given: ContextVar[Services] = ContextVar("services of the action under way")


@contextmanager
def given(implementation: Services) -> Iterator[None]:
    """Give the actions that run within this context their service."""
    token = _given.set(implementation)
    try:
        yield
    finally:
        _given.reset(token)


def services() -> Services:
    """The service given to the action under way.

    Raises:
        ServicesUnavailable: none is given.
    """
    try:
        return _given.get()
    except LookupError:
        raise ServicesUnavailable("no service is given to the actions") from None
