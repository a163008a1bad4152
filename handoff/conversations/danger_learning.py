"""Learns the words of danger: `.venv/bin/python -m handoff.conversations.danger_learning`, a minute, no other packages.

To be run when examples have changed, and what it writes committed with them: the service only reads it, so its start
costs nothing. The examples are the assistant's own (data/crisis) and short ones that words need beside them
(data/service/danger). The same examples give the same file.
"""

from __future__ import annotations

import hashlib
import math
import random
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from ruamel.yaml import YAML

from handoff.conversations.danger_words import BUCKETS, KINDS, SCALE, DangerWords, buckets
from handoff.settings import ROOT

FOLDERS = (ROOT / "data" / "crisis", ROOT / "data" / "service" / "danger")
LEARNT = FOLDERS[-1] / "learnt.bin"
MIN_TEXTS = 2
"""What stands in one text only tells nothing."""
ROUNDS = 10
RATE = 0.15
"""Chosen on tests/crisis/development.tsv among 0.03 × 12, 0.08 × 8, 0.08 × 16 and this: slower rates recognise less."""
Example = tuple[str, str]


def main() -> None:
    """Learn and write."""
    weights = learn(read_examples(FOLDERS)).weights
    LEARNT.write_bytes(digest(FOLDERS) + zlib.compress(weights, 9))


def read_examples(folders: Iterable[Path]) -> list[Example]:
    """Texts and their kinds, from the files `<language>.yml` of the folders."""
    return [
        (str(text), kind)
        for path in _files(folders)
        for kind, texts in YAML(typ="safe").load(path).items()
        for text in texts
    ]


def digest(folders: Iterable[Path]) -> bytes:
    """What tells whether the examples are those that were learnt."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in _files(folders))).digest()


def learn(examples: Sequence[Example]) -> DangerWords:
    """Logistic regression over the kinds, by stochastic gradient descent with a rate for each feature (AdaGrad)."""
    known = [(buckets(text), KINDS.index(kind)) for text, kind in examples]
    counts = Counter(place for places, _ in known for place in places)
    rows = {place: [0.0] * len(KINDS) for place, count in counts.items() if count >= MIN_TEXTS}
    slopes = dict.fromkeys(rows, 0.0)
    # A feature without a row weighs nothing, but makes the text as long as it is where it is used.
    lessons = [([p for p in sorted(places) if p in rows], math.sqrt(len(places)), kind) for places, kind in known]
    shuffle = random.Random(0).shuffle  # noqa: S311 - an order, no secret
    for _ in range(ROUNDS):
        shuffle(lessons)
        for places, length, kind in lessons:
            errors = _errors([rows[place] for place in places], length, kind)
            square = sum(error * error for error in errors)
            for place in places:
                slopes[place] += square
                rate = RATE / math.sqrt(slopes[place])
                rows[place] = [weight - rate * error for weight, error in zip(rows[place], errors, strict=True)]
    return DangerWords(_packed(rows))


def _errors(rows: list[list[float]], length: float, kind: int) -> list[float]:
    """How far each kind's probability is from what is right."""
    odds = [math.exp(sum(column) / length) for column in zip(*rows, strict=True)] or [1.0] * len(KINDS)
    total = sum(odds)
    return [odd / total - (number == kind) for number, odd in enumerate(odds)]


def _packed(rows: dict[int, list[float]]) -> bytes:
    """A byte for each weight, 128 being none."""
    packed = bytearray([128]) * (BUCKETS * len(KINDS))
    for place, weights in rows.items():
        for number, weight in enumerate(weights):
            packed[place * len(KINDS) + number] = min(255, max(0, 128 + round(SCALE * weight)))
    return bytes(packed)


def _files(folders: Iterable[Path]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.glob("*.yml"))]


if __name__ == "__main__":
    main()
