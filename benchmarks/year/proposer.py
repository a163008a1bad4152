"""Proposes services as rightly as the real proposer was measured to, at none of its cost."""

from __future__ import annotations

import random
from collections.abc import Mapping

from benchmarks.year.load import SHARES
from handoff.cases.model import NewCase
from handoff.cases.ports import Proposal

SURE = 0.76
RIGHT_WHEN_SURE = 0.95
RIGHT_WHEN_UNSURE = 0.6
"""The first two as measured on texts that the real proposer had not seen; the third is assumed."""


class SeededProposer:
    """Knows where each text belongs, and errs as often as the real one. The same text always gets the same proposal."""

    def __init__(self, services: Mapping[str, str], seed: int) -> None:
        """`services`: where feedback belongs, by its origin."""
        self._services = services
        self._seed = seed

    def propose(self, new: NewCase) -> Proposal:
        """Return three services."""
        chance = random.Random(f"{self._seed} {new.text} {new.place}")
        is_sure = chance.random() < SURE
        right = self._services.get(new.origin, "2809")
        others = chance.sample([code for code in SHARES if code != right], 3)
        is_right = chance.random() < (RIGHT_WHEN_SURE if is_sure else RIGHT_WHEN_UNSURE)
        codes = [right, *others[:2]] if is_right else others
        probabilities = (0.9, 0.05, 0.02) if is_sure else (0.4, 0.3, 0.1)
        return Proposal(tuple(zip(codes, probabilities, strict=True)), codes[0] if is_sure else "")
