"""The soak's report says what happened, and what was wrong."""

from __future__ import annotations

from benchmarks.soak.faults import Happened
from benchmarks.soak.report import Run, delays, report
from tests.benchmarks.story import Story


def run_of(story: Story) -> Run:
    return Run(
        minutes=4,
        visitors=200,
        agents=20,
        seed=7,
        faults=[Happened("Redis frozen", 10.0, 15.5)],
        records=story.records,
        stored=story.stored,
        violations=story.violations(),
        servers={"Redis": "7.0"},
        settled_s=3,
        load=1.5,
    )


def test_a_good_run_says_so_and_when_what_was_away() -> None:
    text = report(run_of(Story()))
    assert "**no violation**" in text
    assert "| 10.0 | 15.5 | Redis frozen |" in text
    assert "| visitor | 3 | 3 | 0 | 0 | 3 |" in text
    assert "--visitors 200 --agents 20 --seed 7" in text


def test_each_violation_is_listed_with_conversation_and_number() -> None:
    story = Story()
    story.at(5)["text"] = "muuta"
    text = report(run_of(story))
    assert "**2 violations**" in text
    assert "| altered | c1 | 5 |" in text
    assert "| shown differently | c1 | 5 |" in text
    assert "muuta" not in text


def test_delays_leave_out_faults_and_what_came_by_resuming() -> None:
    story = Story()
    for sent in story.records.sent:
        sent.acknowledged_at = 20.0
    story.screen.shown.clear()
    story.screen.show(story.at(6), 20.25, is_pushed=True)
    story.screen.show(story.at(8), 29.0, is_pushed=False)
    assert delays(story.records, story.stored, []) == ([0.25], 1)
    assert delays(story.records, story.stored, [Happened("Redis frozen", 10.0, 16.0)]) == ([], 0)
