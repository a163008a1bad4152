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
