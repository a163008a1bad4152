"""The sums of an evaluation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from handoff.evaluation.calibration import Bin, sort_into_bins
from handoff.evaluation.intervals import Interval, wilson
from handoff.evaluation.judgement import InScope, Judgement, Outcome
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

    @property
    def right_or_offered(self) -> int:
        """Rows that got the right way on, at once or by one more press."""
        return self.right + self.offered

    def intervals(self) -> dict[str, Interval]:
        """Return the 95 % intervals of the shares that count most."""
        return {name: wilson(getattr(self, name), self.n) for name in ("right", "right_or_offered", "wrong")}


@dataclass
class OutOfScopeCounts:
    """Rows out of scope, and how many of them got an answer all the same."""

    n: int = 0
    answered: int = 0

    def count(self, *, answered: bool) -> None:
        """Add one row."""
        self.n += 1
        self.answered += answered

    def intervals(self) -> dict[str, Interval]:
        """Return the 95 % interval of the share that was falsely answered."""
        return {"answered": wilson(self.answered, self.n)}


@dataclass
class Report:
    """What `./luukku evaluate --json` prints.

    `styles` counts rows in scope that name a style, `out_of_scope_styles` the others (`near` is near to a topic).
    `confusions` are (label, given, count) of all rows that were wrong, missed or falsely answered, the most frequent
    first. `intervals` has, for each of the four counts by its name, the intervals by language or style. `calibration`
    is about rows in scope that were answered or asked back.
    """

    languages: dict[str, Counts] = field(default_factory=dict)
    out_of_scope: dict[str, OutOfScopeCounts] = field(default_factory=dict)
    styles: dict[str, Counts] = field(default_factory=dict)
    confusions: list[tuple[str, str, int]] = field(default_factory=list)
    out_of_scope_styles: dict[str, OutOfScopeCounts] = field(default_factory=dict)
    intervals: dict[str, dict[str, dict[str, Interval]]] = field(default_factory=dict)
    calibration: list[Bin] = field(default_factory=list)


def sum_up(judged: Iterable[tuple[Row, Judgement]]) -> Report:
    """Count outcomes per language and style, and say how sure the counts are."""
    report = Report()
    confusions: Counter[tuple[str, str]] = Counter()
    guesses = []
    for row, judgement in judged:
        _count(report, row, judgement.outcome)
        if judgement.outcome in {"wrong", "missed", "answered"}:
            confusions[row.label, judgement.given] += 1
        if judgement.guess is not None:
            guesses.append(judgement.guess)
    report.styles = dict(sorted(report.styles.items()))
    report.out_of_scope_styles = dict(sorted(report.out_of_scope_styles.items()))
    ordered = sorted(confusions.items(), key=lambda entry: (-entry[1], entry[0]))
    report.confusions = [(label, given, count) for (label, given), count in ordered]
    report.intervals = {
        "languages": {name: counts.intervals() for name, counts in report.languages.items()},
        "styles": {name: counts.intervals() for name, counts in report.styles.items()},
        "out_of_scope": {name: counts.intervals() for name, counts in report.out_of_scope.items()},
        "out_of_scope_styles": {name: counts.intervals() for name, counts in report.out_of_scope_styles.items()},
    }
    report.calibration = sort_into_bins(guesses)
    return report


def _count(report: Report, row: Row, outcome: Outcome) -> None:
    if outcome == "answered" or outcome == "declined":  # noqa: PLR1714 - what mypy narrows by
        answered = outcome == "answered"
        report.out_of_scope.setdefault(row.language, OutOfScopeCounts()).count(answered=answered)
        if row.style:
            report.out_of_scope_styles.setdefault(row.style, OutOfScopeCounts()).count(answered=answered)
    else:
        report.languages.setdefault(row.language, Counts()).count(outcome)
        if row.style:
            report.styles.setdefault(row.style, Counts()).count(outcome)
