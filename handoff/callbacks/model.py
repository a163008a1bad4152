"""What a callback is: a telephone number, a window of time, and what came of calling it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Language = Literal["fi", "sv", "en"]
State = Literal["open", "claimed", "done", "failed", "withdrawn"]
Ending = Literal["done", "failed"]
Crisis = Literal["", "suspected", "confirmed", "cleared"]
Outcome = Literal["reached", "no_answer", "wrong_number"]

LIVE: tuple[State, ...] = ("open", "claimed")
"""In these somebody is still to be called; afterwards neither number nor text is kept."""


@dataclass(frozen=True, slots=True)
class NewCallback:
    """What a visitor asks for. `id` is made by the browser; `phone` is E.164; `text` is masked, may be empty."""

    id: str
    phone: str
    window_from: datetime
    window_until: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call: what came of it, when, and who made it."""

    outcome: Outcome
    agent_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Callback:
    """A stored callback.

    Attributes:
        agent_id: Who has taken it.
        crisis: The mark of its conversation, for the agents only.
        attempts: Oldest first.
    """

    id: str
    conversation_id: str
    queue: str
    language: Language
    phone: str
    window_from: datetime
    window_until: datetime
    text: str
    state: State
    agent_id: str | None
    agent_name: str
    crisis: Crisis
    attempts: tuple[Attempt, ...] = ()


def may_end(ending: Ending, outcomes: Collection[Outcome]) -> bool:
    """Tell whether a callback may end so: done once somebody was reached, failed once it was tried."""
    return "reached" in outcomes if ending == "done" else bool(outcomes)
