"""How far a share that was counted in a sample may be from the truth."""

from __future__ import annotations

from math import sqrt

Z_95 = 1.959964
"""Standard deviations on either side of the mean that hold 95 % of a normal distribution."""

Interval = tuple[float, float]


def wilson(count: int, n: int) -> Interval:
    """Return the 95 % Wilson score interval of a share.

    Unlike the plain normal interval it stays within 0–1 and does not shrink to nothing at 0 of n or n of n.

    Args:
        n: Size of the sample, at least 1.
    Returns:
        Lowest and highest share, each between 0 and 1.
    """
    share = count / n
    weight = Z_95**2 / n
    middle = (share + weight / 2) / (1 + weight)
    half = Z_95 * sqrt(share * (1 - share) / n + weight / (4 * n)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
