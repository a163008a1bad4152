"""What the oracle says when a promise was broken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise: which rule, of which case, and what was found instead."""

    rule: str
    code: str
    detail: str


@dataclass(slots=True)
class Findings:
    """Every violation once, however often it was found, and how much was looked at for each rule."""

    violations: dict[Violation, None] = field(default_factory=dict)
    checked: Counter[str] = field(default_factory=Counter)

    def check(self, rule: str, code: str, is_good: bool, detail: str) -> None:
        """Count one look at a rule, and note what was wrong."""
        self.checked[rule] += 1
        if not is_good:
            self.violations[Violation(rule, code, detail)] = None
