"""What the cases need from others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

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


class _NoProposal:
    def propose(self, new: NewCase) -> Proposal:
        return Proposal()


NO_PROPOSAL: Proposer = _NoProposal()
"""Leaves every case to the sorters."""
