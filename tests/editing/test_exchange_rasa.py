"""A stock Rasa takes the file: `rasa data validate` has nothing against it, and reads the questions as they are."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest

from handoff.cli.places import RASA_PYTHON
from handoff.faq.content import read_faq
from tests.editing.test_exchange_round_trip import FAQ, out

pytestmark = [
    pytest.mark.rasa,
    pytest.mark.timeout(400),
    pytest.mark.skipif(not RASA_PYTHON.exists(), reason="Rasa's environment is not there: `./luukku train` makes it"),
]
CONFIG = """
recipe: default.v1
assistant_id: luukku-export
language: fi
pipeline:
  - {name: WhitespaceTokenizer}
  - {name: CountVectorsFeaturizer}
  - {name: LogisticRegressionClassifier}
  - {name: ResponseSelector, retrieval_intent: faq}
policies:
  - {name: RulePolicy}
"""
READ = """
import json, sys
from rasa.shared.core.domain import Domain
from rasa.shared.importers.importer import TrainingDataImporter
imported = TrainingDataImporter.load_from_config("config.yml", "answers.yml", ["answers.yml"])
asked = [
    [each.get("text"), each.get("metadata")["intent"]["language"], each.get("intent"), each.get("intent_response_key")]
    for each in imported.get_nlu_data().intent_examples
]
answers = {
    name: {variant["condition"][0]["value"]: variant["text"] for variant in variants}
    for name, variants in Domain.load("answers.yml").responses.items()
}
json.dump([asked, answers], open("read.json", "w"))
"""


def rasa(folder: Path, *arguments: str) -> str:
    environ = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"}
    done = subprocess.run(
        [RASA_PYTHON, *arguments], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def test_a_stock_rasa_reads_every_question_and_answer(tmp_path: Path) -> None:
    entries = list(read_faq(FAQ).values())[::12]
    (tmp_path / "answers.yml").write_bytes(out("rasa", *entries))
    (tmp_path / "config.yml").write_text(CONFIG, encoding="utf-8")
    validate = ("-m", "rasa", "data", "validate", "--data", "answers.yml", "--domain", "answers.yml")
    told = rasa(tmp_path, *validate, "--config", "config.yml")
    assert "No story structure conflicts found" in told
    assert "is not used in any story" not in told
    rasa(tmp_path, "-c", READ)
    asked, answers = json.loads((tmp_path / "read.json").read_text(encoding="utf-8"))
    assert sorted(map(tuple, asked)) == sorted(
        (example, language, "faq", f"faq/{entry.id}")
        for entry in entries
        for language, answer in entry.answers.items()
        for example in answer.examples
    )
    assert answers == {
        f"utter_faq/{entry.id}": {language: answer.text for language, answer in entry.answers.items()}
        for entry in entries
    }
