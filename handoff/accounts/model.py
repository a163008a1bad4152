"""Who works here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Role = Literal["agent", "supervisor", "editor", "administrator"]
Availability = Literal["available", "busy", "on_break", "away"]
"""Only to who is available new conversations are given; who is away is not asked by colleagues either."""

SUPERVISORS: frozenset[Role] = frozenset({"supervisor", "administrator"})
EDITORS: frozenset[Role] = frozenset({"editor", "administrator"})
"""Roles that may look over the agents' shoulders."""

MIN_PASSWORD_CHARS = 12
"""NIST SP 800-63B-4 asks for 15 alone or 8 with a second factor; behind the city's own network 12 is the middle."""


DEFAULT_SEATS = 4
"""How many conversations at once: with more, those who chat for a living answer each too slowly."""
MAX_SEATS = 20
"""Nobody answers more people at once."""


@dataclass(frozen=True, slots=True)
class Skills:
    """What somebody may be given: ids of queues, languages (none named: all of them), and how many at once.

    `units`: whose cases are on their list; none named: all of them.
    """

    queues: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    seats: int = DEFAULT_SEATS
    units: tuple[str, ...] = ()


ALL_SKILLS = Skills()
"""Every queue of both chats, in every language: what the first administrator has, who is alone."""


@dataclass(frozen=True, slots=True)
class Agent:
    """Somebody who may sign in; `is_absent`: today, by the roster, so that nothing is offered to them."""

    id: str
    username: str
    name: str
    role: Role
    availability: Availability
    skills: Skills = Skills()
    is_absent: bool = False

    def serves(self, queue: str, language: str) -> bool:
        """Tell whether the agent has the skills for a queue and a language; who has none named has all."""
        queues, languages = self.skills.queues, self.skills.languages
        return (not queues or queue in queues) and (not languages or language in languages)
