"""What the cases need from others."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import Connection

from handoff.cases.model import NewCase


@dataclass(frozen=True, slots=True)
class Proposal:
    """Services that a case may belong to, best first, with their probabilities; `sure`: one that needs no person."""

    ranked: tuple[tuple[str, float], ...] = ()
    sure: str = ""


class Proposer(Protocol):
    """Reads a case and proposes services; called in a thread."""

    def propose(self, new: NewCase) -> Proposal:
        """Return what it may belong to."""
        ...


class Attach(Protocol):
    """Gives the images of a form to the case that it made, in the operation that stores the case."""

    def __call__(self, connection: Connection, draft: str, case_id: str, /) -> object:
        """Attach them; again changes nothing."""


class ShowImages(Protocol):
    """Lets everybody see these images of a case and no others, in the operation that says who has decided it."""

    def __call__(self, connection: Connection, case_id: str, image_ids: Collection[str], /) -> object:
        """Show them.

        Raises:
            NotFound: the case has no such image.
        """


def show_nothing(_connection: Connection, _case_id: str, _image_ids: Collection[str]) -> None:
    """Keep no images."""


def attach_nothing(_connection: Connection, _draft: str, _case_id: str) -> None:
    """Keep no images."""


class _NoProposal:
    def propose(self, new: NewCase) -> Proposal:
        return Proposal()


NO_PROPOSAL: Proposer = _NoProposal()
"""Leaves every case to the sorters."""
