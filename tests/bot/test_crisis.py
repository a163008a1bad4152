"""Recognising danger: what is learnt, and that no evaluation row is."""

import re
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.components import crisis
from bot.components.crisis import BOTH, DANGERS, SOUNDS_LIKE, CrisisDetector, read_examples
from bot.components.features import fold
from bot.content import LANGUAGES, ContentError, read_faq
from bot.importer import Example

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "crisis"


def normalised(text):
    return " ".join(re.findall(r"\w+", fold(text)))


def test_there_are_examples_of_every_kind_in_every_language():
    kinds = [kind for _, kind in read_examples(EXAMPLES)]
    assert all(kinds.count(kind) >= 50 * len(LANGUAGES) for kind in (*DANGERS, *SOUNDS_LIKE))


def test_no_example_stands_twice_or_is_asked_in_an_evaluation():
    learnt = [normalised(text) for text, _ in read_examples(EXAMPLES)]
    assert len(learnt) == len(set(learnt))
    files = sorted((ROOT / "tests" / "crisis").glob("*.tsv"))
    assert [file.name for file in files] == ["development.tsv", "final.tsv", "final_short.tsv"]
    asked = {
        normalised(line.rpartition("\t")[2]) for file in files for line in file.read_text("utf-8").splitlines()[1:]
    }
    assert len(asked) >= 300
    assert asked.isdisjoint(learnt)


def test_topics_that_neither_side_learns_exist():
    assert {topic.removeprefix("faq/") for topic in BOTH} <= set(read_faq(ROOT / "data" / "nlu" / "faq"))


def test_a_missing_kind_is_refused(tmp_path):
    for language in LANGUAGES:
        (tmp_path / f"{language}.yml").write_text("self_harm: [one]\n", "utf-8")
    with pytest.raises(ContentError, match="must hold examples of self_harm, violence"):
        read_examples(tmp_path)


def test_ordinary_messages_are_a_sample_by_area_without_what_is_danger_as_often_as_not():
    messages = [
        *(
            Example.build(text=f"{topic} {n}", intent=f"faq/{topic}", intent_metadata={"area": area})
            for topic, area in (("library_card", "leisure"), ("museums", "leisure"), ("emergency", "safety"))
            for n in range(50)
        ),
        Message.build(text="hei", intent="greet"),
    ]
    sample = crisis._ordinary(messages)
    kinds = [kind for _, kind in sample]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {"leisure": 2 * crisis.PER_OTHER_INTENT, "greet": 1}
    assert sample == crisis._ordinary(reversed(messages))


@pytest.mark.parametrize(("mode", "alarm"), [("youth", True), ("city", False)])
def test_an_alarm_is_given_earlier_in_the_youth_chat(monkeypatch, mode, alarm):
    monkeypatch.setattr(crisis, "crisis_probabilities", lambda _model, texts: [0.3 for _ in texts])
    detector = CrisisDetector(CrisisDetector.get_default_config(), None, None, None)
    message = Message({"text": "en jaksa", "metadata": {"mode": mode}})
    detector.process([message])
    assert (message.get("crisis"), message.get("alarm")) == (0.3, alarm)
