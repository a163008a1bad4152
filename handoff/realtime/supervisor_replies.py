"""What the server says to supervisors besides what it says to any agent."""

from __future__ import annotations

from typing import Literal

from handoff.realtime.payloads import Availability, Language, Mode, PseudonymView, Role, View
from handoff.realtime.supervisor_payloads import AbsenceKind


class LiveQueueView(View, frozen=True):
    """One queue in one language; `longest_since` is empty when nobody waits, the counts are of the last hour."""

    queue: str
    language: Language
    waiting: int
    longest_since: str
    claimed: int
    abandoned: int


class LiveAgentView(View, frozen=True):
    """One account; `since`: when the state began, empty if never. `is_missing`: should be here by the roster."""

    id: str
    name: str
    role: Role
    availability: Availability
    since: str
    taken: int
    seats: int
    queues: list[str]
    languages: list[Language]
    is_connected: bool
    is_absent: bool
    is_missing: bool


class LiveConversationView(View, frozen=True):
    """A conversation that waits or is with an agent, without anything said in it.

    `agent` and `agent_name`: who has it, or for whom it is held while it waits; empty: nobody. `since`: when the wait
    began, or the agent came. `gone_since`: since when the visitor is not connected, empty while they are. `served_in`:
    as in the queue.
    """

    conversation: str
    version: int
    mode: Mode
    language: Language
    served_in: Language
    queue: str
    is_waiting: bool
    agent: str
    agent_name: str
    since: str
    crisis: Literal["", "suspected", "confirmed", "cleared"]
    gone_since: str
    pseudonym: PseudonymView | None


class LiveView(View, frozen=True):
    """`live` to supervisors who watch: queues with anybody in them in the last hour, all agents, all conversations."""

    queues: list[LiveQueueView]
    agents: list[LiveAgentView]
    conversations: list[LiveConversationView]


class Watched(View, frozen=True, kw_only=True):
    """The live view now; null when it is shown no more."""

    ok: Literal[True] = True
    live: LiveView | None


class Broadcasted(View, frozen=True, kw_only=True):
    """So many waiting conversations have the message."""

    ok: Literal[True] = True
    count: int


class ShiftView(View, frozen=True):
    """A span of each week's day, Monday being 0, as `HH:MM` on Helsinki's clock."""

    day: int
    begins: str
    ends: str


class AbsenceView(View, frozen=True):
    """Days without work, both included."""

    id: str
    first: str
    last: str
    kind: AbsenceKind


class PersonView(View, frozen=True):
    """An account; absences that are not over."""

    id: str
    username: str
    name: str
    role: Role
    is_active: bool
    is_absent: bool
    is_missing: bool
    seats: int
    units: list[str]
    queues: list[str]
    languages: list[Language]
    shifts: list[ShiftView]
    absences: list[AbsenceView]


class PeopleAre(View, frozen=True, kw_only=True):
    """Every account by name."""

    ok: Literal[True] = True
    people: list[PersonView]


class PasswordIs(View, frozen=True, kw_only=True):
    """A password that is shown this once and kept nowhere, and every account."""

    ok: Literal[True] = True
    password: str
    people: list[PersonView]
