"""Which training examples speak for an entry, in terms of what the classifier itself looks at.

Two measures, because they say different things:

`likeness` is the cosine, at most 1, of the question and the example in the space in which the classifier compares
texts: its weighed n-grams beside its sentence vector, the vector counting `meaning_weight` times. It says how near the
example is to the question.

`pull` is how much the example adds to the entry's score, in the part of the score that is about meaning. That part is
a sum over all examples, so this is exact and no estimate: kernel of question and example, times the weight that the
training gave to the example for this entry; counted from the kernel of two texts that share nothing, which every
example adds to every question. It can be below zero: the training leans back where neighbours already do the work. The
other part, of words, is learnt as weights of n-grams, not of examples, and cannot be told apart by them.

An example takes part only if the model was trained with it. Its text is not in the model, its vector is: the texts are
read from the entries' files, their vectors from the files that keep them, and found again by their bytes.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any, Dict, List, Mapping, NamedTuple, Tuple

import numpy as np

from bot.components import kept_vectors
from bot.components.embedding import engine_name, normalise
from bot.components.features import fold
from bot.components.intent_model import IntentModel
from bot.components.meaning import WIDTH
from bot.components.rounding import Rounded
from bot.content import FaqEntry

NEAREST_BY_MEANING = 40
"""Of an entry's examples so many are weighed by their words, too: 0.2 ms each. One that is further away by meaning,
which counts for more than words, is not among the nearest."""
NOTHING_SHARED = math.exp(-2 * WIDTH)
"""The kernel at a cosine of 0."""
KEPT_WORDS = 5000
"""Examples whose words have been weighed: some 10 MB."""


class Known(NamedTuple):
    """An example that the model was trained with, and the rows of its vector: equal ones may stand there twice."""

    text: str
    language: str
    rows: Tuple[int, ...]


class Examples:
    """The examples of the entries, found again in a trained model. Making it takes some 0.3 s."""

    def __init__(self, model: IntentModel, entries: Mapping[str, FaqEntry]) -> None:
        self._model = model
        self._of_topic: Dict[str, List[Known]] = {}
        self._unlearnt: Dict[str, int] = {}
        rows = _rows_of_texts(model) if model._meaning is not None else {}
        for topic, entry in entries.items():
            found = [
                Known(text, language, rows.get(kept_vectors.key_of(normalise(text)), ()))
                for language, texts in entry.examples.items()
                for text in texts
            ]
            self._of_topic[topic] = [example for example in found if example.rows or not rows]
            self._unlearnt[topic] = len(found) - len(self._of_topic[topic])
        self._words_of = lru_cache(maxsize=KEPT_WORDS)(self._weigh)

    def unlearnt(self, topic: str) -> int:
        """How many of an entry's examples the model has not been trained with."""
        return self._unlearnt.get(topic, 0)

    def nearest(self, text: str, vector: np.ndarray | None, topic: str, count: int) -> List[Dict[str, Any]]:
        """The examples of an entry that are the most like a text, the nearest first.

        Args:
            vector: float32 (384,) of the text; None for a model that knows words only.
        """
        model = self._model
        words = self._weigh(model._spelling.corrected(fold(text)))
        known = self._of_topic.get(topic, [])
        if vector is None or model._meaning is None:
            likeness = [_cosine(words, self._words_of(fold(example.text))) for example in known]
            order = np.argsort([-each for each in likeness], kind="stable")[:count]
            return [_told(known[place], likeness[place], 0.0) for place in order]
        meaning, weight = model._meaning, model.settings.meaning_weight
        alike = meaning._examples[[example.rows[0] for example in known]] @ meaning._centred(vector[None])[0]
        near = np.argsort(-alike, kind="stable")[:NEAREST_BY_MEANING]
        column = model.intents.index(f"faq/{topic}") if f"faq/{topic}" in model.intents else None
        told = []
        for place in near:
            example, cosine = known[place], float(alike[place])
            pull = 0.0
            if column is not None:
                kernel = math.exp(-2 * WIDTH * (1 - cosine)) - NOTHING_SHARED
                pull = weight * kernel * float(meaning.weights[list(example.rows), column].sum())
            likeness = _joined(words, self._words_of(fold(example.text)), weight, cosine)
            told.append(_told(example, likeness, pull))
        return sorted(told, key=lambda each: -each["likeness"])[:count]

    def _weigh(self, folded: str) -> Dict[int, float]:
        """Rows of the features that a folded text has, and their values."""
        return dict(zip(*self._model._features.weigh(folded), strict=True))


def _rows_of_texts(model: IntentModel) -> Dict[int, Tuple[int, ...]]:
    """Rows of the model's vectors by the key of the text that they are of."""
    of_bytes: Dict[bytes, List[int]] = {}
    for row, steps in enumerate(Rounded.of(model._meaning.vectors).steps):
        of_bytes.setdefault(steps.tobytes(), []).append(row)
    files = kept_vectors.read_all(model.settings.vectors, engine_name())
    kept = {key: vector.steps.tobytes() for content in files for key, vector in content.items()}
    return {key: tuple(of_bytes[steps]) for key, steps in kept.items() if steps in of_bytes}


def _dot(one: Dict[int, float], other: Dict[int, float]) -> float:
    return sum(value * other[row] for row, value in one.items() if row in other)


def _cosine(one: Dict[int, float], other: Dict[int, float]) -> float:
    return _dot(one, other) / (math.sqrt(_dot(one, one) * _dot(other, other)) or 1.0)


def _joined(one: Dict[int, float], other: Dict[int, float], weight: float, cosine: float) -> float:
    """Cosine of words and meaning side by side; sentence vectors have length 1."""
    lengths = math.sqrt((_dot(one, one) + weight) * (_dot(other, other) + weight))
    return (_dot(one, other) + weight * cosine) / lengths


def _told(example: Known, likeness: float, pull: float) -> Dict[str, Any]:
    return {"text": example.text, "language": example.language, "likeness": likeness, "pull": pull}
