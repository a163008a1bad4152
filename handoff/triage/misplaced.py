"""Recognises what does not belong to feedback before it is stored: a matter that the law sends elsewhere, or danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from handoff.triage.likeness import Matrix
from handoff.triage.model import KINDS, LANGUAGES, Example, Kind, MisplacedExample
from handoff.triage.proposer import NotLearnt
from handoff.triage.ridge import Ridge, learn
from handoff.triage.vectors import SentenceVectors

RECALL = 0.95
"""Of what does not belong, so much is recognised in cross-validation, in each language. What is passed over becomes a
case that nobody may handle; a false alarm costs a look, since the citizen decides after being told."""
FEWEST = 20
"""Of fewer examples no share can be told."""


class _Learnt(NamedTuple):
    ridge: Ridge
    alarm_at: Mapping[str, float]


class Misplaced:
    """Tells of a text in any of the three languages what it is that does not belong.

    As with `ServiceProposer`, nothing is learnt until `fit`, which takes three seconds and is to be called in a thread.
    """

    def __init__(
        self,
        examples: Sequence[MisplacedExample],
        ordinary: Sequence[Example],
        vectors: SentenceVectors | None = None,
    ) -> None:
        self._examples = [*examples, *_sample(ordinary)]
        self._vectors = vectors
        self._learnt: _Learnt | None = None

    @property
    def is_ready(self) -> bool:
        """Whether something has been learnt."""
        return self._learnt is not None

    def fit(self) -> None:
        """Learn from the shipped examples."""
        # Whether a text belongs is learnt beside which kind it is: that finds more than the likeliest kind's score.
        targets = np.array(
            [[*(example.kind == kind for kind in KINDS), 1 if example.kind else -1] for example in self._examples],
            np.float32,
        )
        senses = [example.sense for example in self._examples]
        ridge = learn([example.text for example in self._examples], targets, senses, self._vectors)
        languages = np.array([example.language for example in self._examples])
        strange = targets[:, -1] > 0
        alarm_at: dict[str, float] = {
            language: _alarm_at(ridge.left_out[strange & (languages == language), -1]) for language in LANGUAGES
        }
        self._learnt = _Learnt(ridge, alarm_at)

    def find(self, text: str, language: str) -> Kind | None:
        """Return what does not belong about a text, or None.

        Args:
            text: title and description.
            language: how early there is an alarm depends on it; in one that is not known, as early as in any.
        Raises:
            NotLearnt: before `fit`.
        """
        learnt = self._learnt
        if learnt is None:
            raise NotLearnt("fit has not been called")
        return _kind(learnt, learnt.ridge.scores(text), language)

    def cross_validated(self) -> list[tuple[MisplacedExample, Kind | None]]:
        """Return each example with what would be found if it, and what says the same, were not known.

        Raises:
            NotLearnt: before `fit`.
        """
        learnt = self._learnt
        if learnt is None:
            raise NotLearnt("fit has not been called")
        pairs = zip(self._examples, learnt.ridge.left_out, strict=True)
        return [(example, _kind(learnt, scores, example.language)) for example, scores in pairs]


def _kind(learnt: _Learnt, scores: Matrix, language: str) -> Kind | None:
    *kinds, strange = scores.tolist()
    if strange < learnt.alarm_at.get(language, min(learnt.alarm_at.values())):
        return None
    return KINDS[int(np.argmax(kinds))]


def _sample(ordinary: Sequence[Example]) -> list[MisplacedExample]:
    """Return what belongs, each sense in one language: all would take thrice as long, for 2 % less false alarms."""
    by_sense: dict[str, list[Example]] = {}
    for example in ordinary:
        by_sense.setdefault(example.sense, []).append(example)
    chosen = [same[place % len(same)] for place, same in enumerate(by_sense.values())]
    return [MisplacedExample(example.text, example.language, None, f"{example.sense}, service") for example in chosen]


def _alarm_at(scores: Matrix) -> float:
    return float(np.quantile(scores, 1 - RECALL, method="lower")) if len(scores) >= FEWEST else 0.0
