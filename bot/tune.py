"""Chooses the classifier's and the policy's settings by cross-validation: `python -m bot.tune`.

Prints accuracy by language and the thresholds with the best balance of answers right, asked back, wrong and
out-of-scope questions falsely answered. The values go into config.yml by hand, with the date.
"""

# ruff: noqa: T201 - a command that prints
from __future__ import annotations

import argparse
from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any, Dict, List

import numpy as np

from bot.components.decision import NAMES_112, URGENT, AnsweringPolicy
from bot.components.intent_model import ModelSettings
from bot.components.language import Decision
from bot.cross_validation import Example, cross_validated, read_examples
from bot.keep_vectors import OWN, SHIPPED

Ranking = List[Dict[str, Any]]

VALUE = {"right": 1.0, "offered": 0.6, "missed": -1 / 3, "wrong": -1.0, "answered out of scope": -1.0}
"""Being asked back costs a little. A wrong answer costs as much as three misses: it is believed."""

ANSWER_AT = (0.4, 0.5, 0.6, 0.7, 0.8)
SCOPE_ODDS = (10.0, 25.0, 50.0, 100.0, 200.0)
COURTESY_AT = (0.4, 0.5)
OFFER_AT = (0.002, 0.005)
URGENT_AT = (0.02, 0.002, 0.005, 0.01, 0.05)


def main() -> None:
    """Cross-validate for each given C, then try thresholds on the last one's predictions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--regularisation", type=float, nargs="+", default=[1.0])
    parser.add_argument("--sharpness", type=float, default=5.5)
    parser.add_argument("--meaning-weight", type=float, default=3.0)
    parser.add_argument("--vectors", type=Path, nargs="*", default=[SHIPPED, OWN])
    arguments = parser.parse_args()
    examples = read_examples()
    asked = [example for example in examples if not example.from_answer]
    for regularisation in arguments.regularisation:
        settings = ModelSettings(
            regularisation, arguments.sharpness, arguments.meaning_weight, tuple(arguments.vectors)
        )
        rankings = cross_validated_rankings(examples, settings)
        report_accuracy(regularisation, rankings, asked)
    report_thresholds(rankings, asked)


def cross_validated_rankings(examples: list[Example], settings: ModelSettings) -> list[Ranking]:
    """The ranking of each asked example by a model, of these settings, that has not seen it."""
    asked = [example for example in examples if not example.from_answer]
    rankings: list[Ranking] = [[] for _ in asked]
    loss = 0.0
    for fold in cross_validated(examples, settings):
        for i, scores in zip(fold.unseen, fold.scores, strict=True):
            rankings[i] = fold.model.ranked(scores)
            loss -= np.log(fold.model._softmax(scores)[fold.model.intents.index(asked[i].intent)])
    print(f"sharpness {settings.sharpness:g}: mean negative log-likelihood {loss / len(asked):.3f}")
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


def report_thresholds(rankings: list[Ranking], asked: list[Example]) -> None:
    """Print the best thresholds and what they lead to, then what each `urgent_at` does with the best of them."""
    tried = []
    for answer_at, scope_odds, courtesy_at, offer_at in product(ANSWER_AT, SCOPE_ODDS, COURTESY_AT, OFFER_AT):
        config = {
            "answer_at": answer_at,
            "scope_odds": scope_odds,
            "courtesy_at": courtesy_at,
            "offer_at": offer_at,
        }
        counts = outcomes(policy({**config, "urgent_at": URGENT_AT[0]}), rankings, asked)
        tried.append((value_of(counts), config, counts))
    tried.sort(key=lambda trial: -trial[0])
    for value, config, counts in tried[:8]:
        settings = ", ".join(f"{name} {threshold:g}" for name, threshold in config.items())
        print(f"{settings}: {dict(counts)}, value per message {value:.3f}")
    for urgent_at in URGENT_AT:
        chosen = policy({**tried[0][1], "urgent_at": urgent_at})
        counts = outcomes(chosen, rankings, asked)
        value = f"value per message {value_of(counts):.3f}"
        print(f"urgent_at {urgent_at:.2f}: {value}, urgent messages {dict(urgent_outcomes(chosen, rankings, asked))}")


def policy(config: dict[str, float]) -> AnsweringPolicy:
    """A policy with these thresholds; no example stands within a form."""
    return AnsweringPolicy({**AnsweringPolicy.get_default_config(), **config})


def value_of(counts: Counter) -> float:
    """Mean value of a message."""
    return sum(VALUE[outcome] * count for outcome, count in counts.items()) / sum(counts.values())


def outcomes(chosen: AnsweringPolicy, rankings: list[Ranking], asked: list[Example]) -> Counter:
    """Count what a visitor would have met; out-of-scope questions are right when they get no topic's answer."""
    counts: Counter = Counter()
    for ranking, example in zip(rankings, asked, strict=True):
        intent = example.intent
        outcome = chosen.decide(example.text, ranking, Decision("fi"), None)
        if outcome.intent == intent or (intent == "out_of_scope" and outcome.intent in {"lost", "clarify"}):
            counts["right"] += 1
        elif intent in outcome.options:
            counts["offered"] += 1
        elif intent == "out_of_scope":
            counts["answered out of scope"] += 1
        elif outcome.intent in {"lost", "clarify", "out_of_scope"}:
            counts["missed"] += 1
        else:
            counts["wrong"] += 1
    return counts


def urgent_outcomes(chosen: AnsweringPolicy, rankings: list[Ranking], asked: list[Example]) -> Counter:
    """Count what messages about danger to life met: `harmless` is what must not be: an answer without a way to help."""
    counts: Counter = Counter()
    for ranking, example in zip(rankings, asked, strict=True):
        intent = example.intent
        if intent not in URGENT:
            continue
        outcome = chosen.decide(example.text, ranking, Decision("fi"), None)
        if outcome.intent in URGENT:
            counts["answered"] += 1
        elif URGENT & set(outcome.options):
            counts["offered"] += 1
        elif outcome.intent in {"lost", "clarify"}:
            counts["missed"] += 1
        else:
            counts["names_112" if outcome.intent in NAMES_112 else "harmless"] += 1
    return counts


if __name__ == "__main__":
    main()
