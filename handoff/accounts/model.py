"""Who works here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["agent", "supervisor", "editor", "administrator"]
Availability = Literal["available", "away"]

SUPERVISORS: frozenset[Role] = frozenset({"supervisor", "administrator"})
"""Roles that may look over the agents' shoulders."""

MIN_PASSWORD_CHARS = 12
"""NIST SP 800-63B-4 asks for 15 alone or 8 with a second factor; behind the city's own network 12 is the middle."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who may sign in."""

    id: str
    username: str
    name: str
    role: Role
    availability: Availability
