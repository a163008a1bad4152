"""Looks at feedback before it is stored: which service it is for, and whether it belongs here at all."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from sqlalchemy import Connection, select

from handoff.cases.model import Case, NewCase
from handoff.cases.ports import Proposal
from handoff.conversations.danger_words import DangerWords
from handoff.conversations.masking import clean
from handoff.storage.tables import cases
from handoff.triage.duplicates import PlacedText, Suspicion, find_suspicions, place_likeness
from handoff.triage.model import Example, Kind, Language
from handoff.triage.signposts import Signpost, Signposts

if TYPE_CHECKING:
    from handoff.triage.room import Room

log = logging.getLogger(__name__)

PAST = 1000
"""Cases that somebody has sorted and that are learnt from, the newest of them."""


@dataclass(frozen=True, slots=True)
class Look:
    """What feedback looks like: the proposed services, and what does not belong here, with where it does."""

    proposal: Proposal
    misplaced: Kind | None = None
    signpost: Signpost | None = None


class Reception:
    """Proposes services and recognises what does not belong; sends nobody away, since the citizen decides.

    What is shipped is learnt at the first need; `learn` adds what the sorters have put right since. Every method takes
    a core for a while and belongs in a thread. What fails here is in the log, and holds up no feedback.
    """

    def __init__(self, data: Path, signposts: Signposts, danger: DangerWords) -> None:
        self._data = data
        self._signposts = signposts
        self._danger = danger
        self._room: Room | None = None
        self._opening = threading.Lock()
        self._learnt: tuple[Example, ...] = ()

    def propose(self, new: NewCase) -> Proposal:
        """Return the services that feedback may be for; none if that cannot be told."""
        try:
            proposals = self.open().proposer.propose(_about(new), new.language)
        except Exception:  # whatever is wrong with what was learnt: the sorters read the case
            log.exception("no service could be proposed")
            return Proposal()
        ranked = tuple((each.service_code, each.probability) for each in proposals.ranked)
        return Proposal(ranked, ranked[0][0] if proposals.is_sure else "")

    def look(self, new: NewCase) -> Look:
        """Return what is to be shown before feedback is stored."""
        proposal, kind = self.propose(new), self._find_misplaced(new)
        if kind is None:
            return Look(proposal)
        language: Language = next((each for each in get_args(Language) if each == new.language), "fi")
        return Look(proposal, kind, self._signposts[kind, language])

    def suspicions(self, case: Case, others: Sequence[Case]) -> list[Suspicion]:
        """Return which open cases may be about the same as this one, the most suspicious first."""
        new = _placed(case)
        near = [other for other in map(_placed, others) if place_likeness(new, other)]
        if not near:
            return []
        try:
            meaning = self.open().meaning
        except Exception:  # as above: letters and places tell something, too
            log.exception("texts can be compared by their letters only")
            meaning = None
        return find_suspicions(new, near, meaning.of if meaning else None)

    def learn(self, past: tuple[Example, ...]) -> bool:
        """Learn anew with these cases of the past, see `sorted_cases`; False if they have not changed."""
        room = self.open()
        if past == self._learnt:
            return False
        room.proposer.fit(past)
        self._learnt = past
        return True

    def open(self) -> Room:
        """Return what was learnt; the first to ask learns it, and the others wait."""
        if self._room is None:
            with self._opening:
                if self._room is None:
                    from handoff.triage.room import open_room  # noqa: PLC0415 - scikit-learn takes seconds to import

                    self._room = open_room(self._data)
        return self._room

    def _find_misplaced(self, new: NewCase) -> Kind | None:
        text = clean(f"{new.title}\n{new.text}".strip())
        # Words of danger are known from the chats, too: what either recognises is told.
        if self._danger.is_alarming(text, "city"):
            return "danger_to_life"
        try:
            return self.open().misplaced.find(text, new.language)
        except Exception:  # as above
            log.exception("what does not belong here could not be looked for")
            return None


def sorted_cases(connection: Connection) -> tuple[Example, ...]:
    """Return the cases that people have given to a service, the newest last, for `Reception.learn`."""
    c = cases.c
    chosen = select(c.title, c.text, c.place, c.language, c.service_code).where(c.routed_by == "agent", c.text != "")
    rows = connection.execute(chosen.order_by(c.received_at.desc(), c.id).limit(PAST)).all()
    return tuple(
        Example(_joined(row.title, row.text, row.place), row.language, row.service_code) for row in reversed(rows)
    )


def _about(new: NewCase) -> str:
    return clean(_joined(new.title, new.text, new.place))


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _placed(case: Case) -> PlacedText:
    return PlacedText(
        id=case.id,
        text=_joined(case.title, case.text),
        language=case.language,
        service_code=case.service_code,
        received_at=case.received_at,
        address=case.place,
        latitude=case.lat,
        longitude=case.lon,
    )
