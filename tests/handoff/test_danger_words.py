"""How much danger words alone recognise while the assistant is away, and that they are learnt from the present data."""

from __future__ import annotations

from collections import Counter
from itertools import chain
from pathlib import Path

import pytest

from handoff.conversations import danger_learning
from handoff.conversations.danger_words import DIGEST_BYTES, KINDS, DangerWords, buckets, read_danger_words
from handoff.conversations.model import Mode

ROOT = Path(__file__).resolve().parents[2]
SETS = ("development", "final", "final_short")
LANGUAGES = ("fi", "sv", "en")
ROWS = {
    name: [line.split("\t") for line in (ROOT / "tests" / "crisis" / f"{name}.tsv").read_text("utf-8").splitlines()[1:]]
    for name in SETS
}
LEAST_RECALL: dict[Mode, float] = {"youth": 0.95, "city": 0.9}
MOST_FALSE_ALARMS = 0.05
MAX_BYTES = 300_000


@pytest.fixture(scope="module")
def words() -> DangerWords:
    return read_danger_words(danger_learning.LEARNT)


def test_what_is_read_was_learnt_from_the_present_examples() -> None:
    stored = danger_learning.LEARNT.read_bytes()
    assert stored[:DIGEST_BYTES] == danger_learning.digest(danger_learning.FOLDERS)
    assert len(stored) < MAX_BYTES


def test_no_short_example_stands_twice_or_is_asked_in_an_evaluation() -> None:
    learnt = Counter(
        " ".join(text.lower().split()).strip(".!?")
        for text, _ in danger_learning.read_examples(danger_learning.FOLDERS[1:])
    )
    assert [text for text, count in learnt.items() if count > 1] == []
    asked = {" ".join(row[4].lower().split()).strip(".!?") for row in chain.from_iterable(ROWS.values())}
    assert asked.isdisjoint(learnt)


def test_there_are_short_examples_of_every_kind_in_every_language() -> None:
    kinds = Counter(kind for _, kind in danger_learning.read_examples(danger_learning.FOLDERS[1:]))
    assert set(kinds) == set(KINDS)
    assert min(kinds.values()) >= 15 * len(LANGUAGES)


@pytest.mark.parametrize("mode", ["youth", "city"])
@pytest.mark.parametrize("group", [*SETS, *LANGUAGES])
def test_danger_is_recognised_and_what_only_sounds_like_it_is_let_be(
    words: DangerWords, group: str, mode: Mode
) -> None:
    rows = [row for name in SETS for row in ROWS[name] if group in (name, row[0])]
    alarms = {
        label: [words.is_alarming(row[4], mode) for row in rows if row[1] == label] for label in ("crisis", "none")
    }
    assert min(map(len, alarms.values())) >= 90
    assert sum(alarms["crisis"]) / len(alarms["crisis"]) >= LEAST_RECALL[mode]
    assert sum(alarms["none"]) / len(alarms["none"]) <= MOST_FALSE_ALARMS


@pytest.mark.parametrize(("mode", "most"), [("youth", 0.1), ("city", 0.05)])
def test_few_questions_to_a_city_raise_an_alarm(words: DangerWords, mode: Mode, most: float) -> None:
    lines = (ROOT / "tests" / "nlu" / "development.tsv").read_text("utf-8").splitlines()[1:]
    urgent = {"emergency", "crisis_help", "mental_health_support", "child_welfare_report", "health_advice_now"}
    questions = [text for _, label, _, text in (line.split("\t") for line in lines) if label not in urgent]
    assert sum(words.is_alarming(text, mode) for text in questions) / len(questions) <= most


def test_learning_tells_kinds_apart_and_gives_the_same_from_the_same() -> None:
    examples = [
        *((f"haluan kuolla {n}", "self_harm") for n in range(5)),
        *((f"missä on kirjasto {n}", "ordinary") for n in range(5)),
    ]
    learnt = danger_learning.learn(examples)
    assert learnt.danger("haluan kuolla") > 0 > learnt.danger("missä on kirjasto")
    assert learnt == danger_learning.learn(examples)


def test_dots_accents_and_case_make_no_difference() -> None:
    assert buckets("ISÄ lyö") == buckets("isa lyo")


@pytest.mark.parametrize("content", [b"", b"x" * 40])
def test_a_damaged_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "learnt.bin"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="learn it again"):
        read_danger_words(path)
