"""How well danger is recognised: `.venv-rasa/bin/python -m benchmarks.nlu.crisis tests/crisis/development.tsv`.

Trains the detector as config.yml sets it and asks it every row (`lang label kind style text`, label `crisis` or `none`)
as in the youth chat; then every question of tests/nlu/development.tsv as in both chats, which shows how often ordinary
questions raise an alarm.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import yaml
from rasa.shared.importers.importer import TrainingDataImporter
from tabulate import tabulate

from benchmarks.nlu.data import development
from bot.components.crisis import BOTH, CrisisDetector, crisis_probabilities, learn
from bot.components.intent_model import IntentModel, ModelSettings


def main() -> None:
    """Measure and print."""
    config = {**CrisisDetector.get_default_config(), **served()}
    messages = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    model = IntentModel(ModelSettings.of(config))
    learn(model, Path(config["examples"]), messages.intent_examples)
    rows = [line.split("\t") for line in Path(sys.argv[1]).read_text("utf-8").splitlines()[1:]]
    alarms: Counter[tuple[str, str]] = Counter()
    counts: Counter[tuple[str, str]] = Counter()
    found = crisis_probabilities(model, [row[-1] for row in rows])
    for (language, label, kind, style, _text), probability in zip(rows, found, strict=True):
        alarm = probability >= config["alarm_at"]["youth"]
        for group in ("all", language, kind, style):
            counts[group, label] += 1
            alarms[group, label] += alarm
    groups = dict.fromkeys(group for group, _ in counts)
    print(tabulate([row(group, alarms, counts) for group in groups], headers="keys"))
    questions = [question for question in development() if f"faq/{question.label}" not in BOTH]
    probabilities = crisis_probabilities(model, [question.text for question in questions])
    for mode, alarm_at in config["alarm_at"].items():
        mistaken = sum(probability >= alarm_at for probability in probabilities)
        share = 100 * mistaken / len(questions)
        print(f"\nquestions to a city, in the {mode} chat: alarm at {mistaken} of {len(questions)} ({share:.1f} %)")


def served() -> dict[str, object]:
    """The detector's settings in config.yml."""
    pipeline = yaml.safe_load(Path("config.yml").read_text("utf-8"))["pipeline"]
    (settings,) = (part for part in pipeline if part["name"].endswith("CrisisDetector"))
    return {name: value for name, value in settings.items() if name != "name"}


def row(group: str, alarms: Counter[tuple[str, str]], counts: Counter[tuple[str, str]]) -> dict[str, str]:
    """Recall and false alarms of one language, kind or style."""
    cells = {"rows": group}
    for label, column in (("crisis", "recognised"), ("none", "false alarms")):
        count = counts[group, label]
        cells[column] = f"{100 * alarms[group, label] / count:.1f} % of {count}" if count else "–"
    return cells


if __name__ == "__main__":
    main()
