"""What the actions need from the service that runs them, and the one place where it is given.

The actions import nothing of the service: it binds an implementation of `Services` at start. So
`python -m rasa_sdk --actions actions` finds every action without a service, and each one then says
honestly that the service is unavailable.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, Protocol

CaseKind = Literal["complaint", "thanks", "idea", "question", "other"]
CaseState = Literal["received", "in_process", "answered", "closed"]
HumanOutcome = Literal["queued", "no_agents", "closed", "choose_topic", "unavailable"]


class ServicesUnavailable(Exception):
    """No service is bound, or it cannot do its work now."""


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


class Services(Protocol):
    """The service's side. Any method may raise `ServicesUnavailable`."""

    async def request_human(self, conversation: str, turn: str) -> HumanOutcome:
        """Queue the conversation. For `queued` and `no_agents` the service itself tells the visitor.

        A turn that the service has given up meanwhile changes nothing.
        """
        ...

    async def submit_feedback(
        self, conversation: str, turn: str, *, kind: str, text: str, place: str, email: str, language: str
    ) -> CaseReceipt:
        """Store a case, once per turn: the same turn again gives the same receipt. Empty `email`: anonymous."""
        ...

    async def find_case(self, code: str) -> CaseStatus | None:
        """The case with this code as typed, or None."""
        ...


_bound: Services | None = None


def bind(implementation: Services | None) -> None:
    """Give the actions their service; None takes it away."""
    global _bound  # noqa: PLW0603 - one binding per process, made at its start
    _bound = implementation


def services() -> Services:
    """The bound service.

    Raises:
        ServicesUnavailable: none is bound.
    """
    if _bound is None:
        raise ServicesUnavailable("no service is bound to the actions")
    return _bound
