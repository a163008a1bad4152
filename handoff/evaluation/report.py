"""The sums of an evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from handoff.evaluation.judgement import InScope, Judgement
from handoff.evaluation.rows import Row


@dataclass
class Counts:
    """Rows in scope, by outcome."""

    n: int = 0
    right: int = 0
    offered: int = 0
    wrong: int = 0
    missed: int = 0

    def count(self, outcome: InScope) -> None:
        """Add one row."""
        self.n += 1
        setattr(self, outcome, getattr(self, outcome) + 1)


@dataclass
class OutOfScopeCounts:
    """Rows out of scope, and how many of them got an answer all the same."""

    n: int = 0
    answered: int = 0


@dataclass
class Report:
    """What `./luukku evaluate --json` prints.

    `styles` counts rows in scope that name a style. `confusions` are (label, given, count) of all rows that were
    wrong, missed or falsely answered, the most frequent first.
    """

    languages: dict[str, Counts] = field(default_factory=dict)
    out_of_scope: dict[str, OutOfScopeCounts] = field(default_factory=dict)
    styles: dict[str, Counts] = field(default_factory=dict)
    confusions: list[tuple[str, str, int]] = field(default_factory=list)


def sum_up(judged: Iterable[tuple[Row, Judgement]]) -> Report:
    """Count outcomes per language and style."""
    report = Report()
    confusions: Counter[tuple[str, str]] = Counter()
    for row, judgement in judged:
        outcome = judgement.outcome
        if outcome == "answered" or outcome == "declined":  # noqa: PLR1714 - what mypy narrows by
            beyond = report.out_of_scope.setdefault(row.language, OutOfScopeCounts())
            beyond.n += 1
            beyond.answered += outcome == "answered"
        else:
            report.languages.setdefault(row.language, Counts()).count(outcome)
            if row.style:
                report.styles.setdefault(row.style, Counts()).count(outcome)
        if outcome in {"wrong", "missed", "answered"}:
            confusions[row.label, judgement.given] += 1
    report.styles = dict(sorted(report.styles.items()))
    ordered = sorted(confusions.items(), key=lambda entry: (-entry[1], entry[0]))
    report.confusions = [(label, given, count) for (label, given), count in ordered]
    return report
