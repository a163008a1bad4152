"""Intent classifier: tf-idf of words and letter n-grams, linear margins over full intents.

One joint model serves the three languages. It names full intents (`faq/daycare_fees`), so one ranking
tells which topics a visitor may have meant. Letters lose their dots and accents both in training and in
use: `paivahoito` and `päivähoito` are the same word to it (see `features`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Dict, List

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

from bot.components.features import TextFeatures

RANKING_LENGTH = 8
"""Enough that three options remain when courtesies and short commands stand among the best."""


class IntentModel:
    """The model without Rasa around it, so that `bot.tune` cross-validates exactly what is served.

    Linear support vectors, one intent against the rest, and a softmax over their margins: ten times faster to
    train than multinomial logistic regression over as many intents, and more accurate on unseen wordings.
    `sharpness` scales the margins so that the softmax is a usable probability.

    Args:
        regularisation: C of the support vectors.
        sharpness: factor of the margins before the softmax.
    """

    def __init__(self, regularisation: float, sharpness: float) -> None:
        self.regularisation = regularisation
        self.sharpness = sharpness
        self.intents: List[str] = []
        self._features = TextFeatures({})
        self._weights = np.empty((0, 0), np.float32)
        self._bias = np.empty(0, np.float32)

    def fit(self, texts: List[str], intents: List[str]) -> None:
        """Train on texts and their full intents; the same data gives the same model."""
        self._features = TextFeatures.learn(texts)
        machine = LinearSVC(C=self.regularisation, random_state=0).fit(self._matrix(texts), intents)
        self.intents = list(machine.classes_)
        self._weights = np.ascontiguousarray(machine.coef_.T, np.float32)
        self._bias = machine.intercept_.astype(np.float32)

    def probabilities(self, text: str) -> np.ndarray:
        """float32 (intents,), sums to 1; in the order of `intents`."""
        rows, values = self._features.weigh(text)
        margins = np.array(values, np.float32) @ self._weights[rows] + self._bias
        odds = np.exp(self.sharpness * (margins - margins.max()))
        return odds / odds.sum()

    def ranking(self, text: str) -> List[Dict[str, Any]]:
        """The likeliest intents with their probabilities, best first."""
        probabilities = self.probabilities(text)
        best = np.argsort(-probabilities, kind="stable")[:RANKING_LENGTH]
        return [{"name": self.intents[index], "confidence": float(probabilities[index])} for index in best]

    def save(self, folder: Path) -> None:
        """Write the trained model as JSON and plain arrays: a model file can run no code."""
        blocks = self._features.blocks
        content = {"intents": self.intents, "vocabularies": {name: block.vocabulary for name, block in blocks.items()}}
        (folder / "model.json").write_text(json.dumps(content, ensure_ascii=False), "utf-8")
        inverse_frequencies = {name: block.inverse_frequencies for name, block in blocks.items()}
        np.savez(folder / "model.npz", weights=self._weights, bias=self._bias, **inverse_frequencies)

    def load(self, folder: Path) -> None:
        """Read what `save` wrote."""
        content = json.loads((folder / "model.json").read_text("utf-8"))
        self.intents = content["intents"]
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            self._weights, self._bias = arrays["weights"], arrays["bias"]
            self._features = TextFeatures.of(content["vocabularies"], arrays)

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
        """Settings of `IntentModel`, chosen by `python -m bot.tune`."""
        return {"regularisation": 1.0, "sharpness": 7.0}

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """An untrained classifier."""
        return cls(IntentModel(config["regularisation"], config["sharpness"]), model_storage, resource)

    def __init__(self, model: IntentModel, model_storage: ModelStorage, resource: Resource) -> None:
        self._model = model
        self._model_storage = model_storage
        self._resource = resource

    def train(self, training_data: TrainingData) -> Resource:
        """Train on every example and write the model to Rasa's storage."""
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        self._model.fit([message.get(TEXT) for message in examples], [full_intent(message) for message in examples])
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
        model = IntentModel(config["regularisation"], config["sharpness"])
        with model_storage.read_from(resource) as folder:
            model.load(folder)
        return cls(model, model_storage, resource)

    def process(self, messages: List[Message]) -> List[Message]:
        """Rank the intents of each message."""
        for message in messages:
            text = message.get(TEXT)
            if not text:
                continue
            ranking = self._model.ranking(text)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages


def full_intent(message: Message) -> str:
    """`faq/<topic>` for a retrieval intent, else the intent's name."""
    return message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
