"""How well the training examples are understood by a model that has not seen them.

Every example is asked of a model that was trained on the others' four fifths, with the settings of config.yml. That is
harder than the regression set: each example loses what was written to go with it. Answers' sentences are learnt from in
every fold and never asked; language and the two needs of a message are not looked at. Measured on 17,803 examples
and two cores with other work to do: 25 s of a core a fold, 2 of which are for its questions, which are scored many at a
time. What is asked is what is served: a ridge among 2,000 landmarks would take 4 s for all folds instead of 50, and
answer 65 instead of 69 in 100 right.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Sequence

import numpy as np
import yaml
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message

from bot.components.decision import AnsweringPolicy, is_topic, understanding
from bot.components.embedding import is_available, remembering
from bot.components.intent_classifier import IntentClassifier, full_intent
from bot.components.intent_model import OUT_OF_SCOPE, IntentModel, ModelSettings
from bot.components.language import Decision

FOLDS = 5
BATCH = 500
Told = Dict[str, Any]


@dataclass(frozen=True)
class Example:
    """A training example; one taken from an answer is never asked, only learnt from."""

    text: str
    intent: str
    language: str
    from_answer: bool

    @classmethod
    def of(cls, message: Message) -> Example:
        """The example that a message of the training data holds."""
        metadata = message.get("metadata")["intent"]
        return cls(message.get("text"), full_intent(message), metadata["language"], "from_answer" in metadata)


@dataclass(frozen=True)
class Fold:
    """A model and what it makes of the examples that it has not seen.

    Attributes:
        unseen: Their places among the asked ones.
        scores: float32 (unseen, the model's intents).
    """

    model: IntentModel
    unseen: List[int]
    scores: np.ndarray


def read_examples() -> List[Example]:
    """The examples of the folder at hand."""
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    return [Example.of(message) for message in importer.get_nlu_data().intent_examples if message.get("text")]


def fold_of(asked: Sequence[Example]) -> np.ndarray:
    """int (asked,), 0 to FOLDS - 1: each intent's examples of a language are dealt out evenly, by chance.

    The same examples are always dealt out the same way.
    """
    chance = np.random.RandomState(0).permutation(len(asked))
    ordered = sorted(chance.tolist(), key=lambda i: (asked[i].intent, asked[i].language))
    folds = np.empty(len(asked), int)
    folds[ordered] = np.arange(len(asked)) % FOLDS
    return folds


def cross_validated(examples: Sequence[Example], settings: ModelSettings) -> Iterator[Fold]:
    """Train and ask fold by fold."""
    asked = [example for example in examples if not example.from_answer]
    answers = [example for example in examples if example.from_answer]
    folds = fold_of(asked)
    with ExitStack() as during:
        if settings.meaning_weight and settings.vectors and is_available():
            during.enter_context(remembering([example.text for example in asked], settings.vectors))
        yield from (_fold(asked, answers, folds, fold, settings) for fold in range(FOLDS))


def _fold(
    asked: Sequence[Example], answers: Sequence[Example], folds: np.ndarray, fold: int, settings: ModelSettings
) -> Fold:
    learnt = [*(example for example, place in zip(asked, folds, strict=True) if place != fold), *answers]
    model = IntentModel(settings)
    model.fit(
        [example.text for example in learnt],
        [example.intent for example in learnt],
        [not example.from_answer for example in learnt],
    )
    unseen = np.flatnonzero(folds == fold).tolist()
    batches = range(0, len(unseen), BATCH)
    scores = [model.scores_of([asked[i].text for i in unseen[start : start + BATCH]]) for start in batches]
    return Fold(model, unseen, np.concatenate(scores))


def answers_to_examples(tell: Callable[[str, int, int], None]) -> List[Told]:
    """What a visitor would have met who had asked an example of an entry, or what is out of scope.

    Args:
        tell: Called with a stage, how many folds are done, and how many there are.

    Returns:
        For each: `text`, `language`, `label`, the intent that it is an example of, `best`, the likeliest intent, and
        `met`, which is Rasa's parse data for the decision.
    """
    examples, config = read_examples(), Path("config.yml")
    settings = ModelSettings.of(_settings(config, IntentClassifier))
    policy = AnsweringPolicy(_settings(config, AnsweringPolicy))
    asked = [example for example in examples if not example.from_answer]
    told: List[Told] = []
    tell("cross-validation", 0, FOLDS)
    for done, fold in enumerate(cross_validated(examples, settings), start=1):
        for i, scores in zip(fold.unseen, fold.scores, strict=True):
            if is_topic(asked[i].intent) or asked[i].intent == OUT_OF_SCOPE:
                told.append(_told(asked[i], fold.model.ranked(scores), policy))
        tell("cross-validation", done, FOLDS)
    return told


def _told(example: Example, ranking: List[Dict[str, Any]], policy: AnsweringPolicy) -> Told:
    outcome = policy.decide(example.text, ranking, Decision(example.language), None)
    best = ranking[0]
    return {
        "text": example.text,
        "language": example.language,
        "label": example.intent,
        "best": best["name"],
        "met": understanding(outcome, best["confidence"]),
    }


def _settings(config: Path, component: type) -> Dict[str, Any]:
    """A component's settings: its own defaults, and what config.yml says."""
    name = f"{component.__module__}.{component.__qualname__}"
    pipeline = yaml.safe_load(config.read_text("utf-8"))["pipeline"]
    given = next(each for each in pipeline if each["name"] == name)
    return {**component.get_default_config(), **given}  # type: ignore[attr-defined]
