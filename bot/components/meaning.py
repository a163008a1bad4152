"""Which intent a text's meaning is near to: kernel ridge regression on sentence vectors.

Gaussian kernel and ridge, solved exactly: of what was tried on the same vectors (support vectors, nearest examples,
logistic regression, whitened or not) the most accurate, and the quickest to train.
"""

from __future__ import annotations

from typing import Any, Dict

import numpy as np
from scipy.linalg import solve

from bot.components.rounding import Rounded

WIDTH = 0.5
"""Factor of the squared distance in the kernel; distances of centred unit vectors reach from 0 to 4."""
RIDGE = 0.1


class MeaningModel:
    """Scores of intents from a sentence vector; knows nothing of words.

    Args:
        centre: float32 (384,), mean of the training vectors: what all sentences share tells nothing.
        examples: float32 (examples, 384), centred, of length 1.
        weights: float32 (examples, intents).
    """

    def __init__(self, centre: np.ndarray, examples: np.ndarray, weights: np.ndarray) -> None:
        self.centre = centre
        self.examples = examples
        self.weights = weights

    @classmethod
    def fit(cls, vectors: np.ndarray, targets: np.ndarray) -> MeaningModel:
        """Train on vectors float32 (examples, 384) and targets float32 (examples, intents): 1 for the intent."""
        centre = vectors.mean(axis=0)
        examples = _unit(vectors - centre)
        kernel = _kernel(examples, examples)
        kernel.flat[:: len(kernel) + 1] += RIDGE
        weights = solve(kernel, targets, assume_a="pos", overwrite_a=True, check_finite=False)
        return cls(centre, examples, np.ascontiguousarray(weights, np.float32))

    def scores(self, vector: np.ndarray) -> np.ndarray:
        """float32 (intents,): near 1 for an intent whose examples mean the same, near 0 for the others."""
        centred = _unit((vector - self.centre)[None])
        return (_kernel(centred, self.examples) @ self.weights)[0]

    def arrays(self) -> Dict[str, np.ndarray]:
        """What is stored, rounded, which changes no ranking."""
        examples, weights = Rounded.of(self.examples), Rounded.of(self.weights)
        return {
            "centre": self.centre,
            "examples": examples.steps,
            "example_step": examples.step,
            "weights": weights.steps,
            "weight_step": weights.step,
        }

    @classmethod
    def of(cls, arrays: Any) -> MeaningModel:
        """The model that `arrays` stored."""
        examples = Rounded(arrays["examples"], arrays["example_step"])
        weights = Rounded(arrays["weights"], arrays["weight_step"])
        return cls(arrays["centre"], examples.values, weights.values)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)


def _kernel(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    # exp(-WIDTH · |a - b|²), and |a - b|² = 2 - 2ab for vectors of length 1.
    kernel = one @ other.T
    kernel -= 1.0
    kernel *= 2 * WIDTH
    return np.exp(kernel, out=kernel)
