"""Which intent a text's meaning is near to: kernel ridge regression on sentence vectors.

Gaussian kernel and ridge: of what was tried on the same vectors (support vectors, nearest examples,
logistic regression, whitened or not) the most accurate, and the quickest to train.
"""

from __future__ import annotations

from typing import Any, Dict

import numpy as np

from bot.components.ridge import ridge_weights
from bot.components.rounding import Rounded

WIDTH = 0.5
"""Factor of the squared distance in the kernel; distances of centred unit vectors reach from 0 to 4."""
RIDGE = 0.1
BLOCK = 512
"""Rows of a kernel computed at a time."""


class MeaningModel:
    """Scores of intents from a sentence vector; knows nothing of words.

    Args:
        vectors: float32 (examples, 384), those trained on.
        weights: float32 (examples, intents).
    """

    def __init__(self, vectors: np.ndarray, weights: np.ndarray) -> None:
        self.vectors = vectors
        self.weights = weights
        self._centre = vectors.mean(axis=0)
        self._examples = self._centred(vectors)

    @classmethod
    def fit(cls, vectors: np.ndarray, targets: np.ndarray) -> MeaningModel:
        """Train on vectors float32 (examples, 384) and targets float32 (examples, intents): 1 for the intent."""
        model = cls(vectors, np.empty((0, 0), np.float32))
        weights = ridge_weights(_kernel(model._examples, model._examples), targets, RIDGE)
        model.weights = np.ascontiguousarray(weights, np.float32)
        return model

    def scores(self, vectors: np.ndarray) -> np.ndarray:
        """float32 (texts, intents) of vectors (texts, 384): near 1 where examples mean the same, near 0 elsewhere."""
        return _kernel(self._centred(vectors), self._examples) @ self.weights

    def arrays(self) -> Dict[str, np.ndarray]:
        """What is stored: the vectors as they were kept, and the weights, in half precision.

        Weights in 8 bits would be worth nothing: a score is a sum over thousands of them.
        """
        vectors = Rounded.of(self.vectors)
        return {"vectors": vectors.steps, "step": vectors.step, "weights": self.weights.astype(np.float16)}

    @classmethod
    def of(cls, arrays: Any) -> MeaningModel:
        """The model that `arrays` stored."""
        return cls(Rounded(arrays["vectors"], arrays["step"]).values, arrays["weights"].astype(np.float32))

    def _centred(self, vectors: np.ndarray) -> np.ndarray:
        """float32, rows of length 1, without what all sentences share and which tells nothing."""
        return _unit(vectors - self._centre)


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)


def _kernel(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    # exp(-WIDTH · |a - b|²), and |a - b|² = 2 - 2ab for vectors of length 1. Block by block, since a block stays in the
    # processor's cache, and not all at once of a matrix by itself, of which numpy copies the half it has not computed.
    kernel = np.empty((len(one), len(other)), np.float32)
    for start in range(0, len(one), BLOCK):
        block = kernel[start : start + BLOCK]
        np.matmul(one[start : start + BLOCK], other.T, out=block)
        block -= 1.0
        block *= 2 * WIDTH
        np.exp(block, out=block)
    return kernel
