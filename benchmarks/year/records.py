"""What the people of the simulation know themselves: what they have sent, done and received."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.year.load import Plan
from handoff.cases.model import NewCase


@dataclass(frozen=True, slots=True)
class Sent:
    """Feedback that was acknowledged with a code."""

    new: NewCase
    plan: Plan
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as its recipient has it, or as it still waits (`had_at` is None); `written_at`: with which step."""

    case_id: str
    channel: str
    recipient: str
    language: str
    subject: str
    written_at: datetime
    had_at: datetime | None
    message_id: str


@dataclass(slots=True)
class Records:
    """All of it.

    Attributes:
        sent: By code.
        incidents: Codes of the cases about the same, by its number.
        steps: How often which kind of event was acknowledged, by code and kind.
        looks: When somebody looked at the alarms' clock, in order.
        letters: As delivered, or refused for good by the recipient's server.
        races: Codes of cases that two answered at once, how many of them were told that they had, and when it was.
        follows: Codes that were followed in vain.
        refused: How often which step was refused, by error.
    """

    sent: dict[str, Sent] = field(default_factory=dict)
    incidents: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    steps: Counter[tuple[str, str]] = field(default_factory=Counter)
    looks: list[datetime] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    races: list[tuple[str, int, datetime]] = field(default_factory=list)
    follows: list[str] = field(default_factory=list)
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
