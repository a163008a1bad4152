"""What the command prints and writes; and the whole of it against the real assistant."""

import json
import os
import subprocess
import sys

import pytest
from rich.console import Console

from handoff.cli import evaluate
from handoff.cli.errors import CommandError
from handoff.cli.evaluate import check_folder, print_report, show_bar, show_share, write_calibration
from handoff.cli.places import ROOT
from handoff.evaluation.calibration import Bin, Guess
from handoff.evaluation.intervals import wilson
from handoff.evaluation.judgement import Judgement
from handoff.evaluation.report import sum_up
from handoff.evaluation.rows import Row

QUESTIONS = """\
lang\tlabel\tstyle\ttext
fi\tgreet\t\tHei!
sv\twants_human\tplain\tJag vill prata med en människa
en\tbot_challenge\tplain\tAre you a robot?
en\tno_such_topic\t\tHello!
fi\tout_of_scope\t\tHei!
"""


@pytest.fixture
def report():
    right, guess = Row("fi", "daycare_fees", "colloquial", "a"), Guess(0.95, right=True)
    rows = [(right, Judgement("right", "daycare_fees", guess))] * 437
    rows += [(right, Judgement("offered", "clarify"))] * 20 + [(right, Judgement("missed", "lost"))] * 43
    rows += [(Row("fi", "out_of_scope", style, "b"), Judgement("declined", "lost")) for style in ("far", "near")]
    return sum_up(rows)


def test_shares_are_printed_with_their_intervals_within_80_columns(report, capsys, monkeypatch):
    monkeypatch.setattr(evaluate, "out", Console(width=80))
    print_report(report, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 80
    by_style = next(line for line in lines if "colloquial" in line)
    assert " ".join(by_style.split()) == "colloquial 500 87.4 (84.2–90.0) 91.4 (88.6–93.6) 0.0 (0.0–0.8) 8.6"
    assert next(line for line in lines if line.startswith(" near")).split("  ")[-1].strip() == "0.0 (0.0–79.3)"
    assert next(line for line in lines if "0.9–1.0" in line).split()[1:4] == ["437", "95.0", "100.0"]


def test_json_has_the_counts_the_intervals_and_the_calibration(report, capsys):
    print_report(report, as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert printed["languages"] == {"fi": {"n": 500, "right": 437, "offered": 20, "wrong": 0, "missed": 43}}
    assert printed["intervals"]["languages"]["fi"]["right_or_offered"] == list(wilson(457, 500))
    assert printed["out_of_scope_styles"] == {"far": {"n": 1, "answered": 0}, "near": {"n": 1, "answered": 0}}
    last = printed["calibration"][-1]
    assert last == {
        "low": 0.9,
        "high": 1.0,
        "count": 437,
        "mean_confidence": pytest.approx(0.95),
        "share_right": 1.0,
    }


def test_a_share_is_shown_in_per_cent_with_its_interval():
    assert show_share(1, 29, wilson(1, 29)) == "3.4 (0.6–17.2)"


@pytest.mark.parametrize(
    ("confidence", "share", "shown"),
    [
        (0.5, 1.0, "█" * 15 + "│" + "█" * 15),
        (0.5, 0.2, "█" * 6 + " " * 9 + "│"),
        (0.0, 0.0, "│"),
        (None, None, ""),
    ],
)
def test_a_bar_shows_the_share_right_and_where_the_confidence_would_end_it(confidence, share, shown):
    assert show_bar(Bin(0.5, 0.6, 4, confidence, share)) == shown


def test_the_picture_is_written_where_it_was_asked_for(report, tmp_path):
    write_calibration(report, tmp_path / "calibration.svg")
    assert "437 questions" in (tmp_path / "calibration.svg").read_text("utf-8")


def test_a_picture_without_a_folder_is_refused_before_the_work(tmp_path):
    with pytest.raises(CommandError, match="there is no folder"):
        check_folder(tmp_path / "missing" / "calibration.svg")


@pytest.mark.rasa
def test_questions_are_asked_and_the_answers_counted_in_one_json_object(tmp_path):
    file = tmp_path / "questions.tsv"
    file.write_text(QUESTIONS, encoding="utf-8")
    result = subprocess.run(
        [sys.executable, ROOT / "luukku", "evaluate", "questions.tsv", "--json", "--calibration", "bars.svg"],
        cwd=tmp_path,  # the file is looked for where the person is
        env=os.environ,
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    one_right = {"n": 1, "right": 1, "offered": 0, "wrong": 0, "missed": 0}
    printed = json.loads(result.stdout)
    counts = {key: printed.pop(key) for key in ("languages", "out_of_scope", "styles", "confusions")}
    assert counts == {
        "languages": {
            "fi": one_right,
            "sv": one_right,
            "en": {"n": 2, "right": 1, "offered": 0, "wrong": 0, "missed": 1},
        },
        "out_of_scope": {"fi": {"n": 1, "answered": 1}},
        "styles": {"plain": {"n": 2, "right": 2, "offered": 0, "wrong": 0, "missed": 0}},
        "confusions": [["no_such_topic", "greet", 1], ["out_of_scope", "greet", 1]],
    }
    assert set(printed) == {"out_of_scope_styles", "intervals", "calibration"}
    assert printed["intervals"]["languages"]["fi"]["right"] == list(wilson(1, 1))
    assert sum(part["count"] for part in printed["calibration"]) == 4
    assert "Calibration" in (tmp_path / "bars.svg").read_text("utf-8")
