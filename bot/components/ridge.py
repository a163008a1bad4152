"""Kernel ridge regression: the weights of the examples, found by conjugate gradients.

A decomposition of the whole kernel costs the cube of the examples and twice the time. Here every step costs their
square for each target, and few steps are needed, because the kernel among some examples, spread over all intents, shows
most of what the whole is like (Nyström's approximation) and serves as preconditioner.
"""

from __future__ import annotations

from typing import Callable

import numpy as np
from scipy.linalg import cho_factor, cho_solve, cholesky, solve, solve_triangular

FEW = 4000
"""So many examples are decomposed as a whole more quickly."""
LANDMARKS = 2000
TOLERANCE = 1e-3
"""Of what is left beside the target, by length. Among 17,803 examples a score is then wrong by 0.001 at most, as much
as by keeping the weights in half precision; no intent changes place with another."""
JITTER = 1e-3
"""Keeps the kernel among landmarks that mean the same from being singular."""
MAX_STEPS = 100


def ridge_weights(kernel: np.ndarray, targets: np.ndarray, ridge: float) -> np.ndarray:
    """Solve (kernel + ridge · I) weights = targets.

    Args:
        kernel: float32 (examples, examples), symmetric and positive; it may be overwritten. Neighbours may be alike:
            every so manieth example is a landmark.
        targets: float32 (examples, intents).

    Returns:
        float32 (examples, intents).
    """
    if len(kernel) <= FEW:
        kernel.flat[:: len(kernel) + 1] += ridge
        return solve(kernel, targets, assume_a="pos", overwrite_a=True, check_finite=False)
    return _by_conjugate_gradients(kernel, targets, ridge)


def _by_conjugate_gradients(kernel: np.ndarray, targets: np.ndarray, ridge: float) -> np.ndarray:
    """All targets side by side; those that are done take no more part."""
    precondition = _preconditioner(kernel, ridge)
    enough = TOLERANCE * np.linalg.norm(targets, axis=0)
    weights = np.zeros_like(targets)
    open_ones = np.flatnonzero(enough)
    residual = targets[:, open_ones]
    improved = precondition(residual)
    direction = improved
    progress = (residual * improved).sum(axis=0)
    for _ in range(MAX_STEPS):
        image = kernel @ direction + ridge * direction
        step = progress / (direction * image).sum(axis=0)
        weights[:, open_ones] += step * direction
        residual -= step * image
        is_open = np.linalg.norm(residual, axis=0) > enough[open_ones]
        if not is_open.any():
            return weights
        open_ones, residual, direction = open_ones[is_open], residual[:, is_open], direction[:, is_open]
        improved = precondition(residual)
        progress, before = (residual * improved).sum(axis=0), progress[is_open]
        direction = improved + (progress / before) * direction
    raise ArithmeticError(f"conjugate gradients: not done after {MAX_STEPS} steps")


def _preconditioner(kernel: np.ndarray, ridge: float) -> Callable[[np.ndarray], np.ndarray]:
    """Nearly the inverse of kernel + ridge · I, of which only the part that the landmarks show is inverted."""
    landmarks = np.arange(LANDMARKS) * len(kernel) // LANDMARKS
    rows = kernel[landmarks]
    among = rows[:, landmarks].astype(np.float64)
    among.flat[:: LANDMARKS + 1] += JITTER
    lower = cholesky(among, lower=True, overwrite_a=True, check_finite=False).astype(np.float32)
    # kernel ≈ shown.T @ shown
    shown = solve_triangular(lower, rows, lower=True, overwrite_b=True, check_finite=False)
    inner = shown @ shown.T
    inner.flat[:: LANDMARKS + 1] += ridge
    factor = cho_factor(inner, lower=True, overwrite_a=True, check_finite=False)
    # By Woodbury's identity.
    return lambda right: (right - shown.T @ cho_solve(factor, shown @ right, check_finite=False)) / ridge
