"""Numbers in 8 bits: a quarter of the size in memory and files, for values that need no more."""

from __future__ import annotations

from typing import NamedTuple, Sequence

import numpy as np

MOST_STEPS = 127


class Rounded(NamedTuple):
    """An array, each row of which is counted in steps of its own.

    Attributes:
        steps: int8 (…, columns).
        step: float32 (…, 1), size of a step.
    """

    steps: np.ndarray
    step: np.ndarray

    @classmethod
    def of(cls, values: np.ndarray) -> Rounded:
        """The nearest to float32 (…, columns); the largest value of a row is exact."""
        step = np.abs(values).max(axis=-1, keepdims=True).astype(np.float32) / MOST_STEPS
        step[step == 0] = 1
        return cls(np.round(values / step).astype(np.int8), step)

    def rows(self, places: Sequence[int]) -> np.ndarray:
        """float32 (places, columns): the values of these rows."""
        return self.steps[places] * self.step[places]

    @property
    def values(self) -> np.ndarray:
        """float32 (…, columns)."""
        return self.steps * self.step
