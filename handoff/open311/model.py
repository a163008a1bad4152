"""What others may see of a case, and what they may ask for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from handoff.cases.model import CaseState

Status = Literal["open", "closed"]
DetailedStatus = Literal["PENDING", "RECEIVED", "IN_PROCESS", "PROCESSED", "REJECTED"]

SHOWN: frozenset[CaseState] = frozenset(
    {"received", "in_process", "answered", "closed", "rejected", "transferred", "merged"}
)
"""What was withdrawn is nobody's to see any more."""
STATES: dict[Status, frozenset[CaseState]] = {
    "open": frozenset({"received", "in_process"}),
    "closed": SHOWN - {"received", "in_process"},
}
SPAN = timedelta(days=90)
MAX_ROWS = 1000
"""What the standard gives at most for one question."""
MAX_OFFSET = 50_000
"""How far pages go: most of a year's cases. Whoever wants more asks for shorter spans of time."""
MAX_IDS = 100
MAX_RADIUS_M = 20_000.0
"""A quarter of the city; wider is asked for by a box."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in WGS 84 degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle around a position in WGS 84 degrees."""

    lat: float
    lon: float
    radius_m: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cases are asked for; what is None or empty asks for all. Spans hold both of their ends.

    `ids` stand alone: with them, nothing else is looked at.
    """

    ids: tuple[str, ...] = ()
    service_codes: tuple[str, ...] = ()
    states: frozenset[CaseState] = SHOWN
    received_from: datetime | None = None
    received_until: datetime | None = None
    updated_from: datetime | None = None
    updated_until: datetime | None = None
    box: Box | None = None
    circle: Circle | None = None
    page: int = 1
    page_size: int = MAX_ROWS


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """What everybody may see of a case.

    Attributes:
        title, text, answer: In the words that were published; empty before that.
        lat, lon: Rounded, of a published case.
        images: Ids of those that were made public, of a published case.
        follows: Id of the case that it was merged into, if that one may be seen.
    """

    id: str
    state: CaseState
    service_code: str
    unit: str
    received_at: datetime
    updated_at: datetime
    expected_at: datetime
    title: str
    text: str
    answer: str
    lat: float | None
    lon: float | None
    images: tuple[str, ...]
    follows: str

    @property
    def status(self) -> Status:
        """What the standard has: open or closed."""
        return "open" if self.state in STATES["open"] else "closed"

    @property
    def detailed_status(self) -> DetailedStatus:
        """What the Helsinki region's extension has."""
        if self.state == "received":
            return "RECEIVED" if self.service_code else "PENDING"
        if self.state == "in_process":
            return "IN_PROCESS"
        return "REJECTED" if self.state == "rejected" else "PROCESSED"


@dataclass(frozen=True, slots=True)
class Key:
    """A system that may send cases; `revoked_at` is None while it may."""

    id: str
    name: str
    created_at: datetime
    revoked_at: datetime | None


ForwardState = Literal["pending", "sent", "closed", "refused", "unsure", "dropped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """A case on its way to somebody else's server, as one process has taken it.

    Attributes:
        service_code: The other side's.
        attempts: In vain, this one too; from the sending on those to ask how it goes.
        sending_at: When a sending began whose outcome is not known; None: nothing can have arrived.
        remote_id, remote_token: What the other side calls it; both are empty before it has it.
    """

    case_id: str
    service_code: str
    state: ForwardState
    attempts: int
    sending_at: datetime | None
    remote_id: str
    remote_token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """What the other side gets to know. Nothing of the sender: the answer goes through us.

    `reference` is the case's id: it stands in the text, so that the request can be found again.
    """

    reference: str
    service_code: str
    title: str
    text: str
    place: str
    lat: float | None
    lon: float | None
    language: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side calls a request: an id, or a token until there is one."""

    remote_id: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class LookedFor:
    """What came of looking for a request that may have arrived.

    Attributes:
        remote_id: Empty: it was not found.
        is_repeatable: The other side makes one request of one that is sent again.
        shows_texts: It would have been found if it were there.
    """

    remote_id: str
    is_repeatable: bool
    shows_texts: bool


@dataclass(frozen=True, slots=True)
class RemoteState:
    """How a request stands on the other side, and what it says of that."""

    is_closed: bool
    notes: str


class NotForwarded(Exception):
    """The other side has not answered as it should; the code says why and names nobody.

    Attributes:
        code: At most 40 characters.
        is_final: It will not take this request at any other time either.
        is_unknown: It may have it all the same.
        concerns_all: The reason lies in the server or the settings: no other request would be taken now.
    """

    def __init__(
        self, code: str, *, is_final: bool = False, is_unknown: bool = False, concerns_all: bool = False
    ) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
        self.is_unknown = is_unknown
        self.concerns_all = concerns_all
