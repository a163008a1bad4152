"""What a text means apart from the language it is written in."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from handoff.triage.model import LANGUAGES, Example
from handoff.triage.vectors import SentenceVectors, Vector


class Meaning:
    """Directions of sentence vectors, from the mean of each language.

    Vectors of one language lie together, so a hole and a lamp in Finnish are nearer than a hole in Finnish and one in
    English. Seen from each language's own mean they are not.
    """

    def __init__(self, vectors: SentenceVectors, examples: Iterable[Example]) -> None:
        self._vectors = vectors
        known = list(examples)
        self._means: dict[str, Vector] = {
            language: vectors.encode_all([example.text for example in known if example.language == language]).mean(0)
            for language in LANGUAGES
        }
        self._any: Vector = np.mean(list(self._means.values()), axis=0)

    def of(self, text: str, language: str) -> Vector:
        """Return float32 (384,), of length 1."""
        vector = self._vectors.encode(text) - self._means.get(language, self._any)
        direction: Vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
        return direction
