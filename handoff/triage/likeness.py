"""How alike texts are: by their letters, and by their meaning if there are sentence vectors.

Letters are tf-idf of 3 to 5 within words, which hold Finnish endings, compounds and slips together. Words of their own
beside them, pairs of words, or 2 letters brought nothing in cross-validation (`benchmarks/triage.py`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from handoff.triage.vectors import SentenceVectors, Vector

Matrix = npt.NDArray[np.float32]

LETTERS = (3, 5)
MEANING = 0.5
"""The share of meaning in likeness. Of 15 services cross-validation finds the right one for 0.81 of texts by letters
alone, for 0.83 by meaning alone, for 0.87 by both; shares from 0.4 to 0.6 differ by less than 0.005."""
WIDTH = 0.5
"""How fast likeness of meaning falls with the angle; 0.35 and 0.7 are as good, a straight line loses 0.02."""


class Likeness:
    """Likeness to the texts that it was made with: from 0 to 1, 1 for the same text."""

    def __init__(self, texts: Sequence[str], vectors: SentenceVectors | None) -> None:
        self._letters = TfidfVectorizer(analyzer="char_wb", ngram_range=LETTERS, sublinear_tf=True, dtype=np.float32)
        self._rows = self._letters.fit_transform(texts)
        self._vectors = vectors
        if vectors is not None:
            raw = vectors.encode_all(texts)
            # All vectors of this model point to one side: without their mean the angles tell more.
            self._mean = raw.mean(axis=0)
            self._meanings = _directions(raw - self._mean)

    def among(self) -> Matrix:
        """Return float32 (texts, texts): of each of them to each."""
        letters: Matrix = (self._rows @ self._rows.T).toarray()
        if self._vectors is None:
            return letters
        return _mixed(letters, self._meanings @ self._meanings.T)

    def to(self, text: str) -> Matrix:
        """Return float32 (texts,): of a text to each of them."""
        letters: Matrix = (self._rows @ self._letters.transform([text]).T).toarray()[:, 0]
        if self._vectors is None:
            return letters
        meaning = _directions((self._vectors.encode(text) - self._mean)[np.newaxis])[0]
        return _mixed(letters, self._meanings @ meaning)


def _directions(vectors: Vector) -> Vector:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    directions: Vector = vectors / np.maximum(lengths, np.finfo(np.float32).tiny)
    return directions


def _mixed(letters: Matrix, cosines: Matrix) -> Matrix:
    meaning: Matrix = np.exp((cosines - 1) / WIDTH)
    return (1 - MEANING) * letters + MEANING * meaning
