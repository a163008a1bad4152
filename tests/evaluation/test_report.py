from dataclasses import asdict

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
    assert asdict(report) == {
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
