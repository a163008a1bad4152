from dataclasses import asdict

import pytest

from handoff.evaluation.calibration import Guess
from handoff.evaluation.intervals import wilson
from handoff.evaluation.judgement import Judgement
from handoff.evaluation.report import sum_up
from handoff.evaluation.rows import Row


def test_outcomes_are_counted_by_language_and_style_and_confusions_by_frequency():
    report = sum_up(
        [
            (Row("fi", "daycare_fees", "", "a"), Judgement("right", "daycare_fees")),
            (Row("fi", "daycare_fees", "typo", "b"), Judgement("wrong", "school_enrolment")),
            (Row("fi", "daycare_fees", "dialect", "c"), Judgement("offered", "clarify")),
            (Row("sv", "daycare_fees", "typo", "d"), Judgement("wrong", "school_enrolment")),
            (Row("sv", "greet", "typo", "e"), Judgement("missed", "lost")),
            (Row("sv", "out_of_scope", "typo", "f"), Judgement("answered", "greet")),
            (Row("en", "out_of_scope", "", "g"), Judgement("declined", "lost")),
        ]
    )
    counts = {key: asdict(report)[key] for key in ("languages", "out_of_scope", "styles", "confusions")}
    assert counts == {
        "languages": {
            "fi": {"n": 3, "right": 1, "offered": 1, "wrong": 1, "missed": 0},
            "sv": {"n": 2, "right": 0, "offered": 0, "wrong": 1, "missed": 1},
        },
        "out_of_scope": {"sv": {"n": 1, "answered": 1}, "en": {"n": 1, "answered": 0}},
        "styles": {
            "dialect": {"n": 1, "right": 0, "offered": 1, "wrong": 0, "missed": 0},
            "typo": {"n": 3, "right": 0, "offered": 0, "wrong": 2, "missed": 1},
        },
        "confusions": [("daycare_fees", "school_enrolment", 2), ("greet", "lost", 1), ("out_of_scope", "greet", 1)],
    }


def test_out_of_scope_is_counted_by_style_too():
    report = sum_up(
        [
            (Row("fi", "out_of_scope", "near", "a"), Judgement("answered", "daycare_fees")),
            (Row("sv", "out_of_scope", "near", "b"), Judgement("declined", "lost")),
            (Row("fi", "out_of_scope", "far", "c"), Judgement("declined", "out_of_scope")),
            (Row("fi", "out_of_scope", "", "d"), Judgement("declined", "out_of_scope")),
        ]
    )
    assert asdict(report)["out_of_scope_styles"] == {"far": {"n": 1, "answered": 0}, "near": {"n": 2, "answered": 1}}
    assert report.styles == {}


def test_each_count_has_the_interval_of_its_share():
    outcomes = ["right"] * 7 + ["offered"] * 2 + ["wrong"]
    rows = [(Row("fi", "daycare_fees", "typo", "a"), Judgement(outcome, "x")) for outcome in outcomes]
    rows += [(Row("sv", "out_of_scope", "far", "b"), Judgement("answered", "greet"))]
    in_scope = {"right": wilson(7, 10), "right_or_offered": wilson(9, 10), "wrong": wilson(1, 10)}
    assert sum_up(rows).intervals == {
        "languages": {"fi": in_scope},
        "styles": {"typo": in_scope},
        "out_of_scope": {"sv": {"answered": wilson(1, 1)}},
        "out_of_scope_styles": {"far": {"answered": wilson(1, 1)}},
    }


def test_guesses_are_gathered_for_the_calibration():
    row = Row("fi", "daycare_fees", "", "a")
    report = sum_up(
        [
            (row, Judgement("right", "daycare_fees", Guess(0.93, right=True))),
            (row, Judgement("wrong", "school_enrolment", Guess(0.97, right=False))),
            (row, Judgement("missed", "lost")),
        ]
    )
    assert [part.count for part in report.calibration] == [0] * 9 + [2]
    assert report.calibration[-1].mean_confidence == pytest.approx(0.95)
    assert report.calibration[-1].share_right == 0.5
