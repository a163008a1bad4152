"""What an oracle says when a promise was broken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken promise: which rule, where, and what was found instead. `seq` is 0 where no message is concerned."""

    rule: str
    conversation: str
    seq: int
    detail: str
