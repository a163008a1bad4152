"""What is learnt and what is asked: the project's own content, or MASSIVE.

Labels are topics without `faq/`, or intents: to Rasa's default pipeline each is an intent of its own, as to ours.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

from rasa.shared.importers.importer import TrainingDataImporter

from bot.components.decision import RETRIEVAL_INTENT
from bot.components.intent_classifier import full_intent, is_from_answer
from bot.content import LANGUAGES

SEED = 0
QUESTIONS = Path("tests/nlu/development.tsv")


@dataclass(frozen=True)
class Example:
    """A text to learn from; `from_answer` marks a sentence of an answer, which no visitor would write."""

    text: str
    label: str
    language: str
    from_answer: bool = False


@dataclass(frozen=True)
class Question:
    """A text to ask, and the label it should get."""

    text: str
    label: str
    language: str


@dataclass(frozen=True)
class Dataset:
    """The same for every variant."""

    name: str
    learnt: list[Example]
    asked: list[Question]


def content(max_examples: int | None) -> Dataset:
    """The project's examples and its development questions.

    Args:
        max_examples: per intent and language, drawn at random; sentences of answers are no examples and stay.
    """
    messages = TrainingDataImporter.load_from_config("config.yml", "domain.yml", ["data"]).get_nlu_data()
    learnt = []
    for message in messages.intent_examples:
        label = full_intent(message).removeprefix(f"{RETRIEVAL_INTENT}/")
        language = message.get("metadata")["intent"]["language"]
        learnt.append(Example(message.get("text"), label, language, is_from_answer(message)))
    asked = development()
    if max_examples is None:
        return Dataset("content, all examples", learnt, asked)
    name = f"content, at most {max_examples} examples per intent and language"
    return Dataset(name, _drawn(learnt, max_examples), asked)


def development() -> list[Question]:
    """The questions that anybody may tune on."""
    with QUESTIONS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [Question(row["text"], row["label"], row["lang"]) for row in rows]


def massive(folder: Path, examples: int) -> Dataset:
    """Few examples per intent from MASSIVE's train split, the same sentences in each language; the whole test split.

    Args:
        folder: holds massive_<locale>.tsv.gz with the columns id, partition, scenario, intent and utt.
    """
    utterances = {language: _utterances(folder, language) for language in LANGUAGES}
    ids_of_intent: defaultdict[str, list[str]] = defaultdict(list)
    for utterance in utterances[LANGUAGES[0]]:
        if utterance["partition"] == "train":
            ids_of_intent[utterance["intent"]].append(utterance["id"])
    draw = random.Random(SEED)
    drawn = {id_ for _, ids in sorted(ids_of_intent.items()) for id_ in draw.sample(ids, min(examples, len(ids)))}
    learnt, asked = [], []
    for language, rows in utterances.items():
        learnt += [Example(row["utt"], row["intent"], language) for row in rows if row["id"] in drawn]
        asked += [Question(row["utt"], row["intent"], language) for row in rows if row["partition"] == "test"]
    return Dataset(f"MASSIVE, {examples} examples per intent and language", learnt, asked)


def _drawn(learnt: list[Example], max_examples: int) -> list[Example]:
    shuffled = list(learnt)
    random.Random(SEED).shuffle(shuffled)
    taken: Counter[tuple[str, str]] = Counter()
    kept = []
    for example in shuffled:
        key = example.label, example.language
        if example.from_answer or taken[key] < max_examples:
            kept.append(example)
            taken[key] += not example.from_answer
    return kept


def _utterances(folder: Path, language: str) -> list[dict[str, str]]:
    (path,) = folder.glob(f"massive_{language}-*.tsv.gz")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
