"""The whole command against the real assistant."""

import json
import os
import subprocess
import sys

import pytest

from handoff.cli.places import ROOT

QUESTIONS = """\
lang\tlabel\tstyle\ttext
fi\tgreet\t\tHei!
sv\twants_human\tplain\tJag vill prata med en människa
en\tbot_challenge\tplain\tAre you a robot?
en\tno_such_topic\t\tHello!
fi\tout_of_scope\t\tHei!
"""


@pytest.mark.rasa
def test_questions_are_asked_and_the_answers_counted_in_one_json_object(tmp_path):
    file = tmp_path / "questions.tsv"
    file.write_text(QUESTIONS, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, ROOT / "luukku", "evaluate", "questions.tsv", "--json"],
        cwd=tmp_path,  # the file is looked for where the person is
        env=os.environ,
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    one_right = {"n": 1, "right": 1, "offered": 0, "wrong": 0, "missed": 0}
    assert json.loads(result.stdout) == {
        "languages": {
            "fi": one_right,
            "sv": one_right,
            "en": {"n": 2, "right": 1, "offered": 0, "wrong": 0, "missed": 1},
        },
        "out_of_scope": {"fi": {"n": 1, "answered": 1}},
        "styles": {"plain": {"n": 2, "right": 2, "offered": 0, "wrong": 0, "missed": 0}},
        "confusions": [["no_such_topic", "greet", 1], ["out_of_scope", "greet", 1]],
    }
