"""Proposes the service that answers a case, so that its sender never has to choose one."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar

from handoff.triage.likeness import Matrix
from handoff.triage.model import LANGUAGES, Example, Proposal, Proposals
from handoff.triage.ridge import Ridge, learn
from handoff.triage.vectors import SentenceVectors

logger = logging.getLogger(__name__)

RIGHT_WHEN_SURE = 0.95
"""Of cases that are routed without anybody looking, so many must be right in cross-validation, in each language."""
FEWEST_SURE = 20
"""A share of fewer says nothing."""
MAX_EXAMPLES = 4000
"""More would take seconds and hundreds of megabytes; beyond, the newest of the past cases count."""


class NotLearnt(RuntimeError):
    """Nothing can be proposed before the first `fit`."""


class _Learnt(NamedTuple):
    codes: tuple[str, ...]
    ridge: Ridge
    sharpness: float
    sure_at: Mapping[str, float]


class ServiceProposer:
    """Ranks the services for a text in any of the three languages.

    Nothing is learnt until `fit`, which takes two seconds and is to be called in a thread. A second `fit` learns anew;
    proposals meanwhile are those of the first. A new text's vector takes 1.3 ms a token of a quiet core
    and is shared by all who ask for it; the rest takes 7 ms on a crowded one.
    """

    def __init__(self, shipped: Sequence[Example], vectors: SentenceVectors | None = None) -> None:
        self._shipped = tuple(shipped)
        self._vectors = vectors
        self._learnt: _Learnt | None = None

    @property
    def is_ready(self) -> bool:
        """Whether something has been learnt."""
        return self._learnt is not None

    def fit(self, examples: Iterable[Example] = ()) -> None:
        """Learn from the shipped examples and from past cases and corrections, the newest last.

        Cases of services that are no longer in the catalogue are passed over. A past case's vector takes 50 ms when it
        is seen for the first time: fit without any first, so that there are proposals at once.
        """
        codes = tuple(sorted({example.service_code for example in self._shipped}))
        past = [example for example in examples if example.service_code in codes]
        known = [*self._shipped, *past[-max(MAX_EXAMPLES - len(self._shipped), 0) :]]
        labels = np.array([codes.index(example.service_code) for example in known])
        targets = np.eye(len(codes), dtype=np.float32)[labels] - np.float32(1 / len(codes))
        senses = [example.sense for example in known]
        ridge = learn([example.text for example in known], targets, senses, self._vectors)
        sharpness = _sharpness(ridge.left_out, labels)
        probabilities = _probabilities(ridge.left_out, sharpness)
        right = probabilities.argmax(axis=1) == labels
        languages = np.array([example.language for example in known])
        sure_at: dict[str, float] = {
            language: _sure_at(probabilities.max(axis=1)[languages == language], right[languages == language])
            for language in LANGUAGES
        }
        self._learnt = _Learnt(codes, ridge, sharpness, sure_at)
        logger.info("Services are proposed from %d examples, %d of them past cases", len(known), len(past))

    def propose(self, text: str, language: str) -> Proposals:
        """Return every service, the most probable first, and whether the first may be routed to.

        Args:
            text: title, description and place, in this order.
            language: how sure one must be depends on it: `fi`, `sv` or `en`; in another one is never sure.
        Raises:
            NotLearnt: before the first `fit`.
        """
        learnt = self._learnt
        if learnt is None:
            raise NotLearnt("fit has not been called")
        return _proposals(learnt, learnt.ridge.scores(text), language)

    def cross_validated(self) -> list[Proposals]:
        """Return what would be proposed for each shipped example if it, and what says the same, were not known.

        Raises:
            NotLearnt: before the first `fit`.
        """
        learnt = self._learnt
        if learnt is None:
            raise NotLearnt("fit has not been called")
        pairs = zip(self._shipped, learnt.ridge.left_out, strict=False)  # Past cases come after them.
        return [_proposals(learnt, scores, example.language) for example, scores in pairs]


def _proposals(learnt: _Learnt, scores: Matrix, language: str) -> Proposals:
    probabilities = _probabilities(scores[np.newaxis], learnt.sharpness)[0]
    order = np.argsort(-probabilities, kind="stable")
    ranked = tuple(Proposal(learnt.codes[place], float(probabilities[place])) for place in order)
    return Proposals(ranked, ranked[0].probability >= learnt.sure_at.get(language, np.inf))


def _probabilities(scores: Matrix, sharpness: float) -> Matrix:
    powers = np.exp(sharpness * (scores - scores.max(axis=1, keepdims=True)))
    probabilities: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return probabilities


def _sharpness(scores: Matrix, labels: npt.NDArray[np.int_]) -> float:
    """Return the one number by which scores become probabilities that are neither too sure nor too timid."""

    def surprise(sharpness: float) -> float:
        found = _probabilities(scores, sharpness)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(found, np.finfo(np.float32).tiny)).mean())

    return float(minimize_scalar(surprise, bounds=(1, 100), method="bounded").x)


def _sure_at(probabilities: Matrix, right: npt.NDArray[np.bool_]) -> float:
    """Return the lowest probability at and above which RIGHT_WHEN_SURE are right; infinity if there is none."""
    order = np.argsort(-probabilities, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(shares >= RIGHT_WHEN_SURE)
    if not len(enough) or enough[-1] + 1 < FEWEST_SURE:
        return float(np.inf)
    return float(probabilities[order[enough[-1]]])
