"""What is compared: the shipped classifier, the same with a part left out, and Rasa's default pipeline.

All are Rasa components, trained, stored, loaded and asked through Rasa's interface.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.recipes.default_components import DEFAULT_COMPONENTS
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import read_config_file

from benchmarks.nlu.data import Example
from bot.components.intent_classifier import IntentClassifier

Step = tuple[type[GraphComponent], dict[str, Any]]
"""A component of a pipeline and its settings."""


@dataclass(frozen=True)
class Variant:
    """One way to understand; `changes` are settings that differ from what is shipped."""

    title: str
    changes: dict[str, Any] = field(default_factory=dict)
    learns_answers: bool = True
    is_rasas_default: bool = False

    @property
    def keeps_vectors(self) -> bool:
        """Whether a second training is quicker than the first, because it finds sentence vectors."""
        return not self.is_rasas_default and self.changes.get("meaning_weight") != 0.0


VARIANTS = {
    "shipped": Variant("shipped"),
    "no-vectors": Variant("without sentence vectors", {"meaning_weight": 0.0}),
    "no-words": Variant("without words", {"grams": []}),
    "no-letters": Variant("without letter n-grams", {"grams": ["words"]}),
    "no-word-grams": Variant("without word n-grams", {"grams": ["letters"]}),
    "no-spelling": Variant("without correction of typing errors", {"spelling": False}),
    "no-answers": Variant("without sentences of answers", learns_answers=False),
    "rasa": Variant("Rasa's default", is_rasas_default=True),
}

RANKS_NOTHING = frozenset({"EntitySynonymMapper", "ResponseSelector", "FallbackClassifier"})
"""Parts of Rasa's default that come after the intent classifier."""


def steps(variant: Variant, vectors: Path) -> list[Step]:
    """The components of a variant, in order, with their full settings; `vectors` keeps sentence vectors."""
    if variant.is_rasas_default:
        components = {component.__name__: component for component in DEFAULT_COMPONENTS}
        entries = DefaultV1Recipe.complete_config({}, {"pipeline"})["pipeline"]
        named = [(components[e["name"]], e) for e in entries if e["name"] not in RANKS_NOTHING]
    else:
        entries = read_config_file("config.yml")["pipeline"]
        (shipped,) = [entry for entry in entries if entry["name"].endswith(IntentClassifier.__name__)]
        named = [(IntentClassifier, {**shipped, **variant.changes, "vectors": [str(vectors)]})]
    return [(component, {**component.get_default_config(), **settings}) for component, settings in named]


class Pipeline:
    """A trained pipeline, read back from where it was stored, as a server reads it."""

    def __init__(self, pipeline: list[Step], storage: LocalModelStorage) -> None:
        self._components = [
            component.load(settings, storage, _resource(place), _context())
            for place, (component, settings) in enumerate(pipeline)
        ]

    @classmethod
    def train(cls, pipeline: list[Step], examples: list[Example], folder: Path) -> Pipeline:
        """Train one component after the other and store them in `folder`."""
        folder.mkdir()
        storage = LocalModelStorage.create(folder)
        data = TrainingData([_message(example) for example in examples])
        for place, (component, settings) in enumerate(pipeline):
            trained = component.create(settings, storage, _resource(place), _context())
            if hasattr(trained, "train"):
                trained.train(data)
            if hasattr(trained, "process_training_data"):
                data = trained.process_training_data(data)
        return cls(pipeline, storage)

    def rank(self, text: str) -> list[dict[str, Any]]:
        """Labels with their confidences, best first."""
        messages = [Message.build(text)]
        for component in self._components:
            messages = component.process(messages)
        ranking: list[dict[str, Any]] = messages[0].get("intent_ranking")
        return ranking


def _message(example: Example) -> Message:
    metadata = {"from_answer": True} if example.from_answer else None
    return Message.build(example.text, example.label, intent_metadata=metadata)


def _resource(place: int) -> Resource:
    return Resource(f"component_{place}")


def _context() -> ExecutionContext:
    return ExecutionContext(GraphSchema({}))
