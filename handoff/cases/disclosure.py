"""What of a table of counts the public may see: small numbers are hidden, and what they could be worked out from."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from handoff.reports.model import SMALL

Cell = TypeVar("Cell", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Line(Generic[Cell]):
    """Cells that add up to a total: to another cell, or with None to a number that everybody knows."""

    parts: Sequence[Cell]
    total: Cell | None = None


def hidden(cells: Mapping[Cell, int], lines: Sequence[Line[Cell]]) -> set[Cell]:
    """Return the cells that are not told.

    Those from 1 to 4, and in each line as many more, in the line's order, as it takes until at least two are hidden
    and they hold ten together: one alone would be the rest. Nobody is told by a zero. The order is fixed: "the smallest
    of the others" would itself say something. What is hidden in one line may be needed in another, so it goes on until
    nothing is added.
    """
    found = {cell for cell, count in cells.items() if 0 < count < SMALL}
    before = -1
    while before != len(found):
        before = len(found)
        for line in lines:
            _cover(cells, line, found)
    return found


def _cover(cells: Mapping[Cell, int], line: Line[Cell], found: set[Cell]) -> None:
    all_cells = [*line.parts, *([] if line.total is None else [line.total])]
    secret = [cell for cell in all_cells if cell in found]
    for cell in all_cells:
        if not secret or (len(secret) > 1 and sum(cells[each] for each in secret) >= 2 * SMALL):
            return
        if cell not in found:
            found.add(cell)
            secret.append(cell)
