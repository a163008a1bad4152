"""Chooses the classifier's and the policy's settings by cross-validation: `python -m bot.tune`.

Prints accuracy by language and the thresholds with the best balance of answers right, asked back, wrong and
out-of-scope questions falsely answered. The values go into config.yml by hand, with the date.
"""

# ruff: noqa: T201 - a command that prints
from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from typing import Any, Dict, List

import numpy as np
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.training_data.message import Message
from sklearn.model_selection import StratifiedKFold

from bot.components.decision import AnsweringPolicy
from bot.components.intent_classifier import RANKING_LENGTH, IntentModel, full_intent
from bot.components.language import Decision

Ranking = List[Dict[str, Any]]

FOLDS = 5
VALUE = {"right": 1.0, "offered": 0.6, "missed": 0.0, "wrong": -1.0}
"""A wrong answer costs a citizen as much as a right one gives; being asked back costs a little."""


def main() -> None:
    """Cross-validate for each given C, then try thresholds on the last one's predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regularisation", type=float, nargs="+", default=[0.5])
    parser.add_argument("--sharpness", type=float, default=5.0)
    arguments = parser.parse_args()
    importer = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"])
    examples = [Example.of(message) for message in importer.get_nlu_data().intent_examples if message.get("text")]
    asked = [example for example in examples if not example.from_answer]
    for regularisation in arguments.regularisation:
        rankings = cross_validated_rankings(examples, regularisation, arguments.sharpness)
        report_accuracy(regularisation, rankings, asked)
    report_thresholds(rankings, [example.intent for example in asked])


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


def cross_validated_rankings(examples: list[Example], regularisation: float, sharpness: float) -> list[Ranking]:
    """The ranking of each asked example by a model that has not seen it."""
    asked = [example for example in examples if not example.from_answer]
    answers = [example for example in examples if example.from_answer]
    rankings: list[Ranking] = [[] for _ in asked]
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    loss = 0.0
    for seen, unseen in folds.split(asked, [example.intent for example in asked]):
        model = IntentModel(regularisation, sharpness)
        learnt = [asked[i] for i in seen] + answers
        model.fit([example.text for example in learnt], [example.intent for example in learnt])
        for row, i in zip(model.probabilities([asked[i].text for i in unseen]), unseen, strict=True):
            best = np.argsort(-row, kind="stable")[:RANKING_LENGTH]
            rankings[i] = [{"name": model.intents[column], "confidence": float(row[column])} for column in best]
            loss -= np.log(row[model.intents.index(asked[i].intent)])
    print(f"sharpness {sharpness:g}: mean negative log-likelihood {loss / len(asked):.3f}")
    return rankings


def report_accuracy(regularisation: float, rankings: list[Ranking], asked: list[Example]) -> None:
    """Print how often the best intent is right, by language."""
    right: Counter = Counter()
    total: Counter = Counter()
    for ranking, example in zip(rankings, asked, strict=True):
        total[example.language] += 1
        right[example.language] += ranking[0]["name"] == example.intent
    shares = ", ".join(f"{language} {right[language] / total[language]:.3f}" for language in total)
    print(f"C = {regularisation:g}: accuracy {sum(right.values()) / len(asked):.3f} ({shares}), {len(asked)} examples")


def report_thresholds(rankings: list[Ranking], intents: list[str]) -> None:
    """Print the best thresholds and what they lead to."""
    tried = []
    for answer_at in np.arange(0.1, 0.61, 0.05):
        for margin in (0.0, 0.05, 0.1, 0.15, 0.2):
            for offer_at in (0.03, 0.05, 0.08, 0.12):
                config = {"answer_at": answer_at, "margin": margin, "offer_at": offer_at, "interrupt_at": 1.0}
                counts = outcomes(AnsweringPolicy(config), rankings, intents)
                value = sum(VALUE[outcome] * count for outcome, count in counts.items())
                tried.append((value, config, counts))
    for value, config, counts in sorted(tried, key=lambda trial: -trial[0])[:8]:
        settings = ", ".join(f"{name} {config[name]:.2f}" for name in ("answer_at", "margin", "offer_at"))
        print(f"{settings}: {dict(counts)}, value per message {value / len(intents):.3f}")


def outcomes(policy: AnsweringPolicy, rankings: list[Ranking], intents: list[str]) -> Counter:
    """Count what a visitor would have met; out-of-scope questions are right when they get no topic's answer."""
    counts: Counter = Counter()
    for ranking, intent in zip(rankings, intents, strict=True):
        outcome = policy.decide("", ranking, Decision("fi"), None)
        if outcome.intent == intent or (intent == "out_of_scope" and outcome.intent in {"lost", "clarify"}):
            counts["right"] += 1
        elif intent in outcome.options:
            counts["offered"] += 1
        elif outcome.intent in {"lost", "clarify", "out_of_scope"}:
            counts["missed"] += 1
        else:
            counts["wrong"] += 1
    return counts


if __name__ == "__main__":
    main()
