"""The confusion picture: how dark each of its cells is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.training.model import CrossValidation

SHADES = 4
"""Of what is taken for something else; the stylesheet has as many. Whoever does not see them reads the numbers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many examples; `shade` from 0, none, to SHADES, as many as anywhere."""

    count: int
    shade: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, and what its examples are taken for."""

    label: str
    cells: Sequence[Cell]


def picture(found: CrossValidation) -> list[Line]:
    """Return the picture by entry; what is taken for itself is not shaded."""
    counts = [line for _, line in found.picture]
    others = [count for i, line in enumerate(counts) for j, count in enumerate(line) if i != j]
    most = max(others, default=0) or 1
    return [
        Line(label, [Cell(count, 0 if i == j else -(-SHADES * count // most), i == j) for j, count in enumerate(line)])
        for i, (label, line) in enumerate(found.picture)
    ]
