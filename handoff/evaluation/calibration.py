"""Whether the assistant is as often right as it is confident: of what it holds for 80 % likely, 80 % should be so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

BINS = 10


@dataclass(frozen=True, slots=True)
class Guess:
    """The best intent's confidence (0–1), and whether it is what the row asks for."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The guesses with a confidence from `low` up to `high`; of an empty bin there is no mean and no share."""

    low: float
    high: float
    count: int
    mean_confidence: float | None
    share_right: float | None


def sort_into_bins(guesses: Iterable[Guess]) -> list[Bin]:
    """Return ten bins of equal width, the least confident first; a confidence of exactly 1 is in the last."""
    binned: list[list[Guess]] = [[] for _ in range(BINS)]
    for guess in guesses:
        binned[min(int(guess.confidence * BINS), BINS - 1)].append(guess)
    return [_to_bin(index / BINS, (index + 1) / BINS, members) for index, members in enumerate(binned)]


def _to_bin(low: float, high: float, guesses: list[Guess]) -> Bin:
    if not guesses:
        return Bin(low, high, 0, None, None)
    mean_confidence = fmean(guess.confidence for guess in guesses)
    return Bin(low, high, len(guesses), mean_confidence, fmean(guess.right for guess in guesses))
