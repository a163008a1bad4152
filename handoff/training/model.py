"""A change of the live model, from asked for to live; and the models there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

JobKind = Literal["check", "publish", "roll_back"]
JobState = Literal["waiting", "running", "going_live", "done", "refused", "failed", "cancelled"]
"""`going_live`: the answers are published and the model is named; whoever finds it so goes on from there."""
OPEN_STATES: tuple[JobState, ...] = ("waiting", "running", "going_live")
Refusal = Literal[
    "",
    "incomplete",
    "changed_meanwhile",
    "still_named",
    "second_person",
    "regression",
    "training",
    "interrupted",
    "gone",
]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `total` is 0 where nobody knows how much there is."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Share:
    """How many rows of a kind there are, how many were right, and right or offered."""

    n: int = 0
    right: int = 0
    offered: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """A row that the two models judge differently; outcomes as in `handoff.evaluation.judgement`."""

    text: str
    language: str
    label: str
    before: str
    after: str
    given: str
    is_better: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """How a model did on the regression set, and against the live one, if there was one to ask.

    Attributes:
        languages, before: By language; `before` is the live model's.
        entries: By label.
        confusions: Label, what was given instead, how often; the most frequent first.
        wrongly_answered: Of rows that are out of scope, how many got an answer, and of how many.
    """

    languages: Mapping[str, Share] = field(default_factory=dict)
    before: Mapping[str, Share] = field(default_factory=dict)
    entries: Mapping[str, Share] = field(default_factory=dict)
    confusions: tuple[tuple[str, str, int], ...] = ()
    changes: tuple[Change, ...] = ()
    wrongly_answered: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One check or publication.

    Attributes:
        drafts: The version of each draft that goes in, by the entry's id.
        reason: Why an administrator publishes although the figures are worse; else empty.
        model: The name of the model that came of it, or that is to be brought back.
        detail: What went wrong, for those who run the service.
    """

    id: str
    kind: JobKind
    state: JobState
    drafts: Mapping[str, str]
    agent_id: str
    agent_name: str
    reason: str
    at: datetime
    ended_at: datetime | None = None
    stage: str = ""
    done: int = 0
    total: int = 0
    refusal: Refusal = ""
    detail: str = ""
    model: str = ""
    figures: Figures | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class Model:
    """A model that was live, with the number of each answer's revision then: its data."""

    name: str
    agent_name: str
    at: datetime
    revisions: Mapping[str, int]
    figures: Figures | None
