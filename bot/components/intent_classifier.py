"""Intent classifier: `IntentModel` as a component of Rasa's graph."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.context import Context
from bot.components.intent_model import IntentModel, ModelSettings

MAX_FOLLOW_UP_WORDS = 10
"""A longer text says what it is about."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent):
    """Sets `intent` and `intent_ranking` with full intent names; `AnsweringPolicy` decides what follows from them."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Settings of `IntentModel`; config.yml says how the served ones were chosen.

        `meaning_weight`: 0 switches sentence vectors off, in training and in use.
        `grams` and `spelling` are changed by `benchmarks.nlu` only, which shows what each is worth.
        """
        return asdict(ModelSettings())

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GraphComponent:
        """An untrained classifier."""
        return cls(IntentModel(ModelSettings.of(config)), model_storage, resource)

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
        model = IntentModel(ModelSettings.of(config))
        with model_storage.read_from(resource) as folder:
            model.load(folder)
        return cls(model, model_storage, resource)

    def process(self, messages: List[Message]) -> List[Message]:
        """Rank the intents of each message."""
        spoken = [message for message in messages if message.get(TEXT)]
        every_score = self._model.scores_of([message.get(TEXT) for message in spoken]) if spoken else ()
        for message, scores in zip(spoken, every_score, strict=True):
            text = message.get(TEXT)
            ranking = self._model.ranked(scores)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            metadata = message.get("metadata") or {}
            if metadata.get("step"):
                continue  # Within a form words are input first of all.
            previous = f"faq/{metadata.get('previous_topic')}"
            goes_on = previous in self._model.intents and len(text.split()) <= MAX_FOLLOW_UP_WORDS
            after = self._model.ranking_after(scores, previous) if goes_on else []
            message.set("context", Context(previous if goes_on else "", after, *self._model.two_needs(text, ranking)))
        return messages


def is_from_answer(message: Message) -> bool:
    """Whether a training text is a sentence of an answer, which teaches words but is no question."""
    return "from_answer" in ((message.get("metadata") or {}).get("intent") or {})


def full_intent(message: Message) -> str:
    """`faq/<topic>` for a retrieval intent, else the intent's name."""
    return message.get(INTENT_RESPONSE_KEY) or message.get(INTENT)
